/** One amount, by the rule of its commerce. */
import { daysOf, type Period } from './billing-periods.ts'
import type { Purchase } from './facts.ts'
import { type Fraction, fraction, times } from './fraction.ts'
import { down, halfUp } from './money.ts'

/** Exact price of one day for one seat. */
export function dailyPrice(perSeat: Fraction, period: Period): Fraction {
  return times(times(perSeat, period.share), fraction(1, daysOf(period)))
}

/**
 * So many days of a period for so many seats. Legacy: the whole amount, rounded half up. New commerce: one seat, rounded down, and only
 * then times the seats.
 */
export function amountOf(
  { commerce, currency }: Pick<Purchase, 'commerce' | 'currency'>,
  perSeat: Fraction,
  seats: number,
): Fraction {
  return commerce === 'legacy'
    ? halfUp(times(perSeat, seats), currency)
    : times(down(perSeat, currency), seats)
}
