/** What a plan holds of one customer, looked up: an apply asks for it before every write, and scanning would take as long as the square of the plan. */
import { groupedBy } from '../grouped-by.ts'
import type { TenantId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'
import type { CustomerPlan, Fact, Plan } from '../plan/plan.ts'

const actions = new WeakMap<Plan['actions'], ReadonlyMap<TenantId | null, readonly Action[]>>()
const facts = new WeakMap<Plan['facts'], ReadonlyMap<TenantId | null, readonly Fact[]>>()
const customers = new WeakMap<Plan['customers'], ReadonlyMap<TenantId, readonly CustomerPlan[]>>()

/** In the order of the plan. */
export function actionsOfCustomer(
  { actions: all }: Pick<Plan, 'actions'>,
  customer: TenantId,
): readonly Action[] {
  const known = actions.get(all) ?? groupedBy(all, action => ('customer' in action ? action.customer : null))
  actions.set(all, known)
  return known.get(customer) ?? []
}

/** One for each account that keeps it. */
export function plansOfCustomer(
  { customers: all }: Pick<Plan, 'customers'>,
  customer: TenantId,
): readonly CustomerPlan[] {
  const known = customers.get(all) ?? groupedBy(all, ({ tenant }) => tenant)
  customers.set(all, known)
  return known.get(customer) ?? []
}

export function factsOfCustomer({ facts: all }: Pick<Plan, 'facts'>, customer: TenantId): readonly Fact[] {
  const known =
    facts.get(all) ?? groupedBy(all, ({ subject }) => ('customer' in subject ? subject.customer : null))
  facts.set(all, known)
  return known.get(customer) ?? []
}
