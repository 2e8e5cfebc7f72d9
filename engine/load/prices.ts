/**
 * A partner's price list: CSV of item, term, billing, currency and price per seat and billing period. Header spellings of
 * downloaded price sheets are known; a row that cannot be used is reported with its line.
 */
import { parse } from 'csv-parse/sync'
import { Decimal as Big } from 'decimal.js'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { currency, decimal, productKey } from '../model/ids.ts'
import type { Price } from '../model/money.ts'
import { codes } from './codes.ts'

const spellings = {
  item: ['item', 'product', 'offer', 'offer id', 'productsku', 'product:sku', 'material'],
  term: ['term', 'termduration', 'term duration'],
  billing: ['billing', 'billingcycle', 'billing cycle', 'billingplan', 'billing plan'],
  currency: ['currency'],
  price: ['price', 'unitprice', 'unit price', 'list price', 'price per seat'],
} as const
type Column = keyof typeof spellings

export interface PriceList {
  readonly prices: readonly Price[]
  readonly diagnostics: readonly Diagnostic[]
}

export function readPrices(path: string, text: string): PriceList {
  const diagnostics: Diagnostic[] = []
  const refuse = (line: number, detail: string) =>
    diagnostics.push(
      diagnose(codes.PRICE_ROW, { detail, at: { file: path, line, column: 1, endLine: line, endColumn: 2 } }),
    )
  let rows: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[]
  try {
    rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
    }) as unknown as typeof rows // `info` changes the row type
  } catch (error) {
    refuse(1, `The file is not CSV: ${error instanceof Error ? error.message : 'unreadable'}.`)
    return { prices: [], diagnostics }
  }
  const [header, ...body] = rows
  const columns = header === undefined ? null : columnsOf(header.record)
  if (columns === null) {
    refuse(1, 'The header needs the columns item, term, billing, currency and price.')
    return { prices: [], diagnostics }
  }
  const prices: Price[] = []
  for (const { record, info } of body) {
    const cell = (column: Column) => record[columns[column]] ?? ''
    const amount = cell('price')
    if (cell('item') === '') refuse(info.lines, 'The row names no item.')
    else if (!/^[A-Za-z]{3}$/.test(cell('currency')))
      refuse(info.lines, `\`${cell('currency')}\` is no currency.`)
    else if (!/^\d+(\.\d+)?$/.test(amount))
      refuse(info.lines, `\`${amount}\` is no price; write it with a point and without separators.`)
    else
      prices.push({
        product: productKey(cell('item')),
        term: cell('term').toUpperCase(),
        billing: cell('billing').toLowerCase(),
        currency: currency(cell('currency')),
        pricePerSeat: decimal(new Big(amount).toFixed()),
      })
  }
  return { prices, diagnostics }
}

function columnsOf(header: readonly string[]): Readonly<Record<Column, number>> | null {
  const find = (column: Column) =>
    header.findIndex(cell => (spellings[column] as readonly string[]).includes(cell.toLowerCase()))
  const columns = {
    item: find('item'),
    term: find('term'),
    billing: find('billing'),
    currency: find('currency'),
    price: find('price'),
  }
  return Object.values(columns).every(position => position >= 0) ? columns : null
}
