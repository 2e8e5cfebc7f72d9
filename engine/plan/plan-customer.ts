/**
 * One customer's part of a plan: standing → sources → target → seats → order. Either the customer is blocked and nothing
 * of it is written, or: creates → gate → switch-offs.
 */

import type { ActualIndex } from '../model/actual-index.ts'
import type { Instant, UtcDate } from '../model/ids.ts'
import type { CustomerActual, LiveSubscription } from '../model/live.ts'
import type { ScopedCustomer } from '../scope/customers-in-scope.ts'
import type { Action } from './action.ts'
import { bind } from './bind/bind.ts'
import { notOn, seatFindings, unmanaged, unreadable, wholeCustomer } from './customer-findings.ts'
import { isSwitchedOff } from './decide/source-decision.ts'
import { type DecidedSource, decideSources } from './decide/sources.ts'
import { decideTarget } from './decide/target.ts'
import { nothing } from './decide/target-facts.ts'
import { arrivingRenewals } from './move/arriving-renewals.ts'
import { type GateFacts, withSwitchOffs } from './move/gate.ts'
import { lapsesOf, openLines } from './move/lapses.ts'
import { seatEquations } from './move/seat-equations.ts'
import { withStillBilled } from './move/still-billed.ts'
import { arrivalsOf } from './move/transfers.ts'
import { licenceChecks, licenceFindings, withLicenceCheck } from './permit/licences.ts'
import { needsAgreement, type Standing, standingOf } from './permit/readiness.ts'
import type { CustomerPlan, FactSubject, Finding } from './plan.ts'
import { productNames } from './product-names.ts'
import { sourceLine } from './source-line.ts'
import { subjectsOf } from './subjects.ts'

export interface CustomerFacts extends ScopedCustomer {
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly now: Instant
}

export interface CustomerDecision {
  readonly plan: CustomerPlan
  readonly actions: readonly Action[]
  readonly findings: readonly Finding[]
  readonly subjects: readonly FactSubject[]
}

export function planCustomer(unsorted: CustomerFacts): CustomerDecision {
  const facts = sorted(unsorted)
  const { customer, consolidation, partner, index } = facts
  const seen = index.customer(customer.partner, customer.tenant)
  const standing = standingOf({
    ...facts,
    seen,
    listed: index.lists(customer.partner, customer.tenant),
    assertDomain: consolidation?.assertDomain ?? false,
  })
  const subscriptions = byId(seen)
  const nameOf = productNames({ partner, index, subscriptions: seenSubscriptions(facts) })
  const sources =
    consolidation === null
      ? { decided: [], findings: [] }
      : decideSources({ ...facts, consolidation, nameOf })
  const off = sources.decided.filter(entry => isSwitchedOff(entry.subscription, entry.decision))
  const binding = bind(customer, subscriptions, {
    reach: consolidation === null ? 'line' : 'customer',
    arriving: sources.decided
      .filter(entry => entry.decision.method === 'transfer')
      .map(entry => entry.subscription),
  })
  const arrivals = arrivalsOf(customer, binding, { decided: sources.decided, partner, on: facts.on })
  const lapses = lapsesOf(customer, openLines(binding, arrivals.byKey), {
    decided: sources.decided,
    partner,
    on: facts.on,
  })
  const isReadable = standing.live !== null && seen?.subscriptions.kind === 'present'
  const told =
    standing.live === null
      ? { wishes: [], findings: [] }
      : arrivingRenewals(customer, arrivals.byKey, { partner, live: standing.live, index, nameOf })
  const target =
    standing.live !== null && isReadable
      ? decideTarget({
          ...facts,
          live: standing.live,
          subscriptions,
          binding,
          arriving: arrivals.byKey,
          lapsing: lapses.byKey,
          sameDay: off.some(entry => entry.decision.replacement !== null),
          needsAgreement: needsAgreement(customer, partner),
          nameOf,
        })
      : nothing()
  const seats = seatEquations({
    declared: customer.subscriptions,
    bound: binding.bound,
    sources: sources.decided,
    arriving: arrivals.byKey,
    actions: isReadable ? target.actions : null,
    nameOf,
  })

  const moving = sources.decided.some(entry =>
    ['transfer', 'lapse', 'overlap'].includes(entry.decision.method),
  )
  const licences = licencesOf(seen)
  const drawn = { customer, licences, decided: sources.decided, actions: target.actions, nameOf }

  const found = [
    ...sources.findings,
    ...arrivals.findings,
    ...told.findings,
    ...lapses.findings,
    ...binding.findings,
    ...target.findings,
    ...standing.doubts,
  ]
  found.push(
    ...unreadable(facts, standing, seen),
    ...wholeCustomer(facts, off.length + (moving ? 1 : 0)),
    ...seatFindings(facts, seats, found),
  )
  if (isReadable && (off.length > 0 || moving))
    found.push(
      ...notOn(facts, { bound: binding.bound, actions: target.actions, arriving: arrivals.byKey }),
      ...licenceFindings(drawn),
    )
  const hasWork =
    facts.written &&
    (target.actions.length + off.length > 0 ||
      moving ||
      (!isReadable && customer.subscriptions.some(entry => entry.state === 'active')))
  const blocking = [
    ...found.filter(entry => entry.blocks === 'customer'),
    ...(hasWork ? standing.findings : []),
  ]
  const informing = [
    ...found.filter(entry => entry.blocks !== 'customer'),
    ...binding.unmanaged
      .filter(entry => consolidation === null || entry.kind !== 'azure')
      .map(entry => unmanaged(facts, entry)),
  ]
  const actions =
    blocking.length > 0
      ? []
      : inOrder(facts, {
          target: target.actions.map(action => withLicenceCheck(action, licences)),
          decided: sources.decided,
          arriving: told.wishes,
          bound: binding.bound,
          living: subscriptions,
          needsAgreement: needsAgreement(customer, partner),
          seats,
          licences: licenceChecks(drawn),
        })
  return {
    actions,
    findings: [...blocking, ...informing],
    subjects: subjectsOf({
      customer,
      actions,
      decided: sources.decided,
      subscriptions,
      needsAgreement: needsAgreement(customer, partner),
      bound: binding.bound,
    }),
    plan: {
      partner: customer.partner,
      tenant: customer.tenant,
      name: customer.name,
      domain: customer.domain ?? standing.live?.domain ?? null,
      consolidation: consolidation?.name ?? null,
      wave: facts.wave,
      readiness: standing.readiness,
      state: stateOf({ blocking, standing, actions, facts, decided: sources.decided }),
      blockedBy: blocking,
      licences,
      sources: sources.decided.map(entry => sourceLine(entry, { actions, target: partner, seen })),
      seats,
      actions: actions.map(action => action.id),
      at: facts.written ? customer.at : null,
    },
  }
}

