/** Reads what a command saved: a plan, or the result of an apply. Each is read once, and packed ones line by line. */
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import type { ApplyResult } from '../../engine/journal/result.ts'
import { isResult, resultFrom } from '../../engine/journal/saved-result.ts'
import { parseJson, planFrom, planIn } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { fileCodes } from '../../engine/plan/saved/codes.ts'
import { savedLimits } from '../../engine/plan/saved/limits.ts'
import { isPackedText, saidIn } from '../../engine/plan/saved/read-lines.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { beginningOf, fileLines, LineTooLong } from './file-lines.ts'
import { readNamedText } from './named-file.ts'
import { withFile } from './read-file.ts'

export type Saved =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'result'; readonly result: ApplyResult }

/** Throws COMMAND.NO_FILE. */
export function readSaved(path: string, cwd: string): Result<Saved> {
  const packed = withFile(resolve(cwd, path), savedLimits.fileBytes, file =>
    isPackedText(beginningOf(file, 64)) ? readPacked(file) : null,
  )
  if (packed === null) return readLoose(readNamedText(path, cwd))
  if ('ok' in packed) return packed
  throw new Trouble(diagnose(codes.NO_FILE, { detail: `${path} ${packed.why}.` }))
}

function readPacked(file: number): Result<Saved> {
  try {
    const said = saidIn(fileLines(file, savedLimits.lineBytes))
    if (!said.ok) return said
    const result = resultFrom(said.value)
    return result === null ? asPlan(planFrom(planIn(said.value))) : asResult(result)
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error
    const detail = `One of its lines has more than ${savedLimits.lineBytes} bytes.`
    return fail(diagnose(fileCodes.NOT_A_PLAN, { detail }))
  }
}

/** As `--format json` prints it, or as older versions saved it. */
function readLoose(text: string): Result<Saved> {
  const parsed = parseJson(text)
  if (parsed.kind === 'broken') return fail(parsed.because)
  return isResult(parsed.json)
    ? succeed({ kind: 'result', result: parsed.json })
    : asPlan(planFrom(parsed.json))
}

function asPlan(plan: Result<Plan>): Result<Saved> {
  return plan.ok ? succeed({ kind: 'plan', plan: plan.value }) : plan
}

function asResult(result: Result<ApplyResult>): Result<Saved> {
  return result.ok ? succeed({ kind: 'result', result: result.value }) : result
}
