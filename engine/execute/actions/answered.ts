/**
 * That a write was answered is written down before it is proven together with others: whoever resumes after a crash in between must not do again what a person has
 * undone meanwhile.
 */
import type { ActionRecord } from '../../journal/fold.ts'
import { instant, subscriptionId } from '../../model/ids.ts'
import type { Evidence } from '../../plan/action.ts'
import type { Attempt } from '../../ports.ts'

const step = 'answered'

export function noteAnswer(attempt: Attempt, { at, subscription, order }: Evidence): Promise<void> {
  return attempt.note(step, {
    at,
    ...(subscription !== undefined && { subscription }),
    ...(order !== undefined && { order }),
  })
}

/** Of an attempt that is still open; null: nobody knows of an answer. */
export function answerOf(record: ActionRecord | undefined): Evidence | null {
  const { at, subscription, order } = (record?.open === true && record.notes[step]) || {}
  if (at === undefined) return null
  return {
    at: instant(at),
    ...(subscription !== undefined && { subscription: subscriptionId(subscription) }),
    ...(order !== undefined && { order }),
  }
}
