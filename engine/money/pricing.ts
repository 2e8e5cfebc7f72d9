/**
 * What subscriptions cost, by the one charging model of api.md 2.5 (read 2026-11-23). The daily price is never rounded by
 * itself; an amount is rounded half up once per subscription and billing period.
 */
import type { DeclaredPartner } from '../model/desired.ts'
import { type Currency, type Decimal, dayOf, type Seats, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import { type BillingPeriod, monthsOf, monthsOfTerm, periodContaining } from '../time/billing-period.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { type KnownAmount, known, zero } from './amounts.ts'
import { addDecimals, multiply, roundMoney, shareOfPeriod } from './decimals.ts'
import { type Priced, priceOf } from './price-list.ts'

/** Days after a purchase within which switching a legacy subscription off refunds the whole period (api.md 2.5, from the 2021 billing pages). */
const fullRefundDays = 30

/** The price of one billing period for all seats. */
export function perPeriod(partner: DeclaredPartner, item: Priced, seats: Seats | null): Amount {
  const price = priceOf(partner, item)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  if (seats === null) return { kind: 'unknown', why: 'seats unknown' }
  return known(roundMoney(multiply(price.pricePerSeat, seats), price.currency), price.currency)
}

/** The committed total of a new-commerce purchase over its whole term (T18): so many billing periods, each rounded once. */
export function commitment(partner: DeclaredPartner, item: Priced, seats: Seats): Amount {
  const price = priceOf(partner, item)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  const term = item.term === null ? null : monthsOfTerm(item.term)
  if (term === null) return { kind: 'unknown', why: 'term end unknown' }
  const cycle = monthsOf(price.billing)
  if (cycle === null || term % cycle !== 0) return { kind: 'unknown', why: 'billing cycle unknown' }
  const onePeriod = roundMoney(multiply(price.pricePerSeat, seats), price.currency)
  return known(roundMoney(multiply(onePeriod, term / cycle), price.currency), price.currency)
}

/** The committed total of a first term that ends before a full one would: the days of its last billing period alone (api.md 2.5). */
export function committedBetween(
  partner: DeclaredPartner,
  item: Priced,
  { seats, from, until }: { readonly seats: Seats; readonly from: UtcDate; readonly until: UtcDate },
): Amount {
  const price = priceOf(partner, item)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  const months = monthsOf(price.billing)
  if (months === null) return { kind: 'unknown', why: 'billing cycle unknown' }
  const { pricePerSeat, currency } = price
  return chargedOver({ pricePerSeat, currency, seats, anchor: from, months }, { from, until })
}

/**
 * Credit of switching a legacy subscription off on a day: that day and the rest of the billing period; bought 30 days ago
 * or less: the whole charge of the period.
 */
export function creditOnSwitchOff(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): Amount {
  const charges = chargesOf(partner, subscription)
  if ('kind' in charges) return charges
  const period = periodContaining(charges.anchor, charges.months, day)
  const isWhole = daysBetween(charges.anchor, day) <= fullRefundDays
  return charged(charges, period, isWhole ? period.days : daysBetween(day, period.end))
}

/**
 * Credit of cancelling a new-commerce subscription inside its window: the whole charge of the period on the first day of the
 * purchase or renewal, else that day and the rest of the billing period.
 */
export function creditOnCancel(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): Amount {
  const charges = chargesOf(partner, subscription)
  if ('kind' in charges) return charges
  const period = periodContaining(charges.anchor, charges.months, day)
  const term = subscription.term === null ? null : monthsOfTerm(subscription.term)
  const isFirstDay =
    day === charges.anchor || (term !== null && periodContaining(charges.anchor, term, day).start === day)
  return charged(charges, period, isFirstDay ? period.days : daysBetween(day, period.end))
}

/**
 * What a subscription is charged for the days from `from` up to, not including, `until`; each billing period is rounded
 * once. No days are a known 0, also without a price list. This is the money of an overlap: those days are charged on both
 * sides, and the side that should have been off is what it costs.
 */
export function chargedBetween(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  { from, until }: { readonly from: UtcDate; readonly until: UtcDate },
): Amount {
  if (from >= until) {
    const currency = partner.currency ?? partner.prices?.[0]?.currency
    return currency === undefined ? { kind: 'unknown', why: 'no price list' } : zero(currency)
  }
  const charges = chargesOf(partner, subscription)
  return 'kind' in charges ? charges : chargedOver(charges, { from, until })
}

function chargedOver(
  charges: Charges,
  { from, until }: { readonly from: UtcDate; readonly until: UtcDate },
): KnownAmount {
  let total = zero(charges.currency)
  for (let day = from; day < until; ) {
    const period = periodContaining(charges.anchor, charges.months, day)
    const end = period.end < until ? period.end : until
    total = plus(total, charged(charges, period, daysBetween(day, end)))
    day = end
  }
  return total
}

/** What one more day on both sides costs. */
export function perDay(partner: DeclaredPartner, subscription: LiveSubscription, day: UtcDate): Amount {
  return chargedBetween(partner, subscription, { from: day, until: addDays(day, 1) })
}

/** What is still charged for a new-commerce subscription from a day to the end of its term, whatever its status (api.md 2.3). */
export function chargedToTermEnd(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): Amount {
  if (subscription.termEndsAt === null) return { kind: 'unknown', why: 'term end unknown' }
  return chargedBetween(partner, subscription, {
    from: day,
    until: addDays(dayOf(subscription.termEndsAt), 1),
  })
}

interface Charges {
  readonly pricePerSeat: Decimal
  readonly currency: Currency
  readonly seats: Seats
  /** The day it was bought: billing periods are counted from it. */
  readonly anchor: UtcDate
  readonly months: number
}

function chargesOf(partner: DeclaredPartner, subscription: LiveSubscription): Charges | Amount {
  const price = priceOf(partner, subscription)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  if (subscription.seats === null) return { kind: 'unknown', why: 'seats unknown' }
  const months = monthsOf(price.billing)
  if (months === null) return { kind: 'unknown', why: 'billing cycle unknown' }
  if (subscription.boughtAt === null) return { kind: 'unknown', why: 'purchase day unknown' }
  return {
    pricePerSeat: price.pricePerSeat,
    currency: price.currency,
    seats: subscription.seats,
    anchor: dayOf(subscription.boughtAt),
    months,
  }
}

function charged(
  { pricePerSeat, seats, currency }: Charges,
  period: BillingPeriod,
  days: number,
): KnownAmount {
  return known(roundMoney(shareOfPeriod(pricePerSeat, seats, days, period.days), currency), currency)
}

function plus(left: KnownAmount, right: KnownAmount) {
  return known(roundMoney(addDecimals(left.amount, right.amount), left.currency), left.currency)
}
