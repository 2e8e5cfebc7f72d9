/**
 * What a month of the extended service term costs (Microsoft's page on extended service terms, read 2026-11-30): the rate of the SKU's monthly plan and
 * 3 %; where it has no monthly plan, the monthly rate of the term that ended and 23 %.
 */
import type { DeclaredPartner } from '../model/desired.ts'
import { type Decimal, decimal } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import { monthsOf, monthsOfTerm } from '../time/billing-period.ts'
import { chargeFor } from './charge.ts'
import { shareOfPeriod } from './decimals.ts'
import { priceOf } from './price-list.ts'

type Extended = Pick<LiveSubscription, 'product' | 'seats' | 'term' | 'billing' | 'promotion'>

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
  const plan = { product, term: 'P1M', billing: 'monthly', seats }
  const monthly = priceOf(partner, plan)
  const isListed = typeof monthly !== 'string'
  if (hasMonthlyPlan === true || (hasMonthlyPlan === null && isListed))
    return { amount: surcharged(live, { perMonth: monthly, percent: 3 }), surcharge: 3 }
  if (hasMonthlyPlan === null)
    return { amount: { kind: 'unknown', why: 'monthly plan unknown' }, surcharge: null }
  if (live.promotion !== null)
    return { amount: { kind: 'unknown', why: 'bought at a promotion price' }, surcharge: 23 }
  return { amount: surcharged(live, { perMonth: monthlyRate(partner, live), percent: 23 }), surcharge: 23 }
}

type Rate = ReturnType<typeof priceOf>

/** The price of the running term by the month; its list price, which is what the service takes. */
function monthlyRate(partner: DeclaredPartner, live: Extended): Rate | 'billing cycle unknown' {
  const price = priceOf(partner, live)
  if (typeof price === 'string') return price
  const months =
    price.billing === 'one_time' && live.term !== null ? monthsOfTerm(live.term) : monthsOf(price.billing)
  if (months === null) return 'billing cycle unknown'
  return { ...price, pricePerSeat: exact(price.pricePerSeat, 1, months) }
}

function surcharged(
  { product, seats }: Extended,
  { perMonth, percent }: { readonly perMonth: Rate; readonly percent: 3 | 23 },
): Amount {
  if (typeof perMonth === 'string') return { kind: 'unknown', why: perMonth }
  if (seats === null) return { kind: 'unknown', why: 'seats unknown' }
  const { pricePerSeat, currency } = perMonth
  return chargeFor({ product, pricePerSeat: exact(pricePerSeat, 100 + percent, 100), currency, seats }, 1, 1)
}

function exact(price: Decimal, parts: number, of: number): Decimal {
  return decimal(shareOfPeriod(price, parts, of).toFixed())
}
