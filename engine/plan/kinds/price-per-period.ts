/** Price of one billing period for all seats, with the word for that period. */
import type { DeclaredPartner } from '../../model/desired.ts'
import type { Seats } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Amount } from '../../model/money.ts'
import { perMonth, wordForPeriod } from '../../money/monthly.ts'
import { type Priced, priceOf } from '../../money/price-list.ts'
import { perPeriod, perPeriodOf } from '../../money/pricing.ts'
import { monthsOf, monthsOfTerm } from '../../time/billing-period.ts'
import type { Effect } from '../effect.ts'

export function pricePerPeriod(
  partner: DeclaredPartner,
  item: Omit<Priced, 'seats'>,
  seats: Seats,
): NonNullable<Effect['perPeriod']> {
  const price = priceOf(partner, { ...item, seats })
  const billing = typeof price === 'string' ? item.billing : price.billing
  return { period: wordForPeriod(monthsPaid(billing, item.term)), amount: perPeriod(partner, item, seats) }
}

/** The same of what lives and is billed as it is. */
export function runningPerPeriod(
  partner: DeclaredPartner,
  live: LiveSubscription,
  seats: Seats,
): NonNullable<Effect['perPeriod']> {
  return { ...pricePerPeriod(partner, live, seats), amount: perPeriodOf(partner, live, seats) }
}

/** What is paid once is paid for its term. */
function monthsPaid(billing: string | null, term: string | null): number | null {
  if (billing === null) return 1
  return billing === 'one_time' && term !== null ? monthsOfTerm(term) : monthsOf(billing)
}

/** The price of all its seats as money of a month, added to the bill or taken off it. */
export function wholePrice(price: Effect['perPeriod'], sign: 1 | -1): Amount | null {
  return price === undefined ? null : perMonth(price, sign, 1)
}
