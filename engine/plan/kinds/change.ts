/** Changes of a living subscription that keep it what it is: seats, reactivation, name. */
import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import { type ActionId, actionId, dayOf, type Seats, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { perPeriod } from '../../money/pricing.ts'
import { Bug } from '../../result.ts'
import type { ChangeSeats, Effect, ReactivateSubscription, RenameSubscription } from '../action.ts'

export interface ChangeFacts {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly on: UtcDate
  readonly method: Effect['method']
  readonly after: readonly ActionId[]
  readonly source: SourceRange
}

function common({ subscription, after, source }: ChangeFacts, kind: string) {
  return {
    id: actionId(`${kind}:${subscription.partner}/${subscription.customer}/${subscription.id}`),
    partner: subscription.partner,
    customer: subscription.customer,
    subscription: subscription.id,
    product: subscription.product,
    productName: subscription.productName,
    after,
    replay: 'safe',
    source,
  } as const
}

function effect(
  { subscription, on, method, partner }: ChangeFacts,
  facts: Pick<Effect, 'irreversible' | 'reducesService'> & Partial<Effect>,
): Effect {
  const until =
    subscription.commerce === 'nce' && subscription.termEndsAt !== null && !subscription.autoRenew
      ? dayOf(subscription.termEndsAt)
      : null
  return {
    commerce: subscription.commerce,
    method,
    date: on,
    billing: [{ partner: partner.name, until, note: 'changes' }],
    ...facts,
  }
}

function periodOf(subscription: LiveSubscription): 'month' | 'year' | 'term' {
  return subscription.billing === 'annual'
    ? 'year'
    : subscription.billing === 'monthly' || subscription.billing === null
      ? 'month'
      : 'term'
}

export function changeSeatsAction(facts: ChangeFacts, to: Seats): ChangeSeats {
  const { subscription, partner } = facts
  if (subscription.seats === null)
    throw new Bug(`a seat change of ${subscription.id} was planned without knowing its seats`)
  const at = {
    partner: subscription.partner,
    customer: subscription.customer,
    subscription: subscription.id,
  } as const
  return {
    ...common(facts, 'subscription.change-seats'),
    kind: 'subscription.change-seats',
    name: subscription.name,
    from: subscription.seats,
    to,
    because: { kind: 'declared otherwise', field: 'seats' },
    expects: [{ kind: 'subscription is', ...at, status: 'active', seats: subscription.seats }],
    proves: [{ kind: 'subscription is', ...at, status: 'active', seats: to }],
    effect: effect(facts, {
      irreversible: subscription.commerce === 'nce' && to > subscription.seats,
      reducesService: to < subscription.seats,
      perPeriod: { period: periodOf(subscription), amount: perPeriod(partner, subscription, to) },
    }),
  }
}

export function reactivateAction(facts: ChangeFacts): ReactivateSubscription {
  const { subscription, partner } = facts
  if (subscription.seats === null)
    throw new Bug(`a reactivation of ${subscription.id} was planned without knowing its seats`)
  const at = {
    partner: subscription.partner,
    customer: subscription.customer,
    subscription: subscription.id,
  } as const
  return {
    ...common(facts, 'subscription.reactivate'),
    kind: 'subscription.reactivate',
    name: subscription.name,
    seats: subscription.seats,
    because: { kind: 'declared otherwise', field: 'state' },
    expects: [{ kind: 'subscription is', ...at, status: 'suspended', seats: subscription.seats }],
    proves: [{ kind: 'subscription is', ...at, status: 'active', seats: subscription.seats }],
    effect: effect(facts, {
      irreversible: false,
      reducesService: false,
      billing: [{ partner: partner.name, until: null, note: 'starts' }],
      perPeriod: {
        period: periodOf(subscription),
        amount: perPeriod(partner, subscription, subscription.seats),
      },
    }),
  }
}

export function renameAction(facts: ChangeFacts, to: string): RenameSubscription {
  const { subscription } = facts
  const at = {
    partner: subscription.partner,
    customer: subscription.customer,
    subscription: subscription.id,
  } as const
  return {
    ...common(facts, 'subscription.rename'),
    kind: 'subscription.rename',
    from: subscription.name,
    to,
    because: { kind: 'declared otherwise', field: 'friendlyName' },
    expects: [
      { kind: 'subscription is', ...at, status: subscription.status, seats: null, name: subscription.name },
    ],
    proves: [{ kind: 'subscription is', ...at, status: subscription.status, seats: null, name: to }],
    effect: effect(facts, { irreversible: false, reducesService: false, billing: [] }),
  }
}
