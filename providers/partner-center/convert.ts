/** The only door between the service's words and ours. Nothing in here throws: a value that is not understood is kept as `unknown:…`. */
import {
  type PartnerName,
  type ProductKey,
  productKey,
  type Seats,
  seats,
  subscriptionId,
  tenantId,
} from '../../engine/model/ids.ts'
import type {
  BillingCycle,
  CatalogueItem,
  Commerce,
  CustomerRow,
  Known,
  LiveCustomer,
  LiveSubscription,
  ProductKind,
  SubscriptionStatus,
} from '../../engine/model/live.ts'
import { numberOf, plainWord, textAt } from './client/read-value.ts'
import { instantOf } from './instant.ts'
import type { WireAvailability, WireOffer, WireSku } from './wire/catalog.ts'
import type { WireCustomer } from './wire/customer.ts'
import type { WireBillingCycle, WireSubscription } from './wire/subscription.ts'
import { known, vocabularies } from './words.ts'

export function customerRow(partner: PartnerName, wire: WireCustomer): CustomerRow {
  return {
    partner,
    tenant: tenantId(wire.id),
    name: wire.companyProfile?.companyName ?? '',
    domain: wire.companyProfile?.domain ?? '',
  }
}

/** An advisor, or a relationship that ended, may not buy; a word we do not know is given the benefit of the doubt. */
export function isReseller(wire: WireCustomer): boolean {
  const { relationshipToPartner } = wire
  if (relationshipToPartner === null || relationshipToPartner === undefined) return true
  const word = known(relationshipToPartner, vocabularies.relationship)
  return word === 'reseller' || word.startsWith('unknown')
}

export function liveCustomer(partner: PartnerName, wire: WireCustomer): LiveCustomer {
  const country = wire.billingProfile?.defaultAddress?.country ?? wire.companyProfile?.address?.country
  return { ...customerRow(partner, wire), country: country ? country.toUpperCase() : null }
}

export function liveSubscription(
  partner: PartnerName,
  customer: string,
  wire: WireSubscription,
): LiveSubscription {
  const generation = generationOf(wire)
  return {
    partner,
    customer: tenantId(customer),
    id: subscriptionId(wire.id),
    product: productOf(wire.offerId ?? ''),
    productName: wire.offerName ?? wire.offerId ?? '',
    ...generation,
    name: wire.friendlyName ?? wire.offerName ?? '',
    status: statusOf(wire),
    seats: seatsOf(wire.quantity),
    term: wire.termDuration || null,
    billing:
      wire.billingCycle === null || wire.billingCycle === undefined ? null : billingOf(wire.billingCycle),
    trial: wire.isTrial === true,
    autoRenew: wire.autoRenewEnabled === true,
    cancelsAtTermEnd: cancelsAtTermEnd(wire),
    nextTerm: nextTermOf(wire),
    boughtAt: instantOf(wire.creationDate),
    // The exact variant first: the date alone is the last day or the day after, depending on generation (Q32).
    termEndsAt: instantOf(wire.commitmentEndDateTime) ?? instantOf(wire.commitmentEndDate),
    chargedUntil: instantOf(wire.billingCycleEndDateTime) ?? instantOf(wire.billingCycleEndDate),
    cancellableUntil: instantOf(wire.cancellationAllowedUntilDate),
    refundable: refundableOf(wire),
    parent: wire.parentSubscriptionId ? subscriptionId(wire.parentSubscriptionId) : null,
    order: wire.orderId ?? null,
  }
}

export function statusOf(wire: WireSubscription): Known<SubscriptionStatus> {
  return known(wire.status ?? 'absent', vocabularies.status)
}

export function billingOf(value: WireBillingCycle): Known<BillingCycle> {
  const word = known(value, vocabularies.billing)
  return word === 'unknown' ? 'unknown:unknown' : word
}

export function seatsOf(value: unknown): Seats | null {
  const number = numberOf(value)
  return number === null ? null : seats(number)
}

/** `PRODUCT:SKU` of new commerce without the availability (Q23); a legacy offer id as it is, in upper case. */
export function productOf(offerId: string): ProductKey {
  const [product, sku] = offerId.split(':')
  return productKey(sku === undefined ? offerId : `${product}:${sku}`)
}

/** `productType` is absent on legacy; Azure shows by its offer id, its type, or being billed by use (api.md sections 9 and 2.1). */
function generationOf(wire: WireSubscription): {
  readonly kind: Known<ProductKind>
  readonly commerce: Known<Commerce>
} {
  const offer = wire.offerId ?? ''
  const type = wire.productType?.id ?? wire.productType?.displayName ?? null
  const isUsage = plainWord(String(wire.billingType ?? '')) === 'usage'
  const isModern = offer.includes(':') || type !== null
  if (/^MS-AZR-/i.test(offer) || isUsage) return { kind: 'azure', commerce: isModern ? 'nce' : 'legacy' }
  if (type === null)
    return offer.includes(':')
      ? { kind: 'unknown:no product type', commerce: 'nce' }
      : { kind: 'licence', commerce: 'legacy' }
  return { kind: kindOf(wire, type), commerce: 'nce' }
}

