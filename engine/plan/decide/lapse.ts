/**
 * New commerce that is left to run out: the source is told to cancel at the end of its term, and the target buys on the day after. Nothing
 * is charged twice and nothing is given up, at the price of waiting (product.md, section 3).
 */
import type { LiveSubscription } from '../../model/live.ts'
import { renewalOf } from '../../model/renewal.ts'
import { addDays, msBetween } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'
import {
  blocked,
  decision,
  labelOf,
  type SourceContext,
  type SourceDecision,
  termEndOf,
} from './source-decision.ts'
import { renewalLockMs } from './transfer.ts'

export function lapse(subscription: LiveSubscription, context: SourceContext): SourceDecision {
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
      `${label} is active and no declared subscription of the target customer takes its place.`,
    )
  const isLocked = msBetween(context.now, subscription.termEndsAt) < renewalLockMs
  if (isLocked && renewalOf(subscription).kind !== 'cancels')
    return blocked(
      codes.RENEWAL_LOCKED,
      `${label} ends its term at ${subscription.termEndsAt}; it can no longer be told not to renew.`,
      { billedUntil: end, money: context.toTermEnd(subscription) },
    )
  return decision('lapse', {
    replacement: subscription.product,
    billedUntil: end,
    money: context.toTermEnd(subscription),
    note: `ends with its term; the target buys on ${addDays(end, 1)}; price lock lost`,
  })
}
