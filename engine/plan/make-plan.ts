/** Desired + actual → plan. Pure: the same inputs give the same bytes, in whatever order they came. */

import { by } from '../compare.ts'
import { type ActualIndex, indexActual } from '../model/actual-index.ts'
import type { Desired } from '../model/desired.ts'
import type { FactId, Instant, TenantId, UtcDate } from '../model/ids.ts'
import type { Actual } from '../model/live.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { Origin } from '../model/origin.ts'
import { standingActual } from '../model/stands-for.ts'
import { pricedOn } from '../money/price-list.ts'
import { customersInScope, partnersToList } from '../scope/customers-in-scope.ts'
import type { PlanScope } from '../scope/plan-scope.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { visibleCustomersOf } from '../scope/visible-customers.ts'
import type { Action } from './action.ts'
import { administer, placeOf } from './admin/administer.ts'
import type { AdminStanding } from './admin/standing.ts'
import { withinDeadlines } from './deadlines/judge-deadlines.ts'
import { endsTooSoon } from './deadlines/plan-end.ts'
import { derivedOf } from './derived/derived.ts'
import { digestOfDesired, digestOfRecord } from './digest.ts'
import { additionsEnd } from './expiry.ts'
import { factFor, factIdOf } from './facts/facts.ts'
import { creditFindings } from './guards/credit-limit.ts'
import { chargedTwice } from './move/charged-twice.ts'
import type { HalfWayPurchase } from './move/half-way-purchase.ts'
import { applyWaves, type Decided } from './move/waves.ts'
import { orderActions } from './order.ts'
import type { Fact, FactSubject, Finding, Plan } from './plan.ts'
import type { PlanRefresh } from './plan-refresh.ts'
import { decideAll } from './stages/decide-all.ts'
import { wholePlanFindings } from './whole-plan-findings.ts'

export interface PlanInput {
  readonly desired: Desired
  readonly actual: Actual
  readonly scope: PlanScope
  /** The UTC day the plan is for. */
  readonly on: UtcDate
  readonly madeAt: Instant
  readonly madeIn: MadeIn
  /** Of this program. */
  readonly version: string
  readonly origin?: Origin | undefined
  /** How it was read, where not everything was read for this plan. */
  readonly refresh?: PlanRefresh | undefined
  /** Of applies that are not finished; left out: nobody has looked for any. */
  readonly halfWay?: readonly HalfWayPurchase[]
}

export function makePlan(input: PlanInput): Plan {
  const plan = planned(input, null)
  return endsTooSoon(plan, input.desired) ? planned(input, additionsEnd(plan)) : plan
}

/** `planEnds`: a deadline of each customer, where the end of the plan would cut one. */
function planned(input: PlanInput, planEnds: Instant | null): Plan {
  const {
    desired: written,
    actual,
    scope,
    on,
    madeAt,
    madeIn,
    version,
    origin,
    refresh,
    halfWay = [],
  } = input
  const desired = pricedOn(written, on)
  const index = indexActual(standingActual(actual, written))
  const scoped = customersInScope(desired, scope, visibleCustomersOf(index))
  const { deadlineMarginMs: marginMs } = desired.workspace
  const judged = decideAll({ desired, scoped, index, on, madeAt, halfWay }, (decision, facts) =>
    withinDeadlines(decision, { ...facts, madeAt, planEnds, marginMs }),
  )
  const { decided, gates, waves } = withWaves(judged, { desired, scoped })
  const shown = decided.filter(({ entry }) => entry.selected)
  const admin = administer({ shown, index, on })
  const actions = orderActions([
    ...gates,
    ...shown.flatMap(({ decision }) => decision.actions),
    ...admin.actions,
  ])
  const facts = factsOf(
    shown.flatMap(({ decision }) => decision.subjects),
    index,
  )
  const turn = new Map(actions.map((action, position) => [action.id, position]))
  const there = actionsByPlace(shown)
  const customers = shown.map(({ decision: { plan, sides, actions: own } }) => ({
    ...plan,
    chargedTwice: chargedTwice(sides, { own, actions: there.get(placeOf(plan)) ?? own }),
    actions: [...plan.actions].sort((a, b) => (turn.get(a) ?? 0) - (turn.get(b) ?? 0)),
    ...withStanding(admin.standings.get(placeOf(plan))),
    ...withReadAt(index, plan.tenant),
  }))
  const partners = partnersOf(desired, scope)
  const derived = derivedOf({ partners, on, madeAt, customers, actions, facts }, desired)
  const { window, policiesUntil, approvals } = derived
  const content: Omit<Plan, 'id'> = {
    format: 1,
    tool: { name: 'tenantform', version },
    madeAt,
    madeIn: ofPartners(madeIn, partners),
    ...(origin !== undefined && { origin }),
    ...(refresh !== undefined && { refresh }),
    on,
    expiresAt: derived.expiresAt,
    ...(policiesUntil !== undefined && { policiesUntil }),
    deadlineMarginMs: derived.deadlineMarginMs,
    scope: { ...scope, targets: [...scope.targets].sort() },
    desired: digestOfDesired(written),
    actual: digestOfRecord({ facts: facts.map(fact => [fact.id, fact.digest]) }),
    partners,
    window,
    facts,
    customers,
    actions,
    findings: [
      ...shown.flatMap(({ decision }) => decision.findings),
      ...waves,
      ...wholePlanFindings({ desired, scope, shown, actions, index, on, window }),
      ...admin.findings,
      ...creditFindings({ desired, customers, actions }),
      ...derived.verdict,
    ],
    ...(approvals !== undefined && { approvals }),
    summary: derived.summary,
  }
  return { ...content, id: planDigest(content) }
}

