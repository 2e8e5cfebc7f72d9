/** Works through the lanes of a run and closes the account. Shared by apply and resume. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Consent } from '../journal/entry.ts'
import { type ActionRecord, isComplete } from '../journal/fold.ts'
import type { ApplyResult } from '../journal/result.ts'
import { isUnsettled } from '../journal/resume-point.ts'
import { type ActualIndex, indexActual } from '../model/actual-index.ts'
import type { Desired } from '../model/desired.ts'
import type { ActionId, Instant, TenantId } from '../model/ids.ts'
import type { Actual } from '../model/live.ts'
import type { Origin } from '../model/origin.ts'
import { type Action, isSent, isWrite, type WriteAction } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import type { JournalStore } from '../ports.ts'
import { readSubjects } from '../read/read-subjects.ts'
import { diagnosticsOf } from '../trouble.ts'
import { notDecidedAnew } from './anew/decided-anew.ts'
import { unseenLicences } from './anew/unseen-licences.ts'
import { codes } from './codes.ts'
import { type Comparison, compareFacts } from './facts/compare-facts.ts'
import { halfWayIn } from './half-way-in.ts'
import { type KeptReads, keepReads } from './kept-reads.ts'
import { runLanes } from './lanes.ts'
import { moneyOf } from './money/money-of.ts'
import { createPace } from './pace.ts'
import { resultOf } from './result.ts'
import type { Journal, Run, RunPorts } from './run.ts'
import { standingReader } from './standing-reader.ts'
import type { ApplyVerdict } from './verdict.ts'

export interface ApplyPorts extends RunPorts {
  readonly store: JournalStore
  /** The operator's stop: the steps in flight are finished and written down, nothing new is begun. */
  readonly signal: AbortSignal
  readonly who: string
  /** Of this run; written into the journal. */
  readonly origin?: Origin | undefined
  readonly approved?: readonly string[] | undefined
  /** Takes the locks of holders that have fallen silent. */
  readonly takeOver: boolean
  readonly consent: readonly Consent[]
  /** Hands what is to be done to others, under the locks of this run; left out: it is carried out here. */
  readonly handOver?: (facts: RunFacts) => Promise<ApplyVerdict>
}

export interface Compared {
  readonly actual: Actual
  readonly index: ActualIndex
  readonly reads: KeptReads
  readonly at: Instant
  readonly comparison: Comparison
}

/** Reads again exactly what the plan relied on. */
export async function compareNow(plan: Plan, ports: RunPorts): Promise<Compared> {
  ports.progress({ kind: 'stage.began', stage: 'check', total: plan.facts.length })
  const subjects = plan.facts.map(fact => fact.subject)
  const at = ports.clock.now()
  const reads = keepReads(standingReader(ports.reader, plan.facts), ports.clock)
  const actual = await readSubjects(subjects, { ...ports, reader: reads.reader })
  const index = indexActual(actual)
  ports.progress({ kind: 'stage.ended', stage: 'check' })
  return { actual, index, reads, at, comparison: compareFacts(plan, index) }
}

/** Of each customer whom planning anew would not write as the plan does: why. */
export async function decidedOtherwise(
  plan: Plan,
  { actual, comparison }: Compared,
  {
    declared,
    store,
    records,
    reader,
    width,
  }: Pick<ApplyPorts, 'store' | 'reader' | 'width'> & {
    readonly declared: Desired
    readonly records: ReadonlyMap<ActionId, ActionRecord>
  },
): Promise<ReadonlyMap<TenantId, Diagnostic>> {
  const isHalfWay = plan.customers.some(part => part.seats.some(equation => equation.halfWay !== undefined))
  const adopted = comparison.moved.flatMap(({ adoptedBy }) => adoptedBy ?? [])
  const complete = [...records].flatMap(([id, record]) => (isComplete(record) ? [id] : []))
  return notDecidedAnew(plan, {
    declared,
    actual,
    blocked: comparison.blocked,
    done: new Set([...adopted, ...complete]),
    halfWay: isHalfWay ? await halfWayIn(store) : [],
    // What was done has moved them already.
    unseen: records.size === 0 && adopted.length === 0 ? await unseenLicences(plan, { reader, width }) : [],
  })
}

export interface RunFacts {
  readonly apply: string
  readonly plan: Plan
  readonly startedAt: Instant
  readonly journal: Journal
  readonly isHeld: () => boolean
  readonly compared: Compared
  /** What earlier runs of this apply left. */
  readonly records: Map<ActionId, ActionRecord>
  readonly leftOut: ReadonlySet<TenantId>
  readonly moved: ReadonlyMap<TenantId, Diagnostic>
  /** What earlier runs had done and is not so any more. */
  readonly undone: ReadonlyMap<ActionId, Diagnostic>
}

