/** The rules of a subscription PATCH (facts 2.3, 2.4, 9; E11, E12, E21): a row before, a row after, or a refusal. */
import { checkReseller } from '../market/resellers.ts'
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { changeSeats } from './change-seats.ts'
import { changeStatus } from './change-status.ts'
import { changeBilling, changeRenewal } from './change-terms.ts'
import { plannedTerm } from './scheduled-actions.ts'
import type { Wanted } from './wanted.ts'

export function changed(service: Service, row: SubscriptionRow, wanted: Wanted): SubscriptionRow {
  if (row.status === 'deleted') throw refuse(400, 2011, 'A deleted subscription cannot be updated.')
  const isOtherStatus = wanted.status !== row.status
  const isOtherSeats = wanted.seats !== row.seats
  const isOtherBilling = wanted.billing !== row.billing
  if (isOtherStatus && (isOtherSeats || isOtherBilling))
    throw refuse(400, 800096, 'The status cannot be changed together with quantity or billing cycle.')
  const next = { ...row, friendlyName: wanted.friendlyName, partnerId: wanted.partnerId }
  if (isOtherStatus) return changeStatus(service, next, wanted.status)
  const renewing = changeRenewal(service, next, wanted)
  const seated = isOtherSeats ? changeSeats(service, renewing, wanted.seats) : renewing
  const billed = isOtherBilling ? changeBilling(service, seated, wanted.billing) : seated
  if (isValidated(row, billed)) checkPartner(service, billed)
  return billed
}

/** Seats, plan, term, or the partner on record itself; not a name, a status, or renewal alone (2.6). */
function isValidated(before: SubscriptionRow, after: SubscriptionRow): boolean {
  const planOf = (row: SubscriptionRow) => JSON.stringify(plannedTerm(row))
  return (
    before.partnerId !== after.partnerId ||
    before.seats !== after.seats ||
    before.nextCharge?.billing !== after.nextCharge?.billing ||
    (plannedTerm(after) !== null && planOf(before) !== planOf(after))
  )
}

function checkPartner(service: Service, { partner, partnerId }: SubscriptionRow): void {
  const row = service.store.partners.get(partner)
  const refusal = row === undefined ? null : checkReseller(row, partnerId)
  if (refusal !== null) throw refusal
}
