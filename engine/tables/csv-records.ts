/**
 * Records of a CSV text, one after another, each with its place. The parser of the library takes two seconds for the 200,000 rows of a
 * price sheet; most of its lines have no quotes and are split as they stand. What a stray quote would swallow is told instead of lost.
 */

/** Cells without blanks around them; null: a quote of the record is not closed, or something stands behind the closing one. */
export type VisitRecord = (cells: readonly string[] | null, place: RecordPlace) => void

export interface RecordPlace {
  /** From 1, of the first line of the record. */
  readonly line: number
  /** The record is `text.slice(from, to)`. */
  readonly from: number
  readonly to: number
}

/** Lines of one cell; a quote that is open longer than this was meant as a letter. */
const mostLinesOfCell = 50

export function visitRecords(text: string, delimiter: string, visit: VisitRecord): void {
  let line = 1
  for (let from = 0; from < text.length; ) {
    const end = lineEnd(text, from)
    const first = text.slice(from, end)
    let to = end
    if (!first.includes('"')) visit(first.split(delimiter).map(trimmed), { line, from, to })
    else {
      const found = quotedRecord(first, delimiter) ?? quotedRecord(linesFrom(text, from), delimiter)
      if (found !== null) to = from + found.length
      visit(found?.cells ?? null, { line, from, to })
    }
    for (let at = text.indexOf('\n', from); at !== -1 && at <= to; at = text.indexOf('\n', at + 1)) line += 1
    from = to + 1
  }
}

/** One record by itself; null as in `VisitRecord`. */
export function cellsOf(record: string, delimiter: string): readonly string[] | null {
  if (!record.includes('"')) return record.split(delimiter).map(trimmed)
  return quotedRecord(record, delimiter)?.cells ?? null
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** As many lines as a cell may have. */
function linesFrom(text: string, from: number): string {
  let end = lineEnd(text, from)
  for (let count = 1; count < mostLinesOfCell && end < text.length; count += 1) end = lineEnd(text, end + 1)
  return text.slice(from, end)
}

function trimmed(cell: string): string {
  return cell.trim()
}

interface QuotedRecord {
  readonly cells: readonly string[]
  readonly length: number
}

function quotedRecord(text: string, delimiter: string): QuotedRecord | null {
  const cells: string[] = []
  for (let at = 0; ; ) {
    while (text[at] === ' ') at += 1
    const end = text[at] === '"' ? closingQuote(text, at) : cellEnd(text, at, delimiter)
    if (end === -1) return null
    const isQuoted = text[at] === '"'
    cells.push(
      isQuoted
        ? text
            .slice(at + 1, end)
            .replaceAll('""', '"')
            .trim()
        : text.slice(at, end).trim(),
    )
    let next = isQuoted ? end + 1 : end
    while (text[next] === ' ' || text[next] === '\r') next += 1
    if (next >= text.length || text[next] === '\n') return { cells, length: next }
    if (text[next] !== delimiter) return null
    at = next + 1
  }
}

function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function cellEnd(text: string, from: number, delimiter: string): number {
  let at = from
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1
  return at
}
