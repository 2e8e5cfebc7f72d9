/** Invoice lines of the service as ours (facts 15, read 2026-11-23). A line that cannot be placed in time is set aside. */
import {
  currency,
  dayOf,
  type PartnerName,
  productKey,
  subscriptionId,
  tenantId,
  type UtcDate,
} from '../../engine/model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../../engine/model/invoice.ts'
import { readDecimal } from '../../engine/money/decimals.ts'
import { whyNoLicence } from '../../engine/reconcile/invoices/no-licence.ts'
import { instantOf } from '../../engine/time/instant-of.ts'
import { property, textAt } from './client/read-value.ts'
import type { WireInvoice, WireInvoiceLine } from './wire/invoice.ts'

export function invoiceLine(
  partner: PartnerName,
  invoice: string,
  wire: WireInvoiceLine,
): InvoiceLine | LineSetAside {
  const customer = textAt(wire, 'customerId')
  const subscription = textAt(wire, 'subscriptionId')
  const amount = amountOf(wire)
  const customerName = textAt(wire, 'customerName') ?? ''
  const aside = (because: LineSetAside['because']): LineSetAside => ({
    because,
    source: invoice,
    line: null,
    customerName,
    subscription: subscription ?? '',
    amount: amount ?? '',
  })
  const product = productIn(wire)
  const productName = textAt(wire, 'productName') ?? textAt(wire, 'offerName')
  const noLicence = whyNoLicence({
    product,
    productName: productName ?? '',
    meter: textAt(wire, 'meterDescription') ?? '',
    term: textAt(wire, 'termAndBillingCycle') ?? textAt(wire, 'billingCycleType') ?? '',
    chargeType: textAt(wire, 'chargeType') ?? '',
    amount,
  })
  if (noLicence !== null) return aside(noLicence)
  const from = dayAt(wire, 'chargeStartDate')
  if (from === null) return aside('no dates')
  const quantity = Math.abs(
    Number(numberAt(wire, 'billableQuantity') ?? numberAt(wire, 'quantity') ?? Number.NaN),
  )
  const adjustment = textAt(wire, 'priceAdjustmentDescription')
  return {
    partner,
    invoice,
    customer: customer ? tenantId(customer) : null,
    customerName,
    subscription: subscription ? subscriptionId(subscription) : null,
    chargeType: textAt(wire, 'chargeType') ?? '',
    from,
    lastDay: dayAt(wire, 'chargeEndDate') ?? from,
    amount,
    currency: currency(textAt(wire, 'currency') ?? 'XXX'),
    ...(Number.isInteger(quantity) && { quantity }),
    ...(product !== '' && { product: productKey(product) }),
    ...(productName ? { productName } : {}),
    ...(adjustment ? { adjustment } : {}),
  }
}

/** `PRODUCT:SKU` of new commerce, the offer of legacy. */
function productIn(wire: WireInvoiceLine): string {
  const product = textAt(wire, 'productId') ?? textAt(wire, 'durableOfferId') ?? textAt(wire, 'offerId') ?? ''
  const sku = textAt(wire, 'skuId') ?? ''
  return sku === '' || product === '' ? product : `${product}:${sku}`
}

function numberAt(wire: WireInvoiceLine, name: string): number | string | null {
  const value = property(wire, name)
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : null
}

/** Legacy lines say `amount` and `subtotal`, modern ones `subtotal`; both are before tax. Some numbers are quoted (Q15). */
function amountOf(wire: WireInvoiceLine): InvoiceLine['amount'] {
  for (const name of ['subtotal', 'amount']) {
    const value = property(wire, name)
    if (typeof value === 'number' || typeof value === 'string') return readDecimal(String(value))
  }
  return null
}

/** null: the service does not say which days it is about. */
export function invoicePeriod(wire: WireInvoice): { readonly from: UtcDate; readonly to: UtcDate } | null {
  const from = dayAt(wire, 'billingPeriodStartDate')
  const to = dayAt(wire, 'billingPeriodEndDate')
  return from === null || to === null ? null : { from, to }
}

function dayAt(wire: object, name: string): UtcDate | null {
  const at = instantOf(textAt(wire, name))
  return at === null ? null : dayOf(at)
}
