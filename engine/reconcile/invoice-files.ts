/**
 * Downloaded reconciliation files as invoice lines. Columns by the names of license-based and new-commerce files (Microsoft Learn,
 * "license-based recon files" and "invoice reconciliation", read 2026-11-23), compared without case and punctuation.
 */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { currency, type PartnerName, subscriptionId, type TenantId, tenantId } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import {
  amountIn,
  type DayOrder,
  type DecimalMark,
  dayIn,
  dayOrderOf,
  decimalMarkOf,
} from '../portal/spelling.ts'
import type { Table, TableRow } from '../portal/table.ts'
import { plainWords } from '../portal/words.ts'
import { codes } from './codes.ts'

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
  chargeType: ['ChargeType'],
  from: ['ChargeStartDate'],
  lastDay: ['ChargeEndDate'],
  amount: ['Subtotal', 'Amount', 'Total', 'TotalForCustomer'],
  currency: ['Currency', 'BillingCurrency', 'PricingCurrency'],
} satisfies Readonly<Record<string, readonly string[]>>
type Column = keyof typeof columns

export interface InvoiceFileFacts {
  /** Partners by tenant id: a file says whose it is, when it says it. */
  readonly partners: ReadonlyMap<TenantId, PartnerName>
  /** Whose the files are that do not say it. */
  readonly partner: PartnerName | null
}

export function readInvoiceFile(
  table: Table,
  facts: InvoiceFileFacts,
): { readonly lines: readonly InvoiceLine[]; readonly diagnostics: readonly Diagnostic[] } {
  const headers = table.headers.map(plainWords)
  const positions = Object.fromEntries(
    Object.entries(columns).map(([name, words]) => [name, firstOf(headers, words)]),
  ) as Readonly<Record<Column, number>> // the keys are those of `columns`
  const missing = (['subscription', 'from', 'amount', 'currency'] as const).filter(
    name => positions[name] === -1,
  )
  if (missing.length > 0) {
    const detail = `${table.file} has no column ${missing.map(name => `\`${columns[name][0]}\``).join(', ')}.`
    return {
      lines: [],
      diagnostics: [diagnose(codes.BAD_LINE, { detail, at: placeOf(table, table.headerLine) })],
    }
  }
  const lines: InvoiceLine[] = []
  const diagnostics: Diagnostic[] = []
  const spelling = spellingOf(table, positions)
  for (const row of table.rows) {
    const line = lineOf(row, { table, positions, facts, spelling })
    if ('code' in line) diagnostics.push(line)
    else lines.push(line)
  }
  return { lines, diagnostics }
}

function firstOf(headers: readonly string[], words: readonly string[]): number {
  for (const word of words) {
    const at = headers.indexOf(plainWords(word))
    if (at !== -1) return at
  }
  return -1
}

interface RowFacts {
  readonly table: Table
  readonly positions: Readonly<Record<Column, number>>
  readonly facts: InvoiceFileFacts
  readonly spelling: Spelling
}

function lineOf(row: TableRow, { table, positions, facts, spelling }: RowFacts): InvoiceLine | Diagnostic {
  const cell = (name: Column) => (positions[name] === -1 ? '' : (row.cells[positions[name]] ?? '').trim())
  const bad = (entry: typeof codes.BAD_LINE, detail: string) =>
    diagnose(entry, { detail, at: placeOf(table, row.line) })
  const partner = facts.partners.get(tenantId(cell('partner'))) ?? facts.partner
  if (partner === null)
    return bad(codes.NO_PARTNER, `\`${cell('partner')}\` is the tenant of no Partner document.`)
  const from = dayIn(cell('from'), spelling.days)
  if (from === null) return bad(codes.BAD_LINE, `\`${cell('from')}\` is no day that can be read one way.`)
  const amount = amountIn(cell('amount'), spelling.mark)
  if (amount === null)
    return bad(codes.BAD_LINE, `\`${cell('amount')}\` is no amount as the rest of the file writes them.`)
  return {
    partner,
    invoice: cell('invoice') || table.file,
    customer: cell('customer') === '' ? null : tenantId(cell('customer')),
    customerName: cell('customerName'),
    subscription: cell('subscription') === '' ? null : subscriptionId(cell('subscription')),
    chargeType: cell('chargeType'),
    from,
    lastDay: dayIn(cell('lastDay'), spelling.days) ?? from,
    amount,
    currency: currency(cell('currency')),
  }
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
