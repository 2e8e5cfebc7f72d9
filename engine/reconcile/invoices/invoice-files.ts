/**
 * Downloaded reconciliation files as invoice lines: license-based and new-commerce files, and the export with its names as keys. Columns by their
 * documented names (Microsoft Learn, "license-based recon files" and "invoice reconciliation", read 2026-11-23), compared without case
 * and punctuation. What is about no licence, and a row that cannot be used, is set aside and counted; the others are read.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import {
  currency,
  type PartnerName,
  productKey,
  subscriptionId,
  type TenantId,
  tenantId,
} from '../../model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../../model/invoice.ts'
import {
  amountIn,
  countIn,
  type DayOrder,
  type DecimalMark,
  dayIn,
  dayOrderOf,
  decimalMarkOf,
  idIn,
} from '../../portal/spelling.ts'
import type { Table, TableRow } from '../../portal/table.ts'
import { plainWords } from '../../portal/words.ts'
import { codes } from '../codes.ts'
import { whyNoLicence } from './no-licence.ts'

/** The subscription id of the portal stands in a column of its own in legacy files; it comes first. */
const columns = {
  partner: ['PartnerId'],
  invoice: ['InvoiceNumber', 'InvoiceId', 'Invoice'],
  customer: ['CustomerId'],
  customerName: ['CustomerName', 'CustomerCompanyName'],
  subscription: [
    'SyndicationPartnerSubscriptionNumber',
    'Syndication_Partner_Subscription_Number',
    'SubscriptionId',
  ],
  /** Where the column before is there and empty. */
  otherSubscription: ['SubscriptionId'],
  product: ['ProductId', 'DurableOfferId', 'OfferId'],
  sku: ['SkuId'],
  productName: ['ProductName', 'SkuName', 'OfferName', 'SubscriptionDescription'],
  chargeType: ['ChargeType'],
  term: ['TermAndBillingCycle', 'BillingCycleType'],
  meter: ['MeterDescription'],
  adjustment: ['PriceAdjustmentDescription'],
  from: ['ChargeStartDate'],
  lastDay: ['ChargeEndDate'],
  quantity: ['BillableQuantity', 'Quantity'],
  amount: ['Subtotal', 'Amount', 'Total', 'TotalForCustomer'],
  currency: ['Currency', 'BillingCurrency', 'PricingCurrency'],
} satisfies Readonly<Record<string, readonly string[]>>
type Column = keyof typeof columns

/** Columns that only files of usage have: a row of theirs is what was consumed, not what was bought. */
const ofUsage = [
  'ConsumedQuantity',
  'PretaxCharges',
  'MeterId',
  'MeterCategory',
  'UsageDate',
  'ResourceGuid',
  'ConsumedService',
].map(plainWords)

export interface InvoiceFileFacts {
  /** Partners by tenant id: a file says whose it is, when it says it. */
  readonly partners: ReadonlyMap<TenantId, PartnerName>
  /** Whose the files are that do not say it. */
  readonly partner: PartnerName | null
}

export interface InvoiceFileRead {
  readonly lines: readonly InvoiceLine[]
  readonly aside: readonly LineSetAside[]
  /** The file is none of these, or no one knows whose it is. */
  readonly diagnostics: readonly Diagnostic[]
}

