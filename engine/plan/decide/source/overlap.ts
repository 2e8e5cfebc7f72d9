/**
 * New commerce that is wanted on the target now, whatever it costs: bought there, and told here to cancel at the end of its term. Until then both
 * are charged, which nobody credits; so the rule has to name, in money, what it accepts (docs/planning.md).
 */
import type { MethodRule } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { isOver } from '../../../money/decimals.ts'
import { codes } from '../../codes.ts'
import { endingOf } from './ending.ts'
import { blocked, decision, labelOf, type SourceContext, type SourceDecision } from './source-decision.ts'

export function overlap(
  subscription: LiveSubscription,
  accepted: NonNullable<MethodRule['acceptOverlap']>,
  context: SourceContext,
): SourceDecision {
  const ending = endingOf(subscription, context)
  if ('method' in ending) return ending
  const { end, locked } = ending
  const label = labelOf(subscription)
  const money = context.toTermEnd(subscription)
  const facts = { billedUntil: end, money }
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
  if (locked !== null) return locked
  return decision('overlap', {
    ...facts,
    replacement: subscription.product,
    note: `replaced now, ends with its term on ${end}; charged on both sides until then, as the rule accepts; price lock lost`,
  })
}
