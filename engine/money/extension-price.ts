/**
 * What a month of the extended service term costs (Microsoft's page on extended service terms, read 2026-11-30): the rate of the SKU's monthly plan and
 * 3 %; where it has no monthly plan, the monthly rate of the term that ended and 23 %.
 */
import type { DeclaredPartner } from '../model/desired.ts'
import { isInExtension } from '../model/extended-term.ts'
import { decimal } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import { monthsOf, monthsOfTerm } from '../time/billing-period.ts'
import { chargeFor } from './charge.ts'
import { shareOfPeriod } from './decimals.ts'
import { priceOf } from './price-list.ts'
import { type Running, runningPriceOf, surcharged } from './running-price.ts'

type Extended = Running & Pick<LiveSubscription, 'seats'>

export interface ExtensionPrice {
  /** A month for all seats. */
  readonly amount: Amount
  /** Per cent on top; null: which one is not known. */
  readonly surcharge: 3 | 23 | null
}

/** `hasMonthlyPlan`: what the catalogue says of the SKU; null: it was not asked. A price for a monthly plan in the list says so too. */
export function extensionPrice(
  partner: DeclaredPartner,
  live: Extended,
  hasMonthlyPlan: boolean | null,
): ExtensionPrice {
  const { product, seats } = live
  // It runs already: a further month costs what this one does.
  if (isInExtension(live) === true) {
    const running = runningPriceOf(partner, live, seats)
    return { amount: chargedFor(live, running), surcharge: typeof running === 'string' ? null : 3 }
  }
  const plan = { product, term: 'P1M', billing: 'monthly', seats }
  const monthly = priceOf(partner, plan)
  const isListed = typeof monthly !== 'string'
  if (hasMonthlyPlan === true || (hasMonthlyPlan === null && isListed))
    return { amount: chargedFor(live, plusPercent(monthly, 3)), surcharge: 3 }
  if (hasMonthlyPlan === null)
    return { amount: { kind: 'unknown', why: 'monthly plan unknown' }, surcharge: null }
  if (live.promotion !== null)
    return { amount: { kind: 'unknown', why: 'bought at a promotion price' }, surcharge: 23 }
  return { amount: chargedFor(live, plusPercent(monthlyRate(partner, live), 23)), surcharge: 23 }
}

type Rate = ReturnType<typeof priceOf>

/** The price of the running term by the month; its list price, which is what the service takes. */
function monthlyRate(partner: DeclaredPartner, live: Extended): Rate | 'billing cycle unknown' {
  const price = priceOf(partner, live)
  if (typeof price === 'string') return price
  const months =
    price.billing === 'one_time' && live.term !== null ? monthsOfTerm(live.term) : monthsOf(price.billing)
  if (months === null) return 'billing cycle unknown'
  return { ...price, pricePerSeat: decimal(shareOfPeriod(price.pricePerSeat, 1, months).toFixed()) }
}

function plusPercent(rate: Rate, percent: 3 | 23): Rate {
  return typeof rate === 'string' ? rate : surcharged(rate, percent)
}

function chargedFor({ product, seats }: Extended, rate: Rate): Amount {
  if (typeof rate === 'string') return { kind: 'unknown', why: rate }
  if (seats === null) return { kind: 'unknown', why: 'seats unknown' }
  const { pricePerSeat, currency } = rate
  return chargeFor({ product, pricePerSeat, currency, seats }, 1, 1)
}
