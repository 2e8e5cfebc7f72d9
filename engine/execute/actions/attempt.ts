/** One try at a write, as a performer sees it: ids derived from plan, action and attempt, and notes that are durable (T15). */
import { evidenceOf } from '../../journal/fold.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Evidence, WriteAction } from '../../plan/action.ts'
import { correlationIdOf, requestIdOf } from '../../plan/request-id.ts'
import type { Attempt } from '../../ports.ts'
import { type Run, recordOf, write } from '../run.ts'

/** Notes of an earlier run belong to it only while it is the same attempt. */
export function attemptOf(action: WriteAction, number: number, run: Run): Attempt {
  const record = recordOf(run, action.id)
  const notes = record.attempt === number ? { ...record.notes } : {}
  const evidence: Record<ActionId, Evidence> = {}
  for (const id of action.after) {
    const known = evidenceOf(run.records.get(id))
    if (known !== null) evidence[id] = known
  }
  return {
    number,
    requestId: requestIdOf(run.plan.id, action.id, number),
    correlationId: correlationIdOf(run.plan.id, action.id, number),
    requestIdFor: step => requestIdOf(run.plan.id, action.id, number, step),
    async note(step, data) {
      await write(run, { kind: 'action.noted', action: action.id, attempt: number, step, data })
      notes[step] = data
    },
    notes,
    evidence,
  }
}
