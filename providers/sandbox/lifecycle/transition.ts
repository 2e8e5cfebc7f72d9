/**
 * A subscription of new commerce, or some of its seats, becomes another product now (facts 9, `subscriptions.transitions`): an upgrade, a
 * trial that is bought, an extended service term that is left.
 */
import { newId, newShortId } from '../ids.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration, dayOf } from '../time/calendar.ts'
import { changedProduct, type WantedProduct, withoutNextTerm } from './changed-product.ts'
import { saveSubscription } from './save.ts'
import { type Batch, openBatches } from './windows.ts'

export interface WantedTransition extends WantedProduct {
  readonly seats: number
  /** A subscription of the target that takes the seats; null: none. */
  readonly into: SubscriptionRow | null
}

export interface Transitioned {
  /** The source, after it; saved by the caller. */
  readonly row: SubscriptionRow
  /** The subscription that has the seats now. */
  readonly toSubscription: string
}

/** Of what passed every check. Saves what it makes beside the source. */
export function transition(service: Service, row: SubscriptionRow, wanted: WantedTransition): Transitioned {
  const { into, seats } = wanted
  const isWhole = seats === row.seats
  if (into !== null) {
    saveSubscription(service, withMoreSeats(into, seats, row))
    return { row: isWhole ? gone(service, row) : withFewer(service, row, seats), toSubscription: into.id }
  }
  if (isWhole) return { row: changedProduct(service, row, wanted), toSubscription: row.id }
  const part = saveSubscription(service, partOf(service, row, wanted))
  orderFor(service, part)
  return { row: withFewer(service, row, seats), toSubscription: part.id }
}

/** A new subscription; it inherits the windows of its source. */
function partOf(service: Service, row: SubscriptionRow, wanted: WantedTransition): SubscriptionRow {
  const now = service.time.now()
  const whole = changedProduct(service, row, wanted)
  return {
    ...whole,
    id: newId(service, 'subscription', row.partner, row.customer),
    seats: wanted.seats,
    friendlyName: whole.offerName,
    orderId: newShortId(service, 'order', row.partner, row.customer),
    purchasedAt: now,
    visibleFrom: now,
    statusSince: now,
    acquired: 'transition',
    cancellableUntil: row.cancellableUntil,
    windowFrom: row.windowFrom,
    batches: firstSeats(openBatches(row, now), wanted.seats),
    version: 0,
    history: [],
    chargedFrom: null,
    chargedThrough: null,
  }
}

function orderFor(service: Service, part: SubscriptionRow): void {
  const now = service.time.now()
  service.store.orders.put({
    id: part.orderId,
    partner: part.partner,
    customer: part.customer,
    billing: part.billing,
    legacy: false,
    createdAt: now,
    settledAt: now,
    listedFrom: now,
    version: 1,
    lines: [
      {
        number: 0,
        offerId: part.offerId,
        subscription: part.id,
        quantity: part.seats,
        friendlyName: part.friendlyName,
        term: part.term,
        transactionType: 'convert',
      },
    ],
  })
}

function withFewer(service: Service, row: SubscriptionRow, seats: number): SubscriptionRow {
  const left = row.seats - seats
  return {
    ...row,
    ...withoutNextTerm(row),
    seats: left,
    batches: firstSeats(openBatches(row, service.time.now()), left),
  }
}

function withMoreSeats(into: SubscriptionRow, seats: number, from: SubscriptionRow): SubscriptionRow {
  const moved = firstSeats(from.batches, seats)
  return {
    ...into,
    ...withoutNextTerm(into),
    seats: into.seats + seats,
    batches: [...into.batches, ...moved],
  }
}

/** Nobody switched it off: what is left of its period is no credit of a cancel. */
function gone(service: Service, row: SubscriptionRow): SubscriptionRow {
  const yesterday = dayOf(addDuration(service.time.now(), '-P1D'))
  return {
    ...row,
    ...withoutNextTerm(row),
    status: 'deleted',
    autoRenew: false,
    scheduledActions: [],
    cancellableUntil: null,
    batches: [],
    chargedThrough: yesterday,
  }
}

/** Of what can still be given back, no more than so many seats. */
function firstSeats(batches: readonly Batch[], seats: number): readonly Batch[] {
  const kept: Batch[] = []
  let left = seats
  for (const { seats: own, until } of batches) {
    if (left > 0) kept.push({ seats: Math.min(own, left), until })
    left -= own
  }
  return kept
}
