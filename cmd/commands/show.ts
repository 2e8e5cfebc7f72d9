import type { ApplyResult } from '../../engine/journal/result.ts'
import { jsonPieces } from '../../engine/plan/saved/json-pieces.ts'
import { complain, guarded, reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import { readSaved } from '../files/read-saved.ts'
import type { FormatOf, Writers } from '../formats.ts'
import { onlyInText } from '../only-in-text.ts'
import type { GlobalOptions } from '../program/global-options.ts'
import { resultHtml } from '../report/result-html.ts'
import { resultMarkdown, resultText } from '../report/result-text.ts'
import type { Run, Shell } from '../shell.ts'
import { printPlan } from './plan.ts'

interface Options extends GlobalOptions {
  readonly format: FormatOf<'show'>
  readonly all: boolean
}

export const run: Run<Options> = ({ shell, args, options }) =>
  guarded(shell, options.format, async () => {
    const idle = onlyInText('--all', options.all, options.format)
    if (idle !== null) return complain(shell, [idle], { format: options.format })
    const saved = readSaved(args[0] ?? '', shell.cwd)
    if (!saved.ok) return complain(shell, saved.diagnostics, { format: options.format })
    if (saved.value.kind === 'plan') printPlan(saved.value.plan, options.format, shell, options.all)
    else printResult(saved.value.result, options.format, shell, options.all)
    return exitCodes.done
  })

const writers: Omit<Writers<'show', ApplyResult>, 'json'> = {
  text: resultText,
  markdown: resultMarkdown,
  html: resultHtml,
}

/** As data in pieces: it may be larger than any text can be. */
export function printResult(result: ApplyResult, format: FormatOf<'show'>, shell: Shell, all: boolean): void {
  if (format === 'json') for (const piece of jsonPieces(result)) shell.streams.out(piece)
  else shell.streams.out(writers[format](result, { ...reportOptions(shell), all }))
}
