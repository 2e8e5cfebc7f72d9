/** How much one apply may touch. */
import { counted } from '../../plural.ts'
import { isWrite } from '../action.ts'
import type { Guard } from './guard.ts'

export const irreversibleOver: Guard<'irreversibleOver'> = (limit, guarded) => {
  const actions = guarded.flatMap(entry => entry.actions)
  const count = actions.filter(action => isWrite(action) && action.effect.irreversible).length
  if (count <= limit.count) return []
  return [{ kind: 'over', detail: `${counted(count, 'irreversible action')}; the limit is ${limit.count}` }]
}

export const customersOver: Guard<'customersOver'> = (limit, guarded) => {
  const count = new Set(
    guarded.flatMap(({ customer, actions }) => (actions.length === 0 ? [] : [customer.tenant])),
  ).size
  if (count <= limit.count) return []
  return [
    {
      kind: 'over',
      detail: `${counted(count, 'customer is', 'customers are')} touched; the limit is ${limit.count}`,
    },
  ]
}
