/** Status: the state machine of 2.4. */
import { type Refusal, refuse } from '../refusal.ts'
import { addOnsOf, type Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { dayOf } from '../time/calendar.ts'
import { suspended } from './suspend.ts'
import { isTrialOfNewCommerce } from './trials.ts'
import { canCancel } from './windows.ts'

export function changeStatus(service: Service, row: SubscriptionRow, status: string): SubscriptionRow {
  if (isTrialOfNewCommerce(row)) throw refuse(400, 800096, 'The status of a trial cannot be changed.')
  switch (status) {
    case 'suspended':
      return suspend(row)
    case 'active':
      return reactivate(service, row)
    case 'deleted':
      return cancel(service, row)
    default:
      throw notAllowed(row, status)
  }
}

function notAllowed(row: SubscriptionRow, status: string): Refusal {
  if (row.status === 'pending') return refuse(409, 800082, 'The subscription is not ready.')
  return refuse(400, 800040, `The status cannot be changed from ${row.status} to ${status}.`)
}

function suspend(row: SubscriptionRow): SubscriptionRow {
  if (row.status !== 'active') throw notAllowed(row, 'suspended')
  if (row.commerce === 'azure' && row.productType !== '')
    throw refuse(403, 900115, 'The plan has active Azure subscriptions.')
  return suspended(row)
}

function reactivate(service: Service, row: SubscriptionRow): SubscriptionRow {
  if (row.status !== 'suspended') throw notAllowed(row, 'active')
  if (row.commerce === 'legacy' && row.termEnd !== null && row.termEnd <= dayOf(service.time.now()))
    throw notAllowed(row, 'active')
  if (row.parent !== null) {
    const base = service.store.subscriptions.get(keyOf(row.partner, row.parent))
    if (base?.status !== 'active') throw refuse(409, 27009, 'The parent subscription is not active.')
  }
  return { ...row, status: 'active' }
}

/** New commerce inside its window; final. */
function cancel(service: Service, row: SubscriptionRow): SubscriptionRow {
  const isLiving = row.status === 'active' || row.status === 'suspended'
  if (row.commerce !== 'nce' || !isLiving) throw notAllowed(row, 'deleted')
  if (!canCancel(row, service.time.now())) throw refuse(400, 900117, 'The cancellation window has passed.')
  if (addOnsOf(service, row).some(addOn => addOn.status === 'active' || addOn.status === 'suspended'))
    throw refuse(400, 800040, 'Its add-ons must be cancelled first.')
  return {
    ...row,
    status: 'deleted',
    autoRenew: false,
    nextTerm: null,
    nextCharge: null,
    scheduledActions: [],
    batches: [],
  }
}
