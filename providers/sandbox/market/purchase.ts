/** Buying: every rule that can refuse a line, and the subscription that comes of it (api.md 2.3, 10, 11; E7, E11, E17). */

import { type Refusal, refuse } from '../refusal.ts'
import type { CustomerRow, PartnerRow, SubscriptionRow } from '../rows.ts'
import { type Service, saveSubscription, subscriptionKey, visibleRelationship } from '../service.ts'
import { addDuration, addMonths, dayOf, monthsOfTerm } from '../time.ts'
import { availabilityId, findOffer, findSku, isSoldIn } from './catalogue.ts'

export interface Line {
  readonly catalogItemId: string
  readonly quantity: number
  readonly billing: string
  readonly term: string
  readonly friendlyName: string | null
}

interface Resolved {
  readonly commerce: SubscriptionRow['commerce']
  readonly offerId: string
  readonly productKey: string
  readonly productType: string
  readonly family: string
  readonly name: string
  readonly minimumSeats: number
  readonly maximumSeats: number
  readonly isAddOn: boolean
  readonly prerequisites: readonly string[]
  readonly trial: boolean
}

/** Days in which a new-commerce purchase can be taken back (api.md 2.3). */
const windowDuration = 'P7D'
const manySeats = 10_000_000

/** 403/13605: no agreement, no order. */
export function needAgreement(service: Service, partner: string, customer: string): void {
  const relationship = visibleRelationship(service, partner, customer)
  if (relationship !== undefined && relationship.agreements.length === 0 && !relationship.directSigned)
    throw refuse(403, 13605, 'The customer has not accepted the Microsoft Customer Agreement.')
}

/** What a line asks for, or why it is not for sale to this customer. */
export function resolveLine(
  service: Service,
  partner: PartnerRow,
  customer: CustomerRow,
  line: Line,
): Resolved | Refusal {
  if (!partner.markets.includes(customer.country))
    return refuse(403, 2030, `The partner is not onboarded for ${customer.country}.`)
  const parts = line.catalogItemId.split(':')
  const resolved =
    parts.length === 1 ? resolveOffer(service, line, customer) : resolveSku(service, line, customer, parts)
  if ('body' in resolved) return resolved
  if (line.quantity < resolved.minimumSeats || line.quantity > resolved.maximumSeats)
    return refuse(
      403,
      800088,
      `The quantity must be between ${resolved.minimumSeats} and ${resolved.maximumSeats}.`,
    )
  return resolved
}

function resolveOffer(service: Service, line: Line, customer: CustomerRow): Resolved | Refusal {
  const offer = findOffer(service.world, line.catalogItemId)
  if (offer === undefined) return refuse(400, 800004, `There is no offer ${line.catalogItemId}.`)
  if (offer.withdrawn === true) return refuse(403, 2091, 'The offer is no longer for sale.')
  if (!isSoldIn(offer, customer.country))
    return refuse(400, 800070, `The offer is not available in ${customer.country}.`)
  if (
    !(offer.billingCycles ?? ['monthly', 'annual']).includes(line.billing === 'annual' ? 'annual' : 'monthly')
  )
    return refuse(400, 6001, 'The offer does not support the billing cycle.')
  return {
    commerce: offer.usage === true ? 'azure' : 'legacy',
    offerId: offer.id,
    productKey: offer.id.toUpperCase(),
    productType: '',
    family: offer.family,
    name: offer.name,
    minimumSeats: offer.minimumSeats ?? 1,
    maximumSeats: offer.maximumSeats ?? manySeats,
    isAddOn: offer.isAddOn ?? false,
    prerequisites: (offer.prerequisites ?? []).map(id => id.toUpperCase()),
    trial: offer.isTrial ?? false,
  }
}

