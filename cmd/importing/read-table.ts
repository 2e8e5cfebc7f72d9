/** CSV, JSON lines and Excel files as tables of text, plain or packed. Delimiter, encoding and byte order mark are found out. */
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { Table } from '../../engine/portal/table.ts'
import { delimiterOf, saidDelimiter } from '../../engine/tables/delimiter.ts'
import { Trouble } from '../../engine/trouble.ts'
import { readNamed } from '../files/named-file.ts'
import { tableText } from '../files/table-text.ts'
import { unpack } from '../files/unpack.ts'
import { isJsonTable, jsonTable } from './json-lines.ts'
import { spreadsheetTrouble } from './spreadsheet-limits.ts'

export interface ReadTable {
  readonly table: Table
  /** Its text, to be drawn under a diagnostic; empty for a spreadsheet. */
  readonly text: string
}

/** Reconciliation files of large partners have some tens of MiB. */
const largest = 64 * 1024 * 1024

/** The one table of a file. */
export async function readTable(path: string, cwd: string): Promise<ReadTable> {
  const [first, another] = await readTables(path, cwd)
  if (first === undefined || another !== undefined)
    throw new Trouble(notATable(basename(path), 'It holds several files, and one table is meant.'))
  return first
}

/** As it was handed out: a table, or an archive of them. */
export async function readTables(path: string, cwd: string): Promise<readonly ReadTable[]> {
  const bytes = readNamed(path, cwd, largest)
  const file = basename(path)
  const unpacked = unpack(bytes)
  if (unpacked.kind === 'workbook') return [{ table: await spreadsheet(file, bytes), text: '' }]
  if (unpacked.kind === 'trouble') throw new Trouble(notATable(file, unpacked.why))
  const tables = unpacked.files.filter(({ name }) => /[.](?:csv|tsv|txt|json|jsonl|ndjson)$/i.test(name))
  const files = tables.length > 0 ? tables : unpacked.files
  return files.map(({ name, bytes: part }) => {
    const text = tableText(part)
    const called = files.length === 1 ? file : `${file}/${name}`
    return { table: isJsonTable(text) ? jsonTable(called, text) : csvTable(called, text), text }
  })
}

export function csvTable(file: string, text: string): Table {
  try {
    const said = saidDelimiter(text)
    const records = parse(text, {
      bom: true,
      delimiter: said ?? delimiterOf(text),
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
