/** A trial of new commerce in a source: read how it ends, and told to cancel where it would become a paid subscription. Never re-created. */
import type { LiveSubscription } from '../../../model/live.ts'
import { endsWithTerm, renewalLockMs } from '../../../model/renewal.ts'
import { msBetween } from '../../../time/utc-days.ts'
import { codes } from '../../codes.ts'
import { becomesWords } from '../../costs/converting-trial.ts'
import {
  blocked,
  decision,
  labelOf,
  type SourceContext,
  type SourceDecision,
  termEndOf,
} from './source-decision.ts'

/** What the plan does to an active trial; `ends`: nothing, it ends with its term by itself. */
export function trialEnding(subscription: LiveSubscription): 'suspend' | 'cancel' | 'ends' {
  if (subscription.commerce !== 'nce') return 'suspend'
  return endsWithTerm(subscription) ? 'ends' : 'cancel'
}

export function endingTrial(subscription: LiveSubscription, context: SourceContext): SourceDecision {
  const end = termEndOf(subscription)
  const billedUntil = end
  if (trialEnding(subscription) === 'ends')
    return decision('drop', {
      note: `a trial; ends ${end === null ? 'with its term' : `on ${end}`}, never re-created`,
      billedUntil,
    })
  const label = labelOf(subscription)
  if (subscription.seats === null)
    return blocked(codes.UNKNOWN_READ, `The service does not say how many seats ${label} has.`)
  const becomes = becomesWords(context.atTermEnd(subscription))
  if (subscription.termEndsAt !== null && msBetween(context.now, subscription.termEndsAt) < renewalLockMs)
    return blocked(
      codes.RENEWAL_LOCKED,
      `${label} is a trial that ends at ${subscription.termEndsAt} and ${becomes}; it can no longer be set to cancel.`,
      { billedUntil },
    )
  return decision('drop', {
    note: `a trial; ${becomes}, unless it is cancelled: set to cancel at the end of its term`,
    billedUntil,
  })
}

/** Whether the plan has to tell it to cancel. */
export function isStillToEnd(subscription: LiveSubscription, { method }: SourceDecision): boolean {
  return method === 'drop' && subscription.status === 'active' && trialEnding(subscription) === 'cancel'
}
