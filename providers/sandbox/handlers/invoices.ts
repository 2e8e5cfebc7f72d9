/** Invoices and their lines (15). */
import type { WireInvoice } from '../../partner-center/wire/invoice.ts'
import { type Answer, type Call, ok, param, type Route } from '../call.ts'
import { zero } from '../money/amounts.ts'
import { type Invoice, type InvoiceLine, invoicesOf } from '../money/invoices.ts'
import { continued, paged } from '../paging.ts'
import { refuse } from '../refusal.ts'
import { addDays, startOf } from '../time/calendar.ts'
import { invoiceLineBody } from '../wire/invoice-line.ts'
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
  const isModern = invoice.system === 'modern'
  const provider = isModern ? 'onetime' : 'office'
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
    pdfDownloadLink: `/invoices/${invoice.id}/documents/statement`,
    taxReceipts: [],
    invoiceDetails: [
      {
        invoiceLineItemType: 'billing_line_items',
        billingProvider: isModern ? 'one_time' : 'office',
        links: { self: link(call.service, lines) },
      },
    ],
    amendments: [],
    amendsOf: null,
    documentType: 'invoice',
    invoiceType: isModern ? 'OneTime' : 'Recurring',
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
  const bodies = (isAsked ? invoice.lines : []).map(line => () => invoiceLineBody(call.service, line))
  if (invoice.system === 'legacy') return paged(call, path, bodies, largest)
  const keyed = bodies.map((body, position) => ({ key: String(position).padStart(8, '0'), body }))
  return continued(call, path, keyed, largest)
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
