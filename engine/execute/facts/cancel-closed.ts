/** A source that was to be cancelled, and whose window has closed meanwhile: no resume can do it any more, and it is billed to the end of its term (T4). */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import { dayOf } from '../../model/ids.ts'
import { isOff } from '../../model/status.ts'
import type { WriteAction } from '../../plan/action.ts'
import { labelOf } from '../../plan/decide/source/source-decision.ts'
import { openWindow } from '../../plan/kinds/cancel.ts'
import { codes } from '../codes.ts'
import type { Run } from '../run.ts'

/** Null: it is no such cancel, its window is open, or what was read does not say. */
export function cancelClosed(
  action: WriteAction,
  index: ActualIndex,
  { clock }: Pick<Run, 'clock'>,
): Diagnostic | null {
  if (action.kind !== 'subscription.cancel' || action.replacedBy.length === 0) return null
  const read = index.customer(action.partner, action.customer)?.subscriptions
  const found = read?.kind === 'present' ? read.value.find(({ id }) => id === action.subscription) : undefined
  if (found === undefined || isOff(found.status) || openWindow(found, clock.now()) !== null) return null
  const end = found.termEndsAt === null ? 'the end of its term' : dayOf(found.termEndsAt)
  return diagnose(codes.CANCEL_WINDOW_CLOSED, {
    detail: `Nothing was sent: ${labelOf(found)} could be cancelled until ${action.until}, and is billed to ${end} beside its replacement.`,
    at: action.source,
  })
}
