/** Currencies, and the only two ways an amount is rounded. */
import { absolute, type Fraction, fraction, negative, times } from './fraction.ts'

/** Digits behind the point of the currency's smallest unit (ISO 4217); 2 unless listed. */
const digits: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, BHD: 3, KWD: 3, TND: 3 }

export function minorDigits(currency: string): number {
  return digits[currency] ?? 2
}

type Rounding = (amount: Fraction, currency: string) => Fraction

/** Half a unit or more is a whole one; a credit mirrors its charge. */
export const halfUp: Rounding = (amount, currency) =>
  inUnits(amount, currency, ({ n, d }) => (2n * n + d) / (2n * d))

/** Towards zero, so that a negative line mirrors the positive one. */
export const down: Rounding = (amount, currency) => inUnits(amount, currency, ({ n, d }) => n / d)

function inUnits(amount: Fraction, currency: string, round: (units: Fraction) => bigint): Fraction {
  const unit = 10n ** BigInt(minorDigits(currency))
  const whole = fraction(round(absolute(times(amount, fraction(unit)))), unit)
  return amount.n < 0n ? negative(whole) : whole
}

/** As a plain decimal number with the digits of its currency: the amount has to be a whole number of smallest units. */
export function moneyText(amount: Fraction, currency: string): string {
  const size = minorDigits(currency)
  const units = times(amount, fraction(10n ** BigInt(size)))
  if (units.d !== 1n)
    throw new RangeError(`${amount.n}/${amount.d} is no whole number of units of ${currency}`)
  const text = String(units.n < 0n ? -units.n : units.n).padStart(size + 1, '0')
  const cut = text.length - size
  const shown = size === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`
  return units.n < 0n ? `-${shown}` : shown
}
