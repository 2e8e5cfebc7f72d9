/** Exact decimals. They are rounded in two ways only, to the currency's minor unit: half up, and towards zero. */
import { Decimal as Big } from 'decimal.js'
import { type Currency, type Decimal, decimal } from '../model/ids.ts'

const exact = Big.clone({ precision: 60, rounding: Big.ROUND_HALF_UP })

/** Minor units that are not 2: ISO 4217. */
const minorUnits: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

export function minorUnitsOf(currency: Currency): number {
  return minorUnits[currency] ?? 2
}

export function roundMoney(value: Big.Value, currency: Currency): Decimal {
  return decimal(settled(value).toFixed(minorUnitsOf(currency), Big.ROUND_HALF_UP))
}

/** Towards zero, so that a credit mirrors its charge. */
export function roundDown(value: Big.Value, currency: Currency): Decimal {
  return decimal(settled(value).toFixed(minorUnitsOf(currency), Big.ROUND_DOWN))
}

/** Far finer than any price and far coarser than the precision of a division. */
const settledDigits = 30

/** A third, three times, is one again: what a division cut off would turn a half, or a whole minor unit, into less. */
function settled(value: Big.Value): Big {
  return new exact(value).toDecimalPlaces(settledDigits, Big.ROUND_HALF_UP)
}

export function multiply(value: Decimal, factor: number): Big {
  return new exact(value).times(factor)
}

/** price × days ÷ days of the period; exact, to be rounded once by the caller. */
export function shareOfPeriod(price: Decimal, days: number, daysOfPeriod: number): Big {
  return new exact(price).times(days).dividedBy(daysOfPeriod)
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  return decimal(new exact(left).plus(right).toFixed())
}

export function isOver(amount: Decimal, cap: Decimal): boolean {
  return new exact(amount).greaterThan(cap)
}

export function isZero(amount: Decimal): boolean {
  return new exact(amount).isZero()
}

export function negated(value: Decimal): Decimal {
  return decimal(new exact(value).negated().toFixed())
}

export function isNegative(value: Decimal): boolean {
  return new exact(value).lessThan(0)
}

/** A number as a service or a file writes it; null: it is none. */
export function readDecimal(text: string): Decimal | null {
  return /^-?\d{1,18}([.]\d{1,18})?$/.test(text) ? decimal(new exact(text).toFixed()) : null
}

/** The part of an amount that falls on some of its days; exact. */
export function shareOf(amount: Decimal, days: number, ofDays: number): Decimal {
  return decimal(new exact(amount).times(days).dividedBy(ofDays).toFixed())
}
