/**
 * A table as a workbook: typed columns, a frozen header, filters. Amounts are numbers with the decimals of their currency and a row of totals;
 * currencies are never added together (T14), so several of them are several sheets.
 */
import type { Blob } from 'node:buffer'
import type { Stream } from 'node:stream'
import type { Feature } from 'write-excel-file/node'
import { currency, type Decimal, decimal } from '../../engine/model/ids.ts'
import { addDecimals, minorUnitsOf } from '../../engine/money/decimals.ts'
import type { Cell, Column, DataTable } from '../../engine/tables/table.ts'

/** Wide enough for what a kind of column holds, in characters. */
const widths: Readonly<Record<Column['kind'], number>> = {
  text: 28,
  number: 12,
  amount: 14,
  day: 12,
  instant: 20,
}

interface SheetOfTable {
  readonly name: string
  readonly currency: string | null
  readonly rows: DataTable['rows']
}

export async function workbook(table: DataTable): Promise<Buffer> {
  const { default: writeXlsx } = await import('write-excel-file/node')
  const sheets = sheetsOf(table)
  const header = table.columns.map(({ name }) => ({ value: name, type: String, fontWeight: 'bold' as const }))
  return writeXlsx(
    sheets.map(sheet => ({
      data: [
        header,
        ...sheet.rows.map(row =>
          table.columns.map((column, position) => typedCell(row[position] ?? null, column, sheet.currency)),
        ),
        ...totalsOf(table, sheet),
      ],
      sheet: sheet.name,
      stickyRowsCount: 1,
      columns: table.columns.map(({ kind }) => ({ width: widths[kind] })),
    })),
    { features: [filtersOver(table, sheets)] },
  ).toBuffer()
}

/** One, or one for each currency; rows without one stand in a sheet of their own. */
function sheetsOf({ name, columns, rows }: DataTable): readonly SheetOfTable[] {
  const position = columns.findIndex(column => column.name === 'currency')
  const hasAmounts = columns.some(column => column.kind === 'amount')
  const currencyOf = (row: readonly Cell[]) => (position === -1 ? null : (row[position] ?? null))
  const currencies = [...new Set(rows.flatMap(row => currencyOf(row) ?? []))].map(String).sort()
  const [only = null, another] = currencies
  if (!hasAmounts || another === undefined) return [{ name: name.slice(0, 31), currency: only, rows }]
  const without = rows.filter(row => currencyOf(row) === null)
  return [
    ...currencies.map(one => ({
      name: `${name.slice(0, 27)} ${one.slice(0, 3)}`,
      currency: one,
      rows: rows.filter(row => currencyOf(row) === one),
    })),
    ...(without.length === 0 ? [] : [{ name: name.slice(0, 31), currency: null, rows: without }]),
  ]
}

function typedCell(cell: Cell, { kind }: Column, money: string | null) {
  if (cell === null) return null
  if (kind === 'number' && typeof cell === 'number') return { value: cell, type: Number }
  if (kind === 'amount' && isAmount(cell)) return amountCell(String(cell), money)
  if (kind === 'day' && isDate(cell))
    return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  if (kind === 'instant' && isDate(cell))
    return { value: new Date(cell), type: Date, format: 'yyyy-mm-dd hh:mm:ss' }
  return { value: String(cell), type: String }
}

function amountCell(amount: string, money: string | null) {
  const digits = minorUnitsOf(currency(money ?? ''))
  return { value: Number(amount), type: Number, format: digits === 0 ? '0' : `0.${'0'.repeat(digits)}` }
}

/** Of each column of amounts, to the last digit; nothing where there is nothing to add. */
function totalsOf({ columns }: DataTable, { rows, currency: money }: SheetOfTable) {
  if (rows.length === 0 || money === null || !columns.some(column => column.kind === 'amount')) return []
  const bold = { fontWeight: 'bold' as const }
  const cells = columns.map((column, position) => {
    if (position === 0 && column.kind !== 'amount') return { value: 'total', type: String, ...bold }
    if (column.name === 'currency') return { value: money, type: String, ...bold }
    if (column.kind !== 'amount') return null
    const total = totalOf({ columns, rows, position })
    if (total === null || total === 'unknown')
      return total === null ? null : { value: total, type: String, ...bold }
    return { ...amountCell(total, money), ...bold }
  })
  return [cells]
}

/** null: nothing to add, or amounts of different things; a sum of which one part is not known is not known (T14). */
function totalOf({
  columns,
  rows,
  position,
}: Pick<DataTable, 'columns' | 'rows'> & { readonly position: number }): Decimal | 'unknown' | null {
  const { of } = columns[position] ?? {}
  const filled = rows.filter(row => (row[position] ?? null) !== null)
  const unit = columns.findIndex(column => column.name === of)
  if (filled.length === 0 || of === null) return null
  if (unit !== -1 && new Set(filled.map(row => row[unit] ?? null)).size > 1) return null
  const amounts = filled.map(row => row[position] ?? null)
  if (!amounts.every(isAmount)) return 'unknown'
  return amounts.map(amount => decimal(String(amount))).reduce(addDecimals, decimal('0'))
}

function isAmount(cell: Cell): cell is string | number {
  return cell !== null && /^-?\d+(?:\.\d+)?$/.test(String(cell))
}

function isDate(cell: Cell): cell is string {
  return typeof cell === 'string' && !Number.isNaN(Date.parse(cell))
}

/** The library has no filters of its own; the element stands right behind the cells. Totals are not filtered. */
function filtersOver(
  { columns }: DataTable,
  sheets: readonly SheetOfTable[],
): Feature<Stream | Buffer | Blob> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (content, _, { sheetIndex }) => {
            const ref = `A1:${columnName(columns.length)}${(sheets[sheetIndex]?.rows.length ?? 0) + 1}`
            return content.replace('</sheetData>', `</sheetData><autoFilter ref="${ref}"/>`)
          },
        },
      },
    },
  }
}

function columnName(number: number): string {
  const letter = String.fromCharCode(65 + ((number - 1) % 26))
  return number > 26 ? columnName(Math.floor((number - 1) / 26)) + letter : letter
}
