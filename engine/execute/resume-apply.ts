/**
 * Goes on with an interrupted apply from its journal: what is done stays done, what is unknown is looked at before anything is
 * repeated, and customers whose facts moved meanwhile get nothing new. Verified pairs are ended on any later day.
 */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { type ApplyState, foldJournal } from '../journal/fold.ts'
import { changedPlan } from '../plan/codec.ts'
import { shellQuoted } from '../shell-words.ts'
import { purchasesElsewhere } from './actions/purchases-elsewhere.ts'
import { type ApplyPorts, carryOut, compareNow, decidedOtherwise } from './carry-out.ts'
import { codes } from './codes.ts'
import { clockTrouble } from './facts/clock-trouble.ts'
import { denied, notConsented, notForHere, type PreflightFacts } from './facts/preflight.ts'
import { undoneIn } from './facts/undone.ts'
import { toldByResume } from './moved-remedies.ts'
import { finishedResult } from './result.ts'
import { answering, findApply, recordsOf, underLocks, withJournal } from './session.ts'
import { type ApplyVerdict, refusal } from './verdict.ts'

export interface ResumeInput extends ApplyPorts {
  /** null: the newest that is not finished. */
  readonly apply: string | null
  /** As declared now. */
  readonly partners: PreflightFacts['partners']
  readonly desiredDigest: PreflightFacts['desiredDigest']
  readonly declared: PreflightFacts['declared']
  readonly madeIn: PreflightFacts['madeIn']
}

/**
 * Refuses with nothing written: nothing to resume, a damaged journal or a wrong clock (`failed`), whatever a saved plan is refused for but its
 * time (`stale`),
 * missing consent (`declined`), a partner held by another apply (`busy`). A finished apply is `done` with a note and the result it had.
 */
export async function resumeApply(input: ResumeInput): Promise<ApplyVerdict> {
  return answering(async () => {
    const apply = await findApply(input.store, input.apply)
    const entries = apply === null ? [] : await input.store.read(apply)
    const state = foldJournal(entries)
    if (state === null) return refusal('failed', [nothingToResume(input.apply)])
    if (state.finished) return alreadyComplete(state, entries)
    const { plan } = state
    const changed = changedPlan(plan)
    if (changed !== null) return { ...refusal('stale', [changed]), plan }
    const foreign = notForHere({ ...input, plan, version: plan.tool.version })
    if (foreign.length > 0) return { ...refusal('stale', foreign), plan }
    // No apply of ours begins such a plan.
    const against = denied(plan, approvedIn(entries))
    if (against.length > 0) return { ...refusal('declined', against), plan }
    const again = `tenantform resume ${shellQuoted(state.apply)}`
    const verdict = await underLocks({ ...state, again }, input, isHeld => resumeLocked(input, state, isHeld))
    return { ...verdict, plan }
  })
}

async function resumeLocked(
  input: ResumeInput,
  found: ApplyState,
  isHeld: () => boolean,
): Promise<ApplyVerdict> {
  // Read again now that nobody else writes: another owner may have gone on with it, or ended it.
  const entries = await input.store.read(found.apply)
  const state = foldJournal(entries) ?? found
  if (state.finished) return alreadyComplete(state, entries)
  const { plan, apply, startedAt } = state
  const declined = notConsented(plan, input.consent, state.actions)
  if (declined.length > 0) return refusal('declined', declined)
  const compared = await compareNow(plan, input)
  const clockOff = await clockTrouble(plan, input)
  if (clockOff !== null) return refusal('failed', [clockOff])
  const { index, comparison } = compared
  const otherwise = await decidedOtherwise(plan, compared, { ...input, records: state.actions })
  const elsewhere = await purchasesElsewhere(plan, state.actions, {
    ...input,
    index,
    now: input.clock.now(),
  })
  const blocked = [...comparison.blocked].map(
    ([customer, because]) =>
      [customer, toldByResume(because, `tenantform resume ${shellQuoted(apply)}`)] as const,
  )
  const bought = elsewhere.flatMap(({ customers, because }) =>
    [...customers].map(customer => [customer, because] as const),
  )
  return withJournal(state, input, async journal => {
    const { who, consent, origin } = input
    await journal.append({ kind: 'apply.resumed', who, consent, ...(origin !== undefined && { origin }) })
    const left = new Set(state.skippedCustomers)
    const undone = await undoneIn(plan, {
      reader: compared.reads.reader,
      records: state.actions,
      index,
      now: input.clock.now(),
    })
    return carryOut(input, {
      apply,
      plan,
      startedAt,
      journal,
      isHeld,
      compared,
      records: recordsOf(state),
      leftOut: new Set(plan.customers.map(entry => entry.tenant).filter(tenant => left.has(tenant))),
      // What another apply has bought for a customer, and does not show, would be bought again.
      // And what planning anew does not give is begun no more: a window closed since, or somebody changed the entry.
      moved: new Map([...otherwise, ...undone.byCustomer, ...bought, ...blocked]),
      undone: undone.byAction,
    })
  })
}

function approvedIn(entries: readonly JournalEntry[]): readonly string[] {
  return entries.flatMap(entry =>
    entry.kind === 'apply.began' || entry.kind === 'apply.resumed' ? (entry.approved ?? []) : [],
  )
}

function nothingToResume(apply: string | null): Diagnostic {
  return diagnose(codes.NOTHING_TO_RESUME, {
    detail: apply === null ? 'This workspace has no journal.' : `There is no journal of ${apply}.`,
  })
}

/** Its result all the same: whoever asked for it gets it, in a file too. */
function alreadyComplete(state: ApplyState, entries: readonly JournalEntry[]): ApplyVerdict {
  const { apply, plan } = state
  return {
    kind: 'done',
    result: finishedResult(state, entries),
    diagnostics: [diagnose(codes.ALREADY_COMPLETE, { detail: `${apply} is complete; nothing was written.` })],
    moved: [],
    plan,
  }
}