export async function carryOut(ports: ApplyPorts, facts: RunFacts): Promise<ApplyVerdict> {
  if (ports.handOver !== undefined) return ports.handOver(facts)
  const run = runOf(ports, facts)
  const { length: alreadyDone } = facts.plan.actions.filter(
    action => isSent(action) && isComplete(facts.records.get(action.id)),
  )
  const trouble = await runLanes(run)
  const diagnostics = diagnosticsOf(trouble)
  if (trouble !== null && diagnostics.length === 0) throw trouble
  const isStopped = trouble === null && ports.signal.aborted
  const { moved } = facts.compared.comparison
  const { undone, overlap, charged } = moneyOf(run)
  const result = resultOf(
    { ...run, undone },
    {
      apply: facts.apply,
      startedAt: facts.startedAt,
      alreadyDone,
      moved,
      overlap,
      charged,
      diagnostics: [...diagnostics, ...(isStopped ? [stopped(facts.apply)] : []), ...leftOut(facts)],
    },
  )
  // Whatever cannot be written down ended the run; its end cannot be written down either, and a resume will see that.
  if (trouble === null)
    await run.journal.append({
      kind: 'apply.ended',
      verdict: result.verdict === 'complete' ? 'complete' : 'partial',
      ...(result.overlap !== undefined && { overlap: result.overlap }),
    })
  const kind = isStopped || trouble !== null || !isEverybodyOut(result) ? kindOf(result, isStopped) : 'stale'
  return { kind, result, diagnostics: result.diagnostics, moved }
}

/** Who was left out, and whoever waits for them: nothing was even tried. */
function isEverybodyOut({ verdict, actions }: ApplyResult): boolean {
  return (
    verdict === 'nothing written' &&
    actions.some(({ state }) => state.kind === 'skipped' && state.because.kind === 'customer moved') &&
    actions.every(
      ({ state }) =>
        state.kind === 'skipped' &&
        (state.because.kind === 'customer moved' || state.because.kind === 'depends on'),
    )
  )
}

function kindOf({ verdict }: ApplyResult, isStopped: boolean): ApplyVerdict['kind'] {
  if (verdict === 'complete') return 'done'
  return verdict === 'partial' || isStopped ? 'partial' : 'failed'
}

export function runOf(
  ports: RunPorts & Pick<ApplyPorts, 'signal'>,
  facts: Omit<RunFacts, 'apply' | 'startedAt'>,
): Run {
  const { plan, compared } = facts
  const halted = new AbortController()
  const followers = new Map<ActionId, Action[]>()
  for (const action of plan.actions)
    for (const before of action.after) followers.set(before, [...(followers.get(before) ?? []), action])
  return {
    plan,
    customerNames: new Map(plan.customers.map(({ tenant, name }) => [tenant, name])),
    reader: compared.reads.reader,
    reads: compared.reads,
    ...(ports.admin !== undefined && { admin: ports.admin }),
    performers: ports.performers,
    clock: ports.clock,
    serviceTime: ports.serviceTime,
    progress: ports.progress,
    ...(ports.costOf !== undefined && { costOf: ports.costOf }),
    ...(ports.acceptedOverlap !== undefined && { acceptedOverlap: ports.acceptedOverlap }),
    width: ports.width,
    journal: facts.journal,
    signal: AbortSignal.any([ports.signal, halted.signal]),
    halt: () => halted.abort(),
    isHeld: facts.isHeld,
    records: facts.records,
    answered: new Set(),
    seen: new Map(plan.customers.map(({ tenant }) => [tenant, { index: compared.index, at: compared.at }])),
    purchaseLists: new Map(),
    orders: new Map(),
    verified: new Map(),
    judged: new Map(),
    leftOut: facts.leftOut,
    moved: facts.moved,
    undone: facts.undone,
    refused: new Map(),
    pace: createPace(),
    gates: new Map(
      plan.actions.flatMap(action => (action.kind === 'gate.customer' ? [[action.id, action] as const] : [])),
    ),
    unsettled: unsettledOf(plan, facts.records),
    mayGoOn: new Map(),
    followers,
  }
}

function unsettledOf(plan: Plan, records: RunFacts['records']): Map<TenantId, readonly WriteAction[]> {
  const unsettled = new Map<TenantId, WriteAction[]>()
  for (const action of plan.actions) {
    const record = records.get(action.id)
    if (record === undefined || !isWrite(action) || !isUnsettled(record)) continue
    unsettled.set(action.customer, [...(unsettled.get(action.customer) ?? []), action])
  }
  return unsettled
}

function stopped(apply: string): Diagnostic {
  return diagnose(codes.STOPPED, {
    detail: `The rest was not started; go on with \`tenantform resume ${apply}\`.`,
    remedies: [{ kind: 'run', command: `tenantform resume ${apply}` }],
  })
}

function leftOut({ plan, leftOut: customers }: RunFacts): readonly Diagnostic[] {
  if (customers.size === 0) return []
  const names = plan.customers.filter(entry => customers.has(entry.tenant)).map(entry => entry.name)
  return [diagnose(codes.LEFT_OUT, { detail: `Nothing was written for ${names.sort().join(', ')}.` })]
}