const kinds: Readonly<Record<string, ProductKind>> = {
  onlineservicesnce: 'licence',
  onlineservices: 'licence',
  azure: 'azure',
  azureplan: 'azure',
  software: 'software',
  softwaresubscriptions: 'software',
  softwareperpetual: 'perpetual',
  perpetual: 'perpetual',
  saas: 'marketplace',
  marketplacesaas: 'marketplace',
  marketplace: 'marketplace',
  azurereservation: 'reservation',
  azurereservations: 'reservation',
  reservation: 'reservation',
}

function kindOf(wire: WireSubscription, type: string): Known<ProductKind> {
  const kind = kinds[plainWord(type)]
  if (kind === 'software' && !wire.termDuration) return 'perpetual'
  return kind ?? `unknown:${type}`
}

/** Our own wire form, unconfirmed (api.md 2.7). */
function cancelsAtTermEnd(wire: WireSubscription): boolean {
  return (wire.scheduledActions ?? []).some(
    action =>
      plainWord(String(action.type ?? '')) === 'cancel' &&
      plainWord(String(action.effective ?? '')) === 'endofterm',
  )
}

function nextTermOf(wire: WireSubscription): LiveSubscription['nextTerm'] {
  const next = wire.scheduledNextTermInstructions
  if (next === null || next === undefined) return null
  const { product } = next
  return {
    seats: seatsOf(next.quantity),
    product: product?.productId && product.skuId ? productKey(`${product.productId}:${product.skuId}`) : null,
    term: product?.termDuration || null,
    billing:
      product?.billingCycle === null || product?.billingCycle === undefined
        ? null
        : billingOf(product.billingCycle),
  }
}

function refundableOf(wire: WireSubscription): LiveSubscription['refundable'] {
  return (wire.refundableQuantity?.details ?? []).flatMap(detail => {
    const count = seatsOf(detail.quantity)
    const until = instantOf(detail.allowedUntilDateTime)
    return count === null || until === null ? [] : [{ seats: count, until }]
  })
}

/** Used when the catalogue does not say; the published limit of seats per subscription is higher than any real purchase. */
const noMaximum = 10_000_000

export function itemOfOffer(wire: WireOffer): CatalogueItem {
  // Every legacy licence offer can be billed monthly [2021]; the list is missing on old ones only.
  const cycles = wire.supportedBillingCycles ?? ['monthly' as const]
  return {
    product: productOf(wire.id),
    commerce: 'legacy',
    name: wire.name ?? wire.id,
    minimumSeats: seatsOf(wire.minimumQuantity) ?? seats(1),
    maximumSeats: seatsOf(wire.maximumQuantity) ?? seats(noMaximum),
    terms: cycles.map(cycle => ({ term: '', billing: billingOf(cycle) })),
    addOn: wire.isAddOn === true,
    prerequisites: (wire.prerequisiteOffers ?? []).map(productOf),
    trial: wire.isTrial === true,
    purchasable: wire.isAvailableForPurchase !== false,
  }
}

/** A sku with what can be bought of it now; terms come from availabilities that are for sale. */
export function itemOfSku(
  product: string,
  sku: WireSku,
  availabilities: readonly WireAvailability[],
): CatalogueItem {
  const onSale = availabilities.filter(entry => entry.isPurchasable !== false)
  const terms = new Map<string, CatalogueItem['terms'][number]>()
  for (const entry of onSale)
    for (const { duration, billingCycle } of entry.terms ?? []) {
      const term = { term: duration ?? '', billing: billingOf(billingCycle ?? 'none') }
      terms.set(`${term.term}/${term.billing}`, term)
    }
  return {
    product: productKey(`${product}:${sku.id}`),
    commerce: 'nce',
    name: sku.title ?? `${product}:${sku.id}`,
    minimumSeats: seatsOf(sku.minimumQuantity) ?? seats(1),
    maximumSeats: seatsOf(sku.maximumQuantity) ?? seats(noMaximum),
    terms: [...terms.values()],
    addOn: sku.dynamicAttributes?.isAddon === true,
    prerequisites: (sku.dynamicAttributes?.prerequisiteSkus ?? []).map(productOf),
    trial: sku.isTrial === true,
    purchasable: onSale.length > 0,
  }
}

/** The catalogue item to order right now for a term and billing cycle; null: none is for sale. */
export function orderableId(
  availabilities: readonly WireAvailability[],
  {
    product,
    term,
    billing,
  }: { readonly product: string; readonly term: string | null; readonly billing: BillingCycle },
): string | null {
  const fitting = availabilities.find(
    entry =>
      entry.isPurchasable !== false &&
      (entry.terms ?? []).some(
        offered =>
          (offered.duration ?? '') === (term ?? '') && billingOf(offered.billingCycle ?? 'none') === billing,
      ),
  )
  if (fitting === undefined) return null
  return textAt(fitting, 'catalogItemId') ?? `${product}:${fitting.id}`
}
