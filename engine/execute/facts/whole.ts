/**
 * Whether the actions of a plan hold together: order, gates, proofs, consent, day and facts follow from the actions by rules, so they
 * can be asked for again. A plan comes from a file or from a journal, where anybody may have changed it and made its digests anew. That
 * the documents declare each action is asked in declared.ts; here, that nothing was taken away which the action may not go without.
 */

import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { ActionId, ProductKey, TenantId } from '../../model/ids.ts'
import {
  type Action,
  type ActionOf,
  isIrreversible,
  isSwitchOff,
  isWrite,
  type SwitchOff,
} from '../../plan/action.ts'
import type { Check } from '../../plan/check.ts'
import { canonicalJson } from '../../plan/digest.ts'
import { longestExpiry } from '../../plan/expiry.ts'
import type { CustomerGate } from '../../plan/kinds/customer-gate.ts'
import type { CustomerPlan, Plan } from '../../plan/plan.ts'
import { counted } from '../../plural.ts'
import { isAfter } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'
import { disagreements } from './agreement/agreement.ts'
import { type Gates, gatesOf } from './gates.ts'
import { type Ground, groundOf } from './ground.ts'

/** At most so many are told; the plan is refused as a whole. */
const shown = 10

/** Why the plan is not one that was planned, the first ten reasons. */
export function notWhole(plan: Plan): readonly Diagnostic[] {
  const facts = factsOf(plan)
  const reasons = [
    ...ofPlan(plan),
    ...plan.actions.flatMap(action => ofAction(action, facts).map(why => `${action.id}: ${why}`)),
  ]
  return reasons
    .slice(0, shown)
    .map(why => diagnose(codes.NOT_WHOLE, { detail: `${why}. Nothing was written.` }))
}

interface Facts {
  readonly ground: Ground
  /** The part of a customer, by each of its actions. */
  readonly stories: ReadonlyMap<ActionId, CustomerPlan>
  /** Purchases and transfers of each customer, by tenant. */
  readonly arrivals: ReadonlyMap<TenantId, readonly Arrival[]>
  readonly byId: ReadonlyMap<ActionId, Action>
  readonly gates: Gates
}

function factsOf(plan: Plan): Facts {
  const byId = new Map(plan.actions.map(action => [action.id, action]))
  // Several consolidations may move one customer into one account: each has its part, and its gate.
  const stories = new Map(plan.customers.flatMap(entry => entry.actions.map(id => [id, entry] as const)))
  return { ground: groundOf(plan), stories, arrivals: arrivalsOf(plan), byId, gates: gatesOf(plan, byId) }
}

function ofPlan(plan: Plan): readonly string[] {
  const reasons: string[] = []
  const done = new Set<ActionId>()
  const all = new Set<ActionId>()
  for (const { id, after } of plan.actions) {
    if (all.has(id)) reasons.push(`${id} is there twice`)
    all.add(id)
    // The plan is written in an order that respects every edge, so what comes later cannot be waited for.
    const missing = after.find(before => !done.has(before))
    if (missing !== undefined) reasons.push(`${id} waits for ${missing}, which does not come before it`)
    done.add(id)
  }
  if (isAfter(plan.expiresAt, longestExpiry(plan)))
    reasons.push(
      `it would be good until ${plan.expiresAt}, and a plan of this kind is until ${longestExpiry(plan)}`,
    )
  const isForOtherDay = plan.actions.some(
    action =>
      isWrite(action) && action.expects.some(check => check.kind === 'day is' && check.day !== plan.on),
  )
  if (isForOtherDay) reasons.push(`it is for ${plan.on}, and actions of it are for another day`)
  return reasons
}

function ofAction(action: Action, facts: Facts): readonly string[] {
  const reasons = [...disagreements(action, facts.ground)]
  if (action.kind === 'gate.customer') return [...reasons, ...ofGate(action, facts)]
  if (!isWrite(action)) return reasons
  if (isForGood(action) && !isIrreversible(action)) reasons.push('it cannot be undone, and says that it can')
  if (!action.proves.some(check => isAbout(check, action)))
    reasons.push('it proves nothing about what it changes')
  if (action.kind === 'subscription.create')
    for (const kind of ['customer accepted', 'sold'] as const)
      if (!action.expects.some(check => check.kind === kind)) reasons.push(`it does not ask for \`${kind}\``)
  if (isSwitchOff(action)) reasons.push(...ofSwitchOff(action, facts))
  return reasons
}

/** What cannot be undone, whatever its effect says (T16). */
function isForGood(action: Action): boolean {
  switch (action.kind) {
    case 'subscription.create':
      return isNewCommerce(action.product)
    case 'subscription.change-seats':
      return isNewCommerce(action.product) && action.to > action.from
    case 'subscription.suspend':
      return (
        action.because.kind === 'replaced on the target' ||
        action.because.kind === 'trial is not carried over'
      )
    case 'subscription.cancel':
    case 'subscription.transfer':
      return true
    default:
      return false
  }
}

