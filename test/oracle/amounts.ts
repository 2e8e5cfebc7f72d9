/** One amount, by the rule of its commerce. */
import { daysOf, type Period } from './billing-periods.ts'
import type { Purchase } from './facts.ts'
import { type Fraction, fraction, times } from './fraction.ts'
import { type Rules, theRules } from './rules.ts'

/** Exact price of one day for one seat. */
export function dailyPrice(perSeat: Fraction, period: Period): Fraction {
  return times(times(perSeat, period.share), fraction(1, daysOf(period)))
}

/** What so many seats cost, of which one costs `perSeat` exactly. */
export function amountOf(
  { commerce, currency }: Pick<Purchase, 'commerce' | 'currency'>,
  { perSeat, seats }: { readonly perSeat: Fraction; readonly seats: number },
  rules: Rules = theRules,
): Fraction {
  const amount = commerce === 'legacy' ? rules.legacyAmount : rules.nceAmount
  return amount(perSeat, seats, currency)
}
