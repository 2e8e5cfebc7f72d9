import type { CustomerPlan, Plan } from './plan.ts'

/** Customers for whom nothing could be planned because of an error: an apply that leaves them out is no success (T34). */
export function customersInError({ customers }: Pick<Plan, 'customers'>): readonly CustomerPlan[] {
  return customers.filter(({ blockedBy }) => blockedBy.some(found => found.severity === 'error'))
}
