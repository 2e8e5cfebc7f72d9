/** What the journal of an apply says that was interrupted after so many actions of its plan. */
import { type ApplyState, untouched } from '../../engine/journal/fold.ts'
import { halfWayPurchases } from '../../engine/journal/half-way-purchases.ts'
import { subscriptionId } from '../../engine/model/ids.ts'
import type { HalfWayPurchase } from '../../engine/plan/move/half-way-purchase.ts'
import type { Plan } from '../../engine/plan/plan.ts'

/** As the simulated service names what is bought; without `isFinished` the apply was not. */
export function interruptedAfter(
  plan: Plan,
  count: number,
  isFinished: boolean = count >= plan.actions.length,
): readonly HalfWayPurchase[] {
  const actions: ApplyState['actions'] = new Map(
    plan.actions.slice(0, count).map(({ id }) => [
      id,
      {
        ...untouched,
        attempt: 1,
        outcome: {
          kind: 'done',
          evidence: { at: plan.madeAt, subscription: subscriptionId(`new-${id}`), order: `order-${id}` },
        },
      },
    ]),
  )
  return halfWayPurchases({
    apply: 'apply-1',
    plan,
    startedAt: plan.madeAt,
    who: 'ada',
    consent: ['changes', 'irreversible'],
    skippedCustomers: [],
    actions,
    finished: isFinished,
    nextSeq: count,
    chain: null,
  })
}
