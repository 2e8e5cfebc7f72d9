/** Which step keeps another from starting: the first cause, not the last link. */
import type { SkipReason } from '../journal/entry.ts'
import { type ActionRecord, isComplete } from '../journal/fold.ts'
import type { ActionId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'

type Records = Readonly<Pick<ReadonlyMap<ActionId, ActionRecord>, 'get'>>

/** `not started`: it waits for a step that itself was only not started, so there is nothing to blame. Null: it may start. */
export function blameFor(
  { after }: Pick<Action, 'after'>,
  records: Records,
): SkipReason | 'not started' | null {
  let isHeldBack = false
  for (const before of after) {
    const record = records.get(before)
    if (isComplete(record)) continue
    // Written down with the step that was skipped because of it, wherever its own turn was.
    if (record?.skipped?.kind === 'depends on') return record.skipped
    if (record !== undefined && (record.outcome !== null || record.skipped !== null))
      return { kind: 'depends on', culprit: before }
    isHeldBack = true
  }
  return isHeldBack ? 'not started' : null
}
