/** The rules of a subscription PATCH (api.md 2.3, 2.4, 9; E11, E12, E21): a row before, a row after, or a refusal. */
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/rows.ts'
import { changeSeats } from './change-seats.ts'
import { changeStatus } from './change-status.ts'
import { changeBilling, changeRenewal } from './change-terms.ts'
import type { Wanted } from './wanted.ts'

export function changed(service: Service, row: SubscriptionRow, wanted: Wanted): SubscriptionRow {
  if (row.status === 'deleted') throw refuse(400, 2011, 'A deleted subscription cannot be updated.')
  const isOtherStatus = wanted.status !== row.status
  const isOtherSeats = wanted.seats !== row.seats
  const isOtherBilling = wanted.billing !== row.billing
  if (isOtherStatus && (isOtherSeats || isOtherBilling))
    throw refuse(400, 800096, 'The status cannot be changed together with quantity or billing cycle.')
  const next = { ...row, friendlyName: wanted.friendlyName, partnerId: checkedPartner(wanted.partnerId) }
  if (isOtherStatus) return changeStatus(service, next, wanted.status)
  const renewing = changeRenewal(service, next, wanted)
  const seated = isOtherSeats ? changeSeats(service, renewing, wanted.seats) : renewing
  return isOtherBilling ? changeBilling(service, seated, wanted.billing) : seated
}

/** Empty, or an MPN id. */
function checkedPartner(id: string): string {
  if (!/^\d*$/.test(id)) throw refuse(400, 800016, 'The partner id is not known.')
  return id
}
