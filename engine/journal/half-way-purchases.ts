/** What an apply that is not finished has bought: from its journal, so certain (T17, T15). */
import type { HalfWayPurchase } from '../plan/move/half-way-purchase.ts'
import { type ApplyState, evidenceOf, isComplete } from './fold.ts'

/** Of a finished apply, nothing. */
export function halfWayPurchases({ plan, actions, finished }: ApplyState): readonly HalfWayPurchase[] {
  if (finished) return []
  const off = new Set(
    plan.actions.flatMap(action =>
      action.kind !== 'subscription.create' && 'subscription' in action && isComplete(actions.get(action.id))
        ? [`${action.partner}/${action.subscription}`]
        : [],
    ),
  )
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
    const leftOn = [
      ...new Set(
        ranThen.filter(one => !off.has(`${one.partner}/${one.subscription}`)).map(one => one.partner),
      ),
    ]
    return [{ partner, customer, product, subscription, order, ranThen, leftOn }]
  })
}
