/**
 * New commerce that is wanted on the target now, whatever it costs: bought there, and told here to cancel at the end of its term. Until then both
 * are charged, which nobody credits; so the rule has to name, in money, what it accepts (product.md, section 3).
 */
import type { MethodRule } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { renewalOf } from '../../model/renewal.ts'
import { isOver } from '../../money/decimals.ts'
import { msBetween } from '../../time/utc-days.ts'
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

export function overlap(
  subscription: LiveSubscription,
  accepted: NonNullable<MethodRule['acceptOverlap']>,
  context: SourceContext,
): SourceDecision {
  const label = labelOf(subscription)
  const end = termEndOf(subscription)
  const money = context.toTermEnd(subscription)
  const facts = { billedUntil: end, money }
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
  const words = accepted.map(cap => `${cap.currency} ${cap.amount}`).join(', ')
  if (money.kind === 'unknown')
    return blocked(
      codes.OVERLAP_NOT_ACCEPTED,
      `${label} would be charged beside its replacement to ${end}, and what that costs is unknown (${money.why}); the rule accepts ${words}.`,
      facts,
    )
  const cap = accepted.find(entry => entry.currency === money.currency)
  if (cap === undefined || isOver(money.amount, cap.amount))
    return blocked(
      codes.OVERLAP_NOT_ACCEPTED,
      `${label} would be charged beside its replacement to ${end}: ${money.currency} ${money.amount}; the rule accepts ${words}.`,
      facts,
    )
  const tells = renewalOf(subscription).kind !== 'cancels'
  if (tells && msBetween(context.now, subscription.termEndsAt) < renewalLockMs)
    return blocked(
      codes.RENEWAL_LOCKED,
      `${label} ends its term at ${subscription.termEndsAt}; it can no longer be told not to renew.`,
      facts,
    )
  return decision('overlap', {
    ...facts,
    replacement: subscription.product,
    note: `replaced now, ends with its term on ${end}; charged on both sides until then, as the rule accepts; price lock lost`,
  })
}
