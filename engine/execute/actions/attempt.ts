/** One try at a write, as a performer sees it: ids derived from plan, action and attempt, and notes that are durable (T15). */
import { type ActionRecord, type ApplyState, evidenceOf, type Notes } from '../../journal/fold.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Evidence, SentAction, WriteAction } from '../../plan/action.ts'
import type { Plan } from '../../plan/plan.ts'
import { correlationIdOf, requestIdOf } from '../../plan/request-id.ts'
import type { Attempt } from '../../ports.ts'
import { Bug } from '../../result.ts'
import { lockLost } from '../lock-lost.ts'
import { type Run, recordOf, write } from '../run.ts'

/** What an interrupted apply has sent, for looking only: nothing may be noted. */
export function attemptFrom(
  { plan, actions }: Pick<ApplyState, 'plan' | 'actions'>,
  { action, number, notes }: { readonly action: WriteAction; readonly number: number; readonly notes: Notes },
): Attempt {
  return {
    ...idsOf(plan, action.id, number),
    mayLeave() {
      throw new Bug(`looking at ${action.id} sent something`)
    },
    note: () => Promise.reject(new Bug(`looking at ${action.id} noted something`)),
    notes,
    evidence: evidenceBefore(action, actions),
  }
}

/**
 * Notes of an earlier run belong to it only while it is the same attempt. `mayLeave`: for what is sent although its time is over, because
 * nothing new comes of it, nothing stands in the way.
 */
export function attemptOf(
  action: SentAction,
  number: number,
  { run, mayLeave = () => undefined }: { readonly run: Run; readonly mayLeave?: () => void },
): Attempt {
  const record = recordOf(run, action.id)
  const notes = record.attempt === number ? { ...record.notes } : {}
  return {
    ...idsOf(run.plan, action.id, number),
    mayLeave() {
      // It waited, perhaps for longer than the locks lasted; whoever has them now looks for this attempt, and nothing of it may follow.
      if (!run.isHeld()) throw lockLost(action.id)
      mayLeave()
    },
    async note(step, data) {
      await write(run, { kind: 'action.noted', action: action.id, attempt: number, step, data })
      notes[step] = data
    },
    notes,
    evidence: evidenceBefore(action, run.records),
  }
}

function idsOf(plan: Plan, action: ActionId, number: number) {
  return {
    number,
    requestId: requestIdOf(plan.id, action, number),
    correlationId: correlationIdOf(plan.id, action, number),
    requestIdFor: (step: string) => requestIdOf(plan.id, action, number, step),
  }
}

/** Of the steps it waits for. */
function evidenceBefore(action: SentAction, records: ReadonlyMap<ActionId, ActionRecord>) {
  const evidence: Record<ActionId, Evidence> = {}
  for (const id of action.after) {
    const known = evidenceOf(records.get(id))
    if (known !== null) evidence[id] = known
  }
  return evidence
}
