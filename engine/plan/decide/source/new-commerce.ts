/** Suspending a new-commerce subscription cuts users off and keeps billing to the end of its term (facts 2.3). */

import type { LiveSubscription } from '../../../model/live.ts'
import { codes } from '../../codes.ts'
import { howClosed, openWindow } from '../../kinds/cancel.ts'
import { prevents } from '../../permit/refusals.ts'
import { lapse } from './lapse.ts'
import { methodRuleFor } from './method-rule.ts'
import { overlap } from './overlap.ts'
import {
  blocked,
  decision,
  labelOf,
  type SourceContext,
  type SourceDecision,
  termEndOf,
} from './source-decision.ts'
import { isTransferEligible } from './transfer.ts'

export function newCommerce(subscription: LiveSubscription, context: SourceContext): SourceDecision | null {
  if (subscription.commerce !== 'nce') return null
  const until = termEndOf(subscription)
  const money = context.toTermEnd(subscription)
  const end = until ?? 'an unknown term end'
  const cost = money.kind === 'known' ? `${money.currency} ${money.amount}` : `unknown (${money.why})`
  const asked = methodRuleFor(subscription, context.consolidation)
  if (asked?.method === 'repurchase') return repurchase(subscription, context)
  if (asked?.method === 'lapse') return lapse(subscription, context)
  if (asked?.method === 'reprovision' && asked.acceptOverlap !== null)
    return overlap(subscription, asked.acceptOverlap, context)
  const isDeclared = context.declaredProducts.has(subscription.product)
  if (asked === null && isDeclared && !isTransferEligible(subscription, context.now))
    return lapse(subscription, context)
  const hint = isTransferEligible(subscription, context.now)
    ? ` It can be transferred: ${asked === null || asked.method === 'transfer' ? 'declare it under the target customer' : 'write `do: transfer` into the rule, or remove it'}.`
    : ''
  const pay =
    asked?.method === 'reprovision' && money.kind === 'known'
      ? ` To have it now all the same, accept what is paid twice: \`acceptOverlap: { ${money.currency}: ${money.amount} }\`.`
      : ''
  return blocked(
    codes.NCE_SOURCE,
    `${labelOf(subscription)} is new commerce: suspending it would cut users off and keep billing to ${end}; still to be charged: ${cost}.${hint}${pay}`,
    { billedUntil: until, money, note: `billed to ${end} whatever its status` },
  )
}

/** Bought anew and cancelled inside its window, because a rule asks for it. The price lock of the old one is lost. */
function repurchase(subscription: LiveSubscription, context: SourceContext): SourceDecision {
  const label = labelOf(subscription)
  const until = openWindow(subscription, context.now)
  if (until === null) {
    const closed = howClosed(subscription)
    return blocked(
      codes.SOURCE_CANCEL_WINDOW_CLOSED,
      `${label}: the rule asks for \`repurchase\`, but the window in which it could be cancelled ${closed}.${prevents('CANCEL_WINDOW_CLOSED')}`,
      { billedUntil: termEndOf(subscription), money: context.toTermEnd(subscription) },
    )
  }
  if (subscription.seats === null)
    return blocked(codes.UNKNOWN_READ, `The service does not say how many seats ${label} has.`)
  if (!context.declaredProducts.has(subscription.product))
    return blocked(
      codes.DECLARED_NOWHERE,
      `${label} is active and no declared subscription of the target customer replaces it.`,
    )
  return decision('repurchase', {
    replacement: subscription.product,
    note: `cancelled inside its window, open until ${until}; price lock lost`,
  })
}
