/** Transfers end by themselves (E23): accepted ones complete, forgotten ones lapse. */
import { newId, newShortId } from '../ids.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import type { Service } from '../service.ts'
import type { OrderRow } from '../state/order-rows.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { TransferRow } from '../state/transfer-rows.ts'
import { addDays, dayOf, type Instant } from '../time/calendar.ts'
import { noteTransferEnd } from './note.ts'

export function dueOf(row: TransferRow): Instant | null {
  if (row.status === 'Pending') return row.expiresAt
  return row.status === 'InProgress' ? row.completesAt : null
}

/** When the next transfer ends; null: none will. */
export function transferDue(service: Service): Instant | null {
  let first: Instant | null = null
  for (const row of service.store.transfers.all()) {
    const at = dueOf(row)
    if (at !== null && (first === null || at < first)) first = at
  }
  return first
}

export function settleTransfers(service: Service, until: Instant): void {
  for (const row of service.store.transfers.all()) {
    const at = dueOf(row)
    if (at === null || at > until) continue
    service.time.during(at, () => {
      if (row.status === 'InProgress') complete(service, row)
      else service.store.transfers.put({ ...row, status: 'Expired', modifiedAt: at })
    })
  }
}

/**
 * Source charged up to and including the day of completion, target from the next day (facts 2.5). What is no longer active
 * stays where it is, and its add-ons with it.
 */
function complete(service: Service, transfer: TransferRow): void {
  const now = service.time.now()
  const orderId = newShortId(service, 'order', transfer.target, transfer.customer)
  const moved = new Map<string, SubscriptionRow>()
  for (const line of transfer.lines) {
    const source = service.store.subscriptions.get(keyOf(transfer.source, line.source))
    const base = line.parent === null ? undefined : moved.get(line.parent.toLowerCase())
    if (source?.status !== 'active' || (line.parent !== null && base === undefined)) continue
    const partnerId = line.partnerOnRecord === '' ? transfer.written['partnerOnRecord'] : line.partnerOnRecord
    const to = { target: transfer.target, orderId, parent: base?.id ?? null, partnerId: partnerId ?? '' }
    moved.set(line.source.toLowerCase(), moveOver(service, source, to))
  }
  if (moved.size > 0) service.store.orders.put(orderOf(transfer, orderId, now, [...moved.values()]))
  const saved: TransferRow = {
    ...transfer,
    status: moved.size > 0 ? 'Complete' : 'Failed',
    modifiedAt: now,
    completedAt: now,
    lines: transfer.lines.map(line => {
      const target = moved.get(line.source.toLowerCase())?.id ?? null
      const error =
        target === null ? { code: 800078, description: 'The subscription was no longer active.' } : null
      return { ...line, target, error }
    }),
  }
  service.store.transfers.put(saved)
  noteTransferEnd(service, saved)
}

function orderOf(
  transfer: TransferRow,
  id: string,
  now: Instant,
  moved: readonly SubscriptionRow[],
): OrderRow {
  return {
    id,
    partner: transfer.target,
    customer: transfer.customer,
    billing: moved[0]?.billing ?? 'monthly',
    legacy: false,
    createdAt: now,
    settledAt: now,
    listedFrom: now,
    version: 1,
    lines: moved.map((row, number) => ({
      number,
      offerId: row.offerId,
      subscription: row.id,
      quantity: row.seats,
      friendlyName: row.friendlyName,
      term: row.term,
      transactionType: 'New',
    })),
  }
}

function moveOver(
  service: Service,
  source: SubscriptionRow,
  to: {
    readonly target: string
    readonly orderId: string
    readonly parent: string | null
    readonly partnerId: string
  },
): SubscriptionRow {
  const now = service.time.now()
  const today = dayOf(now)
  saveSubscription(service, {
    ...source,
    status: 'deleted',
    autoRenew: false,
    nextTerm: null,
    scheduledActions: [],
    nextCharge: null,
    pending: null,
    chargedThrough: today,
  })
  return saveSubscription(service, {
    ...source,
    partner: to.target,
    id: newId(service, 'subscription', to.target, source.customer),
    purchasedAt: now,
    parent: to.parent,
    orderId: to.orderId,
    partnerId: to.partnerId,
    acquired: 'transfer',
    visibleFrom: now,
    statusSince: now,
    // A window stays behind; an extended service term is left on any day, whoever has it.
    cancellableUntil: source.extendedFrom === null ? null : source.cancellableUntil,
    windowFrom: null,
    batches: source.extendedFrom === null ? [] : source.batches,
    pending: null,
    history: [],
    chargedFrom: addDays(today, 1),
    chargedThrough: null,
  })
}
