/** Invoice lines of the service as ours (api.md section 15, read 2026-11-23). A line that cannot be placed in time is left out. */
import {
  currency,
  dayOf,
  type PartnerName,
  subscriptionId,
  tenantId,
  type UtcDate,
} from '../../engine/model/ids.ts'
import type { InvoiceLine } from '../../engine/model/invoice.ts'
import { readDecimal } from '../../engine/money/decimals.ts'
import { property, textAt } from './client/read-value.ts'
import { instantOf } from './instant.ts'
import type { WireInvoice, WireInvoiceLine } from './wire/invoice.ts'

export function invoiceLine(
  partner: PartnerName,
  invoice: string,
  wire: WireInvoiceLine,
): InvoiceLine | null {
  const from = dayAt(wire, 'chargeStartDate')
  if (from === null) return null
  const customer = textAt(wire, 'customerId')
  const subscription = textAt(wire, 'subscriptionId')
  return {
    partner,
    invoice,
    customer: customer ? tenantId(customer) : null,
    customerName: textAt(wire, 'customerName') ?? '',
    subscription: subscription ? subscriptionId(subscription) : null,
    chargeType: textAt(wire, 'chargeType') ?? '',
    from,
    lastDay: dayAt(wire, 'chargeEndDate') ?? from,
    amount: amountOf(wire),
    currency: currency(textAt(wire, 'currency') ?? 'XXX'),
  }
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
