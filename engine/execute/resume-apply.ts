/** Goes on with an interrupted apply from its journal: what is done stays done, what is unknown is looked at before anything is repeated. */
import { diagnose } from '../diagnostic.ts'
import { type ApplyState, foldJournal } from '../journal/fold.ts'
import type { JournalStore, JournalWriter } from '../ports.ts'
import {
  type ApplyPorts,
  type ApplyVerdict,
  carryOut,
  compareNow,
  lockedBy,
  makeRun,
  takeLocks,
} from './apply-plan.ts'
import { codes } from './codes.ts'
import { notConsented } from './preflight.ts'
import { isComplete, numberedJournal } from './run.ts'

export interface ResumeInput extends ApplyPorts {
  /** null: the newest that is not finished. */
  readonly apply: string | null
}

export async function resumeApply(input: ResumeInput): Promise<ApplyVerdict> {
  const found = await findApply(input.store, input.apply)
  if (found === null)
    return {
      kind: 'failed',
      result: null,
      moved: [],
      diagnostics: [
        diagnose(codes.NOTHING_TO_RESUME, {
          detail: input.apply === null ? 'No apply is unfinished.' : `There is no journal of ${input.apply}.`,
        }),
      ],
    }
  if (found.finished) return { kind: 'done', result: null, moved: [], diagnostics: [] }
  const declined = leftIrreversible(found) ? notConsented(found.plan, input.consent) : []
  if (declined.length > 0) return { kind: 'declined', result: null, moved: [], diagnostics: declined }
  const locked = await takeLocks(found.plan, found.apply, input)
  if (locked.kind === 'busy')
    return { kind: 'busy', result: null, moved: [], diagnostics: [lockedBy(locked)] }
  let writer: JournalWriter | null = null
  try {
    writer = await input.store.open(found.apply)
    // Read again now that nobody else writes: the other owner may have gone on in between.
    const state = foldJournal(await input.store.read(found.apply)) ?? found
    const journal = numberedJournal(writer, input.clock, state.nextSeq)
    await journal.append({ kind: 'apply.resumed', who: input.who, consent: input.consent })
    const compared = await compareNow(state.plan, input)
    const skipped = new Set(
      state.plan.customers
        .map(customer => customer.tenant)
        .filter(tenant => state.skippedCustomers.includes(tenant)),
    )
    const run = makeRun(state.plan, input, { journal, index: compared.index, skipped })
    // Only writes are remembered: a gate that had opened is judged anew before anything behind it starts.
    for (const action of state.plan.actions) {
      const record = state.actions.get(action.id)
      if ('effect' in action && record !== undefined && record.attempt > 0)
        run.records.set(action.id, { ...record, skipped: null })
    }
    return await carryOut(run, {
      apply: state.apply,
      startedAt: state.startedAt,
      moved: compared.comparison.moved,
    })
  } finally {
    await writer?.close()
    await locked.release()
  }
}

function leftIrreversible(state: ApplyState): boolean {
  return state.plan.actions.some(
    action => 'effect' in action && action.effect.irreversible && !isComplete(state.actions.get(action.id)),
  )
}

async function findApply(store: JournalStore, apply: string | null): Promise<ApplyState | null> {
  if (apply !== null) return foldJournal(await store.read(apply))
  const open = (await store.list()).filter(entry => !entry.finished)
  const newest = open.sort((a, b) => (a.apply < b.apply ? 1 : -1))[0]
  return newest === undefined ? null : foldJournal(await store.read(newest.apply))
}
