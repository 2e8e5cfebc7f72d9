/** What did happen, what did not, what is unknown: always all of it, with what is at risk and the one command that goes on. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { type ActionRecord, type ApplyState, untouched } from '../journal/fold.ts'
import type { IncurredOverlap } from '../journal/incurred-overlap.ts'
import type { ActionState, ApplyResult, MovedFact } from '../journal/result.ts'
import { type ActionId, dayOf, type Instant, type UtcDate } from '../model/ids.ts'
import { type Action, isSent } from '../plan/action.ts'
import { closingText } from '../plan/deadlines/deadline-text.ts'
import type { Plan } from '../plan/plan.ts'
import { plural } from '../plural.ts'
import { isExpired } from './actions/purchase-time.ts'
import { codes } from './codes.ts'
import { atRiskOf } from './money/at-risk.ts'
import type { StillCharged } from './money/still-charged.ts'
import type { Run } from './run.ts'

export interface ResultFacts {
  readonly apply: string
  readonly startedAt: Instant
  /** Of the actions that are sent, by earlier runs. */
  readonly alreadyDone: number
  readonly moved: readonly MovedFact[]
  /** Of all runs so far. */
  readonly overlap: readonly IncurredOverlap[]
  /** Of sources that still run beside their replacements. */
  readonly charged: readonly StillCharged[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What an account of a run is made of; workers keep no run of the whole plan. */
export type Told = Pick<Run, 'plan' | 'records' | 'undone' | 'clock'> & Partial<Pick<Run, 'seen' | 'costOf'>>

export function resultOf(run: Told, facts: ResultFacts): ApplyResult {
  const actions = run.plan.actions.map(({ id }) => ({ action: id, state: stateNow(id, run) }))
  const states = new Map(actions.map(entry => [entry.action, entry.state]))
  const open = openIn(run)
  const next = nextOf(
    { plan: run.plan, apply: facts.apply },
    open.map(action => action.id),
    states,
  )
  const { overlap } = facts
  return {
    format: 1,
    apply: facts.apply,
    plan: run.plan,
    startedAt: facts.startedAt,
    endedAt: run.clock.now(),
    verdict: open.length === 0 ? 'complete' : hasWritten(run) ? 'partial' : 'nothing written',
    actions,
    ...(facts.alreadyDone > 0 && { alreadyDone: facts.alreadyDone }),
    moved: facts.moved,
    atRisk: atRiskOf(run, facts.charged),
    ...(overlap.length > 0 && { overlap }),
    diagnostics: [...facts.diagnostics, ...causes(states, next)],
    next: open.length === 0 ? null : next,
  }
}

/** Of an apply whose journal says that it is complete: what came of it, as it was told when it ended. */
export function finishedResult(state: ApplyState, entries: readonly JournalEntry[]): ApplyResult {
  const last = entries.at(-1)
  const ended = last?.kind === 'apply.ended' ? last : null
  const records = state.actions
  return {
    format: 1,
    apply: state.apply,
    plan: state.plan,
    startedAt: state.startedAt,
    endedAt: last?.at ?? state.startedAt,
    verdict: 'complete',
    actions: state.plan.actions.map(({ id }) => ({ action: id, state: stateOf(records.get(id)) })),
    moved: [],
    atRisk: atRiskOf({ plan: state.plan, records }),
    ...(ended?.overlap !== undefined && { overlap: ended.overlap }),
    diagnostics: [],
    next: null,
  }
}

/** Of a plan that holds nothing to send: no apply begins, and there is no journal of it. */
export function nothingToDo(plan: Plan, now: Instant): ApplyResult {
  return {
    format: 1,
    apply: null,
    plan,
    startedAt: now,
    endedAt: now,
    verdict: 'nothing written',
    actions: plan.actions.map(action => ({ action: action.id, state: { kind: 'not started' } })),
    moved: [],
    atRisk: [],
    diagnostics: [],
    next: null,
  }
}

/** Actions about which something is left to do. */
export function openIn(run: Pick<Told, 'plan' | 'records' | 'undone'>): readonly Action[] {
  return run.plan.actions.filter(({ id }) => !isSettled(stateNow(id, run)))
}

/** Something of the plan holds because of this apply, or may. */
export function hasWritten(run: Pick<Told, 'plan' | 'records'>): boolean {
  return run.plan.actions.some(action => {
    const { outcome, open } = run.records.get(action.id) ?? untouched
    return isSent(action) && (open || outcome?.kind === 'done' || outcome?.kind === 'adopted')
  })
}

/** Nothing is left to do about it: it holds, or the operator chose to leave its customer out. */
function isSettled(state: ActionState): boolean {
  return (
    state.kind === 'done' ||
    state.kind === 'adopted' ||
    (state.kind === 'skipped' && state.because.kind === 'customer moved')
  )
}

function stateNow(id: ActionId, { undone, records }: Pick<Told, 'undone' | 'records'>): ActionState {
  const because = undone.get(id)
  return because === undefined ? stateOf(records.get(id)) : { kind: 'stale', because }
}

function stateOf(record: ActionRecord = untouched): ActionState {
  const { outcome, skipped, open } = record
  if (skipped !== null) return { kind: 'skipped', because: skipped }
  if (outcome !== null) return outcome
  // It began, and the run ended before anything of it could be written down.
  return open ? { kind: 'unknown', because: diagnose(codes.NOT_WRITTEN_DOWN) } : { kind: 'not started' }
}

/**
 * `resume` where a resume now, with nothing changed by a person, could do an open action. It cannot buy after the plan's day, nor for a customer that was left
 * out or whose facts moved, nor do what is known to be otherwise by now, nor see what an account hides: that takes a new plan.
 */
function nextOf(
  { plan, apply }: { readonly plan: Plan; readonly apply: string },
  open: readonly ActionId[],
  states: ReadonlyMap<ActionId, ActionState>,
): string {
  const isHopeless = (id: ActionId): boolean => {
    const state = states.get(id)
    if (state?.kind === 'stale' || state?.kind === 'refused') return takesNewPlan(state.because)
    // What the service did not tell is asked again; what it says of a read is no advice about the apply.
    if (state?.kind === 'unknown')
      return state.because.code.startsWith('APPLY.') && takesNewPlan(state.because)
    if (state?.kind !== 'skipped') return false
    const { because } = state
    if (because.kind === 'depends on') return isHopeless(because.culprit)
    return (
      because.kind === 'day is over' ||
      because.kind === 'deadline too near' ||
      because.kind === 'customer moved' ||
      (because.kind === 'window is closed' && (because.opens === null || isExpired(plan, because.opens)))
    )
  }
  if (!open.every(isHopeless)) return `tenantform resume ${apply}`
  const opens = dayOfOpening([...states.values()])
  return opens === null ? 'tenantform plan' : `tenantform plan --on ${opens}`
}

/** What is advised and what comes next are one: a cause that a new plan mends is met again by every resume. */
function takesNewPlan({ remedies }: Diagnostic): boolean {
  return remedies.some(remedy => remedy.kind === 'run' && remedy.command.startsWith('tenantform plan'))
}

/** The day on which a window that closed meanwhile opens again, where nothing else is in the way: a plan for today could not be carried out. */
function dayOfOpening(states: readonly ActionState[]): UtcDate | null {
  const causes = states.flatMap(state =>
    state.kind === 'skipped' && state.because.kind !== 'depends on' ? [state.because] : [],
  )
  const [first] = causes
  if (first?.kind !== 'window is closed' || first.opens === null) return null
  return causes.every(({ kind }) => kind === 'window is closed') ? dayOf(first.opens) : null
}

/** One message per cause; what was skipped because of it repeats nothing. */
function causes(byAction: ReadonlyMap<ActionId, ActionState>, next: string): readonly Diagnostic[] {
  const states = [...byAction.values()]
  const skipped = (kind: string) =>
    [...byAction].flatMap(([id, state]) =>
      state.kind === 'skipped' && state.because.kind === kind ? [id] : [],
    )
  const of = (kind: string) => skipped(kind).length
  const late = of('day is over')
  const short = of('deadline too near')
  const shut = of('window is closed')
  const opens = states.find(state => state.kind === 'skipped' && state.because.kind === 'window is closed')
  return [
    ...states.flatMap(state =>
      state.kind === 'refused' || state.kind === 'unknown' || state.kind === 'stale' ? [state.because] : [],
    ),
    ...(late === 0
      ? []
      : [
          diagnose(codes.DAY_IS_OVER, {
            detail: `${named(skipped('day is over'))} not begun; a new plan can carry them out.`,
          }),
        ]),
    ...(short === 0
      ? []
      : [
          diagnose(codes.DEADLINE_TOO_NEAR, {
            detail: `${customers(short)} not begun: ${closingsOf(states)}.`,
          }),
        ]),
    ...(shut === 0
      ? []
      : [
          diagnose(codes.WINDOW_CLOSED_MEANWHILE, {
            detail: `${named(skipped('window is closed'))} not begun; ${openingOf(opens)}.`,
            remedies: [
              next.startsWith('tenantform resume')
                ? { kind: 'run', command: next, why: 'goes on when it is open, on the day of the plan' }
                : { kind: 'run', command: next, why: 'plans for a day on which it is open' },
            ],
          }),
        ]),
  ]
}

function customers(count: number): string {
  return count === 1 ? 'One customer was' : `${count} customers were`
}

function named(ids: readonly ActionId[]): string {
  const of = (kind: string) => ids.filter(id => id.startsWith(`subscription.${kind}:`)).length
  const [purchases, transfers] = [of('create'), of('transfer')]
  const words = [
    count(purchases, 'purchase'),
    count(transfers, 'transfer'),
    count(ids.length - purchases - transfers, purchases + transfers > 0 ? 'other action' : 'action'),
  ].filter(word => word !== null)
  const text = words.join(' and ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} ${plural(ids.length, 'was', 'were')}`
}

function count(howMany: number, what: string): string | null {
  if (howMany === 0) return null
  return howMany === 1 ? `one ${what}` : `${howMany} ${what}s`
}

function openingOf(state: ActionState | undefined): string {
  const opens =
    state?.kind === 'skipped' && state.because.kind === 'window is closed' ? state.because.opens : null
  return opens === null ? 'it will not open again' : `it opens next at ${opens}`
}

/** What closes too soon, each once, in the order of time. */
function closingsOf(states: readonly ActionState[]): string {
  const closings = states.flatMap(state =>
    state.kind === 'skipped' && state.because.kind === 'deadline too near' ? [state.because] : [],
  )
  const texts = closings
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map(({ closes, at }) => `${uncapitalised(closingText({ closes, fact: null }))} at ${at}`)
  return [...new Set(texts)].join('; ')
}

function uncapitalised(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
