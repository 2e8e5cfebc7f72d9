/**
 * Carries out a plan: judge it, read its facts again, lock its partners, write down that it began, then work through its
 * lanes. Nothing is sent before all of that is durable; what comes of it is always the full account.
 */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Consent } from '../journal/entry.ts'
import type { ApplyResult, MovedFact } from '../journal/result.ts'
import type { Digest, TenantId } from '../model/ids.ts'
import { indexActual } from '../plan/actual-index.ts'
import type { Plan } from '../plan/plan.ts'
import type {
  Clock,
  JournalStore,
  JournalWriter,
  LockResult,
  Performers,
  Progress,
  Reader,
} from '../ports.ts'
import { readSubjects } from '../read/read-subjects.ts'
import { codes } from './codes.ts'
import { type Comparison, compareFacts } from './compare-facts.ts'
import { runLanes } from './lanes.ts'
import { preflight } from './preflight.ts'
import { resultOf } from './result.ts'
import { numberedJournal, type Run } from './run.ts'

export interface ApplyPorts {
  readonly reader: Reader
  readonly performers: Performers
  readonly store: JournalStore
  readonly clock: Clock
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly who: string
  readonly consent: readonly Consent[]
  /** Customers worked on at once. */
  readonly width: number
}

export interface ApplyInput extends ApplyPorts {
  readonly plan: Plan
  readonly desiredDigest: Digest
  readonly skipMoved: boolean
}

export interface ApplyVerdict {
  readonly kind: 'done' | 'partial' | 'stale' | 'declined' | 'busy' | 'failed'
  readonly result: ApplyResult | null
  readonly diagnostics: readonly Diagnostic[]
  readonly moved: readonly MovedFact[]
}

export async function applyPlan(input: ApplyInput): Promise<ApplyVerdict> {
  const { plan, clock, consent } = input
  const judged = preflight({ plan, desiredDigest: input.desiredDigest, now: clock.now(), consent })
  if (judged.kind !== 'go') return refusal(judged.kind, judged.diagnostics)
  if (!plan.actions.some(action => 'effect' in action))
    return { kind: 'done', result: null, diagnostics: [], moved: [] }

  const compared = await compareNow(plan, input)
  const left = new Set<TenantId>([...compared.comparison.stale, ...compared.comparison.unread])
  if (left.size > 0 && !input.skipMoved)
    return {
      kind: 'stale',
      result: null,
      diagnostics: movedDiagnostics(compared.comparison),
      moved: compared.comparison.moved,
    }

  const apply = applyIdOf(plan, clock)
  const locked = await takeLocks(plan, apply, input)
  if (locked.kind === 'busy') return refusal('busy', [lockedBy(locked)])
  let writer: JournalWriter | null = null
  try {
    writer = await input.store.open(apply)
    const journal = numberedJournal(writer, clock, 0)
    await journal.append({
      kind: 'apply.began',
      apply,
      plan,
      who: input.who,
      consent,
      skippedCustomers: [...left],
    })
    const run = makeRun(plan, input, { journal, index: compared.index, skipped: left })
    return await carryOut(run, { apply, startedAt: clock.now(), moved: compared.comparison.moved })
  } finally {
    await writer?.close()
    await locked.release()
  }
}

/** Works through the lanes and closes the account. Shared by apply and resume. */
export async function carryOut(
  run: Run,
  facts: {
    readonly apply: string
    readonly startedAt: ApplyResult['startedAt']
    readonly moved: readonly MovedFact[]
  },
): Promise<ApplyVerdict> {
  await runLanes(run)
  const stopped = run.signal.aborted
    ? [
        diagnose(codes.STOPPED, {
          detail: `The rest was not started; go on with \`tenantform resume ${facts.apply}\`.`,
          remedies: [{ kind: 'run', command: `tenantform resume ${facts.apply}` }],
        }),
      ]
    : []
  const result = resultOf(run, { ...facts, diagnostics: stopped })
  await run.journal.append({
    kind: 'apply.ended',
    verdict: result.verdict === 'complete' ? 'complete' : 'partial',
  })
  const kind =
    result.verdict === 'complete'
      ? 'done'
      : result.verdict === 'partial' || run.signal.aborted
        ? 'partial'
        : 'failed'
  return { kind, result, diagnostics: result.diagnostics, moved: facts.moved }
}

export async function compareNow(
  plan: Plan,
  ports: Pick<ApplyPorts, 'reader' | 'clock' | 'progress' | 'width'>,
) {
  ports.progress({ kind: 'stage.began', stage: 'check', total: plan.facts.length })
  const actual = await readSubjects(
    plan.facts.map(fact => fact.subject),
    ports,
  )
  const index = indexActual(actual)
  ports.progress({ kind: 'stage.ended', stage: 'check' })
  return { index, comparison: compareFacts(plan, index, ports.clock.now()) }
}

export function makeRun(
  plan: Plan,
  ports: ApplyPorts,
  facts: Pick<Run, 'journal' | 'skipped'> & {
    readonly index: Awaited<ReturnType<typeof compareNow>>['index']
  },
): Run {
  const at = ports.clock.now()
  const customers = plan.customers.map(customer => customer.tenant)
  return {
    plan,
    reader: ports.reader,
    performers: ports.performers,
    journal: facts.journal,
    clock: ports.clock,
    progress: ports.progress,
    signal: ports.signal,
    width: ports.width,
    records: new Map(),
    seen: new Map(customers.map(tenant => [tenant, { index: facts.index, at }])),
    skipped: facts.skipped,
  }
}

/** One lock per partner tenant the plan writes to, in sorted order. */
export async function takeLocks(
  plan: Plan,
  apply: string,
  { store, who, clock }: Pick<ApplyPorts, 'store' | 'who' | 'clock'>,
): Promise<LockResult> {
  const written = new Set(plan.actions.flatMap(action => ('effect' in action ? [action.partner] : [])))
  const names = plan.partners.filter(partner => written.has(partner.name)).map(partner => partner.tenant)
  return store.lock([...names].sort(), { who, since: clock.now(), apply })
}

export function lockedBy(locked: Extract<LockResult, { kind: 'busy' }>): Diagnostic {
  const holder =
    locked.owner === null
      ? 'somebody'
      : `${locked.owner.who} (apply ${locked.owner.apply}, since ${locked.owner.since})`
  return diagnose(codes.LOCKED, {
    detail: `Partner tenant ${locked.name} is held by ${holder}. Nothing was written.`,
  })
}

/** Readable, sortable, and the same for the same plan at the same instant. */
function applyIdOf(plan: Plan, clock: Clock): string {
  return `${clock.now().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}-${plan.id.replace('sha256:', '').slice(0, 8)}`
}

function refusal(kind: 'stale' | 'declined' | 'busy', diagnostics: readonly Diagnostic[]): ApplyVerdict {
  return { kind, result: null, diagnostics, moved: [] }
}

function movedDiagnostics({ moved, unread }: Comparison): readonly Diagnostic[] {
  return moved
    .filter(entry => entry.adoptedBy === null)
    .map(entry => {
      const isUnread = entry.customer !== null && unread.has(entry.customer)
      return diagnose(isUnread ? codes.MOVED_UNKNOWN : codes.MOVED, {
        detail: `${entry.fact}: planned from ${JSON.stringify(entry.planned)}, now ${JSON.stringify(entry.now)}. Nothing was written.`,
      })
    })
}
