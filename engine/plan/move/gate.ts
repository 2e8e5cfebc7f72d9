import { type PartnerName, seats } from '../../model/ids.ts'
import { keeps } from '../../model/renewal.ts'
import { type Action, isSwitchOff, isWrite } from '../action.ts'
import type { Check } from '../check.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { isSwitchedOff } from '../decide/source/source-decision.ts'
import { entitlementLines } from '../entitlement-lines.ts'
import { adds } from '../kinds/all-kinds.ts'
import { cancelAction, cancelId } from '../kinds/cancel.ts'
import { customerGate } from '../kinds/customer-gate.ts'
import type { SetRenewal } from '../kinds/set-renewal.ts'
import { suspendAction, suspendId } from '../kinds/suspend.ts'
import { overlapActions, stillToCancel } from './accepted-overlap.ts'
import { arrivingRenewalActions } from './arriving-renewals.ts'
import type { GateFacts } from './gate-facts.ts'
import { goingOn } from './going-on.ts'
import { distinguishable } from './indistinguishable.ts'
import { lapseActions } from './lapses.ts'
import { overlapOf, replacementsOf } from './overlap.ts'
import { transfersOf } from './transfers.ts'
import { trialEndActions } from './trials/ending-trials.ts'

/** The target's actions, and behind the gate what is switched off in the sources: the same day (S6), none without its replacement (T7). */
export function withSwitchOffs(given: GateFacts): readonly Action[] {
  const transfers = transfersFor(given)
  const renewals = arrivingRenewalActions(transfers, given.arriving)
  const facts = { ...given, target: [...given.target, ...transfers, ...renewals] }
  const off = switchedOff(facts.decided)
  const lapses = [
    ...lapseActions(facts.consolidation, facts.customer, facts),
    ...trialEndActions(facts.consolidation, facts.customer, facts),
  ]
  if (!hasGate(facts.decided)) return [...facts.target, ...lapses]
  const before = facts.target.filter(builds)
  const gate = customerGate(facts.customer, facts.consolidation.name, {
    after: before.map(action => action.id).sort(),
    proves: proofs(facts),
  })
  const others = facts.target
    .filter(action => !builds(action))
    .map(action => (reduces(action) ? { ...action, after: [...action.after, gate.id].sort() } : action))
  return [
    ...before,
    gate,
    ...others,
    ...lapses,
    ...overlapActions(facts, gate.id),
    ...off.map(entry => switchOff(entry, gate.id, facts)),
  ]
}

/** Something of the sources is switched off, or told to end, once all that takes over from it is there. */
export function hasGate(decided: readonly DecidedSource[]): boolean {
  return switchedOff(decided).length + stillToCancel(decided).length > 0
}

function switchedOff(decided: readonly DecidedSource[]): readonly DecidedSource[] {
  return decided.filter(entry => isSwitchedOff(entry.subscription, entry.decision))
}

function transfersFor({ customer, consolidation, decided, target, living, on, needsAgreement }: GateFacts) {
  const after = target.filter(builds).map(action => action.id)
  return distinguishable(transfersOf({ customer, consolidation, decided, living, on, after, needsAgreement }))
}

/** What the gate waits for; also what is to go on after its term (T25). A rename neither builds nor reduces: nothing waits for it. */
function builds(action: Action): boolean {
  return goesOn(action) || adds(action)
}

function goesOn(action: Action): boolean {
  if (action.kind === 'subscription.set-renewal') return isToldOfArrival(action)
  return (
    action.kind === 'subscription.change-renewal' &&
    !keeps(action.from, action) &&
    (keeps(action.to, action) || action.to.kind === 'renews')
  )
}

/** What a transfer brings ends as it would have in the source, until it is told otherwise. */
function isToldOfArrival(action: SetRenewal): boolean {
  return action.effect.method === 'transfer' && (keeps(action.to, action) || action.to.kind === 'renews')
}

function reduces(action: Action): boolean {
  return isSwitchOff(action) || (action.kind === 'subscription.change-seats' && !builds(action))
}

function switchOff(entry: DecidedSource, gate: Action['id'], facts: GateFacts): Action {
  const { subscription, partner, decision } = entry
  const addOns = facts.decided.filter(
    other =>
      other.partner === partner &&
      other.subscription.parent === subscription.id &&
      isSwitchedOff(other.subscription, other.decision),
  )
  const product = decision.replacement
  const consolidation = facts.consolidation.name
  const because: Action['because'] =
    product === null
      ? { kind: 'trial is not carried over', consolidation }
      : { kind: 'replaced on the target', consolidation }
  const common = {
    subscription,
    partner,
    on: facts.on,
    method: decision.method,
    because,
    after: [gate, ...addOns.map(offId)].sort(),
    replacedBy: product === null ? [] : replacementsOf(product, facts),
    overlap: product === null ? null : overlapOf(entry, product, facts),
    ...(facts.written && { source: facts.customer.at }),
  } as const
  if (decision.method === 'repurchase') return cancelAction(common)
  const changes = facts.index.changes(partner.name, subscription.customer)
  return suspendAction({ ...common, changes, irreversible: true })
}

function offId({ subscription, decision }: DecidedSource): Action['id'] {
  return decision.method === 'repurchase' ? cancelId(subscription) : suspendId(subscription)
}

function proofs(facts: GateFacts): readonly Check[] {
  const { customer, target, bound, seats: equations, decided, licences } = facts
  const at = { partner: customer.partner, customer: customer.tenant }
  const proves: Check[] = []
  for (const declared of customer.subscriptions) {
    if (declared.state !== 'active') continue
    const living = bound.get(declared.key)
    const created = target.flatMap(action =>
      action.kind === 'subscription.create' && action.key === declared.key ? [action.proves] : [],
    )
    if (created[0] !== undefined) proves.push(...created[0])
    else if (living !== undefined && replaces(declared.product, decided))
      proves.push({ kind: 'subscription is', ...at, subscription: living.id, status: 'active', seats: null })
  }
  for (const action of target)
    if (isWrite(action) && (action.kind === 'subscription.transfer' || goesOn(action)))
      proves.push(...action.proves)
  for (const line of equations) {
    const needed = seats(Math.min(line.declared, line.onTargetAfter))
    if (needed > 0) proves.push({ kind: 'seats at least', ...at, product: line.product, seats: needed })
  }
  for (const partner of accountsWithSomething(facts))
    proves.push({
      kind: 'no other active subscription',
      partner,
      customer: customer.tenant,
      known: knownUnder(partner, decided),
    })
  return [...proves, ...goingOn(facts), ...licences]
}

/** Also where the customer has nothing but a reservation: what a person buys there meanwhile has no replacement. */
function accountsWithSomething(facts: GateFacts): readonly PartnerName[] {
  const names = [
    ...facts.decided.map(entry => entry.partner.name),
    ...entitlementLines(facts).map(line => line.partner),
  ]
  return [...new Set(names)].sort()
}

function replaces(product: string, decided: readonly DecidedSource[]): boolean {
  return decided.some(entry => entry.decision.replacement === product)
}

/** What is off stays off: a source subscription that a person switched on again is one the plan did not know. */
function knownUnder(partner: string, decided: readonly DecidedSource[]) {
  return decided
    .filter(entry => entry.partner.name === partner && entry.decision.method !== 'observe')
    .map(entry => entry.subscription.id)
    .sort()
}
