/** What is told of an action while it is carried out: whom it is about and what, in words that people know it by. */
import type { Action } from '../plan/action.ts'
import { isAdminAction } from '../plan/admin/admin-action.ts'
import type { ActionNames } from '../ports.ts'
import { customerOf, type Run } from './run.ts'

export function namesOf(action: Action, run: Pick<Run, 'customerNames'>): ActionNames {
  const customer = customerOf(action)
  return {
    action: action.id,
    does: action.kind,
    customer: customer === null ? null : (run.customerNames.get(customer) ?? customer),
    product: productOf(action),
  }
}

function productOf(action: Action): string | null {
  if (action.kind === 'subscription.transfer')
    return action.items.map(({ productName }) => productName).join(', ')
  if (isAdminAction(action)) return 'group' in action ? `group ${action.group}` : 'delegated administration'
  return 'productName' in action ? action.productName : null
}
