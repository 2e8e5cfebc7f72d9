/** Whether a change of a living subscription is one of what the plan relied on, and proves what it does. */
import type { Renewal } from '../../../model/renewal.ts'
import type { WriteAction } from '../../../plan/action.ts'
import type { Check } from '../../../plan/check.ts'
import { canonicalJson } from '../../../plan/digest.ts'
import { detailsOf } from '../../../plan/kinds/details-in-checks.ts'
import { differing, type Fields, type Ground, type Of, ofMarket } from '../ground.ts'

type OnLiving = Exclude<
  WriteAction,
  { kind: 'subscription.create' | 'subscription.transfer' | 'subscription.set-renewal' }
>

export function ofLiving(action: OnLiving, ground: Ground): readonly string[] {
  const { partner, customer, subscription } = action
  const was = ground.living.get(`${partner}/${customer}/${subscription}`)
  if (was === undefined) return ['the plan does not rely on what the subscription was']
  const reasons = differing(was, saidOf(action, ground))
  const isLookedAt = action.expects.some(
    check => check.kind === 'subscription is' && check.subscription === subscription,
  )
  if (!isLookedAt) reasons.push('it does not look at the subscription before it')
  for (const check of [...action.expects, ...action.proves])
    if ('subscription' in check && check.subscription !== subscription)
      reasons.push(`it looks at another subscription, ${check.subscription}`)
  if ('replacedBy' in action)
    for (const by of action.replacedBy)
      if (by.kind === 'living' && !ground.living.has(`${by.partner}/${customer}/${by.subscription}`))
        reasons.push(`the plan does not rely on ${by.subscription}, which replaces it`)
  if (!action.proves.some(check => isDone(check, action))) reasons.push('what it proves is not what it does')
  if (action.kind === 'subscription.change-renewal')
    reasons.push(...ofMarket(action, ground), ...ofRenewal(action))
  return reasons
}

/** As the subscription is after it. */
function isDone(check: Check, action: OnLiving): boolean {
  return check.kind === 'subscription is' && differing({ ...check }, madeBy(action)).length === 0
}

function madeBy(action: OnLiving): Fields {
  switch (action.kind) {
    case 'subscription.rename':
      return { name: action.to }
    case 'subscription.change-seats':
      return { status: 'active', seats: action.to, ...detailsOf(action.also, 'to') }
    case 'subscription.change-billing':
      return { billing: action.to }
    case 'subscription.change-details':
      return { ...detailsOf(action.changes, 'to') }
    case 'subscription.change-renewal':
      return { seats: action.seats, ...detailsOf(action.also, 'to') }
    case 'subscription.reactivate':
      return { status: 'active', seats: action.seats }
    case 'subscription.suspend':
      return { status: 'suspended' }
    case 'subscription.cancel':
      return { status: 'deleted' }
  }
}

function ofRenewal({ expects, proves, from, to }: Of<'subscription.change-renewal'>): readonly string[] {
  const is = (checks: readonly Check[], renewal: Renewal) =>
    checks.every(
      check => check.kind !== 'renewal is' || canonicalJson(check.renewal) === canonicalJson(renewal),
    )
  const proven = proves.some(check => check.kind === 'renewal is')
  return is(expects, from) && is(proves, to) && proven
    ? []
    : ['what it proves of the renewal is not what it does']
}

/** What an action on a living subscription says that it is. */
function saidOf(action: OnLiving, ground: Ground): Fields {
  const { product } = action
  switch (action.kind) {
    case 'subscription.rename':
      return { product, name: action.from }
    case 'subscription.change-seats':
      return { product, name: action.name, seats: action.from }
    case 'subscription.change-billing':
      return { product, name: action.name, order: action.order, billing: action.from }
    case 'subscription.change-details':
      return { product, name: action.name }
    case 'subscription.change-renewal':
      return { product, name: action.name, ...(!hasOtherSeats(action, ground) && { seats: action.seats }) }
    case 'subscription.reactivate':
    case 'subscription.suspend':
    case 'subscription.cancel':
      return { product, name: action.name, seats: action.seats }
  }
}

/** An earlier step of the plan has changed them by then. */
function hasOtherSeats(action: Of<'subscription.change-renewal'>, { actions }: Ground): boolean {
  return action.after.some(id => {
    const before = actions.get(id)
    return (
      before?.kind === 'subscription.change-seats' &&
      before.partner === action.partner &&
      before.subscription === action.subscription &&
      before.to === action.seats
    )
  })
}
