/** What happens after the term, and how it is billed (2.3, 2.6 to 2.8). */

import { isSoldIn } from '../market/catalogue.ts'
import { dayAfter, isWithin } from '../market/end-dates.ts'
import { judgePromotion } from '../market/promotions.ts'
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { NextTerm, ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import { dayOf, startOf } from '../time/calendar.ts'
import { monthsOfCycle, periodOf } from '../time/periods.ts'
import { seatLimitsOf } from './change-seats.ts'
import { catalogueKeyOf, endsByNewRules } from './extension.ts'
import { withoutPlans } from './scheduled-actions.ts'
import { paidTermOf } from './trials.ts'
import type { Wanted } from './wanted.ts'
import { isLocked } from './windows.ts'

export function changeRenewal(service: Service, row: SubscriptionRow, wanted: Wanted): SubscriptionRow {
  const { autoRenew, scheduledActions } = wanted
  const isOtherPlan = !isSame(wanted.nextTerm, row.nextTerm)
  const isOtherAction = !isSame(scheduledActions, row.scheduledActions)
  if (autoRenew === row.autoRenew && !isOtherAction && !isOtherPlan) return row
  if (row.commerce === 'azure') {
    if (wanted.nextTerm !== null) throw notEligible()
    return { ...row, autoRenew }
  }
  if (autoRenew && !row.autoRenew) {
    if (row.trial && paidTermOf(service, row) === null) throw notEligible()
    if (row.status === 'suspended' && row.commerce === 'nce')
      throw refuse(400, 800091, 'A suspended subscription cannot be updated.')
    if (row.status !== 'active' && row.status !== 'suspended') throw notEligible()
  }
  if (row.commerce === 'nce' && isLocked(row, service.time.now(), service.settings.renewalLock))
    throw refuse(400, 900279, 'The term ends too soon for further changes.')
  if (row.commerce === 'legacy') {
    if (wanted.nextTerm !== null) throw refuse(400, 800042, 'Schedules are for new-commerce subscriptions.')
    return { ...row, autoRenew }
  }
  if (row.trial) return trialRenewal(service, row, wanted)
  const isExtended = scheduledActions.some(({ actionType }) => actionType === 'RenewToExtendedServiceTerm')
  if (isOtherAction && isExtended && !endsByNewRules(service, row))
    throw refuse(400, 800002, 'The subscription has no extended service term.')
  if (isOtherPlan && wanted.nextTerm !== null) {
    if (!autoRenew) throw refuse(400, 800002, 'A schedule needs autoRenewEnabled.')
    checkPlan(service, row, wanted.nextTerm)
  }
  if (isOtherAction)
    for (const { instructions } of scheduledActions)
      if (instructions !== null) checkPlan(service, row, instructions)
  // Switching renewal off drops the schedule, also one that was sent back with the resource.
  return { ...row, autoRenew, scheduledActions, nextTerm: autoRenew ? wanted.nextTerm : null }
}

/** What a trial becomes is not for choosing; whether it becomes it, is (2.3). */
function trialRenewal(service: Service, row: SubscriptionRow, wanted: Wanted): SubscriptionRow {
  const { autoRenew, scheduledActions } = wanted
  const paid = autoRenew ? paidTermOf(service, row) : null
  const isOther = wanted.nextTerm !== null && row.nextTerm !== null && !isSame(wanted.nextTerm, row.nextTerm)
  if (isOther || scheduledActions.some(({ actionType }) => actionType !== 'Cancel'))
    throw refuse(400, 800002, 'A trial becomes its paid twin, or ends.')
  return { ...row, autoRenew, scheduledActions, nextTerm: paid }
}

const notEligible = () => refuse(400, 800093, 'The subscription is not eligible for auto-renew.')

function isSame<Part extends NextTerm | null | readonly ScheduledAction[]>(left: Part, right: Part): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function checkPlan(service: Service, row: SubscriptionRow, next: NextTerm): void {
  const found = service.catalogue.sku(next.productId, next.skuId)
  if (found === undefined) throw refuse(404, 400018, `There is no ${next.productId}:${next.skuId}.`)
  const isSold = (found.sku.terms ?? []).some(
    entry => entry.term === next.term && entry.billing === next.billing,
  )
  if (!isSold) throw refuse(500, 800084, `It is not sold for ${next.term} billed ${next.billing}.`)
  const productKey = `${next.productId}:${next.skuId}`.toUpperCase()
  const limits = seatLimitsOf(service, { ...row, productKey })
  if (next.seats < limits.minimum || next.seats > limits.maximum)
    throw refuse(400, 2002, `The quantity must be between ${limits.minimum} and ${limits.maximum}.`)
  const customer = service.store.customers.get(row.customer)
  const partner = service.store.partners.get(row.partner)
  if (customer === undefined || partner === undefined || !isSoldIn(found.sku, customer.country))
    throw refuse(400, 800070, 'The item is not available there.')
  if (next.promotionId !== null) {
    const item = { productKey, quantity: next.seats, term: next.term, billing: next.billing }
    const wrong = judgePromotion(service, { partner, customer }, next.promotionId, item)
    if (wrong !== null) throw wrong.refusal
  }
  if (next.customTermEndDate === null) return
  const end = dayAfter(next.customTermEndDate)
  if (end === null || row.termEnd === null || !isWithin(end, row.termEnd, next.term))
    throw refuse(400, 800002, 'customTermEndDate must be a day of the next term.')
}

/** Legacy: through the order. New commerce: at the next charge, so that no period is billed twice. */
export function changeBilling(service: Service, row: SubscriptionRow, billing: string): SubscriptionRow {
  if (row.commerce === 'legacy') throw refuse(400, 2054, 'The billing cycle is changed through the order.')
  const [productId = '', skuId = ''] = catalogueKeyOf(row).split(':')
  const terms = service.catalogue.sku(productId, skuId)?.sku.terms ?? []
  if (row.commerce === 'azure' || !terms.some(entry => entry.term === row.term && entry.billing === billing))
    throw refuse(400, 800097, 'The billing cycle cannot be changed to that.')
  if (row.status !== 'active') throw refuse(400, 800091, 'Only an active subscription can be updated.')
  const months = monthsOfCycle(row.billing)
  if (months === null) throw refuse(400, 800097, 'The billing cycle cannot be changed.')
  const { end } = periodOf(row.billingAnchor, months, dayOf(service.time.now()))
  // The end of the term cuts the running period.
  const next = row.termEnd !== null && row.termEnd < end ? row.termEnd : end
  return {
    ...row,
    nextTerm: null,
    scheduledActions: withoutPlans(row.scheduledActions),
    nextCharge: { billing, at: startOf(next) },
  }
}
