/** What closes for a kind of action, as live facts say it; the rules of each kind name what closes for it. */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { Instant, PartnerName, SubscriptionId, TenantId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { renewalLockMs } from '../../model/renewal.ts'
import { addMs } from '../../time/utc-days.ts'
import { closingOf, type OpenHours } from '../../time/window.ts'
import type { Deadline } from './deadline.ts'

export interface DeadlineFacts {
  readonly index: Pick<ActualIndex, 'subscription'>
  /** Of the customer's consolidation; null: it may begin at any time. */
  readonly window: OpenHours | null
  /** When the customer's steps would begin. */
  readonly begins: Instant
}

/** One living subscription. */
interface Place {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly subscription: SubscriptionId
}

/** A deadline before it is known whose it is. */
export type Closes = Omit<Deadline, 'action'>

export function windowCloses({ window, begins }: DeadlineFacts): readonly Closes[] {
  const at = window === null ? null : closingOf(window, begins)
  return at === null ? [] : [{ closes: 'cutover window', at, fact: null }]
}

/** The seats that go are those whose windows close last, so it is the earliest of the windows that are needed. */
export function refundCloses(
  action: Place & { readonly from: number; readonly to: number },
  { index }: DeadlineFacts,
): readonly Closes[] {
  const found = liveOf(action, action.subscription, index)
  if (found === undefined || found.commerce !== 'nce' || action.to >= action.from) return []
  let leaving = action.from - action.to
  let at: Instant | null = null
  for (const batch of [...found.refundable].sort(
    (one, other) => Date.parse(other.until) - Date.parse(one.until),
  )) {
    if (leaving <= 0) break
    at = batch.until
    leaving -= batch.seats
  }
  return at === null ? [] : [{ closes: 'refund window', at, fact: factOf(found) }]
}

export function renewalCloses(
  { partner, customer, subscription }: Place,
  { index }: DeadlineFacts,
): readonly Closes[] {
  const found = liveOf({ partner, customer }, subscription, index)
  if (found === undefined || found.termEndsAt === null) return []
  return [{ closes: 'renewal lock', at: addMs(found.termEndsAt, -renewalLockMs), fact: factOf(found) }]
}

function liveOf(
  { partner, customer }: { readonly partner: PartnerName; readonly customer: TenantId },
  subscription: SubscriptionId,
  index: DeadlineFacts['index'],
): LiveSubscription | undefined {
  return index.subscription(partner, customer, subscription)
}

export function cancellationCloses(
  { partner, customer, subscription }: Place,
  { index }: DeadlineFacts,
): readonly Closes[] {
  const found = liveOf({ partner, customer }, subscription, index)
  if (found === undefined || found.cancellableUntil === null) return []
  return [{ closes: 'cancellation window', at: found.cancellableUntil, fact: factOf(found) }]
}

function factOf({ partner, id }: LiveSubscription): Deadline['fact'] {
  return { partner, subscription: id }
}
