/** The only door between the service's words and ours, with the `convert-*.ts` beside it. Nothing in here throws: a value that is not understood is kept as `unknown:…`. */
import {
  type PartnerName,
  type ProductKey,
  productKey,
  subscriptionId,
  tenantId,
} from '../../engine/model/ids.ts'
import type {
  Commerce,
  CustomerRow,
  Known,
  LiveCustomer,
  LiveSubscription,
  ProductKind,
  SubscriptionStatus,
  UnreadDate,
} from '../../engine/model/live.ts'
import { commerceOf } from '../../engine/model/product-form.ts'
import { unreadableProduct } from '../../engine/model/readable.ts'
import { instantOf, isUnreadTime } from '../../engine/time/instant-of.ts'
import { idOf, listOf, plainWord, property, textAt, withNames } from './client/read-value.ts'
import { endOfTermIn } from './convert-next-term.ts'
import type { WireCustomer } from './wire/customer.ts'
import type { WireSubscription } from './wire/subscription.ts'
import { billingOf, known, seatsOf, vocabularies } from './words.ts'

export function customerRow(partner: PartnerName, wire: WireCustomer): CustomerRow {
  return {
    partner,
    tenant: tenantId(idOf(wire)),
    name: textAt(wire.companyProfile, 'companyName') ?? '',
    domain: textAt(wire.companyProfile, 'domain') ?? '',
  }
}

/** An advisor, or a relationship that ended, may not buy; a word we do not know is given the benefit of the doubt. */
export function isReseller(wire: WireCustomer): boolean {
  const word = known(wire.relationshipToPartner, vocabularies.relationship)
  return word === 'reseller' || word.startsWith('unknown')
}

export function liveCustomer(partner: PartnerName, wire: WireCustomer): LiveCustomer {
  const country =
    textAt(wire.billingProfile?.defaultAddress, 'country') ?? textAt(wire.companyProfile?.address, 'country')
  return { ...customerRow(partner, wire), country: country ? country.toUpperCase() : null }
}

/** Members whose names come in other letter cases too (`ProductType`, Q39); what is sent back is edited as it was read. */
const subscriptionNames: readonly (keyof WireSubscription)[] = [
  'productType',
  'quantity',
  'billingCycle',
  'nextChargeInstructions',
  'status',
  'isTrial',
  'autoRenewEnabled',
  'creationDate',
  'effectiveStartDate',
  'commitmentEndDate',
  'commitmentEndDateTime',
  'billingCycleEndDate',
  'billingCycleEndDateTime',
  'cancellationAllowedUntilDate',
  'termDuration',
  'refundableQuantity',
  'scheduledNextTermInstructions',
  'scheduledActions',
]

export function liveSubscription(
  partner: PartnerName,
  customer: string,
  read: WireSubscription,
): LiveSubscription {
  const wire = withNames(read, subscriptionNames) as unknown as WireSubscription // the same members, by the names of the type
  const offer = textAt(wire, 'offerId') ?? ''
  const product = productOf(offer)
  const offerName =
    textAt(wire, 'offerName') ?? (product === unreadableProduct ? 'a product that cannot be read' : offer)
  const parent = textAt(wire, 'parentSubscriptionId')
  return {
    partner,
    customer: tenantId(customer),
    id: subscriptionId(idOf(wire)),
    product,
    productName: offerName,
    ...generationOf(wire, offer),
    name: textAt(wire, 'friendlyName') ?? offerName,
    status: statusOf(wire),
    seats: seatsOf(wire.quantity),
    term: textAt(wire, 'termDuration') || null,
    billing:
      wire.billingCycle === null || wire.billingCycle === undefined ? null : billingOf(wire.billingCycle),
    ...changesOfBilling(wire),
    promotion: textAt(wire, 'promotionId') || null,
    partnerOfRecord: textAt(wire, 'partnerId') || null,
    trial: wire.isTrial === true,
    autoRenew: wire.autoRenewEnabled === true,
    ...endOfTermIn(wire),
    boughtAt: instantOf(wire.creationDate),
    termStartsAt: instantOf(wire.effectiveStartDate),
    // The exact variant first: the date alone is the last day or the day after, depending on generation (Q32).
    termEndsAt: instantOf(wire.commitmentEndDateTime) ?? instantOf(wire.commitmentEndDate),
    chargedUntil: instantOf(wire.billingCycleEndDateTime) ?? instantOf(wire.billingCycleEndDate),
    cancellableUntil: instantOf(wire.cancellationAllowedUntilDate),
    refundable: refundableOf(wire),
    ...unreadDatesOf(wire),
    parent: parent ? subscriptionId(parent) : null,
    order: textAt(wire, 'orderId') || null,
  }
}

