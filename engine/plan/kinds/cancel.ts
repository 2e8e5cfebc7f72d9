/**
 * `subscription.cancel`: ends a new-commerce subscription within its window, for good (T4). The window is read, never assumed: it
 * closes at an instant the service names, and the plan shows it. Inside it the money comes back, all of it on the first day.
 */
import {
  type ActionId,
  actionId,
  type Instant,
  type ProductKey,
  type Seats,
  type SubscriptionId,
} from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isUnread } from '../../model/unread-dates.ts'
import { creditOnCancel } from '../../money/pricing.ts'
import { Bug } from '../../result.ts'
import { isAfter } from '../../time/utc-days.ts'
import { cancellationCloses } from '../deadlines/closings.ts'
import type { Write } from './action-parts.ts'
import { placeOf } from './change-living.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import { runningPerPeriod, wholePrice } from './price-per-period.ts'
import type { SuspendFacts, SuspendSubscription } from './suspend.ts'

/** Within the window of new commerce; final. */
export interface CancelSubscription extends Write {
  readonly kind: 'subscription.cancel'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  /** Last instant at which the service takes it. */
  readonly until: Instant
  readonly replacedBy: SuspendSubscription['replacedBy']
}

export const cancelRules: WriteRules<CancelSubscription> = {
  ...plainChange,
  countedAs: 'suspend',
  monthly: ({ effect }) => wholePrice(effect.perPeriod, -1),
  closes: cancellationCloses,
}

export type CancelFacts = Omit<SuspendFacts, 'irreversible' | 'changes'>

export function cancelId(subscription: LiveSubscription): ActionId {
  return actionId(`subscription.cancel:${subscription.partner}/${subscription.customer}/${subscription.id}`)
}

/** The instant until which it can be cancelled, if that is still to come. */
export function openWindow({ commerce, cancellableUntil }: LiveSubscription, now: Instant): Instant | null {
  const isOpen = commerce === 'nce' && cancellableUntil !== null && !isAfter(now, cancellableUntil)
  return isOpen ? cancellableUntil : null
}

/** Why there is no open window, as the end of a sentence on it. */
export function howClosed(live: LiveSubscription): string {
  if (isUnread(live, 'cancellableUntil')) return 'closes on a day that cannot be read'
  return live.cancellableUntil === null ? 'is closed' : `closed at ${live.cancellableUntil}`
}

export function cancelAction(facts: CancelFacts): CancelSubscription {
  const { subscription, partner, on, method, replacedBy, overlap } = facts
  const { seats, cancellableUntil } = subscription
  if (seats === null || cancellableUntil === null)
    throw new Bug(`a cancel of ${subscription.id} was planned without its seats and its window`)
  const at = placeOf(subscription)
  return {
    kind: 'subscription.cancel',
    id: cancelId(subscription),
    ...at,
    product: subscription.product,
    productName: subscription.productName,
    name: subscription.name,
    seats,
    until: cancellableUntil,
    replacedBy,
    after: facts.after,
    because: facts.because,
    replay: 'safe',
    expects: [
      { kind: 'subscription is', ...at, status: subscription.status, seats },
      { kind: 'cancellable', ...at },
    ],
    proves: [{ kind: 'subscription is', ...at, status: 'deleted', seats: null }],
    ...(facts.source !== undefined && { source: facts.source }),
    effect: {
      commerce: subscription.commerce,
      method,
      date: on,
      irreversible: true,
      reducesService: replacedBy.length === 0,
      ...(overlap !== null && overlap !== undefined && { overlap }),
      billing: [{ partner: partner.name, until: on, note: 'stops' }],
      credit: creditOnCancel(partner, subscription, on),
      perPeriod: runningPerPeriod(partner, subscription, seats),
    },
  }
}
