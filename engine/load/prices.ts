/**
 * A partner's price list: a CSV in one of the forms of price-forms.ts. A row that cannot be used is reported with its line; two
 * rows that disagree are an error, because a price that may be wrong is worse than none.
 */
import { parse } from 'csv-parse/sync'
import { Decimal as Big } from 'decimal.js'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { currency, decimal, productKey } from '../model/ids.ts'
import type { Price } from '../model/money.ts'
import { codes } from './codes.ts'
import { type Cell, type PriceForm, priceForms, type RawPrice } from './price-forms.ts'

export interface PriceList {
  readonly prices: readonly Price[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Told of one list. */
const mostMistakes = 200

interface Row {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** `markets`: where the partner sells; a sheet that names markets is read for these. */
export function readPrices(path: string, text: string, markets: readonly string[]): PriceList {
  const diagnostics: Diagnostic[] = []
  const refuse = (line: number, detail: string) => {
    const at = { file: path, line, column: 1, endLine: line, endColumn: 2 }
    if (diagnostics.length < mostMistakes) diagnostics.push(diagnose(codes.PRICE_ROW, { detail, at }))
    else if (diagnostics.length === mostMistakes)
      diagnostics.push(diagnose(codes.AND_MORE, { detail: `${path} has more rows like these.`, at }))
  }
  const rows = rowsOf(text)
  if (typeof rows === 'string') {
    refuse(1, `The file is not CSV: ${rows}.`)
    return { prices: [], diagnostics }
  }
  const [header, ...body] = rows
  const found = header === undefined ? null : formOf(header.record)
  if (found === null) {
    refuse(
      1,
      `The header fits no form of price list; needed are the columns ${priceForms.map(form => form.columns.map(([name]) => name).join(', ')).join(', or ')}.`,
    )
    return { prices: [], diagnostics }
  }
  const prices = new Map<string, { readonly price: Price; readonly line: number }>()
  for (const { record, info } of body) {
    const cell: Cell = column => record[found.positions.get(column) ?? -1] ?? ''
    for (const raw of found.form.rows(cell, markets)) {
      const price = priceIn(raw)
      if (typeof price === 'string') {
        refuse(info.lines, price)
        break
      }
      const key = `${price.product}/${price.term}/${price.billing}/${price.currency}`
      const other = prices.get(key)
      if (other === undefined) prices.set(key, { price, line: info.lines })
      else if (other.price.pricePerSeat !== price.pricePerSeat) {
        refuse(
          info.lines,
          `${raw.item} ${raw.term} ${price.billing} costs ${raw.price} here and ${other.price.pricePerSeat} in line ${other.line}; keep the row that holds.`,
        )
        break
      }
    }
  }
  return { prices: [...prices.values()].map(entry => entry.price), diagnostics }
}

function rowsOf(text: string): readonly Row[] | string {
  try {
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
    }) as unknown as readonly Row[] // `info` changes the row type
  } catch (error) {
    return error instanceof Error ? error.message : 'unreadable'
  }
}

interface FoundForm {
  readonly form: PriceForm
  readonly positions: ReadonlyMap<string, number>
}

function formOf(header: readonly string[]): FoundForm | null {
  const named = new Map(
    header.map((name, position) => [name.toLowerCase().replaceAll(/[\s_]/g, ''), position]),
  )
  for (const form of priceForms) {
    const positions = new Map(named)
    for (const [name, ...others] of form.columns) {
      const position = [name, ...others]
        .map(spelling => named.get(spelling))
        .find(found => found !== undefined)
      if (position !== undefined) positions.set(name, position)
    }
    if (form.columns.every(([name]) => positions.has(name))) return { form, positions }
  }
  return null
}

/** The price, or why the row cannot be used. */
function priceIn(raw: RawPrice): Price | string {
  if (raw.item === '') return 'The row names no item.'
  if (!/^[A-Za-z]{3}$/.test(raw.currency)) return `\`${raw.currency}\` is no currency.`
  if (!/^\d+(\.\d+)?$/.test(raw.price))
    return `\`${raw.price}\` is no price; write it with a point and without separators.`
  return {
    product: productKey(raw.item),
    term: raw.term.toUpperCase(),
    billing: raw.billing.toLowerCase(),
    currency: currency(raw.currency),
    pricePerSeat: decimal(new Big(raw.price).times(raw.times).toFixed()),
  }
}
