/** One row of a price sheet as prices; or as a doubt about its item, with the reason. */
import { Decimal as Big } from 'decimal.js'
import { currency, decimal, type ProductKey } from '../../model/ids.ts'
import type { DoubtfulPrice, Price, Segment } from '../../model/money.ts'
import type { PriceRow } from '../../money/choose-price.ts'
import { amountIn, countIn, ownMarkOf } from '../../portal/spelling.ts'
import { daysIn } from './price-days.ts'
import { type RawPrice, segmentWords } from './price-forms.ts'
import type { FileMark, PriceSheet, SheetRow } from './price-sheet.ts'

/** A third or a twelfth goes up in its last digit: times seats it is then rounded half up where the whole price would be. */
const exact = Big.clone({ precision: 40, rounding: Big.ROUND_UP })

export function pricesIn(row: SheetRow, product: ProductKey, sheet: PriceSheet): readonly PriceRow[] {
  if (row.broken !== null) return [{ line: row.line, why: row.broken }]
  return sheet.form.rows(row.cell).map(raw => priceIn(raw, { product, sheet, line: row.line }))
}

interface RowFacts {
  readonly product: ProductKey
  readonly sheet: PriceSheet
  readonly line: number
}

function priceIn(raw: RawPrice, { product, sheet, line }: RowFacts): PriceRow {
  const about: Omit<DoubtfulPrice, 'why'> = {
    line,
    ...(raw.term !== '' && { term: raw.term.toUpperCase() }),
    ...(raw.billing !== '' && { billing: raw.billing.toLowerCase() }),
  }
  const market = raw.market.toUpperCase()
  if (market !== '' && !/^[A-Z]{2}$/.test(market))
    return { ...about, why: `\`${raw.market}\` is no country code` }
  const segment: Segment | undefined = segmentWords[raw.segment.toLowerCase().replaceAll(/\s/g, '')]
  if (raw.segment !== '' && segment === undefined)
    return { ...about, why: `\`${raw.segment}\` is no segment` }
  const forWhom = { ...(market !== '' && { market }), ...(segment !== undefined && { segment }) }
  if (!/^[A-Za-z]{3}$/.test(raw.currency))
    return { ...about, ...forWhom, why: `\`${raw.currency}\` is no currency` }
  const known = { ...about, ...forWhom, currency: currency(raw.currency) }
  const price = priceWritten(raw.price, sheet.mark)
  if (price.kind === 'none') return { ...known, why: price.why }
  const tier = tierIn(raw)
  if (typeof tier === 'string') return { ...known, why: tier }
  const days = daysIn(raw.start, raw.end, sheet.days)
  if (typeof days === 'string') return { ...known, why: days.replace(/[.]$/, '') }
  return {
    product,
    term: raw.term.toUpperCase(),
    billing: raw.billing.toLowerCase(),
    currency: known.currency,
    pricePerSeat: decimal(new exact(price.amount).times(raw.times).dividedBy(raw.parts).toFixed()),
    ...forWhom,
    ...tier,
    ...days,
    ...(sheet.form.earlierHolds && { earlierHolds: true }),
    written: { line, price: raw.price },
  }
}

/** In the spelling of the cell itself where it can be read one way only, else in that of the whole file. */
function priceWritten(
  text: string,
  mark: FileMark,
): { readonly kind: 'amount'; readonly amount: string } | { readonly kind: 'none'; readonly why: string } {
  const none = (why: string) => ({ kind: 'none', why }) as const
  const own = ownMarkOf(text)
  const isBare = !/[.,]/.test(text)
  if (own === null && !isBare && (mark === 'unclear' || mark === 'both'))
    return none(`\`${text}\` can be read as two numbers, and the file does not say which is meant`)
  const amount = amountIn(text, own ?? (mark === ',' ? ',' : '.'))
  return amount === null || amount.startsWith('-')
    ? none(`\`${text}\` is no price`)
    : { kind: 'amount', amount }
}

function tierIn({ fromSeats, toSeats }: RawPrice): Pick<Price, 'fromSeats' | 'toSeats'> | string {
  const [from, to] = [fromSeats, toSeats].map(text =>
    text === '' ? undefined : (countIn(text) ?? Number.NaN),
  )
  if (Number.isNaN(from) || Number.isNaN(to)) return `\`${fromSeats}\` to \`${toSeats}\` is no range of seats`
  if (from !== undefined && to !== undefined && from > to) return `there are no seats from ${from} to ${to}`
  return { ...(from !== undefined && { fromSeats: from }), ...(to !== undefined && { toSeats: to }) }
}
