/** What did happen, what did not, what is unknown: always all of it, with what is at risk and the one command that goes on. */
import type { Diagnostic } from '../diagnostic.ts'
import type { ActionState, ApplyResult, MovedFact } from '../journal/result.ts'
import type { Instant, TenantId } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import { sumAmounts } from '../money/amounts.ts'
import type { SuspendSubscription } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { isComplete, type Run } from './run.ts'

export interface ResultFacts {
  readonly apply: string
  readonly startedAt: Instant
  readonly moved: readonly MovedFact[]
  readonly diagnostics: readonly Diagnostic[]
}

export function resultOf(run: Run, facts: ResultFacts): ApplyResult {
  const actions = run.plan.actions.map(action => ({ action: action.id, state: stateOf(run, action.id) }))
  const open = actions.some(entry => !isSettled(entry.state))
  const wrote = run.plan.actions.some(
    action => 'effect' in action && (run.records.get(action.id)?.attempt ?? 0) > 0,
  )
  const verdict = !open ? 'complete' : wrote ? 'partial' : 'nothing written'
  return {
    format: 1,
    apply: facts.apply,
    plan: run.plan,
    startedAt: facts.startedAt,
    endedAt: run.clock.now(),
    verdict,
    actions,
    moved: facts.moved,
    atRisk: atRiskOf(run),
    diagnostics: [...facts.diagnostics, ...troubles(actions.map(entry => entry.state))],
    next: open ? `tenantform resume ${facts.apply}` : null,
  }
}

/** Nothing is left to do about it: it holds, or the operator chose to leave its customer out. */
function isSettled(state: ActionState): boolean {
  return (
    state.kind === 'done' ||
    state.kind === 'adopted' ||
    (state.kind === 'skipped' && state.because.kind === 'customer moved')
  )
}

function stateOf(run: Run, id: Plan['actions'][number]['id']): ActionState {
  const record = run.records.get(id)
  if (record === undefined) return { kind: 'not started' }
  if (record.skipped !== null) return { kind: 'skipped', because: record.skipped }
  if (record.outcome !== null) return record.outcome
  return { kind: 'not started' }
}

/** One message per cause; what was skipped because of it repeats nothing. */
function troubles(states: readonly ActionState[]): readonly Diagnostic[] {
  return states.flatMap(state =>
    state.kind === 'refused' || state.kind === 'unknown' || state.kind === 'stale' ? [state.because] : [],
  )
}

/** Customers whose replacements run beside their sources: charged on both sides from that day on. */
function atRiskOf(run: Run): ApplyResult['atRisk'] {
  const open = new Map<TenantId, SuspendSubscription[]>()
  for (const action of run.plan.actions) {
    if (
      action.kind !== 'subscription.suspend' ||
      action.replacedBy.length === 0 ||
      isComplete(run.records.get(action.id))
    )
      continue
    const runs = action.replacedBy.some(by => by.kind === 'living' || isComplete(run.records.get(by.action)))
    if (runs) open.set(action.customer, [...(open.get(action.customer) ?? []), action])
  }
  return [...open].map(([customer, suspends]) => ({
    customer,
    name: run.plan.customers.find(entry => entry.tenant === customer)?.name ?? customer,
    perDay: total(
      suspends.map(action => action.effect.overlap?.perDay ?? { kind: 'unknown', why: 'no price list' }),
    ),
    since: run.clock.now(),
  }))
}

function total(amounts: readonly Amount[]): Amount {
  const sums = sumAmounts(amounts, [])
  const [only] = sums.known
  if (sums.unknown > 0 || only === undefined || sums.known.length > 1)
    return amounts.find(amount => amount.kind === 'unknown') ?? { kind: 'unknown', why: 'no price list' }
  return { kind: 'known', ...only }
}
