/** `subscription.reactivate`: switches a suspended subscription on again. */
import { dayOf, type ProductKey, type Seats, type SubscriptionId } from '../../model/ids.ts'
import { Bug } from '../../result.ts'
import type { Effect } from '../effect.ts'
import type { Write } from './action-parts.ts'
import { type ChangeFacts, commonOf, effectOf, placeOf } from './change-living.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import { runningPerPeriod, wholePrice } from './price-per-period.ts'

export interface ReactivateSubscription extends Write {
  readonly kind: 'subscription.reactivate'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
}

export const reactivateRules: WriteRules<ReactivateSubscription> = {
  ...plainChange,
  adds: () => true,
  // Only legacy names a price: new commerce is charged whether it is suspended or not.
  monthly: ({ effect }) => wholePrice(effect.perPeriod, 1),
}

export function reactivateAction(facts: ChangeFacts): ReactivateSubscription {
  const { subscription } = facts
  if (subscription.seats === null)
    throw new Bug(`a reactivation of ${subscription.id} was planned without knowing its seats`)
  const at = placeOf(subscription)
  return {
    ...commonOf(facts, 'subscription.reactivate'),
    kind: 'subscription.reactivate',
    name: subscription.name,
    seats: subscription.seats,
    because: { kind: 'declared otherwise', field: 'state' },
    expects: [{ kind: 'subscription is', ...at, status: 'suspended', seats: subscription.seats }],
    proves: [{ kind: 'subscription is', ...at, status: 'active', seats: subscription.seats }],
    effect: reactivationOf(facts, subscription.seats),
  }
}

/** New commerce was charged all the time that it was suspended: switching it on changes no bill. */
function reactivationOf(facts: ChangeFacts, seats: Seats): Effect {
  const { subscription, partner } = facts
  const common = { irreversible: false, reducesService: false } as const
  if (subscription.commerce !== 'legacy') {
    const until = subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
    return effectOf(facts, { ...common, billing: [{ partner: partner.name, until, note: 'unchanged' }] })
  }
  return effectOf(facts, {
    ...common,
    billing: [{ partner: partner.name, until: null, note: 'starts' }],
    perPeriod: runningPerPeriod(partner, subscription, seats),
  })
}
