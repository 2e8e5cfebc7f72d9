/** Lines of invoices, with every name that the service's lines have (E28). Modern ones write numbers as text (Q15). */
import type {
  WireInvoiceLine,
  WireLegacyInvoiceLine,
  WireModernInvoiceLine,
} from '../../partner-center/wire/invoice.ts'
import { mpnIdOf } from '../ids.ts'
import { unitText } from '../money/amounts.ts'
import type { ChargeKind } from '../money/book.ts'
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
  const { service, partner, customer, line } = at
  const { row, state, period } = line
  const [productId = '', skuId = '', availabilityId = ''] = row.offerId.split(':')
  const found = service.catalogue.sku(productId, state.extendedFrom === null ? skuId : skuOfBase(state))
  const modern: WireModernInvoiceLine = {
    customerDomainName: customer.domain,
    customerCountry: customer.country,
    invoiceNumber: invoiceIdOf(partner.name, line),
    resellerMpnId: row.partnerId === '' ? '0' : row.partnerId,
    orderDate: startOf(dayOf(row.purchasedAt)),
    productId,
    skuId,
    availabilityId,
    productName: found?.product.title ?? row.offerName,
    skuName: row.offerName,
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
    chargeType: line.kind,
    unitPrice: period.listPrice,
    quantity: String(line.seats),
    subtotal: line.amount,
    totalForCustomer: line.amount,
    billingProvider: 'one_time',
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  }
}

const skuOfBase = ({ extendedFrom }: InvoiceLine['state']) => extendedFrom?.productKey.split(':')[1] ?? ''

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
