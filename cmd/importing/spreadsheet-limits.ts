/**
 * What a spreadsheet would take to read. A small archive may hold a thousand times its size, and two cells may span a table of
 * thousands of millions: the library that reads it would make all of that. So it is unpacked once, piece by piece, and only looked at.
 */
import { Unzip, UnzipInflate } from 'fflate'

export interface SpreadsheetLimits {
  /** Unpacked, all parts together. */
  readonly bytes: number
  /** Rows × columns. */
  readonly cells: number
}

/** A sheet of some hundred thousand rows has about half of this. */
export const spreadsheetLimits: SpreadsheetLimits = { bytes: 256 * 1024 * 1024, cells: 20_000_000 }

/** Unpacks to at most a thousand times as much at once. */
const sliceBytes = 16 * 1024
/** The longest piece of a part that may be one tag. */
const longestTag = 64 * 1024
const noSpreadsheet = 'It is no spreadsheet that can be opened.'

/** Why it is not read, in a sentence; null: it can be. */
export function spreadsheetTrouble(
  bytes: Uint8Array,
  limits: SpreadsheetLimits = spreadsheetLimits,
): string | null {
  let trouble: string | null = null
  let unpacked = 0
  const unzip = new Unzip(part => {
    const span = spanning(limits.cells)
    part.ondata = (error, piece) => {
      unpacked += error === null ? piece.length : 0
      if (error !== null) trouble ??= noSpreadsheet
      else if (unpacked > limits.bytes)
        trouble ??= `Unpacked it has more than ${limits.bytes / 1024 / 1024} MiB.`
      else if (isXml(part.name)) trouble ??= span(Buffer.from(piece).toString('latin1'))
    }
    part.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let from = 0; from < bytes.length && trouble === null; from += sliceBytes)
      unzip.push(bytes.subarray(from, from + sliceBytes), from + sliceBytes >= bytes.length)
  } catch {
    return noSpreadsheet
  }
  return trouble
}

/** Others are not read at all. */
function isXml(name: string): boolean {
  return name.endsWith('.xml') || name.endsWith('.xml.rels')
}

/** Looks for the rows and columns that cells of one part name; answers what is wrong with them. */
function spanning(cells: number): (piece: string) => string | null {
  const tag =
    /<(?:\w+:)?(?:c|row)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+r\s*=\s*(?:"([^"]*)"|'([^']*)')/g
  let rest = ''
  let [rows, columns] = [1, 1]
  return piece => {
    const text = rest + piece
    for (const [, double, single] of text.matchAll(tag)) {
      const at = /^([A-Z]{0,3})(\d{0,7})$/i.exec(double ?? single ?? '')
      if (at === null) return 'A cell of it has a place that no sheet has.'
      const [, letters = '', digits = ''] = at
      rows = Math.max(rows, Number(digits))
      columns = Math.max(columns, columnOf(letters))
    }
    if (rows * columns > cells) return `Its cells span ${rows} rows of ${columns} columns.`
    rest = text.slice(Math.max(0, text.lastIndexOf('<')))
    return rest.length > longestTag && rest.startsWith('<') && !rest.includes('>')
      ? 'A tag of it is longer than any of a spreadsheet.'
      : null
  }
}

/** `A` is 1, `XFD` 16384. */
function columnOf(letters: string): number {
  return Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}
