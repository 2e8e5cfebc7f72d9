/**
 * New commerce that Microsoft lets move: terms, dates and, as reported, prices go along (docs/planning.md). What the target declares
 * must be what arrives; a wish for something else is a change afterwards, never before.
 */

import type { Instant } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { renewalLockMs } from '../../../model/renewal.ts'
import { msBetween } from '../../../time/utc-days.ts'
import { codes } from '../../codes.ts'
import { methodRuleFor } from './method-rule.ts'
import { blocked, decision, labelOf, type Row, termEndOf } from './source-decision.ts'

/** facts 2.7 [infer]: new commerce, active, no trial, not inside the renewal lock. A pending transfer is refused by the service. */
export function isTransferEligible(subscription: LiveSubscription, now: Instant): boolean {
  return (
    subscription.commerce === 'nce' &&
    subscription.kind === 'licence' &&
    subscription.status === 'active' &&
    !subscription.trial &&
    (subscription.termEndsAt === null || msBetween(now, subscription.termEndsAt) >= renewalLockMs)
  )
}

export const transfer: Row = (subscription, context) => {
  if (!isTransferEligible(subscription, context.now)) return null
  const rule = methodRuleFor(subscription, context.consolidation)
  if (rule !== null && rule.method !== 'transfer') return null
  if (!context.declaredProducts.has(subscription.product)) return null
  if (subscription.seats === null)
    return blocked(
      codes.UNKNOWN_READ,
      `The service does not say how many seats ${labelOf(subscription)} has.`,
    )
  return decision('transfer', {
    replacement: subscription.product,
    note: `to ${termEndOf(subscription) ?? 'an unknown term end'}, price kept (reported)`,
  })
}
