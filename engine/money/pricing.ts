/**
 * What subscriptions cost, by the one charging model of api.md 2.5 (read 2026-11-23). Prices come only from a partner's
 * price list; without one they are unknown. All functions answer rounded amounts; the daily price itself is never rounded.
 */
import type { DeclaredPartner } from '../model/desired.ts'
import {
  type Currency,
  type Decimal,
  dayOf,
  type ProductKey,
  type Seats,
  type UtcDate,
} from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount, Price } from '../model/money.ts'
import { type BillingPeriod, monthsOf, monthsOfTerm, periodContaining } from '../time/billing-period.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { known, zero } from './amounts.ts'
import { multiply, roundMoney, shareOfPeriod } from './decimals.ts'

export interface Priced {
  readonly product: ProductKey
  readonly term: string | null
  readonly billing: string | null
}

/** Days after a purchase within which switching a legacy subscription off refunds the whole period (api.md 2.5, 2021 billing pages). */
const fullRefundDays = 30

export function priceOf(
  partner: DeclaredPartner,
  item: Priced,
): Price | 'no price list' | 'not in the price list' {
  if (partner.prices === null) return 'no price list'
  const row = partner.prices.find(
    price =>
      price.product === item.product &&
      price.term === (item.term ?? '') &&
      price.billing === (item.billing ?? 'monthly'),
  )
  return row ?? 'not in the price list'
}

/** The price of one billing period for all seats. */
export function perPeriod(partner: DeclaredPartner, item: Priced, seats: Seats | null): Amount {
  const price = priceOf(partner, item)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  if (seats === null) return { kind: 'unknown', why: 'seats unknown' }
  return known(roundMoney(multiply(price.pricePerSeat, seats), price.currency), price.currency)
}

/** The committed total of a new-commerce purchase over its whole term (T18). */
export function commitment(partner: DeclaredPartner, item: Priced, seats: Seats): Amount {
  const price = priceOf(partner, item)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  const term = item.term === null ? null : monthsOfTerm(item.term)
  const cycle = monthsOf(price.billing)
  if (term === null || cycle === null) return { kind: 'unknown', why: 'term end unknown' }
  return known(
    roundMoney(multiply(price.pricePerSeat, seats).times(term).dividedBy(cycle), price.currency),
    price.currency,
  )
}

/** Credit of switching a legacy subscription off on a day: that day and the rest of the period; within 30 days of purchase the whole period. */
export function creditOnSwitchOff(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): Amount {
  const facts = chargeFacts(partner, subscription, day)
  if (facts.kind === 'unknown') return facts
  const { price, seats, period } = facts
  const bought = subscription.boughtAt === null ? null : dayOf(subscription.boughtAt)
  const whole = bought !== null && daysBetween(bought, day) <= fullRefundDays
  const days = whole ? period.days : daysBetween(day, period.end)
  return known(roundMoney(shareOfPeriod(price, seats, days, period.days), facts.currency), facts.currency)
}

/** Money of days charged on both sides, at the price of the subscription that should have been off: days from `from` up to, not including, `until`. */
export function overlapMoney(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  from: UtcDate,
  until: UtcDate,
): Amount {
  if (daysBetween(from, until) <= 0)
    return partner.currency === null ? { kind: 'unknown', why: 'no price list' } : zero(partner.currency)
  let total: Decimal | null = null
  let currency = partner.currency
  for (let day = from; day < until; ) {
    const facts = chargeFacts(partner, subscription, day)
    if (facts.kind === 'unknown') return facts
    const end = facts.period.end < until ? facts.period.end : until
    const share = roundMoney(
      shareOfPeriod(facts.price, facts.seats, daysBetween(day, end), facts.period.days),
      facts.currency,
    )
    total = total === null ? share : roundMoney(multiply(total, 1).plus(share), facts.currency)
    currency = facts.currency
    day = end
  }
  return total === null || currency === null
    ? { kind: 'unknown', why: 'no price list' }
    : known(total, currency)
}

/** What one more day on both sides costs. */
export function perDay(partner: DeclaredPartner, subscription: LiveSubscription, day: UtcDate): Amount {
  return overlapMoney(partner, subscription, day, addDays(day, 1))
}

/** What is still charged for a new-commerce subscription from a day to the end of its term: suspending does not stop it. */
export function chargedToTermEnd(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): Amount {
  if (subscription.termEndsAt === null) return { kind: 'unknown', why: 'term end unknown' }
  return overlapMoney(partner, subscription, day, addDays(dayOf(subscription.termEndsAt), 1))
}

interface ChargeFacts {
  readonly kind: 'priced'
  readonly price: Decimal
  readonly currency: Currency
  readonly seats: Seats
  readonly period: BillingPeriod
}

function chargeFacts(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): ChargeFacts | Extract<Amount, { kind: 'unknown' }> {
  const price = priceOf(partner, subscription)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  if (subscription.seats === null) return { kind: 'unknown', why: 'seats unknown' }
  const months = monthsOf(price.billing)
  const anchor = subscription.boughtAt === null ? null : dayOf(subscription.boughtAt)
  if (months === null || anchor === null) return { kind: 'unknown', why: 'term end unknown' }
  return {
    kind: 'priced',
    price: price.pricePerSeat,
    currency: price.currency,
    seats: subscription.seats,
    period: periodContaining(anchor, months, day),
  }
}
