/** CSV and Excel files as tables of text. Delimiter, encoding and byte order mark are found out. */
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { Table } from '../../engine/portal/table.ts'
import { readNamed } from '../files/named-file.ts'
import { tableText } from '../files/table-text.ts'
import { Trouble } from '../trouble.ts'
import { spreadsheetTrouble } from './spreadsheet-limits.ts'

export interface ReadTable {
  readonly table: Table
  /** Its text, to be drawn under a diagnostic; empty for a spreadsheet. */
  readonly text: string
}

/** Reconciliation files of large partners have some tens of MiB. */
const largest = 64 * 1024 * 1024

export async function readTable(path: string, cwd: string): Promise<ReadTable> {
  const bytes = readNamed(path, cwd, largest)
  const file = basename(path)
  // A spreadsheet is a ZIP archive, whatever its name.
  if (bytes.subarray(0, 2).toString('latin1') === 'PK')
    return { table: await spreadsheet(file, bytes), text: '' }
  const text = tableText(bytes)
  return { table: csvTable(file, text), text }
}

export function csvTable(file: string, text: string): Table {
  try {
    const said = /^\uFEFF?sep=(.)\r?\n/i.exec(text)
    const records = parse(text, {
      bom: true,
      delimiter: said?.[1] ?? delimiterOf(text),
      // That line is Excel's own and no part of the table.
      from_line: said === null ? 1 : 2,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as readonly {
      readonly record: readonly string[]
      readonly info: { readonly lines: number }
    }[] // `info` makes records of two parts
    const [first, ...rest] = records.filter(({ record }) => record.some(cell => cell.trim() !== ''))
    if (first === undefined) throw new Trouble(notATable(file, 'It is empty.'))
    return {
      file,
      headers: first.record,
      headerLine: first.info.lines,
      rows: rest.map(({ record, info }) => ({ line: info.lines, cells: record })),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new Trouble(notATable(file, `${error.message}.`))
  }
}

/** The one that stands most often in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const line = /[^\r\n;,\t|]+[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? ''
  const bare = line.replace(/"[^"]*"/g, '')
  const count = (mark: string) => bare.split(mark).length - 1
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

async function spreadsheet(file: string, bytes: Buffer): Promise<Table> {
  const trouble = spreadsheetTrouble(bytes)
  if (trouble !== null) throw new Trouble(notATable(file, trouble))
  const { readSheet } = await import('read-excel-file/node')
  const rows = await readSheet(bytes).catch(() => {
    throw new Trouble(notATable(file, 'It is no spreadsheet that can be opened.'))
  })
  const texts = rows.map((cells, position) => ({ line: position + 1, cells: cells.map(cellText) }))
  const [first, ...rest] = texts.filter(row => row.cells.some(cell => cell !== ''))
  if (first === undefined) throw new Trouble(notATable(file, 'It is empty.'))
  return { file, headers: first.cells, headerLine: first.line, rows: rest }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return cell instanceof Date ? cell.toISOString() : String(cell)
}

function notATable(file: string, why: string) {
  return diagnose(codes.NOT_A_TABLE, { detail: `${file}: ${why}` })
}
