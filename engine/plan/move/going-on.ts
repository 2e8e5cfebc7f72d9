/**
 * What a gate looks at beside that replacements live: that they go on after their terms (T25). Somebody may tell one to end, or to go on with
 * fewer seats, after it was bought and before its source is switched off. Of what this plan, or its line, lets end so, that is not asked.
 */
import type { LiveSubscription } from '../../model/live.ts'
import { keeps, type NextTerm, type Renewal, renewalOf } from '../../model/renewal.ts'
import type { Action, ActionOf } from '../action.ts'
import type { Check, NewSubscriptionCheck } from '../check.ts'
import type { GateFacts } from './gate-facts.ts'

type Facts = Pick<GateFacts, 'customer' | 'target' | 'bound' | 'decided'>

export function goingOn(facts: Facts): readonly Check[] {
  const { customer, target, bound, decided } = facts
  const replaced = new Set(decided.map(({ decision }) => decision.replacement))
  const ofLines = customer.subscriptions.flatMap((declared): readonly Check[] => {
    if (declared.state !== 'active' || !replaced.has(declared.product)) return []
    const created = target.find(action => isPurchaseOf(action, declared.key))
    if (created?.kind === 'subscription.create') return ofPurchase(created, target)
    const living = bound.get(declared.key)
    return living === undefined ? [] : ofLiving(living, declared, target)
  })
  const arriving = target.flatMap(action =>
    action.kind === 'subscription.transfer' ? ofTransfer(action, facts) : [],
  )
  return [...ofLines, ...arriving]
}

function isPurchaseOf(action: Action, key: string): boolean {
  return action.kind === 'subscription.create' && action.key === key
}

function ofPurchase(action: ActionOf<'subscription.create'>, target: readonly Action[]): readonly Check[] {
  if (action.effect.commerce !== 'nce') return []
  // Until it is told otherwise, what was bought renews.
  const after = toldTo(action.id, action, target) ?? ({ kind: 'renews', next: null } as const)
  return keeps(after, action) ? arrivalsOf(action) : []
}

function ofLiving(
  living: LiveSubscription,
  { product, seats }: Pick<NextTerm, 'product' | 'seats'>,
  target: readonly Action[],
): readonly Check[] {
  const { commerce, partner, customer, id: subscription } = living
  const told = target.find(
    action => action.kind === 'subscription.change-renewal' && action.subscription === subscription,
  )
  const after = told?.kind === 'subscription.change-renewal' ? told.to : renewalOf(living)
  return commerce === 'nce' && keeps(after, { product, seats })
    ? [{ kind: 'goes on', partner, customer, subscription, product, seats }]
    : []
}

/** A transfer takes the renewal of the source along. */
function ofTransfer(
  action: ActionOf<'subscription.transfer'>,
  { target, decided }: Pick<Facts, 'target' | 'decided'>,
): readonly Check[] {
  const arrivals = arrivalsOf(action)
  return action.items.flatMap((item, at) => {
    const source = decided.find(
      ({ subscription }) => subscription.partner === action.from && subscription.id === item.subscription,
    )
    const arrival = arrivals[at]
    if (source === undefined || arrival === undefined) return []
    const after = toldTo(action.id, item, target) ?? renewalOf(source.subscription)
    return keeps(after, item) ? [arrival] : []
  })
}

/** What this plan tells what it has bought, or brought over. */
function toldTo(
  maker: Action['id'],
  { product, name, seats }: Pick<ActionOf<'subscription.create'>, 'product' | 'name' | 'seats'>,
  target: readonly Action[],
): Renewal | null {
  const told = target.find(
    action =>
      action.kind === 'subscription.set-renewal' &&
      action.createdBy === maker &&
      action.product === product &&
      action.name === name &&
      action.seats === seats,
  )
  return told?.kind === 'subscription.set-renewal' ? told.to : null
}

function arrivalsOf({ proves }: Pick<ActionOf<'subscription.create'>, 'proves'>): readonly Check[] {
  return proves
    .filter((check): check is NewSubscriptionCheck => check.kind === 'new subscription lives')
    .map(newSubscription => ({ kind: 'new subscription goes on', newSubscription }))
}
