/** A finding of a plan in words: what is the matter, where, and what to do about it. */
import { placeText, type Remedy } from '../../../engine/diagnostic.ts'
import type { Finding } from '../../../engine/plan/plan.ts'
import { remedyLines, remedyText } from '../diagnostics.ts'
import type { ReportOptions } from '../options.ts'
import type { Paint } from '../paint.ts'
import { printable } from '../printable.ts'

export interface Look {
  readonly paint: Paint
  readonly wrapped: (line: string, hang?: number) => string
  readonly options: ReportOptions
}

export function noteRows(found: Finding, look: Look, indent: string): readonly string[] {
  return findingRows(found, grade(found, look.paint), look, indent)
}

/** What is the matter, and below it what to do about it. */
export function findingRows(
  found: Finding,
  label: string,
  { wrapped, options }: Look,
  indent: string,
): readonly string[] {
  const hang = indent.length + 9
  return [
    wrapped(`${indent}${label}  ${printable(findingText(found))}`, hang),
    ...remedyLines(toldRemedies(found), options, ' '.repeat(hang)),
  ]
}

/** What nobody can carry out as it is written is called an error, though it stops nothing else. */
function grade({ severity }: Finding, paint: Paint): string {
  return severity === 'error' ? paint.red('error  ') : 'note   '
}

export function findingText(found: Finding): string {
  const place = found.at === undefined ? '' : ` (${placeText(found.at)})`
  return `${found.detail ?? found.summary}${place}`
}

/** The same with what to do. */
export function adviceText(found: Finding): string {
  return `${findingText(found)}${toldRemedies(found)
    .map(remedy => ` → ${remedyText(remedy)}`)
    .join('')}`
}

/** Of a note that stops nothing only the command it does not name itself: there is nothing to be done about it. */
function toldRemedies({ severity, blocks, remedies, detail = '' }: Finding): readonly Remedy[] {
  return severity === 'note' && (blocks === 'line' || blocks === 'nothing')
    ? remedies.filter(remedy => remedy.kind === 'run' && !detail.includes(remedy.command))
    : remedies
}
