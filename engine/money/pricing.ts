/**
 * What subscriptions cost (T8). A day is charged to what is chargeable at its end, so the day of a purchase is charged and the day of a switch-off is
 * not; how days become an amount stands in `charge.ts`, and where billing periods begin in `billing-rhythm.ts`.
 */
import type { DeclaredPartner } from '../model/desired.ts'
import { dayOf, type Seats, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { Amount, Price } from '../model/money.ts'
import type { RecordedChange } from '../model/recorded/recorded-change.ts'
import { type BillingPeriod, monthsOf, monthsOfTerm, periodContaining } from '../time/billing-period.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { type KnownAmount, known, zero } from './amounts.ts'
import { periodOf, rhythmOf } from './billing-rhythm.ts'
import { type Charge, chargeFor } from './charge.ts'
import { addDecimals, multiply, roundMoney } from './decimals.ts'
import { type Priced, priceOf } from './price-list.ts'
import { runningPriceOf } from './running-price.ts'
import { givenBackFrom } from './whole-charge.ts'

/** What is bought or lives; its seats are said apart. */
type Item = Omit<Priced, 'seats'>

/** Days after a purchase within which switching a legacy subscription off refunds the whole period (Microsoft's billing pages, 2021). */
export const fullRefundDays = 30

/** Switched off on this day, legacy that was bought on that one is given back more than the days that are left. */
export function isYoung(bought: UtcDate, off: UtcDate): boolean {
  return daysBetween(bought, off) <= fullRefundDays
}

/** The price of one billing period for all seats. */
export function perPeriod(partner: DeclaredPartner, item: Item, seats: Seats | null): Amount {
  const price = priceOf(partner, { ...item, seats })
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  if (seats === null) return { kind: 'unknown', why: 'seats unknown' }
  return wholePeriod(item, price, seats)
}

/** The same of what lives: the price of its running term, which may be an extension. */
export function perPeriodOf(partner: DeclaredPartner, live: LiveSubscription, seats: Seats): Amount {
  const price = runningPriceOf(partner, live, seats)
  return typeof price === 'string' ? { kind: 'unknown', why: price } : wholePeriod(live, price, seats)
}

/** The committed total of a new-commerce purchase over its whole term (T18): so many billing periods, each rounded by itself. */
export function commitment(partner: DeclaredPartner, item: Item, seats: Seats): Amount {
  const price = priceOf(partner, { ...item, seats })
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  const term = item.term === null ? null : monthsOfTerm(item.term)
  if (term === null) return { kind: 'unknown', why: 'term end unknown' }
  const cycle = monthsOf(price.billing)
  if (cycle === null || term % cycle !== 0) return { kind: 'unknown', why: 'billing cycle unknown' }
  const { amount, currency } = wholePeriod(item, price, seats)
  return known(roundMoney(multiply(amount, term / cycle), currency), currency)
}

function wholePeriod({ product }: Item, { pricePerSeat, currency }: Price, seats: Seats): KnownAmount {
  return chargeFor({ product, pricePerSeat, currency, seats }, 1, 1)
}

/** The committed total of a first term that ends before a full one would: the days of its last billing period alone. */
export function committedBetween(
  partner: DeclaredPartner,
  item: Item,
  { seats, from, until }: { readonly seats: Seats; readonly from: UtcDate; readonly until: UtcDate },
): Amount {
  const price = priceOf(partner, { ...item, seats })
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  const months = monthsOf(price.billing)
  if (months === null) return { kind: 'unknown', why: 'billing cycle unknown' }
  const { pricePerSeat, currency } = price
  const charge = { product: item.product, pricePerSeat, currency, seats }
  return chargedOver(charge, day => periodContaining(from, months, day), { from, until })
}

/**
 * Credit of switching a legacy subscription off on a day: that day and the rest of the billing period that holds it; bought 30 days ago
 * or less: the whole charge of the period, which hangs on what it was before. `changes`: by the activity log, oldest first; null: not known.
 */
export function creditOnSwitchOff(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  { day, changes }: { readonly day: UtcDate; readonly changes: readonly RecordedChange[] | null },
): Amount {
  const charges = chargesOf(partner, subscription, { from: day })
  if ('kind' in charges) return charges
  const { boughtAt } = subscription
  if (boughtAt === null) return { kind: 'unknown', why: 'purchase day unknown' }
  const bought = dayOf(boughtAt)
  if (!isYoung(bought, day)) return creditFrom(charges, day, day)
  const period = charges.periodOf(day)
  // A first period that is shorter than the others began with the purchase.
  const start = daysBetween(period.start, bought) > 0 ? bought : period.start
  if (bought === day) return creditFrom(charges, start, day)
  const from = changes === null ? null : givenBackFrom(subscription, { start, bought, off: day }, changes)
  return from === null
    ? { kind: 'unknown', why: 'seats may have changed within the period' }
    : creditFrom(charges, from, day)
}

/**
 * Credit of cancelling a new-commerce subscription: inside its window, or on any day of an extended service term. The whole charge of the
 * period on the first day of the purchase or renewal, else that day and the rest of the billing period.
 */
export function creditOnCancel(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
): Amount {
  const charges = chargesOf(partner, subscription, { from: day })
  return 'kind' in charges ? charges : creditFrom(charges, day, day)
}

function creditFrom({ charge, periodOf: periodAt }: Charges, from: UtcDate, day: UtcDate): KnownAmount {
  const period = periodAt(day)
  return chargeFor(charge, daysBetween(from, period.end), period.days)
}

/**
 * What a subscription is charged for the days from `from` up to, not including, `until`; each billing period is rounded
 * by itself. No days are a known 0, also without a price list. This is the money of an overlap: those days are charged on both
 * sides, and the side that should have been off is what it costs. `tierOf`: seats that choose the tier of the price, where they are
 * not those of the subscription.
 */
export function chargedBetween(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  days: { readonly from: UtcDate; readonly until: UtcDate; readonly tierOf?: Seats },
): Amount {
  const { from, until, tierOf } = days
  if (from >= until) {
    const currency = partner.currency ?? partner.prices?.firstCurrency() ?? null
    return currency === null ? { kind: 'unknown', why: 'no price list' } : zero(currency)
  }
  const change = changeOfCycle(subscription)
  if (change !== null && until > change.on) {
    if (change.on <= from) return chargedBetween(partner, change.after, days)
    const before = chargedBetween(partner, subscription, { ...days, until: change.on })
    return both(before, chargedBetween(partner, change.after, { ...days, from: change.on }))
  }
  const charges = chargesOf(partner, subscription, { from, tierOf })
  return 'kind' in charges ? charges : chargedOver(charges.charge, charges.periodOf, { from, until })
}

/** Another cycle from the next charge on has another price, and periods that count from there. */
function changeOfCycle(
  subscription: LiveSubscription,
): { readonly on: UtcDate; readonly after: LiveSubscription } | null {
  const { nextBilling, billing, chargedUntil } = subscription
  if (nextBilling === null || nextBilling === billing || chargedUntil === null) return null
  return {
    on: addDays(dayOf(chargedUntil), 1),
    after: { ...subscription, billing: nextBilling, nextBilling: null, termStartsAt: null },
  }
}

function both(left: Amount, right: Amount): Amount {
  if (right.kind === 'unknown') return right
  return left.kind === 'unknown' ? left : plus(left, right)
}

function chargedOver(
  charge: Charge,
  periodAt: (day: UtcDate) => BillingPeriod,
  { from, until }: { readonly from: UtcDate; readonly until: UtcDate },
): KnownAmount {
  let total = zero(charge.currency)
  for (let day = from; day < until; ) {
    const period = periodAt(day)
    const end = period.end < until ? period.end : until
    total = plus(total, chargeFor(charge, daysBetween(day, end), period.days))
    day = end
  }
  return total
}

/** What one more day on both sides costs. */
export function perDay(partner: DeclaredPartner, subscription: LiveSubscription, day: UtcDate): Amount {
  return chargedBetween(partner, subscription, { from: day, until: addDays(day, 1) })
}

/** What is still charged for a new-commerce subscription from a day to the end of its term, whatever its status. */
export function chargedToTermEnd(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  day: UtcDate,
  tierOf?: Seats,
): Amount {
  if (subscription.termEndsAt === null) return { kind: 'unknown', why: 'term end unknown' }
  return chargedBetween(partner, subscription, {
    from: day,
    until: addDays(dayOf(subscription.termEndsAt), 1),
    ...(tierOf !== undefined && { tierOf }),
  })
}

interface Charges {
  readonly charge: Charge
  readonly periodOf: (day: UtcDate) => BillingPeriod
}

/** `from`: the first day asked about. */
function chargesOf(
  partner: DeclaredPartner,
  subscription: LiveSubscription,
  { from, tierOf }: { readonly from: UtcDate; readonly tierOf?: Seats | undefined },
): Charges | Extract<Amount, { kind: 'unknown' }> {
  const price = runningPriceOf(partner, subscription, tierOf ?? subscription.seats)
  if (typeof price === 'string') return { kind: 'unknown', why: price }
  if (subscription.seats === null) return { kind: 'unknown', why: 'seats unknown' }
  const months = monthsOf(price.billing)
  if (months === null) return { kind: 'unknown', why: 'billing cycle unknown' }
  const rhythm = rhythmOf(subscription, months)
  if (typeof rhythm === 'string') return { kind: 'unknown', why: rhythm }
  if (rhythm.knownFrom !== null && from < rhythm.knownFrom)
    return { kind: 'unknown', why: 'billing period unknown' }
  return {
    charge: {
      product: subscription.product,
      pricePerSeat: price.pricePerSeat,
      currency: price.currency,
      seats: subscription.seats,
    },
    periodOf: day => periodOf(rhythm, subscription, day),
  }
}

function plus(left: KnownAmount, right: KnownAmount) {
  return known(roundMoney(addDecimals(left.amount, right.amount), left.currency), left.currency)
}