const isNewCommerce = (product: ProductKey) => product.includes(':')

/** A proof that names the subscription or, for a purchase, the product. */
function isAbout(check: Check, action: Action): boolean {
  if ('subscription' in action && 'subscription' in check) return check.subscription === action.subscription
  if (action.kind === 'subscription.create')
    return (
      check.kind === 'new subscription lives' &&
      check.product === action.product &&
      check.seats === action.seats &&
      check.name === action.name
    )
  return !('subscription' in action)
}

type Arrival = ActionOf<'subscription.create'> | ActionOf<'subscription.transfer'>

function arrivalsOf({ actions }: Plan): ReadonlyMap<TenantId, readonly Arrival[]> {
  const byCustomer = new Map<TenantId, Arrival[]>()
  for (const action of actions) {
    if (action.kind !== 'subscription.create' && action.kind !== 'subscription.transfer') continue
    const own = byCustomer.get(action.customer)
    if (own === undefined) byCustomer.set(action.customer, [action])
    else own.push(action)
  }
  return byCustomer
}

/** S5: all of a customer is there before anything of it is switched off, also what replaces nothing of that. */
function ofGate({ id, partner, customer, proves }: CustomerGate, facts: Facts): readonly string[] {
  const before = facts.gates.waitsFor(id)
  const reasons = (facts.arrivals.get(customer) ?? [])
    .filter(action => action.partner === partner && !before.has(action.id))
    .map(action => `it does not wait for ${action.id}`)
  const story = facts.stories.get(id)
  if (story?.partner !== partner || story.tenant !== customer)
    return [...reasons, `${partner} is not the account that keeps the customer`]
  const looked = facts.gates.proofsOf(id)
  for (const arrival of facts.arrivals.get(customer) ?? [])
    if (arrival.partner === partner && !arrival.proves.every(check => looked.has(canonicalJson(check))))
      reasons.push(`it does not prove what ${arrival.id} brings`)
  for (const { product, declared, onTargetAfter } of story.seats) {
    const needed = Math.min(declared, onTargetAfter)
    const check = { kind: 'seats at least', partner, customer, product, seats: needed }
    if (needed > 0 && !looked.has(canonicalJson(check)))
      reasons.push(`it does not look for ${counted(needed, 'seat')} of ${product}`)
  }
  const brought = new Set(
    (facts.arrivals.get(customer) ?? []).flatMap(arrival =>
      arrival.proves.map(check => canonicalJson(check)),
    ),
  )
  for (const check of proves)
    if (isOfNothing(check, { brought, living: facts.ground.living }))
      reasons.push('it asks whether something goes on that the plan does not know')
  for (const source of new Set(story.sources.map(line => line.partner)))
    if (!proves.some(check => check.kind === 'no other active subscription' && check.partner === source))
      reasons.push(`it does not look at what else is active under ${source}`)
  return reasons
}

function isOfNothing(
  check: Check,
  { brought, living }: Pick<Ground, 'living'> & { readonly brought: ReadonlySet<string> },
): boolean {
  if (check.kind === 'new subscription goes on') return !brought.has(canonicalJson(check.newSubscription))
  if (check.kind !== 'goes on') return false
  const was = living.get(`${check.partner}/${check.customer}/${check.subscription}`)
  return was?.['product'] !== check.product
}

/** S5, T7: nothing of a customer is switched off before all that replaces it is verified. */
function ofSwitchOff(action: SwitchOff, { byId, gates: all }: Facts): readonly string[] {
  const reasons: string[] = []
  if (action.replacedBy.length === 0) return reasons
  const gates = all.before(action.id)
  if (gates.length === 0) reasons.push('it waits for no gate of its customer')
  for (const by of action.replacedBy) {
    if (by.kind === 'living') {
      if (gates.length > 0 && !gates.some(gate => all.looksAt(gate, by.subscription)))
        reasons.push(`no gate looks at ${by.subscription}, which replaces it`)
      continue
    }
    const maker = gates.some(gate => all.waitsFor(gate).has(by.action)) ? byId.get(by.action) : undefined
    if (maker === undefined) reasons.push(`it does not wait for ${by.action}, which replaces it`)
    else if (maker.kind === 'subscription.create' && !maker.expects.some(check => check.kind === 'day is'))
      reasons.push(`${by.action} is not bound to the day of this switch-off`)
    else if (!maker.proves.every(check => gates.some(gate => all.proofsOf(gate).has(canonicalJson(check)))))
      reasons.push(`no gate proves what ${by.action} brings`)
  }
  return reasons
}
