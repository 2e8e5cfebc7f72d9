/** The offending line with a caret under it; tabs kept, long lines clipped around the caret, literal secrets starred. */
import type { SourceRange } from '../diagnostic.ts'

export type SourceTexts = ReadonlyMap<string, string>

const widest = 96

/** A credential written out where a reference belongs; the line is drawn for people and logs, the value is not. */
const literalSecret =
  /((?:clientSecret|refreshToken|connection)["']?\s*:\s*)(?!["']?(?:env|file):|[{[])("[^"]*"|'[^']*'|[^\s,}]+)/g

export function drawSource(range: SourceRange, sources: SourceTexts): string {
  const line = sources
    .get(range.file)
    ?.replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    [range.line - 1]?.replace(
      literalSecret,
      (_, lead: string, value: string) => lead + '*'.repeat(value.length),
    )
  if (line === undefined) return ''
  const column = range.column - 1
  const from = column > widest ? column - Math.floor(widest / 2) : 0
  const shown = line.slice(from, from + widest)
  const end = range.endLine === range.line ? range.endColumn - 1 : line.length
  const length = Math.max(1, Math.min(end, from + widest) - column)
  const gutter = `${range.line} | `
  const lead = shown.slice(0, column - from).replace(/[^\t]/g, ' ')
  return `${gutter}${shown}\n${' '.repeat(gutter.length)}${lead}${'^'.repeat(length)}`
}
