/** Lines of invoices, with every name that the service's lines have (E28). Modern ones write numbers as text (Q15). */
import type {
  WireInvoiceLine,
  WireLegacyInvoiceLine,
  WireModernInvoiceLine,
} from '../../partner-center/wire/invoice.ts'
import { mpnIdOf } from '../ids.ts'
import { availabilityId } from '../market/availabilities.ts'
import type { ProductSku } from '../market/catalogue.ts'
import { unitText } from '../money/amounts.ts'
import type { ChargeKind } from '../money/book-line.ts'
import { type InvoiceLine, invoiceIdOf } from '../money/invoices.ts'
import { isOn } from '../quirks.ts'
import type { Service } from '../service.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import type { PartnerRow } from '../state/partner-rows.ts'
import { addDays, dayOf, startOf } from '../time/calendar.ts'

export function invoiceLineBody(service: Service, line: InvoiceLine): WireInvoiceLine {
  const partner = service.store.partners.get(line.row.partner)
  const customer = service.store.customers.get(line.row.customer)
  if (partner === undefined || customer === undefined) throw new Error('a subscription of nobody')
  const at: Place = { service, partner, customer, line }
  return line.row.commerce === 'legacy' ? legacyLine(at) : modernLine(at)
}

interface Place {
  readonly service: Service
  readonly partner: PartnerRow
  readonly customer: CustomerRow
  readonly line: InvoiceLine
}

/** The short id that stands on invoices. */
const alternateIdOf = (orderId: string) => orderId.replaceAll('-', '').slice(0, 12).toLowerCase()

function shared({ partner, customer, line }: Place) {
  const { row, state } = line
  return {
    partnerId: partner.tenantId,
    customerId: customer.tenantId,
    customerName: customer.name,
    orderId: row.orderId,
    subscriptionId: row.id,
    subscriptionDescription: row.offerName,
    subscriptionStartDate: startOf(state.termStart),
    ...(state.termEnd !== null && { subscriptionEndDate: startOf(addDays(state.termEnd, -1)) }),
    chargeStartDate: startOf(line.day),
    chargeEndDate: startOf(addDays(line.end, -1)),
    currency: partner.currency,
    invoiceLineItemType: 'billing_line_items',
    mpnId: mpnIdOf(partner.tenantId),
  } satisfies WireInvoiceLine
}

function modernLine(at: Place): WireInvoiceLine {
  const { partner, customer, line } = at
  const { row, state, period } = line
  const item = itemOf(at)
  const modern: WireModernInvoiceLine = {
    customerDomainName: customer.domain,
    customerCountry: customer.country,
    invoiceNumber: invoiceIdOf(partner.name, line),
    resellerMpnId: row.partnerId === '' ? '0' : row.partnerId,
    orderDate: startOf(dayOf(row.purchasedAt)),
    productId: item.productId,
    skuId: item.skuId,
    availabilityId: item.availabilityId,
    productName: item.productName,
    skuName: item.name,
    productQualifiers: [],
    effectiveUnitPrice: line.oneSeat === null ? null : unitText(line.oneSeat),
    unitType: 'Licenses',
    billableQuantity: String(line.seats),
    taxTotal: line.amount === null ? null : '0',
    publisherName: 'Microsoft Corporation',
    publisherId: '',
    termAndBillingCycle: `${state.term} billed ${state.billing}`,
    alternateId: alternateIdOf(row.orderId),
    referenceId: line.reference,
    priceAdjustmentDescription: adjustmentOf(line),
    discountDetails: '',
    creditReasonCode: '',
    pricingCurrency: partner.currency,
    pcToBCExchangeRate: '1',
    pcToBCExchangeRateDate: startOf(line.day),
    meterDescription: '',
    billingFrequency: state.billing,
    reservationOrderId: '',
    promotionId: state.promotionId ?? '',
  }
  return {
    ...shared(at),
    ...modern,
    subscriptionDescription: item.name,
    chargeType: line.kind,
    unitPrice: period.listPrice,
    quantity: String(line.seats),
    subtotal: line.amount,
    totalForCustomer: line.amount,
    billingProvider: 'one_time',
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  }
}

/** As it was then: what became another product since does not change the lines of before. */
function itemOf({ service, customer, line }: Place) {
  const { row, state } = line
  const [productId = '', skuId = '', availability = ''] = row.offerId.split(':')
  const isNow = `${productId}:${skuId}`.toUpperCase() === state.productKey
  const [ownProduct = '', ownSku = ''] = state.productKey.split(':')
  const [baseProduct = '', baseSku = ''] = (state.extendedFrom?.productKey ?? state.productKey).split(':')
  const found = service.catalogue.sku(baseProduct, baseSku)
  const name = isNow || found === undefined ? row.offerName : nameOf(found)
  return {
    productId: isNow ? productId : (found?.product.id ?? ownProduct),
    skuId: isNow ? skuId : state.extendedFrom === null ? (found?.sku.id ?? ownSku) : ownSku,
    availabilityId:
      isNow || found === undefined
        ? availability
        : availabilityId(service, found, customer.country, startOf(line.day)),
    productName: found?.product.title ?? row.offerName,
    name: !isNow && state.extendedFrom !== null ? `${name} (Extended Service Term)` : name,
  }
}

const nameOf = ({ product, sku }: ProductSku) => sku.title ?? product.title

function adjustmentOf({ state }: InvoiceLine): string {
  if (state.extendedFrom !== null) return 'Extended Service Term'
  return state.promotionId === null ? '' : `Promotion ${state.promotionId}`
}

function legacyLine(at: Place): WireInvoiceLine {
  const { service, customer, line } = at
  const { row, state } = line
  const number = (value: string | number | null) =>
    value === null ? null : isOn(service, 'quotedNumbers') ? String(value) : Number(value)
  const amount = number(line.amount)
  const legacy: WireLegacyInvoiceLine = {
    tier2MpnId: number(row.partnerId === '' ? 0 : row.partnerId),
    syndicationPartnerSubscriptionNumber: '',
    offerId: row.offerId,
    durableOfferId: row.offerId,
    offerName: row.offerName,
    domainName: customer.domain,
    billingCycleType: state.billing,
    subscriptionName: row.friendlyName,
    amount,
    totalOtherDiscount: number(0),
    tax: number(0),
  }
  return {
    ...shared(at),
    mpnId: number(shared(at).mpnId),
    ...legacy,
    chargeType: legacyText(line.kind, line.seats),
    unitPrice: number(line.period.price),
    quantity: number(line.seats),
    subtotal: amount,
    totalForCustomer: amount,
    billingProvider: 'office',
    attributes: { objectType: 'LicenseBasedLineItem' },
  }
}

/** Free, and localised by the service: decide by sign. */
function legacyText(kind: ChargeKind, seats: number): string {
  if (kind === 'cancelImmediate') return 'Prorated credit for the rest of the period'
  if (kind === 'addQuantity' || kind === 'removeQuantity')
    return seats < 0 ? 'Prorated credit for the licences before' : 'Prorated fee for the licences now'
  if (kind === 'changeBillingPlan') return seats < 0 ? 'Credit for the cycle before' : 'Cycle fee'
  return kind === 'new' ? 'Purchase fee' : 'Cycle fee'
}
