/**
 * Aligned columns by display width, so that wide Unicode names do not push the rest out of line, and lines that keep to the width of a
 * terminal. Where a table is too wide its last columns go below the others, and where that does not help a row is a paragraph: nothing
 * is cut for want of room, money least of all.
 */
import stringWidth from 'string-width'
import { chunksOf, graphemesOf } from './text-chunks.ts'

export interface Layout {
  /** Of the terminal; without one lines are as long as they are, for whoever reads them from a pipe. */
  readonly columns?: number
  /** Cells beyond it are cut, in every column but the last. */
  readonly widest?: number
}

/** Less room than this is none for a sentence. */
const leastForLast = 28
/** A table of fewer columns is none. */
const leastKept = 2
const gap = 2

/** One text per row, of several lines where it does not fit on one. The last column is never cut. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  indent: string,
  { columns = Number.POSITIVE_INFINITY, widest = 44 }: Layout = {},
): readonly string[] {
  const cut = rows.map(row =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cutTo(cell, widest))),
  )
  const widths = widthsOf(cut)
  const fits = cut.every(row => indent.length + widthOfRow(row, widths) <= columns)
  if (fits) return cut.map(row => lineOf(row, widths, indent))
  const before = indent.length + widths.slice(0, -1).reduce((sum, width) => sum + width + gap, 0)
  if (columns - before >= leastForLast)
    return cut.map(row => {
      const line = lineOf(row.slice(0, -1), widths, indent)
      const [first = '', ...more] = wrapWords(row.at(-1) ?? '', columns - before)
      const hang = ' '.repeat(before)
      return [`${padTo(line, before)}${first}`.trimEnd(), ...more.map(part => hang + part)].join('\n')
    })
  const kept = fitting(widths, columns - indent.length)
  if (kept < leastKept)
    return cut.map(row =>
      wrapText(indent + row.filter(cell => cell !== '').join('  '), columns, indent.length + 4),
    )
  const hang = `${indent}    `
  return rows.map(row => {
    const line = lineOf(
      row.slice(0, kept).map(cell => cutTo(cell, widest)),
      widths,
      indent,
    )
    const below = row
      .slice(kept)
      .filter(cell => cell !== '')
      .join(' · ')
    const more = below === '' ? [] : wrapWords(below, columns - hang.length)
    return [line, ...more.map(part => hang + part)].join('\n')
  })
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))
  return widths
}

function widthOfRow(row: readonly string[], widths: readonly number[]): number {
  return row.reduce(
    (sum, cell, at) => sum + (at === row.length - 1 ? widthOf(cell) : (widths[at] ?? 0) + gap),
    0,
  )
}

/** The last cell of a row is not padded. */
function lineOf(row: readonly string[], widths: readonly number[], indent: string): string {
  const cells = row.map((cell, at) => (at === row.length - 1 ? cell : padTo(cell, widths[at] ?? 0)))
  return `${indent}${cells.join(' '.repeat(gap))}`.trimEnd()
}

/** How many columns fit side by side, from the left. */
function fitting(widths: readonly number[], room: number): number {
  let used = -gap
  for (const [at, width] of widths.entries()) {
    used += gap + width
    if (used > room) return at
  }
  return widths.length
}

/** As many lines as it takes, broken at blanks; a sum of money keeps its currency and a count what it counts, a command stays whole to be copied, and a dot stays with what it ends. A word that is wider than a line is broken behind a slash or a colon, which leaves ids whole, and anywhere where that is not enough. */
function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  // Without blanks at the end: looking for a word behind them takes the square of their number.
  for (const token of text
    .trimEnd()
    .match(/\s*(?:\(?`[^`]+`\S*|[A-Z]{3} [+-]?\d\S*|\d+ [a-z]\S*|\S+)(?: ·(?= ))?/g) ?? []) {
    if (widthOf(line) + widthOf(token) <= width) {
      line += token
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = brokenTo(token.trimStart(), width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return [...lines, line].filter((part, at) => part !== '' || at === 0)
}

function brokenTo(word: string, width: number): readonly string[] {
  // A colour code must not be torn apart, nor a command, nor an address that is opened.
  if (widthOf(word) <= width || word.includes('\u001B') || /^\(?`.* |^https:/.test(word)) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const segment of partsOf(word, width)) {
    if (piece !== '' && widthOf(piece) + widthOf(segment) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...pieces, piece]
}

function partsOf(word: string, width: number): Iterable<string> {
  const parts = word.match(/[^/:]*[/:]|[^/:]+$/g) ?? []
  return parts.flatMap(part => (widthOf(part) <= width ? [part] : [...graphemesOf(part)]))
}

/** A line that keeps to `columns`; what does not fit goes on below, `hang` blanks in. */
export function wrapText(line: string, columns: number, hang = 2): string {
  if (widthOf(line) <= columns) return line
  const indent = /^ */.exec(line)?.[0] ?? ''
  const [first = '', ...more] = wrapWords(line.trimStart(), columns - Math.max(indent.length, hang))
  return [indent + first, ...more.map(part => ' '.repeat(hang) + part)].join('\n')
}

function padTo(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)))
}

/** By display width: wide characters count twice, and nothing a reader sees as one character is cut in two. */
export function cutTo(cell: string, width: number): string {
  if (widthOf(cell) <= width) return cell
  let kept = ''
  let used = 0
  let isCut = false
  for (const part of cell.split(colourCode)) {
    // Also behind the cut: a colour that was begun is ended.
    if (part.startsWith('\u001B')) {
      kept += part
      continue
    }
    for (const segment of isCut ? [] : graphemesOf(part)) {
      used += widthOf(segment)
      isCut = used > width - 1
      if (isCut) kept += '…'
      if (isCut) break
      kept += segment
    }
  }
  return kept
}

const escapeCharacter = '\u001B'
const colourCode = new RegExp(`(${escapeCharacter}\\[\\d+m)`)
const colourCodes = new RegExp(colourCode, 'g')

/**
 * One column each, whatever stands beside them: ASCII, letters of Latin alphabets, and the signs of our own texts. Nothing else has to be looked
 * up in nearly every cell, and looking it up took a third of the time of a large plan.
 */
const narrow =
  /^[\x20-\x7E\u00A1-\u00AC\u00AE-\u024F\u2010-\u2015\u2018-\u201D\u2022\u2026\u20AC\u2190-\u2193\u2212]*$/

function widthOf(text: string): number {
  const bare = text.includes('\u001B') ? text.replace(colourCodes, '') : text
  if (narrow.test(bare)) return bare.length
  let width = 0
  for (const chunk of chunksOf(bare)) width += stringWidth(chunk)
  return width
}
