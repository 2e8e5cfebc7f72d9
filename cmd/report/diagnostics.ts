/** Diagnostics for people: where, what, why, the line with a caret, what to do. */
import { type Diagnostic, placeText, type Remedy } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import { drawSource, type SourceTexts } from '../../engine/load/draw-source.ts'
import { printable } from './printable.ts'

/** Nobody reads more on a screen, and a pipeline's log has limits; JSON has all of them. */
const mostShown = 200

export function diagnosticsText(diagnostics: readonly Diagnostic[], sources: SourceTexts): string {
  const shown = diagnostics.slice(0, mostShown).map(entry => oneDiagnostic(entry, sources))
  const others = diagnostics.length - shown.length
  if (others > 0) shown.push(`and ${others} more\n`)
  return shown.join('\n')
}

export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return jsonText({ format: 1, diagnostics })
}

function oneDiagnostic(entry: Diagnostic, sources: SourceTexts): string {
  const place = entry.at === undefined ? '' : `${printable(placeText(entry.at))}: `
  const lines = [`${place}${entry.severity}: ${entry.summary} [${entry.code}]`]
  if (entry.detail !== undefined) lines.push(`  ${printable(entry.detail)}`)
  if (entry.at !== undefined) lines.push(...drawn(drawSource(entry.at, sources)))
  for (const other of entry.related ?? [])
    lines.push(`  ${printable(placeText(other.at))}: ${printable(other.note)}`)
  for (const remedy of entry.remedies) lines.push(`  → ${remedyText(remedy)}`)
  if (entry.correlationId !== undefined) lines.push(`  correlation id ${printable(entry.correlationId)}`)
  return `${lines.join('\n')}\n`
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
