/** Invoices and their lines (api.md 15). */
import type { WireInvoice, WireInvoiceLine } from '../../partner-center/wire/invoice.ts'
import { type Answer, type Call, ok, param, type Route } from '../call.ts'
import { zero } from '../money/amounts.ts'
import type { InvoiceLine } from '../money/invoice-lines.ts'
import { type Invoice, invoicesOf } from '../money/invoices.ts'
import { continued, paged } from '../paging.ts'
import { isOn } from '../quirks.ts'
import { refuse } from '../refusal.ts'
import { addDays, startOf } from '../time/calendar.ts'
import { link } from '../wire/links.ts'

const largest = 2000
const providers = ['none', 'office', 'azure', 'onetime', 'marketplace', 'all']
const kinds = ['none', 'usagelineitems', 'billinglineitems']

function list(call: Call): Answer {
  const invoices = invoicesOf(call.service, call.caller.partner.name)
  return paged(
    call,
    '/invoices',
    invoices.map(invoice => () => invoiceBody(call, invoice)),
    largest,
  )
}

function invoiceBody(call: Call, invoice: Invoice): WireInvoice {
  const { currency } = call.caller.partner
  const provider = invoice.system === 'modern' ? 'onetime' : 'office'
  const lines = `/invoices/${invoice.id}/lineitems?provider=${provider}&invoicelineitemtype=billinglineitems`
  return {
    id: invoice.id,
    invoiceDate: startOf(invoice.date),
    billingPeriodStartDate: startOf(invoice.month),
    billingPeriodEndDate: startOf(addDays(invoice.date, -1)),
    totalCharges: totalOf(invoice.lines),
    paidAmount: 0,
    currencyCode: currency,
    currencySymbol: currency,
    invoiceDetails: [
      {
        invoiceLineItemType: 'billinglineitems',
        billingProvider: provider,
        links: { self: link(call.service, lines) },
      },
    ],
    documentType: 'invoice',
    invoiceType: 'Recurring',
    links: { self: link(call.service, `/invoices/${invoice.id}`) },
    attributes: { objectType: 'Invoice' },
  }
}

function totalOf(lines: readonly InvoiceLine[]): number {
  return lines.reduce((sum, line) => sum.plus(line.amount ?? 0), zero).toNumber()
}

function invoiceOf(call: Call): Invoice {
  const wanted = param(call, 'invoice').toUpperCase()
  const found = invoicesOf(call.service, call.caller.partner.name).find(invoice => invoice.id === wanted)
  if (found === undefined) throw refuse(404, 800037, 'The invoice was not found.')
  return found
}

function wordOf(call: Call, name: string, words: readonly string[]): string {
  const written = (call.params[name.toLowerCase()] ?? call.query.get(name) ?? '').toLowerCase()
  const word = written.replaceAll('_', '')
  if (!words.includes(word)) throw refuse(400, 2000, `${name} cannot be ${written}.`)
  return word
}

/** Legacy lines are paged by offset, modern ones by continuation. */
function lines(call: Call): Answer {
  const invoice = invoiceOf(call)
  const provider = wordOf(call, 'provider', providers)
  const kind = wordOf(call, 'invoicelineitemtype', kinds)
  const path = `/invoices/${invoice.id}/lineitems`
  const own = invoice.system === 'modern' ? 'onetime' : 'office'
  const isAsked = kind === 'billinglineitems' && (provider === own || provider === 'all')
  const bodies = (isAsked ? invoice.lines : []).map(line => () => lineBody(call, line))
  if (invoice.system === 'legacy') return paged(call, path, bodies, largest)
  const keyed = bodies.map((body, position) => ({ key: String(position).padStart(8, '0'), body }))
  return continued(call, path, keyed, largest)
}

/** Decide by sign: legacy texts are free, and localised. */
const legacyTexts: Readonly<Record<InvoiceLine['kind'], string>> = {
  new: 'Purchase fee',
  renew: 'Cycle fee',
  addQuantity: 'Prorated fee for more licences',
  removeQuantity: 'Prorated credit for fewer licences',
  cancel: 'Prorated credit for the rest of the period',
}

function lineBody(call: Call, line: InvoiceLine): WireInvoiceLine {
  const { row, state } = line
  const isModern = row.commerce !== 'legacy'
  const number = (value: string | number | null) =>
    value === null ? null : isModern && isQuoted(call) ? String(value) : Number(value)
  const amount = number(line.amount)
  return {
    customerId: row.customer,
    customerName: call.service.store.customers.get(row.customer)?.name ?? '',
    subscriptionId: row.id,
    orderId: row.orderId,
    alternateId: row.orderId.replaceAll('-', '').slice(0, 12).toLowerCase(),
    chargeType: isModern ? line.kind : legacyTexts[line.kind],
    chargeStartDate: startOf(line.day),
    chargeEndDate: startOf(line.lastDay),
    quantity: number(line.seats),
    unitPrice: number(line.price),
    ...(isModern ? { subtotal: amount, taxTotal: number(0) } : { amount, subtotal: amount, tax: 0 }),
    totalForCustomer: amount,
    currency: call.caller.partner.currency,
    subscriptionStartDate: startOf(state.termStart),
    ...(row.termEnd !== null && { subscriptionEndDate: startOf(addDays(row.termEnd, -1)) }),
    ...(isModern && { termAndBillingCycle: `${state.term} billed ${state.billing}` }),
    ...(state.promotionId !== null && { promotionId: state.promotionId }),
    attributes: { objectType: isModern ? 'OneTimeInvoiceLineItem' : 'LicenseBasedLineItem' },
  }
}

/** Q15. */
function isQuoted(call: Call): boolean {
  return isOn(call.service, 'quotedNumbers')
}

const roles = ['billingAdmin', 'adminAgent'] as const
const lineQuery = ['provider', 'invoicelineitemtype', 'size', 'offset', 'seekOperation']

export const invoiceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/invoices',
    family: 'other',
    query: ['size', 'offset'],
    roles,
    handle: list,
  },
  {
    method: 'GET',
    path: '/v1/invoices/:invoice',
    family: 'other',
    userOnly: true,
    roles,
    handle: call => ok(invoiceBody(call, invoiceOf(call))),
  },
  {
    method: 'GET',
    path: '/v1/invoices/:invoice/lineitems',
    family: 'other',
    query: lineQuery,
    roles,
    handle: lines,
  },
  {
    method: 'GET',
    path: '/v1/invoices/:invoice/lineitems/:provider/:invoicelineitemtype',
    family: 'other',
    query: lineQuery,
    roles,
    handle: lines,
  },
]