export function readInvoiceFile(table: Table, facts: InvoiceFileFacts): InvoiceFileRead {
  const headers = new Map<string, number>()
  for (const [position, header] of table.headers.entries()) {
    const words = plainWords(header)
    if (!headers.has(words)) headers.set(words, position)
  }
  const positions = Object.fromEntries(
    Object.entries(columns).map(([name, words]) => [name, firstOf(headers, words)]),
  ) as Readonly<Record<Column, number>> // the keys are those of `columns`
  const isUsage = ofUsage.some(word => headers.has(word)) && positions.amount === -1
  const missing = (['subscription', 'from', 'amount', 'currency'] as const).filter(
    name => positions[name] === -1,
  )
  if (missing.length > 0 && !isUsage) {
    const detail = `${table.file} has no column ${missing.map(name => `\`${columns[name][0]}\``).join(', ')}.`
    return {
      lines: [],
      aside: [],
      diagnostics: [diagnose(codes.BAD_LINE, { detail, at: placeOf(table, table.headerLine) })],
    }
  }
  const lines: InvoiceLine[] = []
  const aside: LineSetAside[] = []
  const diagnostics: Diagnostic[] = []
  const spelling = spellingOf(table, positions)
  for (const row of table.rows) {
    const read = lineOf(row, { table, positions, facts, spelling, isUsage })
    if ('code' in read) diagnostics.push(read)
    else if ('because' in read) aside.push(read)
    else lines.push(read)
  }
  const unreadable = aside.filter(line => line.because === 'unreadable')
  if (lines.length === 0 && unreadable.length > 0)
    return {
      lines,
      aside: [],
      diagnostics: [...unreadable.map(line => badLine(table, line)), ...diagnostics],
    }
  return { lines, aside, diagnostics }
}

/** Where none of its lines can be read it is the file that is wrong. */
function badLine(table: Table, { line, detail = '' }: LineSetAside): Diagnostic {
  return diagnose(codes.BAD_LINE, { detail: `${detail}.`, at: placeOf(table, line ?? table.headerLine) })
}

function firstOf(headers: ReadonlyMap<string, number>, words: readonly string[]): number {
  for (const word of words) {
    const at = headers.get(plainWords(word))
    if (at !== undefined) return at
  }
  return -1
}

interface RowFacts {
  readonly table: Table
  readonly positions: Readonly<Record<Column, number>>
  readonly facts: InvoiceFileFacts
  readonly spelling: Spelling
  readonly isUsage: boolean
}

function lineOf(
  row: TableRow,
  { table, positions, facts, spelling, isUsage }: RowFacts,
): InvoiceLine | LineSetAside | Diagnostic {
  const cell = (name: Column): string =>
    (positions[name] === -1 ? '' : (row.cells[positions[name]] ?? '').trim()) ||
    (name === 'subscription' ? cell('otherSubscription') : '')
  const aside = (because: LineSetAside['because'], detail?: string): LineSetAside => ({
    because,
    source: table.file,
    line: row.line,
    customerName: cell('customerName'),
    subscription: cell('subscription'),
    amount: cell('amount'),
    ...(detail !== undefined && { detail }),
  })
  if (row.broken !== undefined) return aside('unreadable', row.broken)
  const amount = amountIn(cell('amount'), spelling.mark)
  const noLicence = whyNoLicence({
    product: cell('product'),
    productName: cell('productName'),
    meter: cell('meter'),
    term: cell('term'),
    chargeType: cell('chargeType'),
    amount,
  })
  if (isUsage || noLicence === 'usage') return aside('usage')
  const id = (name: Column) => idIn(cell(name))
  const partner = facts.partners.get(tenantId(id('partner'))) ?? facts.partner
  if (partner === null)
    return diagnose(codes.NO_PARTNER, {
      detail: `\`${cell('partner')}\` is the tenant of no Partner document.`,
      at: placeOf(table, row.line),
    })
  if (noLicence !== null) return aside(noLicence)
  if (cell('from') === '') return aside('no dates')
  const from = dayIn(cell('from'), spelling.days)
  if (from === null)
    return aside(whyNoDay(cell('from')), `\`${cell('from')}\` is no day that can be read one way`)
  if (amount === null)
    return aside('unreadable', `\`${cell('amount')}\` is no amount as the rest of the file writes them`)
  if (!/^[A-Za-z]{3}$/.test(cell('currency')))
    return aside('unreadable', `\`${cell('currency')}\` is no currency`)
  const last = cell('lastDay') === '' ? from : dayIn(cell('lastDay'), spelling.days)
  if (last === null || last < from)
    return aside(
      last === null ? whyNoDay(cell('lastDay')) : 'unreadable',
      `\`${cell('lastDay')}\` is no last day that can be read one way`,
    )
  const quantity = countIn(cell('quantity').replace(/^-/, ''))
  const product = productOf(id('product'), cell('sku'))
  return {
    partner,
    invoice: cell('invoice') || table.file,
    customer: id('customer') === '' ? null : tenantId(id('customer')),
    customerName: cell('customerName'),
    subscription: id('subscription') === '' ? null : subscriptionId(id('subscription')),
    chargeType: cell('chargeType'),
    from,
    lastDay: last,
    amount,
    currency: currency(cell('currency')),
    ...(quantity !== null && { quantity }),
    ...(product !== '' && { product: productKey(product) }),
    ...(cell('productName') !== '' && { productName: cell('productName') }),
    ...(cell('adjustment') !== '' && { adjustment: cell('adjustment') }),
  }
}

/** A day of either order is no fault of its row: nobody can say which of the two it is. */
function whyNoDay(cell: string): 'ambiguous dates' | 'unreadable' {
  return isDayIn(cell, 'day first') && isDayIn(cell, 'month first') ? 'ambiguous dates' : 'unreadable'
}

function isDayIn(cell: string, order: DayOrder): boolean {
  return dayIn(cell, order) !== null
}

/** `PRODUCT:SKU`, or the id of a legacy offer; spreadsheets make `3` of `0003`. */
export function productOf(product: string, sku: string): string {
  return sku === '' || product === '' ? product : `${product}:${sku.padStart(4, '0')}`
}

interface Spelling {
  readonly days: DayOrder
  readonly mark: DecimalMark
}

/**
 * As all lines together say. Where they say nothing the month comes first, as the service writes it (`12/7/2026`); not so in a file
 * with decimal commas, which somebody's spreadsheet has saved again.
 */
function spellingOf({ rows }: Table, positions: Readonly<Record<Column, number>>): Spelling {
  const cellsOf = (name: Column) =>
    positions[name] === -1 ? [] : rows.map(({ cells }) => (cells[positions[name]] ?? '').trim())
  const mark = decimalMarkOf(cellsOf('amount'))
  const days = dayOrderOf([...cellsOf('from'), ...cellsOf('lastDay')])
  return { mark, days: days === 'unclear' && mark === '.' ? 'month first' : days }
}

function placeOf({ file }: Table, line: number) {
  return { file, line, column: 1, endLine: line, endColumn: 2 }
}
