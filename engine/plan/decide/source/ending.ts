/** A source that is to end with its term, by whichever method: what has to be known and declared for that, and whether it can still be told. */
import type { UtcDate } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { endsWithTerm, renewalLockMs } from '../../../model/renewal.ts'
import { msBetween } from '../../../time/utc-days.ts'
import { codes } from '../../codes.ts'
import { blocked, labelOf, type SourceContext, type SourceDecision, termEndOf } from './source-decision.ts'

export interface Ending {
  /** Last day of the term. */
  readonly end: UtcDate
  /** Why its renewal can no longer be switched off; null: it can, or need not. */
  readonly locked: SourceDecision | null
}

/** Its ending, or what stops the customer. */
export function endingOf(subscription: LiveSubscription, context: SourceContext): Ending | SourceDecision {
  const label = labelOf(subscription)
  const end = termEndOf(subscription)
  if (end === null || subscription.termEndsAt === null || subscription.seats === null)
    return blocked(
      codes.UNKNOWN_READ,
      `The service does not say when the term of ${label} ends, or how many seats it has.`,
    )
  if (!context.declaredProducts.has(subscription.product))
    return blocked(
      codes.DECLARED_NOWHERE,
      `${label} is active and no declared subscription of the target customer replaces it.`,
    )
  const isLocked =
    !endsWithTerm(subscription) && msBetween(context.now, subscription.termEndsAt) < renewalLockMs
  if (!isLocked) return { end, locked: null }
  const detail = `${label} ends its term at ${subscription.termEndsAt}; its renewal can no longer be switched off.`
  const facts = { billedUntil: end, money: context.toTermEnd(subscription) }
  return { end, locked: blocked(codes.RENEWAL_LOCKED, detail, facts) }
}
