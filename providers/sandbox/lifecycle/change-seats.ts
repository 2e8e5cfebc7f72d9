/** Seats: legacy up and down any time while active; new commerce down only inside refundable windows (facts 2.2, 2.3). */
import { type Limits, offerLimits, skuLimits } from '../market/catalogue.ts'
import { poolOf, poolRefusal } from '../market/pool.ts'
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration, type Instant } from '../time/calendar.ts'
import { catalogueKeyOf } from './extension.ts'
import { withoutPlans } from './scheduled-actions.ts'
import { isTrialOfNewCommerce } from './trials.ts'
import { giveBack, windowOf } from './windows.ts'

export function changeSeats(service: Service, row: SubscriptionRow, seats: number): SubscriptionRow {
  if (isTrialOfNewCommerce(row)) throw refuse(400, 800095, 'The quantity of a trial cannot be changed.')
  if (row.commerce === 'azure') throw refuse(400, 800095, 'The quantity of usage cannot be changed.')
  if (row.status === 'suspended' && row.commerce === 'nce')
    throw refuse(400, 800091, 'A suspended subscription cannot be updated.')
  if (row.status === 'pending') throw refuse(409, 800082, 'The subscription is not ready.')
  if (row.status !== 'active')
    throw refuse(400, 2001, `The quantity cannot be changed while the subscription is ${row.status}.`)
  const limits = seatLimitsOf(service, row)
  const pool =
    seats > row.seats && row.commerce === 'nce' ? poolOf(service, row.customer, catalogueKeyOf(row)) : null
  if (pool !== null && seats - row.seats > pool.left) throw poolRefusal(pool)
  if (seats > limits.maximum)
    throw row.commerce === 'nce'
      ? refuse(403, 800088, `At most ${limits.maximum} seats can be bought.`)
      : refuse(400, 2002, `The quantity must be between ${limits.minimum} and ${limits.maximum}.`)
  if (seats < limits.minimum)
    throw refuse(400, 2002, `The quantity must be between ${limits.minimum} and ${limits.maximum}.`)
  if (row.commerce !== 'nce') return { ...row, seats }
  const now = service.time.now()
  // A change in mid-term drops what was scheduled for the next one (facts 2.3).
  const scheduledActions = withoutPlans(row.scheduledActions)
  if (seats > row.seats) {
    const added = { seats: seats - row.seats, until: windowEnd(row, now) }
    return { ...row, seats, nextTerm: null, scheduledActions, batches: [...row.batches, added] }
  }
  if (/^software/i.test(row.productType))
    throw refuse(400, 800095, 'The quantity of software cannot be reduced.')
  const batches = giveBack(row, row.seats - seats, now)
  if (batches === null) throw refuse(400, 800090, 'The quantity cannot be decreased.')
  return { ...row, seats, nextTerm: null, scheduledActions, batches }
}

/** An extended service term gives seats back on any day (2.8). */
function windowEnd(row: SubscriptionRow, now: Instant): Instant {
  return row.extendedFrom !== null && row.cancellableUntil !== null
    ? row.cancellableUntil
    : addDuration(now, windowOf(row.productType))
}

export function seatLimitsOf(service: Service, row: SubscriptionRow): Limits {
  const [productId = '', skuId = ''] = catalogueKeyOf(row).split(':')
  return row.commerce === 'nce'
    ? skuLimits(service.catalogue.sku(productId, skuId)?.sku)
    : offerLimits(service.catalogue.offer(row.productKey))
}
