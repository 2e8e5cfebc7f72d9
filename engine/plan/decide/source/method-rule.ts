/** The rule of `methods:` that speaks about a source subscription; first match wins. */
import type { DeclaredConsolidation, MethodRule } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'

/** A rule that does not mention trials does not mean them: they are never re-created. */
export function methodRuleFor(
  subscription: LiveSubscription,
  consolidation: DeclaredConsolidation,
): MethodRule | null {
  return (
    consolidation.methods.find(
      ({ when }) =>
        (when.commerce === undefined || when.commerce === subscription.commerce) &&
        (when.trial ?? false) === subscription.trial &&
        (when.product === undefined || when.product === subscription.product) &&
        (when.partner === undefined || when.partner === subscription.partner) &&
        (when.transferEligible === undefined || when.transferEligible === isTransferEligible(subscription)),
    ) ?? null
  )
}

/** What a rule means by it; the renewal lock is judged by the row itself. */
function isTransferEligible(subscription: LiveSubscription): boolean {
  return subscription.commerce === 'nce' && subscription.status === 'active' && !subscription.trial
}