/** The order in which documents and pages came is nobody's wish: everything below goes by key and by id. */
function sorted(facts: CustomerFacts): CustomerFacts {
  const subscriptions = [...facts.customer.subscriptions].sort((a, b) => (a.key < b.key ? -1 : 1))
  return { ...facts, customer: { ...facts.customer, subscriptions } }
}

function byId(seen: CustomerActual | undefined): readonly LiveSubscription[] {
  if (seen?.subscriptions.kind !== 'present') return []
  return [...seen.subscriptions.value].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Asked only for a customer nothing stops: from here on everything an action needs is known. */
function inOrder(
  facts: CustomerFacts,
  order: Pick<
    GateFacts,
    'target' | 'decided' | 'arriving' | 'bound' | 'living' | 'needsAgreement' | 'seats' | 'licences'
  >,
): readonly Action[] {
  const { consolidation } = facts
  if (consolidation === null) return order.target
  const target = withStillBilled(order.target, { ...facts, ...order, consolidation })
  return withSwitchOffs({ ...facts, ...order, target, consolidation })
}

function seenSubscriptions({
  customer,
  partner,
  sources,
  index,
}: CustomerFacts): readonly LiveSubscription[] {
  return [...sources, partner].flatMap(entry => {
    const read = index.customer(entry.name, customer.tenant)?.subscriptions
    return read?.kind === 'present' ? read.value : []
  })
}

function licencesOf(seen: CustomerActual | undefined): CustomerPlan['licences'] {
  const read = seen?.licences
  if (read === undefined || read.kind === 'not asked')
    return { kind: 'not checked', why: 'nothing asks for it' }
  if (read.kind === 'present')
    return { kind: 'checked', pools: [...read.value].sort((a, b) => (a.product < b.product ? -1 : 1)) }
  return {
    kind: 'not checked',
    why: read.kind === 'unknown' ? read.because.summary : 'the directory shows no licences',
  }
}

interface StateFacts {
  readonly blocking: readonly Finding[]
  readonly standing: Standing
  readonly actions: readonly Action[]
  readonly facts: CustomerFacts
  readonly decided: readonly DecidedSource[]
}

/** `waiting`: nothing stands in the way but the customer's own acceptance or agreement. */
function stateOf({ blocking, standing, actions, facts, decided }: StateFacts): CustomerPlan['state'] {
  if (blocking.length > 0) {
    const isWaiting =
      standing.readiness.kind !== 'unknown' &&
      standing.readiness.kind !== 'accepted' &&
      blocking.every(entry => standing.findings.includes(entry))
    return isWaiting ? 'waiting' : 'blocked'
  }
  if (actions.length > 0) return 'planned'
  // Bought when its day has come: until then nothing is left to do, and the customer has not moved.
  if (decided.some(entry => entry.decision.method === 'lapse')) return 'nothing to do'
  return decided.length > 0 && facts.customer.subscriptions.length > 0 ? 'moved' : 'nothing to do'
}
