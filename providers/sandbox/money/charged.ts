/** Whether a day is charged, and in which billing period it lies (2.5). */
import { listPriceOf, priceOf } from '../market/prices.ts'
import type { Service } from '../service.ts'
import type { ChargeState, SubscriptionRow } from '../state/subscription-rows.ts'
import { type Day, daysBetween, startOf } from '../time/calendar.ts'
import { monthsOfCycle, periodOf } from '../time/periods.ts'

/** The state at the end of a day is the last one before the next day begins. */
export function stateBefore(row: SubscriptionRow, at: string): ChargeState | undefined {
  return row.history.findLast(state => state.at < at)
}

/** Legacy: while active. New commerce: the whole committed term whatever the status, unless cancelled or moved. No trial, no usage. */
export function isOn(row: SubscriptionRow, state: ChargeState | undefined, day: Day): boolean {
  if (state === undefined || state.trial || row.commerce === 'azure') return false
  if (row.chargedFrom !== null && day < row.chargedFrom) return false
  if (row.chargedThrough !== null && day <= row.chargedThrough) return true
  if (row.commerce === 'legacy') return state.status === 'active' || state.status === 'pending'
  return !['expired', 'disabled', 'deleted'].includes(state.status)
}

/**
 * What is billed as a day begins, once all that is due at midnight has happened and before anybody does anything. Undefined: it was
 * not there yet.
 */
export function stateAtDawn(row: SubscriptionRow, day: Day): ChargeState | undefined {
  const before = stateBefore(row, startOf(day))
  if (before === undefined || row.commerce === 'legacy') return before
  const atMidnight = row.history.filter(({ at }) => at === startOf(day))
  return (
    atMidnight.find(({ termStart }) => termStart === day && before.termStart !== day) ??
    atMidnight.find(({ billingAnchor }) => billingAnchor === day && before.billingAnchor !== day) ??
    before
  )
}

/**
 * A period of billing. New commerce: the last one of a term is cut by its end, and a day of it costs what a day of the whole one does.
 * A legacy term is no commitment and cuts nothing.
 */
export interface ChargedPeriod {
  readonly start: Day
  /** The first day after it. */
  readonly end: Day
  /** Days that the uncut period has. */
  readonly days: number
  /** Per seat and uncut period; null: the World does not tell. */
  readonly price: string | null
  /** Before a promotion or the surcharge of an extension. */
  readonly listPrice: string | null
}

/** Null: it has no periods. */
export function chargedPeriod(
  service: Service,
  row: SubscriptionRow,
  state: ChargeState,
  day: Day,
): ChargedPeriod | null {
  const months = monthsOfCycle(state.billing)
  if (months === null) return null
  const whole = periodOf(state.billingAnchor, months, day)
  const isCut =
    row.commerce === 'nce' && state.termEnd !== null && state.termEnd > day && state.termEnd < whole.end
  const currency = currencyOf(service, row)
  const item = { ...state, commerce: row.commerce }
  return {
    start: whole.start,
    end: isCut && state.termEnd !== null ? state.termEnd : whole.end,
    days: daysBetween(whole.start, whole.end),
    price: priceOf(service.catalogue, item, currency),
    listPrice: listPriceOf(service.catalogue, item, currency),
  }
}

export function currencyOf(service: Service, row: SubscriptionRow): string {
  return service.store.partners.get(row.partner)?.currency ?? ''
}
