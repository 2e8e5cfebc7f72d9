/** What a line of an order or cart asks for, or why it is not for sale to this customer (facts 11, 18.5, E17). */

import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { pairOf } from '../state/store.ts'
import type { Commerce } from '../state/subscription-rows.ts'
import type { Day } from '../time/calendar.ts'
import { availabilityId } from './availabilities.ts'
import {
  cyclesOf,
  isSoldIn,
  isTermless,
  offerLimits,
  productTypeOf,
  segmentOf,
  skuLimits,
} from './catalogue.ts'
import { chosenEnd } from './end-dates.ts'
import { cannot, type NotForSale } from './not-for-sale.ts'
import { poolOf, poolRefusal } from './pool.ts'
import { judgePromotion } from './promotions.ts'
import type { Buyer, WantedItem } from './purchase.ts'
import { isQualified } from './qualified.ts'
import { checkReseller } from './resellers.ts'

export interface Item {
  readonly commerce: Commerce
  readonly offerId: string
  readonly productKey: string
  readonly productType: string
  readonly family: string
  readonly name: string
  readonly isAddOn: boolean
  /** Product keys of the bases it may be added to; empty: any. */
  readonly prerequisites: readonly string[]
  readonly trial: boolean
  readonly minimumSeats: number
  readonly maximumSeats: number
  /** Most subscriptions of it a customer can have. */
  readonly perCustomer: number
  readonly promotionId: string | null
  /** First day after the first term, where it is not the usual one. */
  readonly termEnd: Day | null
}

export function resolveItem(service: Service, buyer: Buyer, wanted: WantedItem): Item | NotForSale {
  const item = wanted.catalogItemId.includes(':')
    ? resolveSku(service, buyer, wanted)
    : resolveOffer(service, buyer, wanted)
  if ('refusal' in item) return item
  const reseller = checkReseller(buyer.partner, wanted.partnerOnRecord ?? '')
  if (reseller !== null) return cannot(10004, reseller)
  const full = poolFull(service, buyer, item, wanted)
  if (full !== null) return full
  if (wanted.quantity > item.maximumSeats)
    return cannot(10015, refuse(403, 800088, `At most ${item.maximumSeats} seats can be bought.`))
  if (wanted.quantity < item.minimumSeats)
    return cannot(10010, refuse(400, 2002, `At least ${item.minimumSeats} seats must be bought.`))
  if (countOf(service, buyer, item.productKey) >= item.perCustomer)
    return cannot(10002, refuse(400, 27006, `The customer can have ${item.perCustomer} of it.`))
  return item
}

/** Of new commerce, and not of trials, which have limits of their own. */
function poolFull(service: Service, buyer: Buyer, item: Item, wanted: WantedItem): NotForSale | null {
  if (item.commerce !== 'nce' || item.trial) return null
  const pool = poolOf(service, buyer.customer.tenantId, item.productKey)
  if (pool === null) return null
  const { together = 0, quantity } = wanted
  const left = Math.max(0, pool.left - together)
  if (quantity <= left) return null
  return {
    ...cannot(10015, poolRefusal({ ...pool, left })),
    available: { availableQuantity: left, purchasedQuantity: pool.bought },
  }
}

function resolveOffer(service: Service, { customer }: Buyer, wanted: WantedItem): Item | NotForSale {
  const offer = service.catalogue.offer(wanted.catalogItemId)
  if (offer === undefined)
    return cannot(10001, refuse(400, 800004, `There is no offer ${wanted.catalogItemId}.`))
  if (offer.withdrawn === true) return cannot(500600, refuse(403, 2091, 'The offer is no longer for sale.'))
  if (!isSoldIn(offer, customer.country))
    return cannot(10001, refuse(400, 800070, `The offer is not available in ${customer.country}.`))
  const isLicence = offer.usage !== true && offer.isTrial !== true
  if (isLicence && !cyclesOf(offer).includes(wanted.billing))
    return cannot(10013, refuse(400, 6001, `The offer cannot be billed ${wanted.billing}.`))
  return {
    commerce: offer.usage === true ? 'azure' : 'legacy',
    offerId: offer.id,
    productKey: offer.id.toUpperCase(),
    productType: '',
    family: offer.family,
    name: offer.name,
    isAddOn: offer.isAddOn ?? false,
    prerequisites: (offer.prerequisites ?? []).map(id => id.toUpperCase()),
    trial: offer.isTrial ?? false,
    minimumSeats: offerLimits(offer).minimum,
    maximumSeats: offerLimits(offer).maximum,
    perCustomer: offer.perCustomer ?? Number.POSITIVE_INFINITY,
    promotionId: null,
    termEnd: null,
  }
}

function resolveSku(service: Service, buyer: Buyer, wanted: WantedItem): Item | NotForSale {
  const { customer } = buyer
  const [productId = '', skuId = '', availability = '', ...rest] = wanted.catalogItemId.split(':')
  const found = service.catalogue.sku(productId, skuId)
  if (found === undefined || availability === '' || rest.length > 0)
    return cannot(10001, refuse(400, 800002, `${wanted.catalogItemId} is not a catalog item.`))
  const { product, sku } = found
  if (!isSoldIn(sku, customer.country))
    return cannot(10001, refuse(400, 800070, `The item is not available in ${customer.country}.`))
  if (availability.toUpperCase() !== availabilityId(service, found, customer.country, service.time.now()))
    return cannot(
      10001,
      refuse(403, 800089, `${wanted.catalogItemId} is out of date; read the availabilities.`),
    )
  const termless = isTermless(product)
  const terms = sku.terms ?? []
  if (!termless && !terms.some(entry => entry.term === wanted.term && entry.billing === wanted.billing))
    return cannot(
      10013,
      refuse(500, 800084, `The item is not sold for ${wanted.term || 'no term'} billed ${wanted.billing}.`),
    )
  if (termless && wanted.term !== '') return cannot(10010, refuse(400, 800002, 'An Azure plan has no term.'))
  if (!isQualified(service, buyer, segmentOf(sku)))
    return cannot(10010, refuse(403, 800020, `The customer is not qualified for ${segmentOf(sku)} items.`))
  const productKey = `${product.id}:${sku.id}`.toUpperCase()
  const ending = chosenEnd(service, buyer, wanted, productTypeOf(product))
  if ('refusal' in ending) return ending
  const promotionId = wanted.promotionId ?? null
  const wrong =
    promotionId === null ? null : judgePromotion(service, buyer, promotionId, { ...wanted, productKey })
  if (wrong !== null) return wrong
  return {
    perCustomer: sku.perCustomer ?? Number.POSITIVE_INFINITY,
    promotionId,
    termEnd: ending.termEnd,
    commerce: termless ? 'azure' : 'nce',
    offerId: `${product.id}:${sku.id}:${availability.toUpperCase()}`,
    productKey,
    productType: productTypeOf(product),
    family: sku.family,
    name: sku.title ?? product.title,
    isAddOn: sku.isAddOn ?? false,
    prerequisites: (sku.prerequisites ?? []).map(id => id.toUpperCase()),
    trial: sku.isTrial ?? false,
    minimumSeats: skuLimits(sku).minimum,
    maximumSeats: skuLimits(sku).maximum,
  }
}

/** A suspended one takes its place too (facts 2.1). */
function countOf(service: Service, { partner, customer }: Buyer, productKey: string): number {
  return service.store.subscriptions
    .in(pairOf(partner.name, customer.tenantId))
    .filter(row => row.productKey === productKey && !['expired', 'disabled', 'deleted'].includes(row.status))
    .length
}
