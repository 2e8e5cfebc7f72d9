/** What a reconciliation export holds: modern lines, one object each, named as in a reconciliation file of the second version. */
import type { WireInvoiceLine } from '../../partner-center/wire/invoice.ts'
import { type InvoiceLine, invoicesOf, unbilledLines } from '../money/invoices.ts'
import type { Service } from '../service.ts'
import type { ExportRow } from '../state/export-rows.ts'
import { addMonths, dayOf } from '../time/calendar.ts'
import { invoiceLineBody } from '../wire/invoice-line.ts'

/** In the attribute set `basic` (inferred). */
const basic: ReadonlySet<string> = new Set<keyof WireInvoiceLine>([
  'partnerId',
  'customerId',
  'customerName',
  'customerDomainName',
  'invoiceNumber',
  'orderId',
  'orderDate',
  'productId',
  'skuId',
  'availabilityId',
  'skuName',
  'chargeType',
  'unitPrice',
  'effectiveUnitPrice',
  'quantity',
  'billableQuantity',
  'subtotal',
  'taxTotal',
  'totalForCustomer',
  'currency',
  'subscriptionId',
  'subscriptionStartDate',
  'subscriptionEndDate',
  'chargeStartDate',
  'chargeEndDate',
  'termAndBillingCycle',
  'referenceId',
  'priceAdjustmentDescription',
])

/** Written as numbers here, not as text. */
const figures: ReadonlySet<string> = new Set<keyof WireInvoiceLine>([
  'unitPrice',
  'effectiveUnitPrice',
  'quantity',
  'billableQuantity',
  'subtotal',
  'taxTotal',
  'totalForCustomer',
  'pcToBCExchangeRate',
])

/** Only in the calls for lines of invoices. */
const left: ReadonlySet<string> = new Set<keyof WireInvoiceLine>([
  'attributes',
  'invoiceLineItemType',
  'billingProvider',
])

/** In the order of the invoice. Null: there is no such invoice, or nothing to export. */
export function exportedLines(service: Service, row: ExportRow): readonly string[] | null {
  const lines = linesOf(service, row)
  if (lines.length === 0) return null
  return lines.map(line => {
    const body = invoiceLineBody(service, line)
    const isBilled = row.kind === 'billed'
    const shown = Object.entries(isBilled ? body : { ...body, invoiceNumber: '' })
      .filter(([name]) => !left.has(name) && (row.attributeSet === 'full' || basic.has(name)))
      .map(([name, value]) => [capital(name), figures.has(name) && value !== null ? Number(value) : value])
    return JSON.stringify(Object.fromEntries(shown))
  })
}

const capital = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`

function linesOf(service: Service, row: ExportRow): readonly InvoiceLine[] {
  if (row.kind === 'billed') {
    const invoice = invoicesOf(service, row.partner).find(({ id }) => id === row.invoice)
    return invoice?.system === 'modern' ? invoice.lines : []
  }
  if (row.kind !== 'unbilled') return []
  const today = dayOf(row.createdAt)
  const month = `${today.slice(0, 7)}-01`
  const currency = service.store.partners.get(row.partner)?.currency
  if (row.currency !== currency) return []
  return unbilledLines(service, row.partner, {
    month: addMonths(month, row.period === 'last' ? -1 : 0),
    today,
  })
}
