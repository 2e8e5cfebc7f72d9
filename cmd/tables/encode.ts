/** A table as bytes: CSV that no spreadsheet takes for a formula, JSON, or a workbook with typed columns, a frozen header and filters. */
import { jsonText } from '../../engine/json-text.ts'
import { type DataTable, objectsOf } from '../../engine/tables/table.ts'
import type { TableFormat } from '../formats.ts'
import { evidenceHtml } from '../report/evidence-html.ts'
import { printableLines } from '../report/printable.ts'
import { tableHtml } from '../report/table-html.ts'
import { withoutFormulas } from './formulas.ts'
import { workbook } from './workbook.ts'

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
      return jsonText({ format: 1, kind: table.name, rows: objectsOf(table) })
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
    row.map(cell => (typeof cell === 'string' ? withoutFormulas(printableLines(cell), separator) : cell)),
  )
  return stringify([table.columns.map(({ name }) => name), ...cells], {
    bom,
    delimiter: separator,
    record_delimiter: 'windows',
    // The library quotes for its own line end alone; to every reader a line feed or a carriage return by itself ends a record too.
    quoted_match: /[\r\n]/,
  })
}