function resolveSku(
  service: Service,
  line: Line,
  customer: CustomerRow,
  parts: readonly string[],
): Resolved | Refusal {
  const [productId = '', skuId = '', availability = ''] = parts
  const found = findSku(service.world, productId, skuId)
  if (found === undefined || parts.length !== 3)
    return refuse(400, 800009, `${line.catalogItemId} is not a catalog item.`)
  if (availability !== availabilityId(found.product.id, found.sku.id, service.time.now()))
    return refuse(403, 800089, 'The catalog item is out of date.')
  if (!isSoldIn(found.sku, customer.country))
    return refuse(400, 800070, `The item is not available in ${customer.country}.`)
  if (!(found.sku.terms ?? []).some(term => term.term === line.term && term.billing === line.billing))
    return refuse(400, 800009, `The item is not sold for ${line.term} billed ${line.billing}.`)
  return {
    commerce: 'nce',
    offerId: `${found.product.id}:${found.sku.id}:${availability}`,
    productKey: `${found.product.id}:${found.sku.id}`.toUpperCase(),
    productType: found.product.productType ?? 'OnlineServicesNCE',
    family: found.sku.family,
    name: found.sku.title ?? found.product.title,
    minimumSeats: found.sku.minimumSeats ?? 1,
    maximumSeats: found.sku.maximumSeats ?? manySeats,
    isAddOn: found.sku.isAddOn ?? false,
    prerequisites: (found.sku.prerequisites ?? []).map(id => id.toUpperCase()),
    trial: found.sku.isTrial ?? false,
  }
}

/** An add-on belongs to a living base of one of its prerequisites, under the same partner (800029). */
export function checkBase(
  service: Service,
  partner: string,
  resolved: Resolved,
  parent: string | null,
): Refusal | null {
  if (!resolved.isAddOn) return parent === null ? null : refuse(400, 800029, 'Only an add-on has a parent.')
  if (parent === null) return refuse(400, 800029, 'An add-on needs the subscription it is added to.')
  const base = service.store.get('subscriptions', subscriptionKey({ partner, id: parent }))
  if (
    base === undefined ||
    base.status !== 'active' ||
    (resolved.prerequisites.length > 0 && !resolved.prerequisites.includes(base.productKey))
  )
    return refuse(400, 800029, 'The add-on does not belong to that parent.')
  return null
}

export interface Bought {
  readonly partner: string
  readonly customer: string
  readonly resolved: Resolved
  readonly line: Line
  readonly orderId: string
  readonly parent: string | null
  readonly acquired: 'order' | 'cart'
}

export function createSubscription(service: Service, bought: Bought): SubscriptionRow {
  const { resolved, line } = bought
  const now = service.time.now()
  const id = service.newId('subscription')
  const isNce = resolved.commerce === 'nce'
  const months = isNce ? monthsOfTerm(line.term) : resolved.commerce === 'legacy' ? 12 : null
  const until = addDuration(now, windowDuration)
  return saveSubscription(service, {
    partner: bought.partner,
    customer: bought.customer,
    id: isNce ? id : id.toUpperCase(),
    commerce: resolved.commerce,
    offerId: resolved.offerId,
    productKey: resolved.productKey,
    productType: resolved.productType,
    family: resolved.family,
    offerName: resolved.name,
    friendlyName: line.friendlyName ?? resolved.name,
    seats: resolved.commerce === 'azure' ? 1 : line.quantity,
    status: 'active',
    billing: line.billing,
    term: isNce ? line.term : '',
    purchasedAt: now,
    termStart: dayOf(now),
    termEnd: months === null ? null : addMonths(dayOf(now), months),
    autoRenew: !resolved.trial,
    trial: resolved.trial,
    parent: bought.parent,
    orderId: bought.orderId,
    version: 0,
    acquired: bought.acquired,
    visibleFrom: addDuration(now, service.world.settings?.provisioningDelay ?? 'PT0S'),
    cancellableUntil: isNce ? until : null,
    batches: isNce ? [{ seats: line.quantity, until }] : [],
    nextTerm: null,
    scheduledActions: [],
    statusSince: now,
    history: [],
    kept: {},
  })
}
