/** Diagnostics for people: where, what, why, the line with a caret, what to do. */
import { type Diagnostic, placeText, type Remedy } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import { drawSource, type SourceTexts } from '../../engine/load/draw-source.ts'
import { wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { paintOf } from './paint.ts'
import { printable } from './printable.ts'

/** Nobody reads more on a screen, and a pipeline's log has limits; JSON has all of them. */
const mostShown = 200

export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  sources: SourceTexts,
  options: ReportOptions = plain,
): string {
  const shown = diagnostics.slice(0, mostShown).map(entry => oneDiagnostic(entry, sources, options))
  const others = diagnostics.length - shown.length
  if (others > 0) shown.push(`and ${others} more\n`)
  return shown.join('\n')
}

export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return jsonText({ format: 1, diagnostics })
}

/** Of no terminal. */
const plain: ReportOptions = { columns: Number.POSITIVE_INFINITY, colour: false }

function oneDiagnostic(entry: Diagnostic, sources: SourceTexts, options: ReportOptions): string {
  const paint = paintOf(options)
  const wrapped = (line: string) => wrapText(line, options.columns, 4)
  const place = entry.at === undefined ? '' : `${printable(placeText(entry.at))}: `
  const grade = { error: paint.red.bold, warning: paint.yellow, note: paint.cyan }[entry.severity]
  const lines = [wrapped(`${place}${grade(`${entry.severity}:`)} ${entry.summary} [${entry.code}]`)]
  if (entry.detail !== undefined) lines.push(wrapped(`  ${printable(entry.detail)}`))
  if (entry.at !== undefined) lines.push(...drawn(drawSource(entry.at, sources)))
  for (const other of entry.related ?? [])
    lines.push(wrapped(`  ${printable(placeText(other.at))}: ${printable(other.note)}`))
  lines.push(...remedyLines(entry.remedies, options, '  '))
  if (entry.correlationId !== undefined) lines.push(`  correlation id ${printable(entry.correlationId)}`)
  return `${lines.join('\n')}\n`
}

/** One below the other, so that each can be found and copied. */
export function remedyLines(
  remedies: readonly Remedy[],
  options: ReportOptions,
  indent: string,
): readonly string[] {
  const paint = paintOf(options)
  return remedies.map(remedy =>
    paint.cyan(wrapText(`${indent}→ ${remedyText(remedy)}`, options.columns, indent.length + 2)),
  )
}

export function remedyText(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'run':
      return `run \`${printable(remedy.command)}\`${remedy.why === undefined ? '' : `: ${remedy.why}`}`
    case 'edit':
      return printable(remedy.what)
    case 'ask':
      return printable(`ask ${remedy.whom} ${remedy.what}`)
    case 'wait':
      return printable(`wait until ${remedy.until}`)
  }
}

function drawn(picture: string): readonly string[] {
  return picture === '' ? [] : picture.split('\n').map(line => `  ${printable(line)}`)
}
