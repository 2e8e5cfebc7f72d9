/** The numbers under a plan. */
import type { Currency } from '../model/ids.ts'
import { sumAmounts } from '../money/amounts.ts'
import type { Action } from './action.ts'
import type { CustomerPlan, PlanSummary } from './plan.ts'

/** Requests a minute the client allows itself per partner and resource family (api.md 4.7 recommends 400 of 500). */
const budgetPerMinute = 400

/** Reads and writes one action costs at least: a purchase is a cart, its checkout, the order, the look that verifies it. */
const costs: Readonly<Record<Action['kind'], { readonly reads: number; readonly writes: number }>> = {
  'subscription.create': { reads: 3, writes: 2 },
  'subscription.change-seats': { reads: 2, writes: 1 },
  'subscription.suspend': { reads: 2, writes: 1 },
  'subscription.reactivate': { reads: 2, writes: 1 },
  'subscription.rename': { reads: 2, writes: 1 },
  'gate.customer': { reads: 2, writes: 0 },
  'gate.wave': { reads: 0, writes: 0 },
}

export function summarise(
  actions: readonly Action[],
  customers: readonly CustomerPlan[],
  currencies: readonly Currency[],
  facts: number,
): PlanSummary {
  const count = (...kinds: readonly Action['kind'][]) =>
    actions.filter(action => kinds.includes(action.kind)).length
  const standing = (state: CustomerPlan['state']) =>
    customers.filter(customer => customer.state === state).length
  let reads = facts
  let writes = 0
  for (const action of actions) {
    reads += costs[action.kind].reads
    writes += costs[action.kind].writes
  }
  return {
    create: count('subscription.create'),
    transfer: 0,
    suspend: count('subscription.suspend'),
    change: count('subscription.change-seats', 'subscription.reactivate', 'subscription.rename'),
    irreversible: actions.filter(action => 'effect' in action && action.effect.irreversible).length,
    customers: {
      planned: standing('planned'),
      blocked: standing('blocked'),
      waiting: standing('waiting'),
      nothingToDo: standing('nothing to do'),
      moved: standing('moved'),
    },
    atRisk: sumAmounts(
      actions.flatMap(action =>
        'effect' in action && action.effect.overlap !== undefined ? [action.effect.overlap.money] : [],
      ),
      currencies,
    ),
    committed: sumAmounts(
      actions.flatMap(action =>
        'effect' in action && action.effect.commitment !== undefined ? [action.effect.commitment.total] : [],
      ),
      currencies,
    ),
    requests: { reads, writes, secondsAtBudget: Math.ceil(((reads + writes) * 60) / budgetPerMinute) },
  }
}
