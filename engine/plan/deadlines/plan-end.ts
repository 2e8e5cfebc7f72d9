/**
 * A plan may end while its customers could still be begun: at the end of the day of somebody's pair, or when its policies begin to decline.
 * That is known once all of it is planned, so it is then planned once more with its end as a deadline of each customer (T24).
 */
import type { Desired } from '../../model/desired.ts'
import { isWrite } from '../action.ts'
import { additionsEnd } from '../expiry.ts'
import { adds } from '../kinds/all-kinds.ts'
import type { Plan } from '../plan.ts'
import { missed } from './deadline.ts'
import { expectedMs } from './expected-time.ts'
import { couldBeLeftHalfWay } from './half-way.ts'
import { beginningOf } from './judge-deadlines.ts'

/** Whether the end of the plan would leave one of its customers half-way. */
export function endsTooSoon(plan: Omit<Plan, 'id'>, { consolidations }: Desired): boolean {
  const { on, madeAt, actions, customers, deadlineMarginMs: marginMs } = plan
  const byId = new Map(actions.map(action => [action.id, action]))
  const at = additionsEnd(plan)
  return customers.some(customer => {
    const own = customer.actions.flatMap(id => byId.get(id) ?? [])
    const added = own.filter(isWrite).find(adds)
    if (added === undefined || !couldBeLeftHalfWay(own)) return false
    const consolidation = consolidations.find(({ name }) => name === customer.consolidation) ?? null
    const begins = Date.parse(beginningOf(on, madeAt, consolidation))
    const end = { action: added.id, closes: 'plan', at, fact: null } as const
    return missed([end], begins, { neededMs: expectedMs(own), marginMs }) !== null
  })
}
