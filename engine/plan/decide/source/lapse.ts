/**
 * New commerce that is left to run out: the source is set to cancel at the end of its term, and the target buys on the day after. Nothing
 * is charged twice and nothing is given up, at the price of waiting (docs/planning.md).
 */
import type { LiveSubscription } from '../../../model/live.ts'
import { addDays } from '../../../time/utc-days.ts'
import { endingOf } from './ending.ts'
import { decision, type SourceContext, type SourceDecision } from './source-decision.ts'

export function lapse(subscription: LiveSubscription, context: SourceContext): SourceDecision {
  const ending = endingOf(subscription, context)
  if ('method' in ending) return ending
  if (ending.locked !== null) return ending.locked
  return decision('lapse', {
    replacement: subscription.product,
    billedUntil: ending.end,
    money: context.toTermEnd(subscription),
    note: `ends with its term; the target buys on ${addDays(ending.end, 1)}; price lock lost`,
  })
}
