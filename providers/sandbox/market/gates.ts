/** What must hold before anything is bought: market, agreement, the customer's account, room for one more (E17). */
import { type Refusal, refuse } from '../refusal.ts'
import { type Service, subscriptionsOf, visibleRelationship } from '../service.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import type { PartnerRow } from '../state/partner-rows.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { cannot, type NotForSale } from './not-for-sale.ts'
import type { Item } from './resolve.ts'

/** Throws what refuses the purchase as a whole. */
export function checkBuyer(service: Service, partner: PartnerRow, customer: CustomerRow): void {
  if (!partner.active) throw refuse(403, 800039, 'The partner is not active.')
  if (!partner.partnerAgreement) throw refuse(403, 900124, 'The Microsoft Partner Agreement is not accepted.')
  if (!partner.markets.includes(customer.country))
    throw refuse(403, 2030, `The partner is not onboarded for ${customer.country}.`)
  const relationship = visibleRelationship(service, partner.name, customer.tenantId)
  const agreed = relationship?.directSigned === true || (relationship?.agreements.length ?? 0) > 0
  if (partner.cloud === 'global' && !agreed)
    throw refuse(403, 13605, 'The Microsoft Customer Agreement is not confirmed for this customer.')
  if (customer.account === null || customer.account === 'Allowed') return
  throw customer.account === 'NotAllowed'
    ? refuse(403, 800075, "The customer's account is not approved.")
    : refuse(
        403,
        customer.account === 'UnderReview' ? 800073 : 800074,
        "The customer's account is under review.",
      )
}

/** 800066: how many more subscriptions fit. */
export function checkRoom(service: Service, partner: string, customer: string, more: number): Refusal | null {
  const living = subscriptionsOf(service, partner, customer).filter(row => row.status !== 'deleted')
  return living.length + more > service.settings.maximumSubscriptions
    ? refuse(403, 800066, 'The customer has too many subscriptions.')
    : null
}

/** An add-on belongs to a living base of one of its prerequisites, in the same market system, under the same partner (800029). */
export function checkBase(
  service: Service,
  item: Item,
  base: { readonly partner: string; readonly customer: string; readonly id: string } | null,
): NotForSale | null {
  const wrong = (text: string) => cannot(10010, refuse(400, 800029, text))
  if (!item.isAddOn) return base === null ? null : wrong('Only an add-on has a parent.')
  if (base === null) return wrong('An add-on needs the subscription it is added to.')
  const row = service.store.subscriptions.get(keyOf(base.partner, base.id))
  if (row === undefined || row.customer !== base.customer) return wrong('The parent was not found.')
  return fitsBase(item, row) ? null : wrong('The add-on does not belong to that parent.')
}

function fitsBase(item: Item, base: SubscriptionRow): boolean {
  return (
    base.status === 'active' &&
    base.commerce === item.commerce &&
    (item.prerequisites.length === 0 || item.prerequisites.includes(base.productKey))
  )
}

/** The same for an add-on that is bought together with its base. */
export function checkNewBase(item: Item, base: Item): NotForSale | null {
  const fits =
    item.isAddOn &&
    item.commerce === base.commerce &&
    (item.prerequisites.length === 0 || item.prerequisites.includes(base.productKey))
  return fits ? null : cannot(10010, refuse(400, 800029, 'The add-on does not belong to that base.'))
}
