/**
 * `subscription.suspend`: stops the charges of legacy commerce only. In a consolidation it stands behind the customer's
 * gate; declared in steady state it says that it reduces service. It carries no day: once everything is on, switching off
 * late is dearer than planned and still better than not at all (T11).
 */
import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import {
  type ActionId,
  actionId,
  dayOf,
  type PartnerName,
  type ProductKey,
  type Seats,
  type SubscriptionId,
  type UtcDate,
} from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { RecordedChange } from '../../model/recorded/recorded-change.ts'
import { creditOnSwitchOff } from '../../money/pricing.ts'
import { Bug } from '../../result.ts'
import type { Effect } from '../effect.ts'
import type { Reason, Write } from './action-parts.ts'
import { placeOf } from './change-living.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import { runningPerPeriod, wholePrice } from './price-per-period.ts'

export interface SuspendSubscription extends Write {
  readonly kind: 'subscription.suspend'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  /** Actions or living subscriptions that replace it; empty: reduces service by design (drop, declared state). */
  readonly replacedBy: readonly (
    | { readonly kind: 'created by'; readonly action: ActionId }
    | { readonly kind: 'living'; readonly partner: PartnerName; readonly subscription: SubscriptionId }
  )[]
}

export const suspendRules: WriteRules<SuspendSubscription> = {
  ...plainChange,
  countedAs: 'suspend',
  monthly: ({ effect }) => (effect.commerce === 'legacy' ? wholePrice(effect.perPeriod, -1) : null),
}

export interface SuspendFacts {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly on: UtcDate
  readonly method: Effect['method']
  readonly because: Reason
  readonly after: readonly ActionId[]
  readonly replacedBy: SuspendSubscription['replacedBy']
  /** In its account, by the activity log, oldest first; null: not known. */
  readonly changes: readonly RecordedChange[] | null
  /** Of the pair it ends; null when nothing replaces it. */
  readonly overlap: Effect['overlap'] | null
  readonly irreversible: boolean
  readonly source?: SourceRange
}

export function suspendId(subscription: LiveSubscription): ActionId {
  return actionId(`subscription.suspend:${subscription.partner}/${subscription.customer}/${subscription.id}`)
}

export function suspendAction(facts: SuspendFacts): SuspendSubscription {
  const { subscription } = facts
  if (subscription.seats === null)
    throw new Bug(`a suspend of ${subscription.id} was planned without knowing its seats`)
  const at = placeOf(subscription)
  return {
    kind: 'subscription.suspend',
    id: suspendId(subscription),
    ...at,
    product: subscription.product,
    productName: subscription.productName,
    name: subscription.name,
    seats: subscription.seats,
    replacedBy: facts.replacedBy,
    after: facts.after,
    because: facts.because,
    replay: 'safe',
    expects: [{ kind: 'subscription is', ...at, status: 'active', seats: subscription.seats }],
    proves: [{ kind: 'subscription is', ...at, status: 'suspended', seats: null }],
    ...(facts.source !== undefined && { source: facts.source }),
    effect: effectOf(facts),
  }
}

function effectOf({
  subscription,
  partner,
  on,
  method,
  irreversible,
  replacedBy,
  overlap,
  changes,
}: SuspendFacts): Effect {
  const common = {
    commerce: subscription.commerce,
    method,
    date: on,
    irreversible,
    reducesService: replacedBy.length === 0,
    ...(overlap !== null && overlap !== undefined && { overlap }),
  }
  if (subscription.commerce !== 'legacy') {
    const until = subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
    return { ...common, billing: [{ partner: partner.name, until, note: 'continues to term end' }] }
  }
  return {
    ...common,
    billing: [{ partner: partner.name, until: on, note: 'stops' }],
    ...(!subscription.trial && {
      credit: creditOnSwitchOff(partner, subscription, { day: on, changes }),
      ...(subscription.seats !== null && {
        perPeriod: runningPerPeriod(partner, subscription, subscription.seats),
      }),
    }),
  }
}
