/**
 * Carries out a plan: judge it, lock its partners, read its facts again, write down that it began, then work through its
 * lanes. Nothing is sent before all of that is durable; what comes of it is always the full account.
 *
 * The locks come before the reads: what was read while somebody else was still writing would not be worth comparing.
 */
import type { Diagnostic } from '../diagnostic.ts'
import { type ApplyState, isComplete } from '../journal/fold.ts'
import type { Digest, TenantId } from '../model/ids.ts'
import { isSent } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { purchasesElsewhere } from './actions/purchases-elsewhere.ts'
import { newApplyId, unfinishedOf } from './apply-id.ts'
import { type ApplyPorts, carryOut, compareNow, decidedOtherwise } from './carry-out.ts'
import { clockTrouble } from './facts/clock-trouble.ts'
import { lateCustomers, mayHaveBegun } from './facts/deadlines.ts'
import { type PreflightFacts, preflight } from './facts/preflight.ts'
import { undoneIn } from './facts/undone.ts'
import { withoutSkipMoved } from './moved-remedies.ts'
import { nothingToDo } from './result.ts'
import { answering, recordsOf, underLocks, withJournal } from './session.ts'
import { type ApplyVerdict, refusal } from './verdict.ts'

export interface ApplyInput extends ApplyPorts {
  readonly plan: Plan
  /** Of the program that carries the plan out. */
  readonly version: string
  /** As declared now. */
  readonly partners: PreflightFacts['partners']
  /** Of the documents as they are now, and what they declare. */
  readonly desiredDigest: Digest
  readonly declared: PreflightFacts['declared']
  readonly madeIn: PreflightFacts['madeIn']
  /** Goes on without the customers whose facts moved. */
  readonly skipMoved: boolean
}

/**
 * Refuses with nothing written: a plan of another world, version, tenant or day, expired, of other documents or beyond them, or facts that moved (`stale`); a policy,
 * missing consent or a closed window (`declined`); a partner held by another apply (`busy`); no journal, or a wrong clock (`failed`).
 */
export async function applyPlan(input: ApplyInput): Promise<ApplyVerdict> {
  const { plan, clock, store } = input
  const judged = preflight({ ...input, now: clock.now() })
  if (judged.kind !== 'go') return refusal(judged.kind, judged.diagnostics)
  if (!plan.actions.some(isSent))
    return { kind: 'done', result: nothingToDo(plan, clock.now()), diagnostics: [], moved: [] }
  return answering(async () => {
    const apply = (await unfinishedOf(plan, store))?.apply ?? (await newApplyId(plan, clock, store))
    return underLocks({ plan, apply, again: 'tenantform apply FILE' }, input, isHeld =>
      applyLocked(input, isHeld),
    )
  })
}

async function applyLocked(input: ApplyInput, isHeld: () => boolean): Promise<ApplyVerdict> {
  const { plan, clock, store, who, consent, origin } = input
  const from = {
    ...(origin !== undefined && { origin }),
    ...(input.approved !== undefined && input.approved.length > 0 && { approved: input.approved }),
  }
  const compared = await compareNow(plan, input)
  const clockOff = await clockTrouble(plan, input)
  if (clockOff !== null) return refusal('failed', [nothingWritten(clockOff)])
  const { comparison } = compared
  const begun = await unfinishedOf(plan, store)
  const elsewhere = await purchasesElsewhere(plan, begun?.actions ?? new Map(), {
    ...input,
    index: compared.index,
    now: clock.now(),
  })
  if (elsewhere.length > 0)
    return refusal(
      'failed',
      elsewhere.map(({ because }) => nothingWritten(because)),
    )
  const late = lateCustomers({
    plan,
    index: compared.index,
    now: clock.now(),
    hasBegun: customer => begun !== null && mayHaveBegun(customer, { plan, records: begun.actions }),
  })
  const undone = await undoneIn(plan, {
    reader: compared.reads.reader,
    records: begun?.actions ?? new Map(),
    index: compared.index,
    now: clock.now(),
  })
  const otherwise = await decidedOtherwise(plan, compared, { ...input, records: begun?.actions ?? new Map() })
  const leftOut = new Set<TenantId>([
    ...otherwise.keys(),
    ...comparison.blocked.keys(),
    ...late.keys(),
    ...undone.byCustomer.keys(),
  ])
  const isAnyoneLeft = [...customersToWrite(plan, begun)].some(customer => !leftOut.has(customer))
  if (leftOut.size > 0 && (!input.skipMoved || !isAnyoneLeft))
    return refusal(
      'stale',
      [...comparison.troubles, ...otherwise.values(), ...late.values(), ...undone.byAction.values()]
        .map(nothingWritten)
        .map(trouble => (isAnyoneLeft ? trouble : withoutSkipMoved(trouble))),
      comparison.moved,
    )
  // Asked again now that nobody else writes: another owner may have gone on with it, or ended it.
  const before = await unfinishedOf(plan, store)
  const apply = before?.apply ?? (await newApplyId(plan, clock, store))
  const end = { apply, nextSeq: before?.nextSeq ?? 0, chain: before?.chain ?? null }
  return withJournal(end, input, async journal => {
    const startedAt = before?.startedAt ?? clock.now()
    const skippedCustomers = [...leftOut]
    await journal.append(
      before === null
        ? { kind: 'apply.began', apply, plan, who, consent, skippedCustomers, ...from }
        : { kind: 'apply.resumed', who, consent, skippedCustomers, ...from },
    )
    return carryOut(input, {
      apply,
      plan,
      startedAt,
      journal,
      isHeld,
      compared,
      records: before === null ? new Map() : recordsOf(before),
      leftOut,
      moved: new Map(),
      undone: undone.byAction,
    })
  })
}

/** With something that is not done yet. */
function customersToWrite(plan: Plan, begun: ApplyState | null): ReadonlySet<TenantId> {
  return new Set(
    plan.actions.flatMap(action =>
      isSent(action) && !isComplete(begun?.actions.get(action.id)) ? [action.customer] : [],
    ),
  )
}

function nothingWritten(trouble: Diagnostic): Diagnostic {
  return { ...trouble, detail: `${trouble.detail ?? ''} Nothing was written.` }
}
