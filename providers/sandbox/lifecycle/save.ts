/** Every change of a subscription goes through here: version, history of what is billed, the next due job. */
import type { Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import type { ChargeState, SubscriptionRow } from '../state/subscription-rows.ts'
import type { Instant } from '../time/calendar.ts'
import { nextEvent } from './events.ts'
import { isUndecided } from './extension.ts'

export function saveSubscription(service: Service, row: SubscriptionRow): SubscriptionRow {
  const before = service.store.subscriptions.get(keyOf(row.partner, row.id))
  const now = service.time.now()
  const saved: SubscriptionRow = {
    ...row,
    version: (before?.version ?? 0) + 1,
    undecidedSince: isUndecided(service, row) ? (before?.undecidedSince ?? now) : null,
    statusSince: before !== undefined && before.status !== row.status ? now : row.statusSince,
    history: historyOf(row, before === undefined ? row.purchasedAt : now),
  }
  service.store.subscriptions.put(saved)
  wakeFor(service, saved)
  return saved
}

/** Adds a state when it differs from the last one; of several at one instant the last counts. */
function historyOf(row: SubscriptionRow, at: Instant): readonly ChargeState[] {
  const last = row.history.at(-1)
  const state: ChargeState = {
    at,
    seats: row.seats,
    status: row.status,
    billing: row.billing,
    billingAnchor: row.billingAnchor,
    termStart: row.termStart,
    termEnd: row.termEnd,
    productKey: row.productKey,
    family: row.family,
    term: row.term,
    promotionId: row.promotionId,
    trial: row.trial,
    extendedFrom: row.extendedFrom,
  }
  const isSame = last !== undefined && JSON.stringify({ ...last, at }) === JSON.stringify(state)
  return isSame ? row.history : [...row.history, state]
}

export function wakeFor(service: Service, row: SubscriptionRow): void {
  wakeAt(service, nextEvent(service, row)?.at ?? null)
}

export function wakeAt(service: Service, at: Instant | null): void {
  if (at !== null && (service.due === null || at < service.due)) service.due = at
}
