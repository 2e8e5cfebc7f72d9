/** The deadlines of one action, from what is live: one entry per kind, so that a new kind has to say what closes for it. */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { Instant, PartnerName, SubscriptionId, TenantId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { addMs, endOfDay } from '../../time/utc-days.ts'
import { closingOf, type OpenHours } from '../../time/window.ts'
import type { ActionOf, WriteAction, WriteKind } from '../action.ts'
import { renewalLockMs } from '../decide/transfer.ts'
import type { Deadline } from './deadline.ts'

export interface DeadlineFacts {
  readonly index: ActualIndex
  /** Of the customer's consolidation; null: it may begin at any time. */
  readonly window: OpenHours | null
  /** When the customer's steps would begin. */
  readonly begins: Instant
}

type Found = Omit<Deadline, 'action'>
type Closings = { readonly [K in WriteKind]: (action: ActionOf<K>, facts: DeadlineFacts) => readonly Found[] }

const none = () => []

const closings: Closings = {
  'subscription.create': (_action, facts) => windowCloses(facts),
  'subscription.change-seats': (action, facts) => refundCloses(action, facts),
  'subscription.suspend': none,
  'subscription.cancel': (action, { index }) => {
    const found = liveOf(action, action.subscription, index)
    if (found === undefined || found.cancellableUntil === null) return []
    return [{ closes: 'cancellation window', at: found.cancellableUntil, fact: factOf(found) }]
  },
  'subscription.reactivate': none,
  'subscription.rename': none,
  'subscription.change-details': none,
  'subscription.change-billing': none,
  'subscription.change-renewal': (action, { index }) => lockOf(liveOf(action, action.subscription, index)),
  'subscription.set-renewal': none,
  'subscription.transfer': (action, facts) => [
    ...windowCloses(facts),
    ...action.items.flatMap(item =>
      lockOf(liveOf({ partner: action.from, customer: action.customer }, item.subscription, facts.index)),
    ),
  ],
}

export function deadlinesOf(action: WriteAction, facts: DeadlineFacts): readonly Deadline[] {
  const found = (
    closings[action.kind] as Closings[WriteKind] as (a: WriteAction, f: DeadlineFacts) => readonly Found[]
  )(
    // the table is keyed by the kind of its own actions
    action,
    facts,
  )
  const day = action.expects.find(check => check.kind === 'day is')
  return [
    ...found,
    ...(day === undefined ? [] : [{ closes: 'billing day', at: endOfDay(day.day), fact: null } as const]),
  ].map(entry => ({ ...entry, action: action.id }))
}

function windowCloses({ window, begins }: DeadlineFacts): readonly Found[] {
  const at = window === null ? null : closingOf(window, begins)
  return at === null ? [] : [{ closes: 'cutover window', at, fact: null }]
}

/** The seats that go are those whose windows close last, so it is the earliest of the windows that are needed. */
function refundCloses(
  action: ActionOf<'subscription.change-seats'>,
  { index }: DeadlineFacts,
): readonly Found[] {
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

function lockOf(found: LiveSubscription | undefined): readonly Found[] {
  if (found === undefined || found.termEndsAt === null) return []
  return [{ closes: 'renewal lock', at: addMs(found.termEndsAt, -renewalLockMs), fact: factOf(found) }]
}

function liveOf(
  { partner, customer }: { readonly partner: PartnerName; readonly customer: TenantId },
  subscription: SubscriptionId,
  index: ActualIndex,
): LiveSubscription | undefined {
  const read = index.customer(partner, customer)?.subscriptions
  return read?.kind === 'present' ? read.value.find(entry => entry.id === subscription) : undefined
}

function factOf({ partner, id }: LiveSubscription): Deadline['fact'] {
  return { partner, subscription: id }
}
