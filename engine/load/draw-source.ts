/** The offending line with a caret under it; tabs kept, long lines clipped around the caret, literal secrets starred. */
import type { SourceRange } from '../diagnostic.ts'

export type SourceTexts = ReadonlyMap<string, string>

const widest = 96

/** A credential written out where a reference belongs; the line is drawn for people and logs, the value is not. */
const literalSecret =
  /((?:clientSecret|refreshToken|connection)["']?\s*:\s*)(?!["']?(?:env|file):|[{[])("[^"]*"|'[^']*'|[^\s,}]+)/g

/** Found by counting: a file may be large, and have hundreds of mistakes. */
function lineOf(text: string | undefined, number: number): string | null {
  let from = text?.startsWith('\uFEFF') ? 1 : 0
  for (let line = 1; line < number; line += 1) {
    const end = text?.indexOf('\n', from) ?? -1
    if (end === -1) return null
    from = end + 1
  }
  const end = text?.indexOf('\n', from) ?? -1
  return text?.slice(from, end === -1 ? undefined : end).replace(/\r$/, '') ?? null
}

export function drawSource(range: SourceRange, sources: SourceTexts): string {
  const whole = lineOf(sources.get(range.file), range.line)
  if (whole === null) return ''
  const line = whole.replace(
    literalSecret,
    (_, lead: string, value: string) => lead + '*'.repeat(value.length),
  )
  const column = range.column - 1
  const from = column > widest ? column - Math.floor(widest / 2) : 0
  const shown = line.slice(from, from + widest)
  const end = range.endLine === range.line ? range.endColumn - 1 : line.length
  const length = Math.max(1, Math.min(end, from + widest) - column)
  const gutter = `${range.line} | `
  const lead = shown.slice(0, column - from).replace(/[^\t]/g, ' ')
  return `${gutter}${shown}\n${' '.repeat(gutter.length)}${lead}${'^'.repeat(length)}`
}