/** The places of the plan's partners alone: another account that is declared beside them is no part of it. */
export function ofPartners(madeIn: MadeIn, partners: Plan['partners']): MadeIn {
  if (madeIn.kind !== 'accounts') return madeIn
  const names = new Set(partners.map(entry => entry.name))
  return {
    kind: 'accounts',
    partners: madeIn.partners.filter(place => names.has(place.partner)).sort(by(entry => entry.partner)),
  }
}

/**
 * Digest over everything but the id itself; a plan that was edited no longer matches. Facts go in by their own digests,
 * which whoever reads a plan checks against their values.
 */
export function planDigest(content: Omit<Plan, 'id'>) {
  return digestOfRecord({
    ...content,
    facts: content.facts.map(({ id, subject, digest }) => ({ id, subject, digest })),
  })
}

function withStanding(admin: AdminStanding | undefined) {
  return admin !== undefined && { admin }
}

function withReadAt(index: ActualIndex, tenant: TenantId) {
  const times = index.everywhere(tenant).flatMap(({ readAt }) => readAt ?? [])
  const [readAt] = times.sort((a, b) => Date.parse(a) - Date.parse(b))
  return readAt !== undefined && { readAt }
}

function withWaves(
  all: readonly Decided[],
  { desired, scoped }: { readonly desired: Desired; readonly scoped: readonly ScopedCustomer[] },
) {
  const gates: Action[] = []
  const waves: Finding[] = []
  const decided = all.filter(({ entry }) => entry.consolidation === null)
  for (const consolidation of desired.consolidations) {
    const mine = all.filter(({ entry }) => entry.consolidation?.name === consolidation.name)
    const applied = applyWaves(consolidation, mine)
    gates.push(...applied.gates)
    waves.push(...applied.findings)
    decided.push(...applied.decided)
  }
  const current = new Map(decided.map(one => [one.entry, one]))
  return { decided: scoped.flatMap(entry => current.get(entry) ?? []), gates, waves }
}

function factsOf(subjects: readonly FactSubject[], index: ActualIndex): readonly Fact[] {
  const byId = new Map<FactId, FactSubject>()
  for (const subject of subjects) {
    const known = byId.get(factIdOf(subject))
    byId.set(factIdOf(subject), known === undefined ? subject : reliedOnByBoth(known, subject))
  }
  // What the plan itself changes there is told by the facts of that move.
  for (const [id, subject] of byId)
    if (subject.kind === 'seats' && byId.has(factIdOf({ ...subject, kind: 'subscriptions' }))) byId.delete(id)
  return [...byId].sort(by(([key]) => key)).map(([, subject]) => factFor(subject, index))
}

/** Two waves may need the same one. */
function reliedOnByBoth(one: FactSubject, other: FactSubject): FactSubject {
  if (!('behind' in one && 'behind' in other)) return other
  return { ...one, behind: [...new Set([...(one.behind ?? []), ...(other.behind ?? [])])].sort() }
}

function partnersOf(desired: Desired, scope: PlanScope): Plan['partners'] {
  const names = new Set(partnersToList(desired, scope))
  return desired.partners
    .filter(entry => names.has(entry.name))
    .map(({ name, tenant, timeZone, currency }) => ({ name, tenant, timeZone, currency }))
    .sort(by(entry => entry.name))
}

/** By account and customer, everything the plan does to it there. */
function actionsByPlace(shown: readonly Decided[]): ReadonlyMap<string, readonly Action[]> {
  const byPlace = new Map<string, Action[]>()
  for (const { decision } of shown) {
    const there = byPlace.get(placeOf(decision.plan)) ?? []
    there.push(...decision.actions)
    byPlace.set(placeOf(decision.plan), there)
  }
  return byPlace
}
