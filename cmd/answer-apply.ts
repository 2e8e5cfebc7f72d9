/** How `apply` and `resume` end: what came of it, on stdout and in the file that was asked for. */
import { resolve } from 'node:path'
import type { ApplyVerdict } from '../engine/execute/verdict.ts'
import type { ApplyResult } from '../engine/journal/result.ts'
import { savedResultLines } from '../engine/journal/saved-result.ts'
import type { Plan } from '../engine/plan/plan.ts'
import { jsonPieces } from '../engine/plan/saved/json-pieces.ts'
import { linesInPieces } from '../engine/plan/saved/pieces.ts'
import { isKeptShort } from '../engine/plan/saved/saved-plan.ts'
import { complain, conversationOptions, guarded, tell } from './answer.ts'
import { printResult } from './commands/show.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { writeOutput } from './files/write-output.ts'
import { wholeCommands } from './follow-up.ts'
import type { FormatOf } from './formats.ts'
import { refusalHtml } from './report/pages/refusal-html.ts'
import { paintOf } from './report/paint.ts'
import { printable } from './report/printable.ts'
import { refusalMarkdown } from './report/refusal-markdown.ts'
import { movedText } from './report/result-text.ts'
import type { Shell } from './shell.ts'

interface Asked {
  readonly shell: Shell
  readonly format: FormatOf<'apply'>
  /** Raw facts are shown too, and nothing is folded. */
  readonly verbose: boolean
  /** A file for the result as JSON. */
  readonly out: string | undefined
}

/** Prints what came of it, and gives the exit code. */
export async function conclude(
  verdict: ApplyVerdict,
  asked: Asked & {
    /** What was to be carried out; null: there was none. */
    readonly plan: Plan | null
  },
): Promise<ExitCode> {
  const { shell, format, plan } = asked
  const code = exitOf(verdict)
  if (verdict.result === null) {
    complain(shell, verdict.diagnostics, { format })
    const moved = movedText(verdict.moved, paintOf(conversationOptions(shell)))
    if (moved.length > 0) shell.streams.err(`${moved.join('\n')}\n`)
    if (format === 'html' && plan !== null)
      shell.streams.out(refusalHtml(withWholeAdvice(verdict, shell), plan))
    if (format === 'markdown') shell.streams.out(refusalMarkdown(withWholeAdvice(verdict, shell), plan))
    if (asked.out !== undefined)
      shell.streams.err(
        `${printable(asked.out)} is not written: nothing was carried out, so there is no result.\n`,
      )
    return code
  }
  const written = await answerResult(verdict.result, asked)
  // Those of the result stand in every page of it.
  const told = format === 'json' ? [] : verdict.result.diagnostics
  tell(
    shell,
    verdict.diagnostics.filter(found => !told.includes(found)),
  )
  // What was done stays done, whether or not its account fits on the disc.
  return code === exitCodes.done ? written : code
}

/** `words`: for people, in place of the account of an apply, where there was none. */
export async function answerResult(
  result: ApplyResult,
  { shell, format, verbose, out, words }: Asked & { readonly words?: string },
): Promise<ExitCode> {
  const whole = withWholeCommands(result, shell)
  const isForPeople = format === 'text' || format === 'markdown'
  if (words !== undefined && isForPeople) shell.streams.out(words)
  else printResult(whole, format, shell, verbose)
  if (out === undefined) return exitCodes.done
  return guarded(shell, 'text', async () => {
    await writeOutput(
      resolve(shell.cwd, out),
      isKeptShort(whole.plan) ? linesInPieces(savedResultLines(whole)) : jsonPieces(whole),
      jsonPieces(whole),
    )
    return exitCodes.done
  })
}

function withWholeAdvice(verdict: ApplyVerdict, { followUp }: Shell): ApplyVerdict {
  return { ...verdict, diagnostics: wholeCommands(verdict.diagnostics, followUp) }
}

/** The plan in it is data, and stays as it is. */
function withWholeCommands(result: ApplyResult, { followUp }: Shell): ApplyResult {
  const { actions, diagnostics, next } = result
  return { ...result, ...wholeCommands({ actions, diagnostics, next }, followUp) }
}

export function exitOf({ kind }: ApplyVerdict): ExitCode {
  return codes[kind]
}

const codes: Readonly<Record<ApplyVerdict['kind'], ExitCode>> = {
  done: exitCodes.done,
  partial: exitCodes.partial,
  stale: exitCodes.stale,
  declined: exitCodes.declined,
  busy: exitCodes.failed,
  failed: exitCodes.failed,
}