/** A cycle that takes effect at the next charge. */
function changesOfBilling(wire: WireSubscription): Pick<LiveSubscription, 'nextBilling'> {
  const next = property(property(wire.nextChargeInstructions, 'product'), 'billingCycle')
  return { nextBilling: next === undefined || next === null ? null : billingOf(next) }
}

export function statusOf(wire: WireSubscription): Known<SubscriptionStatus> {
  return known(wire.status, vocabularies.status)
}

/**
 * `PRODUCT:SKU` of new commerce without the availability (Q23); a legacy offer id as it is, in upper case. What has neither form,
 * half of one included, is not absent and not guessed: it may be any product (T31).
 */
export function productOf(offerId: string): ProductKey {
  const product = productKeyIn(offerId.trim())
  return commerceOf(product) === null ? unreadableProduct : product
}

/** As the catalogue was asked for it, or names what it stands on: nothing that is there hides behind it. */
export function productKeyIn(offerId: string): ProductKey {
  return productKey(offerId.split(':', 2).join(':'))
}

/** `productType` is absent on legacy; Azure shows by its offer id, its type, or being billed by use (facts 9 and 2.1). */
function generationOf(
  wire: WireSubscription,
  offer: string,
): {
  readonly kind: Known<ProductKind>
  readonly commerce: Known<Commerce>
} {
  const type = textAt(wire.productType, 'id') ?? textAt(wire.productType, 'displayName')
  const isUsage = plainWord(textAt(wire, 'billingType') ?? '') === 'usage'
  const isModern = offer.includes(':') || type !== null
  if (/^MS-AZR-/i.test(offer) || isUsage) return { kind: 'azure', commerce: isModern ? 'nce' : 'legacy' }
  // A type that is no licence says enough: a reservation, say, need not name an offer.
  if (productOf(offer) === unreadableProduct && (type === null || kindOf(wire, type) === 'licence'))
    return {
      kind: 'unknown:no readable product',
      commerce: type === null ? 'unknown:no readable product' : 'nce',
    }
  if (type === null)
    return offer.includes(':')
      ? { kind: 'unknown:no product type', commerce: 'nce' }
      : { kind: 'licence', commerce: 'legacy' }
  return { kind: kindOf(wire, type), commerce: 'nce' }
}

const kinds = new Map<string, ProductKind>(
  Object.entries({
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
  }),
)

function kindOf(wire: WireSubscription, type: string): Known<ProductKind> {
  const kind = kinds.get(plainWord(type))
  if (kind === 'software' && !wire.termDuration) return 'perpetual'
  return kind ?? `unknown:${type}`
}

/** Of each date, the members that tell it; one that can be read is enough. */
function unreadDatesOf(wire: WireSubscription): Pick<LiveSubscription, 'unreadDates'> {
  const told: readonly (readonly [UnreadDate, readonly unknown[]])[] = [
    ['boughtAt', [wire.creationDate]],
    ['termStartsAt', [wire.effectiveStartDate]],
    ['termEndsAt', [wire.commitmentEndDateTime, wire.commitmentEndDate]],
    ['chargedUntil', [wire.billingCycleEndDateTime, wire.billingCycleEndDate]],
    ['cancellableUntil', [wire.cancellationAllowedUntilDate]],
  ]
  const unread = told.flatMap(([date, said]) =>
    said.some(isUnreadTime) && said.every(entry => instantOf(entry) === null) ? [date] : [],
  )
  const batches = listOf(wire.refundableQuantity?.details)
  const isBatchUnread = batches.some(detail => isUnreadTime(property(detail, 'allowedUntilDateTime')))
  const all: readonly UnreadDate[] = isBatchUnread ? [...unread, 'refundable'] : unread
  return all.length === 0 ? {} : { unreadDates: all }
}

function refundableOf(wire: WireSubscription): LiveSubscription['refundable'] {
  return listOf(wire.refundableQuantity?.details).flatMap(detail => {
    const count = seatsOf(property(detail, 'quantity'))
    const until = instantOf(property(detail, 'allowedUntilDateTime'))
    return count === null || until === null ? [] : [{ seats: count, until }]
  })
}
