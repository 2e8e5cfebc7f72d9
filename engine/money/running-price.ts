/**
 * What a seat of a living subscription costs for the billing period that runs. The extended service term has a price of its own: the rate of the monthly plan and
 * 3 %. What cannot be told from the facts is unknown (T14, T27).
 */
import type { DeclaredPartner } from '../model/desired.ts'
import { isInExtension } from '../model/extended-term.ts'
import { decimal } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Price, Unpriced } from '../model/money.ts'
import { shareOfPeriod } from './decimals.ts'
import { priceOf } from './price-list.ts'

export type Running = Pick<
  LiveSubscription,
  | 'commerce'
  | 'product'
  | 'soldAs'
  | 'productName'
  | 'term'
  | 'billing'
  | 'promotion'
  | 'termEndsAt'
  | 'trial'
> &
  Pick<LiveSubscription, 'autoRenew' | 'boughtAt' | 'cancellableUntil' | 'termEndAction' | 'termStartsAt'>

/** `tierOf`: seats that choose the tier of the price; null: not known. */
export function runningPriceOf(
  partner: DeclaredPartner,
  live: Running,
  tierOf: LiveSubscription['seats'],
): Price | Unpriced {
  // A list says nothing about what a promotion takes off the running term.
  if (live.promotion !== null) return 'bought at a promotion price'
  const { soldAs } = live
  const own = soldAs === undefined ? null : priceOf(partner, { ...live, product: soldAs, seats: tierOf })
  if (own !== null && typeof own !== 'string') return own
  const price = priceOf(partner, { ...live, seats: tierOf })
  const extended = isInExtension(live)
  if (extended === 'unknown') return 'may be in its extended term'
  if (!extended || typeof price === 'string') return price
  return isSoldForTerms(partner, live) ? surcharged(price, 3) : 'may be in its extended term'
}

/**
 * An extension goes on under its own SKU, whose row in the list would be its whole price, or under that of the term before, whose row is the monthly plan.
 * The second is sold for other terms as well; of an item that is listed by the month alone nobody knows which it is.
 */
function isSoldForTerms(partner: DeclaredPartner, { product }: Running): boolean {
  return (partner.prices?.pricesOf(product) ?? []).some(row => row.term !== 'P1M')
}

/** Exact, to be rounded by whoever charges it. */
export function surcharged(price: Price, percent: 3 | 23): Price {
  const pricePerSeat = decimal(shareOfPeriod(price.pricePerSeat, 100 + percent, 100).toFixed())
  return { ...price, pricePerSeat }
}
