/** Desired + actual → plan. Pure: the same inputs give the same bytes, in whatever order they came. */
import type { Desired } from '../model/desired.ts'
import { dayOf, type Instant, type UtcDate } from '../model/ids.ts'
import type { Actual } from '../model/live.ts'
import { addHours, endOfDay } from '../time/utc-days.ts'
import type { Action } from './action.ts'
import { indexActual } from './actual-index.ts'
import { codes } from './codes.ts'
import { digestOf, digestOfDesired } from './digest.ts'
import { factFor, factIdOf } from './facts.ts'
import { finding } from './finding.ts'
import { judgePolicies } from './guards/judge.ts'
import { orderActions } from './order.ts'
import type { Fact, FactSubject, Finding, Plan, PlanScope } from './plan.ts'
import { type CustomerDecision, planCustomer } from './plan-customer.ts'
import { customersInScope, type ScopedCustomer } from './scope.ts'
import { summarise } from './summary.ts'
import { applyWaveNeeds, blockCustomer, oversizedWaves } from './waves.ts'

export interface PlanInput {
  readonly desired: Desired
  readonly actual: Actual
  readonly scope: PlanScope
  /** The UTC day the plan is for. */
  readonly on: UtcDate
  readonly madeAt: Instant
  readonly version: string
}

/** Hours a plan without a same-day pair stays good (T11). */
const hoursGood = 24

export function makePlan({ desired, actual, scope, on, madeAt, version }: PlanInput): Plan {
  const index = indexActual(actual)
  const scoped = customersInScope(desired, scope, partner => index.rows(partner))
  const decided = scoped.map(entry => ({
    entry,
    decision: planCustomer({ ...entry, index, on, now: madeAt }),
  }))
  const { decisions, gates } = withWaves(desired, scope, decided)
  const shown = decisions.filter(({ entry }) => entry.selected).map(({ decision }) => decision)

  const actions = orderActions([...gates, ...shown.flatMap(decision => decision.actions)])
  const facts = factsOf(
    shown.flatMap(decision => decision.subjects),
    index,
  )
  const findings = [
    ...shown.flatMap(decision => decision.findings),
    ...scopeFindings(scope, shown),
    ...policyFindings(desired, scope, shown, actions, on),
  ]
  const customers = shown.map(decision => decision.plan)
  const partners = partnersOf(desired, scoped)
  const consolidation = scope.consolidation ?? onlyConsolidation(desired, shown)
  const window = desired.consolidations.find(entry => entry.name === consolidation)?.window ?? null
  const content: Omit<Plan, 'id'> = {
    format: 1,
    tool: { name: 'tenantform', version },
    madeAt,
    on,
    expiresAt: hasPairs(actions) ? endOfDay(on) : laterOf(addHours(madeAt, hoursGood), endOfDay(on)),
    scope: { ...scope, consolidation },
    desired: digestOfDesired(desired),
    actual: digestOf(facts.map(fact => [fact.id, fact.digest])),
    partners,
    window,
    facts,
    customers,
    actions,
    findings,
    summary: summarise(
      actions,
      customers,
      [...new Set(partners.flatMap(entry => (entry.currency === null ? [] : [entry.currency])))].sort(),
      facts.length,
    ),
  }
  return { ...content, id: planDigest(content) }
}

/** Digest over everything but the id itself; a plan that was edited no longer matches. */
export function planDigest(content: Omit<Plan, 'id'>) {
  return digestOf(content)
}

type Decided = { readonly entry: ScopedCustomer; readonly decision: CustomerDecision }

function withWaves(desired: Desired, scope: PlanScope, decided: readonly Decided[]) {
  let current = decided
  const gates: Action[] = []
  for (const consolidation of desired.consolidations) {
    const mine = current.filter(({ entry }) => entry.consolidation?.name === consolidation.name)
    const sizes = new Map<string, number>()
    for (const { decision } of mine)
      sizes.set(decision.plan.wave ?? '', (sizes.get(decision.plan.wave ?? '') ?? 0) + 1)
    const tooLarge = oversizedWaves(consolidation, sizes)
    const checked = mine.map(({ decision }) => {
      const because = tooLarge.get(decision.plan.wave ?? '')
      return because === undefined ? decision : blockCustomer(decision, because)
    })
    const applied = applyWaveNeeds(consolidation, checked, scope.wave)
    gates.push(...applied.gates)
    const byId = new Map(mine.map(({ entry }, position) => [entry, applied.decisions[position]]))
    current = current.map(({ entry, decision }) => ({ entry, decision: byId.get(entry) ?? decision }))
  }
  return { decisions: current, gates: scope.wave === null ? gates : [] }
}

function factsOf(subjects: readonly FactSubject[], index: ReturnType<typeof indexActual>): readonly Fact[] {
  const byId = new Map(subjects.map(subject => [factIdOf(subject), subject]))
  return [...byId.keys()].sort().flatMap(id => {
    const subject = byId.get(id)
    return subject === undefined ? [] : [factFor(subject, index)]
  })
}

function scopeFindings(scope: PlanScope, shown: readonly CustomerDecision[]): readonly Finding[] {
  const named = [scope.consolidation, scope.wave, ...scope.targets].filter(entry => entry !== null)
  return shown.length === 0 && named.length > 0
    ? [finding(codes.UNKNOWN_SCOPE, 'run', {}, { detail: `No customer matches ${named.join(', ')}.` })]
    : []
}

function policyFindings(
  desired: Desired,
  scope: PlanScope,
  shown: readonly CustomerDecision[],
  actions: readonly Action[],
  on: UtcDate,
): readonly Finding[] {
  const waves = new Map(
    shown.flatMap(decision => decision.plan.actions.map(id => [id, decision.plan.wave] as const)),
  )
  return judgePolicies({
    rules: desired.policies,
    exceptions: desired.workspace.exceptions,
    actions,
    on,
    consolidation: scope.consolidation ?? onlyConsolidation(desired, shown),
    waveOf: action => waves.get(action.id) ?? null,
  })
}

function onlyConsolidation(desired: Desired, shown: readonly CustomerDecision[]): string | null {
  const names = new Set(shown.map(decision => decision.plan.consolidation))
  const [only] = names
  return names.size === 1 && desired.consolidations.length > 0 ? (only ?? null) : null
}

function partnersOf(desired: Desired, scoped: readonly ScopedCustomer[]): Plan['partners'] {
  const names = new Set(
    scoped.flatMap(entry => [entry.partner.name, ...entry.sources.map(source => source.name)]),
  )
  return desired.partners
    .filter(entry => names.has(entry.name))
    .map(entry => ({
      name: entry.name,
      tenant: entry.tenant,
      timeZone: entry.timeZone,
      currency: entry.currency,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A switch-off whose replacement this plan buys: both belong to one UTC day. */
function hasPairs(actions: readonly Action[]): boolean {
  return actions.some(
    action => action.kind === 'subscription.create' && action.expects.some(check => check.kind === 'day is'),
  )
}

function laterOf(left: Instant, right: Instant): Instant {
  return dayOf(left) > dayOf(right) || left > right ? left : right
}
