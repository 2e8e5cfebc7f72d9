/** Suspending a new-commerce subscription cuts users off and keeps billing to the end of its term (api.md 2.3). */
import type { LiveSubscription } from '../../model/live.ts'
import { codes } from '../codes.ts'
import { methodRuleFor } from './method-rule.ts'
import { blocked, labelOf, type SourceContext, type SourceDecision, termEndOf } from './source-decision.ts'

export function newCommerce(subscription: LiveSubscription, context: SourceContext): SourceDecision | null {
  if (subscription.commerce !== 'nce') return null
  const until = termEndOf(subscription)
  const money = context.toTermEnd(subscription)
  const end = until ?? 'an unknown term end'
  const cost = money.kind === 'known' ? `${money.currency} ${money.amount}` : `unknown (${money.why})`
  const asked = methodRuleFor(subscription, context.consolidation)
  const wish =
    asked === null || asked.method === 'reprovision'
      ? ''
      : ` This version does not carry out \`${asked.method}\` yet.`
  return blocked(
    codes.NCE_SOURCE,
    `${labelOf(subscription)} is new commerce: suspending it would cut users off and keep billing to ${end}; still to be charged: ${cost}.${wish}`,
    { billedUntil: until, money, note: `billed to ${end} whatever its status` },
  )
}
