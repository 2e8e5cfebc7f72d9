/** Price of one billing period for all seats, with the word for that period. */
import type { DeclaredPartner } from '../../model/desired.ts'
import type { Seats } from '../../model/ids.ts'
import { type Priced, priceOf } from '../../money/price-list.ts'
import { perPeriod } from '../../money/pricing.ts'
import type { Effect } from '../effect.ts'

export function pricePerPeriod(
  partner: DeclaredPartner,
  item: Priced,
  seats: Seats,
): NonNullable<Effect['perPeriod']> {
  const price = priceOf(partner, item)
  const billing = typeof price === 'string' ? item.billing : price.billing
  return { period: wordFor(billing), amount: perPeriod(partner, item, seats) }
}

function wordFor(billing: string | null): 'month' | 'year' | 'term' {
  if (billing === 'annual') return 'year'
  return billing === null || billing === 'monthly' ? 'month' : 'term'
}
