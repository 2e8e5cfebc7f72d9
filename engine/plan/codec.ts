/**
 * A plan as text, and back. As an answer it is canonical JSON (keys sorted), in full; as a file it has the short form of `saved/`. The same plan
 * is always the same bytes. Both can be read, and reading never throws: what is wrong is said as PLAN.NOT_JSON, PLAN.NOT_A_PLAN or PLAN.EDITED.
 */
import { violationsOfFile } from '../../schemas/files.ts'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { isTooDeep } from '../json-depth.ts'
import { fail, type Result, succeed } from '../result.ts'
import { digestOf } from './digest.ts'
import { planDigest } from './make-plan.ts'
import type { Plan } from './plan.ts'
import { fileCodes } from './saved/codes.ts'
import { linesIn } from './saved/frame.ts'
import { jsonPieces } from './saved/json-pieces.ts'
import { isPackedText, saidIn } from './saved/read-lines.ts'
import { type Said, savedFormat } from './saved/saved-plan.ts'

/** Violations shown; one wrong thing in a plan of thousands of actions need not be told a thousand times. */
const shown = 10

export function encodePlan(plan: Plan): string {
  return [...jsonPieces(plan)].join('')
}

/** Either form. */
export function decodePlan(text: string): Result<Plan> {
  if (isPackedText(text)) return decodePlanLines(linesIn(text))
  const value = parseJson(text)
  return value.kind === 'broken' ? fail(value.because) : planFrom(value.json)
}

/** The short form; lines without their ends. */
export function decodePlanLines(lines: Iterable<string>): Result<Plan> {
  const said = saidIn(lines)
  return said.ok ? planFrom(planIn(said.value)) : said
}

/** Of a short form, what `planFrom` judges. */
export function planIn({ members, grown }: Said): unknown {
  return { ...members, format: 1, ...grown }
}

/** Parsed; nothing is known of it. */
export function planFrom(json: unknown): Result<Plan> {
  const format = formatOf(json)
  if (format !== 1) return fail(diagnose(fileCodes.NOT_A_PLAN, { detail: wordsFor(format) }))
  const violations = violationsOfFile('Plan', json)
  if (violations.length > 0)
    return fail(
      ...violations.slice(0, shown).map(({ path, message, key }) =>
        diagnose(fileCodes.NOT_A_PLAN, {
          detail: `${path.length === 0 ? 'the plan' : path.join('.')} ${message}${key === null ? '' : ` (${key})`}.`,
        }),
      ),
    )
  const plan = json as Plan // the schema was just checked, and the schema is tested against the type
  const changed = changedPlan(plan)
  return changed === null ? succeed(plan) : fail(changed)
}

/** PLAN.EDITED where a plan is not what its digests say; whoever keeps one, in a file or in a journal, asks this before using it. */
export function changedPlan(plan: Plan): Diagnostic | null {
  const { id, ...content } = plan
  const actual = planDigest(content)
  if (actual !== id)
    return diagnose(fileCodes.EDITED, { detail: `The plan says it is ${id}; what it holds is ${actual}.` })
  const changed = plan.facts.find(fact => digestOf(fact.value) !== fact.digest)
  return changed === undefined
    ? null
    : diagnose(fileCodes.EDITED, { detail: `The fact ${changed.id} is not what its digest says.` })
}

type Parsed =
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'broken'; readonly because: Diagnostic }

/** A mark in front is no part of it. */
export function parseJson(text: string): Parsed {
  if (isTooDeep(text))
    return {
      kind: 'broken',
      because: diagnose(fileCodes.NOT_A_PLAN, { detail: 'It is nested deeper than any plan.' }),
    }
  try {
    return { kind: 'json', json: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch (error) {
    const isCut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}')
    const why = isCut ? 'The file ends in the middle: it was not written to its end.' : wordsOf(error)
    return { kind: 'broken', because: diagnose(fileCodes.NOT_JSON, { detail: why }) }
  }
}

/** What the parser says, without the piece of the file some versions quote. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'it cannot be parsed'
  return `JSON: ${message.replace(/,? ?(\.\.\.)?".*$/s, '').slice(0, 120)}.`
}

function formatOf(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  return 'format' in json ? json.format : undefined
}

function wordsFor(format: unknown): string {
  if (typeof format !== 'number') return 'It has no `format`, which every plan begins with.'
  if (format === savedFormat)
    return 'It is laid out in another way than it was written, one line for each customer: keep the file as `plan --out` wrote it.'
  return `It has format ${format}; this version reads formats 1 and ${savedFormat}.`
}
