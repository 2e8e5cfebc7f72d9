/** A table as bytes: CSV that no spreadsheet takes for a formula, JSON, or a workbook with typed columns, a frozen header and filters. */
import type { Blob } from 'node:buffer'
import type { Stream } from 'node:stream'
import type { Feature } from 'write-excel-file/node'
import { type Cell, type Column, type DataTable, objectsOf } from '../../engine/tables/table.ts'
import { evidenceHtml } from '../report/evidence-html.ts'
import { tableHtml } from '../report/table-html.ts'
import { withoutFormulas } from './formulas.ts'

export type TableFormat = 'csv' | 'json' | 'xlsx' | 'html'

export interface CsvOptions {
  /** A byte order mark, by which Excel knows that it is UTF-8. */
  readonly bom: boolean
  readonly separator: string
}

export async function encodeTable(
  table: DataTable,
  format: TableFormat,
  csv: CsvOptions,
): Promise<string | Buffer> {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ format: 1, kind: table.name, rows: objectsOf(table) }, null, 2)}\n`
    case 'csv':
      return csvText(table, csv)
    case 'xlsx':
      return workbook(table)
    case 'html':
      return table.name === 'evidence' ? evidenceHtml(table) : tableHtml(table)
  }
}

async function csvText(table: DataTable, { bom, separator }: CsvOptions): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  const cells = table.rows.map(row =>
    row.map(cell => (typeof cell === 'string' ? withoutFormulas(cell, separator) : cell)),
  )
  return stringify([table.columns.map(({ name }) => name), ...cells], {
    bom,
    delimiter: separator,
    record_delimiter: 'windows',
  })
}

/** Wide enough for what a kind of column holds, in characters. */
const widths: Readonly<Record<Column['kind'], number>> = { text: 28, number: 12, day: 12, instant: 20 }

async function workbook(table: DataTable): Promise<Buffer> {
  const { default: writeXlsx } = await import('write-excel-file/node')
  const header = table.columns.map(({ name }) => ({ value: name, type: String, fontWeight: 'bold' as const }))
  const rows = table.rows.map(row =>
    table.columns.map((column, position) => typedCell(row[position] ?? null, column)),
  )
  return writeXlsx(
    [header, ...rows],
    {
      sheet: table.name.slice(0, 31),
      stickyRowsCount: 1,
      columns: table.columns.map(({ kind }) => ({ width: widths[kind] })),
    },
    { features: [filtersOver(table)] },
  ).toBuffer()
}

function typedCell(cell: Cell, { kind }: Column) {
  if (cell === null) return null
  if (kind === 'number' && typeof cell === 'number') return { value: cell, type: Number }
  if (kind === 'day' && isDate(cell))
    return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  if (kind === 'instant' && isDate(cell))
    return { value: new Date(cell), type: Date, format: 'yyyy-mm-dd hh:mm:ss' }
  return { value: String(cell), type: String }
}

function isDate(cell: Cell): cell is string {
  return typeof cell === 'string' && !Number.isNaN(Date.parse(cell))
}

/** The library has no filters of its own; the element stands right behind the cells. */
function filtersOver({ columns, rows }: DataTable): Feature<Stream | Buffer | Blob> {
  const ref = `A1:${columnName(columns.length)}${rows.length + 1}`
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: content => content.replace('</sheetData>', `</sheetData><autoFilter ref="${ref}"/>`),
        },
      },
    },
  }
}

function columnName(number: number): string {
  const letter = String.fromCharCode(65 + ((number - 1) % 26))
  return number > 26 ? columnName(Math.floor((number - 1) / 26)) + letter : letter
}
