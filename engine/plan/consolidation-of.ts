import type { Plan } from './plan.ts'

/** The consolidation a plan is about: the one asked for, or the only one its customers belong to; null when there is none or several. */
export function consolidationOf(plan: Pick<Plan, 'scope' | 'customers'>): string | null {
  if (plan.scope.consolidation !== null) return plan.scope.consolidation
  const [only, ...others] = new Set(plan.customers.flatMap(customer => customer.consolidation ?? []))
  return only === undefined || others.length > 0 ? null : only
}
