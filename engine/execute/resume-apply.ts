/**
 * Goes on with an interrupted apply from its journal: what is done stays done, what is unknown is looked at before anything is
 * repeated, and customers whose facts moved meanwhile get nothing new. Verified pairs are ended on any later day.
 */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { type ApplyState, foldJournal } from '../journal/fold.ts'
import { type ApplyPorts, carryOut, compareNow } from './carry-out.ts'
import { codes } from './codes.ts'
import { clockTrouble } from './facts/clock-trouble.ts'
import { notConsented, otherTenants, type PreflightFacts } from './facts/preflight.ts'
import { answering, findApply, recordsOf, underLocks, withJournal } from './session.ts'
import { type ApplyVerdict, refusal } from './verdict.ts'

export interface ResumeInput extends ApplyPorts {
  /** null: the newest that is not finished. */
  readonly apply: string | null
  /** As declared now. */
  readonly partners: PreflightFacts['partners']
}

/**
 * Refuses with nothing written: nothing to resume, a damaged journal or a wrong clock (`failed`), partners that are other tenants now (`stale`),
 * missing consent (`declined`), a partner held by another apply (`busy`). A finished apply is `done` with a note.
 */
export async function resumeApply(input: ResumeInput): Promise<ApplyVerdict> {
  return answering(async () => {
    const apply = await findApply(input.store, input.apply)
    const state = apply === null ? null : foldJournal(await input.store.read(apply))
    if (state === null) return refusal('failed', [nothingToResume(input.apply)])
    if (state.finished) return refusal('done', [alreadyComplete(state)])
    const foreign = otherTenants(state.plan, input.partners)
    if (foreign.length > 0) return refusal('stale', foreign)
    return underLocks(state, input, isHeld => resumeLocked(input, state, isHeld))
  })
}

async function resumeLocked(
  input: ResumeInput,
  found: ApplyState,
  isHeld: () => boolean,
): Promise<ApplyVerdict> {
  // Read again now that nobody else writes: another owner may have gone on with it, or ended it.
  const state = foldJournal(await input.store.read(found.apply)) ?? found
  if (state.finished) return refusal('done', [alreadyComplete(state)])
  const { plan, apply, startedAt } = state
  const declined = notConsented(plan, input.consent, state.actions)
  if (declined.length > 0) return refusal('declined', declined)
  const compared = await compareNow(plan, input)
  const clockOff = await clockTrouble(plan, input)
  if (clockOff !== null) return refusal('failed', [clockOff])
  return withJournal(state, input, async journal => {
    await journal.append({ kind: 'apply.resumed', who: input.who, consent: input.consent })
    const left = new Set(state.skippedCustomers)
    return carryOut(input, {
      apply,
      plan,
      startedAt,
      journal,
      isHeld,
      compared,
      records: recordsOf(state),
      leftOut: new Set(plan.customers.map(entry => entry.tenant).filter(tenant => left.has(tenant))),
      moved: compared.comparison.blocked,
    })
  })
}

function nothingToResume(apply: string | null): Diagnostic {
  return diagnose(codes.NOTHING_TO_RESUME, {
    detail: apply === null ? 'This workspace has no journal.' : `There is no journal of ${apply}.`,
  })
}

function alreadyComplete({ apply }: ApplyState): Diagnostic {
  return diagnose(codes.ALREADY_COMPLETE, { detail: `${apply} is complete; nothing was written.` })
}
