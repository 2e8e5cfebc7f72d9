import type { ApplyResult } from '../../engine/journal/result.ts'
import { jsonText } from '../../engine/json-text.ts'
import { complain, guarded, reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import { readSaved } from '../files/read-saved.ts'
import type { FormatOf, Writers } from '../formats.ts'
import type { GlobalOptions } from '../program/global-options.ts'
import { resultHtml } from '../report/result-html.ts'
import { resultMarkdown, resultText } from '../report/result-text.ts'
import type { Run, Shell } from '../shell.ts'
import { renderPlan } from './plan.ts'

export const run: Run<GlobalOptions & { readonly format: FormatOf<'show'> }> = ({ shell, args, options }) =>
  guarded(shell, options.format, async () => {
    const saved = await readSaved(args[0] ?? '', shell.cwd)
    if (!saved.ok) return complain(shell, saved.diagnostics, { format: options.format })
    shell.streams.out(
      saved.value.kind === 'plan'
        ? renderPlan(saved.value.plan, options.format, shell, options.color)
        : renderResult(saved.value.result, options.format, shell, options.color),
    )
    return exitCodes.done
  })

const writers: Writers<'show', ApplyResult> = {
  text: resultText,
  json: result => jsonText(result),
  markdown: resultMarkdown,
  html: resultHtml,
}

export function renderResult(
  result: ApplyResult,
  format: FormatOf<'show'>,
  shell: Shell,
  colour: boolean,
): string {
  return writers[format](result, reportOptions(shell, colour))
}
