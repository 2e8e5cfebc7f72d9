/**
 * The charging model of api.md 2.5, per subscription and UTC day. A day is charged to a subscription that is chargeable at
 * its end; its share is price × seats ÷ days of its billing period, exact.
 */
import { priceOf } from '../market/prices.ts'
import type { Service } from '../service.ts'
import type { ChargeState, SubscriptionRow } from '../state/rows.ts'
import { addDays, type Day, dayOf, daysBetween, startOf } from '../time/calendar.ts'
import { monthsOfCycle, periodOf } from '../time/periods.ts'
import { type Exact, roundedText, share } from './amounts.ts'

/** Days after a purchase within which a legacy switch-off gives the whole period back. */
const fullRefundDays = 30

/** Decimal text; null: at a price the World does not tell. */
export interface Credit {
  readonly amount: string | null
}

export interface DayOfSubscription {
  readonly day: Day
  readonly isCharged: boolean
  /** Null: nothing is charged, or at a price the World does not tell. */
  readonly charge: Exact | null
  /** Of what was subscribed on that day. */
  readonly family: string
  /** What the next invoice gives back because of a switch-off on this day; null: nothing. */
  readonly credit: Credit | null
}

/** The days from the first to the last one, both included, on which something was charged or credited. */
export function* daysOf(
  service: Service,
  row: SubscriptionRow,
  first: Day,
  last: Day,
): Generator<DayOfSubscription> {
  if (row.commerce === 'azure') return
  const currency = service.store.partners.get(row.partner)?.currency ?? ''
  const bought = dayOf(row.purchasedAt)
  let position = -1
  let wasOn = bought < first && isOn(row, stateBefore(row, startOf(first)), addDays(first, -1))
  for (let day = bought > first ? bought : first; day <= last; day = addDays(day, 1)) {
    const end = startOf(addDays(day, 1))
    while ((row.history[position + 1]?.at ?? end) < end) position += 1
    const state = row.history[position]
    const on = isOn(row, state, day)
    const credit = !on && (wasOn || day === bought) ? creditOf(service, row, state, day, currency) : null
    if (on || credit !== null)
      yield {
        day,
        isCharged: on,
        charge: on ? shareOf(service, row, state, day, currency) : null,
        family: state?.family ?? row.family,
        credit,
      }
    wasOn = on
  }
}

export function stateBefore(row: SubscriptionRow, at: string): ChargeState | undefined {
  return row.history.findLast(state => state.at < at)
}

/** Legacy: while active. New commerce: the whole committed term whatever the status, unless cancelled or moved. */
export function isOn(row: SubscriptionRow, state: ChargeState | undefined, day: Day): boolean {
  if (state === undefined || state.trial) return false
  if (row.chargedFrom !== null && day < row.chargedFrom) return false
  if (row.chargedThrough !== null && day <= row.chargedThrough) return true
  if (row.commerce === 'legacy') return state.status === 'active' || state.status === 'pending'
  return !['expired', 'disabled', 'deleted'].includes(state.status)
}

export function termsOf(service: Service, row: SubscriptionRow, state: ChargeState, currency: string) {
  const months = monthsOfCycle(state.billing)
  const price = priceOf(service.catalogue, { ...state, commerce: row.commerce }, currency)
  return months === null || price === null ? null : { months, price }
}

function shareOf(
  service: Service,
  row: SubscriptionRow,
  state: ChargeState | undefined,
  day: Day,
  currency: string,
): Exact | null {
  const terms = state === undefined ? null : termsOf(service, row, state, currency)
  if (state === undefined || terms === null) return null
  const period = periodOf(state.billingAnchor, terms.months, day)
  return share(terms.price, state.seats, 1, period.days)
}

/** Switched off by somebody: legacy suspended, new commerce cancelled in its window. The end of a term credits nothing. */
export function creditOf(
  service: Service,
  row: SubscriptionRow,
  state: ChargeState | undefined,
  day: Day,
  currency: string,
): Credit | null {
  const isOff = row.commerce === 'legacy' ? state?.status === 'suspended' : state?.status === 'deleted'
  if (state === undefined || !isOff || row.chargedThrough !== null) return null
  const terms = termsOf(service, row, state, currency)
  if (terms === null) return { amount: null }
  const period = periodOf(state.billingAnchor, terms.months, day)
  const isWhole =
    row.commerce === 'legacy'
      ? daysBetween(dayOf(row.purchasedAt), day) <= fullRefundDays
      : day === state.termStart
  const days = isWhole ? period.days : daysBetween(day, period.end)
  return { amount: roundedText(share(terms.price, state.seats, days, period.days), currency) }
}
