/**
 * A partner's price list: a CSV in one of the forms of price-forms.ts. A row that cannot be used is reported with its line; two
 * rows that disagree about one day are an error, because a price that may be wrong is worse than none.
 */
import { parse } from 'csv-parse/sync'
import { Decimal as Big } from 'decimal.js'
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { currency, decimal, productKey } from '../../model/ids.ts'
import type { Price } from '../../model/money.ts'
import { addDays } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'
import { type Days, daysIn, daysText, doMeet } from './price-days.ts'
import { type Cell, type PriceForm, priceForms, type RawPrice } from './price-forms.ts'

export interface PriceList {
  readonly prices: readonly Price[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A third or a twelfth goes up in its last digit: times seats it is then rounded half up where the whole price would be. */
const exact = Big.clone({ precision: 40, rounding: Big.ROUND_UP })

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
  const read = new Map<string, Map<string, PricedRow[]>>()
  for (const { record, info } of body) {
    const cell: Cell = column => record[found.positions.get(column) ?? -1] ?? ''
    for (const raw of found.form.rows(cell, markets)) {
      const price = priceIn(raw)
      if (typeof price === 'string') {
        refuse(info.lines, price)
        break
      }
      const key = `${price.product}/${price.term}/${price.billing}/${price.currency}`
      const inMarkets = read.get(key) ?? new Map<string, PricedRow[]>()
      read.set(key, inMarkets)
      const rows = inMarkets.get(raw.market) ?? []
      inMarkets.set(raw.market, rows)
      const row: PricedRow = { price, line: info.lines, raw }
      const other = rows.find(earlier => isContradiction(earlier.price, price, found.form))
      if (other !== undefined) {
        refuse(info.lines, contradiction(row, other))
        break
      }
      rows.push(row)
    }
  }
  const prices = [...read.values()].flatMap(inMarkets => {
    const agreed: PricedRow[] = []
    for (const row of [...inMarkets.values()].flatMap(inTurn).sort((a, b) => a.line - b.line)) {
      const other = agreed.find(
        ({ price }) => price.pricePerSeat !== row.price.pricePerSeat && doMeet(price, row.price),
      )
      if (other === undefined) agreed.push(row)
      else refuse(row.line, contradiction(row, other))
    }
    return inTurn(agreed).map(row => row.price)
  })
  return { prices, diagnostics }
}

interface PricedRow {
  readonly price: Price
  readonly line: number
  /** As the file has it. */
  readonly raw: RawPrice
}

function isContradiction(left: Price, right: Price, { earlierHolds }: PriceForm): boolean {
  if (left.pricePerSeat === right.pricePerSeat || !doMeet(left, right)) return false
  return !(earlierHolds && (isEarlier(left, right) || isEarlier(right, left)))
}

/** Begins and ends before the other does. */
function isEarlier(left: Days, right: Days): boolean {
  return (
    (left.from ?? '') < (right.from ?? '') &&
    left.until !== undefined &&
    (right.until === undefined || left.until < right.until)
  )
}

/** Rows of one item in one market, one price a day: what says the same twice once, and a row that an earlier one holds up from the day after that. */
function inTurn(rows: readonly PricedRow[]): readonly PricedRow[] {
  const kept: PricedRow[] = []
  for (const row of [...rows].sort((a, b) => ((a.price.from ?? '') < (b.price.from ?? '') ? -1 : 1))) {
    const { price } = row
    // The last one kept ends last, and before its end every day since the beginning of this row has its price.
    const last = kept.at(-1)
    const taken = last?.price.until
    if (last === undefined || (taken !== undefined && (price.from ?? '') > taken)) kept.push(row)
    else if (taken !== undefined && (price.until === undefined || price.until > taken))
      kept.push({ ...row, price: { ...price, from: addDays(taken, 1) } })
  }
  return kept
}

function contradiction({ price, raw }: PricedRow, other: PricedRow): string {
  return `${raw.item} ${raw.term} ${price.billing} costs ${raw.price} here and ${other.raw.price} in line ${other.line}; keep the row that holds${whichDays(price, other.price)}.`
}

function whichDays(here: Days, there: Days): string {
  if ([here, there].every(days => daysText(days) === 'always')) return ''
  return `, or give them days that do not meet: here ${daysText(here)}, there ${daysText(there)}`
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
    for (const [name, ...others] of [...form.columns, ...form.optional]) {
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
  const days = daysIn(raw.start, raw.end)
  if (typeof days === 'string') return days
  return {
    product: productKey(raw.item),
    term: raw.term.toUpperCase(),
    billing: raw.billing.toLowerCase(),
    currency: currency(raw.currency),
    pricePerSeat: decimal(new exact(raw.price).times(raw.times).dividedBy(raw.parts).toFixed()),
    ...days,
  }
}
