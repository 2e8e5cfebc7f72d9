/**
 * What days of one billing period come to. The two commerce models round in different ways (Partner Center's reconciliation columns, read
 * 2026-11-30):
 *
 *   legacy         price × seats × days ÷ days of the period, rounded half up once
 *   new commerce   price × days ÷ days of the period, rounded down to what one seat costs; then times the seats
 *
 * Microsoft's own worked examples for new commerce round in both ways (Q36), so an invoice may differ by a minor unit a seat.
 */
import type { Currency, Decimal, ProductKey, Seats } from '../model/ids.ts'
import { type KnownAmount, known } from './amounts.ts'
import { multiply, roundDown, roundMoney, shareOfPeriod } from './decimals.ts'

export interface Charge {
  readonly product: ProductKey
  readonly pricePerSeat: Decimal
  readonly currency: Currency
  readonly seats: Seats
}

/** `days` of a period of `daysOfPeriod` days. */
export function chargeFor(
  { product, pricePerSeat, currency, seats }: Charge,
  days: number,
  daysOfPeriod: number,
): KnownAmount {
  const perSeat = shareOfPeriod(pricePerSeat, days, daysOfPeriod)
  if (isNewCommerce(product))
    return known(roundMoney(multiply(roundDown(perSeat, currency), seats), currency), currency)
  return known(roundMoney(perSeat.times(seats), currency), currency)
}

/** Items of new commerce are a product and a SKU, legacy offers one GUID. */
function isNewCommerce(product: ProductKey): boolean {
  return product.includes(':')
}
