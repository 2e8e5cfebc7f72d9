/**
 * What is scheduled for a date (2.7, CustomDate). A cancel and a change into another product are what they would be if somebody asked for
 * them then; what a renewal or an extension on a date of its own would be, no page tells, and nothing happens.
 */
import { availabilityId } from '../market/availabilities.ts'
import { keyOfSku, planOf, promotionOf, targetsOf } from '../market/transition-gates.ts'
import { Refusal } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import type { Instant } from '../time/calendar.ts'
import { changeStatus } from './change-status.ts'
import { changedProduct } from './changed-product.ts'

/** Null: nothing is. */
export function nextDated({ scheduledActions }: SubscriptionRow): Instant | null {
  const dates = scheduledActions.flatMap(({ effectiveDate }) => effectiveDate ?? [])
  return dates.sort()[0] ?? null
}

/** What the service would refuse then, passes without effect. */
export function carryOutDated(service: Service, row: SubscriptionRow, at: Instant): SubscriptionRow {
  const due = row.scheduledActions.filter(({ effectiveDate }) => effectiveDate === at)
  const left = row.scheduledActions.filter(({ effectiveDate }) => effectiveDate !== at)
  let current: SubscriptionRow = { ...row, scheduledActions: left }
  for (const action of due) current = attempted(service, current, action)
  return current
}

function attempted(service: Service, row: SubscriptionRow, action: ScheduledAction): SubscriptionRow {
  try {
    if (action.actionType === 'Cancel') return changeStatus(service, row, 'deleted')
    return action.actionType === 'Transition' ? changedInto(service, row, action) : row
  } catch (error) {
    if (error instanceof Refusal) return row
    throw error
  }
}

/** All of it: what becomes of a part on a date, nobody tells. */
function changedInto(service: Service, row: SubscriptionRow, action: ScheduledAction): SubscriptionRow {
  const next = action.instructions
  const target = targetsOf(service, row).find(
    one => keyOfSku(one).toUpperCase() === `${next?.productId}:${next?.skuId}`.toUpperCase(),
  )
  if (next === null || target === undefined || row.status !== 'active' || next.seats !== row.seats) return row
  const plan = planOf(service, row, { target, ...next, into: null })
  const promotionId = promotionOf(service, row, { ...plan, target, id: next.promotionId })
  const country = service.store.customers.get(row.customer)?.country ?? ''
  return changedProduct(service, row, {
    ...plan,
    target,
    promotionId,
    availabilityId: availabilityId(service, target, country, service.time.now()),
  })
}
