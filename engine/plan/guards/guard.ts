/** A guard judges one kind of limit over customers with their actions; no violation means it holds. */
import type { Remedy } from '../../diagnostic.ts'
import type { Limit } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { Action } from '../action.ts'
import type { CustomerPlan, Finding } from '../plan.ts'

export interface Guarded {
  readonly customer: CustomerPlan
  /** Empty: the plan does nothing to the customer. */
  readonly actions: readonly Action[]
}

export interface Violation {
  /** `undecided`: something needed to judge it is unknown. */
  readonly kind: 'over' | 'undecided'
  readonly detail: string
  readonly subject?: Finding['subject']
  /** What helps here besides a line that lets it pass. */
  readonly remedies?: readonly Remedy[]
}

export type Guard<K extends Limit['kind']> = (
  limit: Extract<Limit, { kind: K }>,
  guarded: readonly Guarded[],
  /** The UTC day the plan is for. */
  on: UtcDate,
) => readonly Violation[]

export function subjectOf(action: Action): Finding['subject'] {
  if (!('customer' in action)) return {}
  return {
    partner: action.partner,
    customer: action.customer,
    ...('subscription' in action && { subscription: action.subscription }),
    ...('product' in action && { product: action.product }),
  }
}
