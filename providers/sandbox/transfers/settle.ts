/** Transfers end by themselves (E23): accepted ones complete, forgotten ones lapse. */
import { newId, newShortId, nextCount } from '../ids.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import type { Service } from '../service.ts'
import type { OrderRow, SubscriptionRow, TransferRow } from '../state/rows.ts'
import { keyOf } from '../state/store.ts'
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

/** Source charged up to and including the day of completion, target from the next day (api.md 2.5). */
function complete(service: Service, transfer: TransferRow): void {
  const now = service.time.now()
  const orderId = newShortId(service, 'order', transfer.target, transfer.customer)
  const moved = new Map<string, SubscriptionRow>()
  for (const line of transfer.lines) {
    const source = service.store.subscriptions.get(keyOf(transfer.source, line.source))
    if (source === undefined) continue
    const parent = line.parent === null ? null : (moved.get(line.parent.toLowerCase())?.id ?? null)
    moved.set(line.source.toLowerCase(), moveOver(service, source, { transfer, orderId, parent }))
  }
  const order: OrderRow = {
    id: orderId,
    partner: transfer.target,
    customer: transfer.customer,
    billing: [...moved.values()][0]?.billing ?? 'monthly',
    legacy: false,
    createdAt: now,
    settledAt: now,
    listedFrom: now,
    version: 1,
    lines: [...moved.values()].map((row, number) => ({
      number,
      offerId: row.offerId,
      subscription: row.id,
      quantity: row.seats,
      friendlyName: row.friendlyName,
      term: row.term,
      transactionType: 'New',
    })),
  }
  service.store.orders.put(order)
  service.store.transfers.put({
    ...transfer,
    status: 'Complete',
    modifiedAt: now,
    completedAt: now,
    lines: transfer.lines.map(line => ({
      ...line,
      target: moved.get(line.source.toLowerCase())?.id ?? null,
    })),
  })
  noteTransferEnd(service, transfer)
}

function moveOver(
  service: Service,
  source: SubscriptionRow,
  to: { readonly transfer: TransferRow; readonly orderId: string; readonly parent: string | null },
): SubscriptionRow {
  const now = service.time.now()
  const today = dayOf(now)
  saveSubscription(service, {
    ...source,
    status: 'deleted',
    autoRenew: false,
    nextTerm: null,
    nextCharge: null,
    pending: null,
    chargedThrough: today,
  })
  return saveSubscription(service, {
    ...source,
    partner: to.transfer.target,
    id: newId(service, 'subscription', to.transfer.target, source.customer),
    sequence: nextCount(service, 'sequence'),
    purchasedAt: now,
    parent: to.parent,
    orderId: to.orderId,
    partnerId: '',
    acquired: 'transfer',
    visibleFrom: now,
    statusSince: now,
    cancellableUntil: null,
    windowFrom: null,
    batches: [],
    pending: null,
    history: [],
    chargedFrom: addDays(today, 1),
    chargedThrough: null,
  })
}
