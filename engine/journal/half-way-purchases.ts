/** What an apply that is not finished has bought: from its journal, so certain (T17, T15). */
import type { HalfWayPurchase } from '../plan/move/half-way-purchase.ts'
import { type ApplyState, evidenceOf } from './fold.ts'

/** Of a finished apply, nothing. */
export function halfWayPurchases({ plan, actions, finished }: ApplyState): readonly HalfWayPurchase[] {
  if (finished) return []
  return plan.actions.flatMap(action => {
    const evidence = evidenceOf(actions.get(action.id))
    if (action.kind !== 'subscription.create' || evidence === null) return []
    const { partner, customer, product } = action
    const ranThen = plan.customers
      .filter(entry => entry.partner === partner && entry.tenant === customer)
      .flatMap(({ sources }) => sources)
      .filter(({ status }) => status === 'active')
      .map(source => ({ partner: source.partner, subscription: source.subscription }))
    const { subscription = null, order = null } = evidence
    return [{ partner, customer, product, subscription, order, ranThen }]
  })
}
