/**
 * Exact decimals, and the two roundings of 2.5: of legacy half up to the currency's minor unit, once per subscription and period; of
 * new commerce per seat, down, then times seats.
 */
import { Decimal } from 'decimal.js'

export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })
export type Exact = Decimal

export const zero: Exact = new Exact(0)

/** What one seat costs for some days of a period: price × days ÷ days the whole period has. */
export function perSeat(price: string, days: number, daysOfPeriod: number): Exact {
  return new Exact(price).times(days).dividedBy(daysOfPeriod)
}

/** Fraction digits on which a quotient that ends is told from one that does not; finer than any price. */
const quotientDigits = 30

/** Towards zero, as the column Subtotal of a reconciliation file: rounded per seat, then times seats (E34). */
export function seatsText(oneSeat: Exact, seats: number, currency: string): string {
  const exact = oneSeat.toDecimalPlaces(quotientDigits)
  return exact.toDecimalPlaces(minorOf(currency), Decimal.ROUND_DOWN).times(seats).toFixed(minorOf(currency))
}

/** Towards zero once for the whole line, as other worked examples have it (Q36). */
export function lineText(oneSeat: Exact, seats: number, currency: string): string {
  const exact = oneSeat.times(seats).toDecimalPlaces(quotientDigits)
  return exact.toDecimalPlaces(minorOf(currency), Decimal.ROUND_DOWN).toFixed(minorOf(currency))
}

/** For reading, as in a column EffectiveUnitPrice; cut, so that rounding it down gives what rounding the exact one down gives. */
export function unitText(oneSeat: Exact): string {
  return oneSeat.toDecimalPlaces(quotientDigits).toDecimalPlaces(unitDigits, Decimal.ROUND_DOWN).toFixed()
}

const unitDigits = 10

/**
 * Fraction digits of one day's share. A share that does not end is cut upwards there, so that the days of a period, added
 * up and rounded once, give what the exact shares give, ties included.
 */
const shareDigits = 16

export function shareText(value: Exact): string {
  return value.toDecimalPlaces(shareDigits, Decimal.ROUND_UP).toFixed()
}

/** ISO 4217 minor units that are not 2. */
const minorUnits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'BIF',
      'CLP',
      'DJF',
      'GNF',
      'ISK',
      'JPY',
      'KMF',
      'KRW',
      'PYG',
      'RWF',
      'UGX',
      'VND',
      'VUV',
      'XAF',
      'XOF',
      'XPF',
    ].map(currency => [currency, 0]),
  ),
  ...Object.fromEntries(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map(currency => [currency, 3])),
}

const minorOf = (currency: string) => minorUnits[currency] ?? 2

/** Half up, in major units, with all minor digits written. */
export function roundedText(value: Exact, currency: string): string {
  const digits = minorOf(currency)
  return value.toDecimalPlaces(quotientDigits).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP).toFixed(digits)
}

/** Price × seats of several lines, each rounded once; null as soon as one price is not known. */
export function sumOfPeriods(
  lines: readonly ({ readonly price: string; readonly seats: number } | null)[],
  currency: string,
): number | null {
  let total = zero
  for (const line of lines) {
    if (line === null) return null
    total = total.plus(roundedText(new Exact(line.price).times(line.seats), currency))
  }
  return Number(roundedText(total, currency))
}

/** Fraction digits of a price that does not end; finer than any share that is read from it. */
const priceDigits = 40

export function scaled(price: Exact): string {
  return price.toDecimalPlaces(priceDigits).toFixed()
}

/** A price with so many percent taken off, exact. */
export function discounted(price: string, percent: number): string {
  return new Exact(price).times(new Exact(100).minus(percent)).dividedBy(100).toFixed()
}
