/** A portal export as what an account would have shown: rows become customers and their subscriptions, or say why not. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { codes } from '../inventory/codes.ts'
import { commerceOf } from '../load/resolve/resolve-product.ts'
import {
  type Instant,
  instant,
  type PartnerName,
  type ProductKey,
  productKey,
  seats,
  subscriptionId,
  type TenantId,
  tenantId,
} from '../model/ids.ts'
import type { BillingCycle, CustomerRow, LiveSubscription, SubscriptionStatus } from '../model/live.ts'
import { columnsOf, meaningOf, type Vocabulary } from './columns.ts'
import { countIn, type DayOrder, dayIn, dayOrderOf } from './spelling.ts'
import type { Table, TableRow } from './table.ts'
import type { Field } from './words.ts'

export interface ExportedCustomer {
  readonly row: CustomerRow
  readonly subscriptions: readonly LiveSubscription[]
}

export interface ExportRead {
  /** By tenant id. */
  readonly customers: readonly ExportedCustomer[]
  readonly diagnostics: readonly Diagnostic[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Several tables of one account: a customer list gives names and domains, a subscription list the rest. */
export function readExport(
  partner: PartnerName,
  tables: readonly Table[],
  vocabulary: Vocabulary,
): ExportRead {
  const customers = new Map<TenantId, { name: string; domain: string; subscriptions: LiveSubscription[] }>()
  const seen = new Map<string, string>()
  const diagnostics: Diagnostic[] = []
  for (const table of tables) {
    const columns = columnsOf(table, vocabulary)
    diagnostics.push(...columns.diagnostics)
    if (columns.diagnostics.some(entry => entry.severity === 'error')) continue
    const ends = columns.positions.endDate
    const days = dayOrderOf(ends === undefined ? [] : table.rows.map(({ cells }) => cells[ends] ?? ''))
    for (const row of table.rows) {
      const read = readRow(row, { table, partner, vocabulary, positions: columns.positions, days })
      if (!read.ok) {
        diagnostics.push(...read.diagnostics)
        continue
      }
      const { tenant, name, domain, subscription } = read
      const entry = customers.get(tenant) ?? { name: '', domain: '', subscriptions: [] }
      customers.set(tenant, entry)
      entry.name ||= name
      entry.domain ||= domain
      if (subscription === null) continue
      const before = seen.get(subscription.id)
      if (before !== undefined) {
        const detail = `Subscription ${subscription.id} stands in ${before} already.`
        diagnostics.push(diagnose(codes.BAD_ROW, { detail, at: rowAt(table, row) }))
      } else entry.subscriptions.push(subscription)
      seen.set(subscription.id, `line ${row.line} of ${table.file}`)
    }
  }
  return {
    customers: [...customers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([tenant, { name, domain, subscriptions }]) => ({
        row: { partner, tenant, name: name || domain || tenant, domain },
        subscriptions: subscriptions.sort((a, b) => (a.id < b.id ? -1 : 1)),
      })),
    diagnostics,
  }
}

interface RowFacts {
  readonly table: Table
  readonly partner: PartnerName
  readonly vocabulary: Vocabulary
  readonly positions: Readonly<Partial<Record<Field, number>>>
  /** How the column of days is spelt. */
  readonly days: DayOrder
}

type RowRead =
  | {
      readonly ok: true
      readonly tenant: TenantId
      readonly name: string
      readonly domain: string
      readonly subscription: LiveSubscription | null
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

function readRow(row: TableRow, facts: RowFacts): RowRead {
  const wrong: string[] = []
  const { positions, vocabulary } = facts
  const text = (field: Field) => {
    const position = positions[field]
    return position === undefined ? '' : (row.cells[position] ?? '').trim()
  }
  const word = (field: Field): string | null => {
    const cell = text(field)
    if (cell === '') return null
    const meaning = meaningOf(field, cell, vocabulary)
    if (meaning === null) wrong.push(`\`${cell}\` is no known ${field}`)
    return meaning
  }
  const id = (field: Field) => {
    const cell = text(field)
    if (!uuid.test(cell)) wrong.push(cell === '' ? `the ${field} is empty` : `\`${cell}\` is no ${field}`)
    return cell
  }
  const tenant = tenantId(id('customerId'))
  const isSubscription = positions.subscriptionId !== undefined || positions.seats !== undefined
  const subscription = isSubscription
    ? subscriptionOf({ text, word, id, wrong, partner: facts.partner, tenant, days: facts.days })
    : null
  if (wrong.length > 0)
    return {
      ok: false,
      diagnostics: wrong.map(detail =>
        diagnose(codes.BAD_ROW, { detail: `${detail}.`, at: rowAt(facts.table, row) }),
      ),
    }
  return { ok: true, tenant, name: text('customerName'), domain: text('domain').toLowerCase(), subscription }
}

interface Cells {
  readonly text: (field: Field) => string
  readonly word: (field: Field) => string | null
  readonly id: (field: Field) => string
  /** Collects what is wrong. */
  readonly wrong: string[]
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly days: DayOrder
}

function subscriptionOf({ text, word, id, wrong, partner, tenant, days }: Cells): LiveSubscription {
  const product = productIn(text, wrong)
  const commerce = commerceOf(product) ?? 'legacy'
  const name = text('subscriptionName')
  const productName = text('productName') || product
  const status = word('status') as SubscriptionStatus | null // the table of words has no other
  if (status === null && text('status') === '') wrong.push('the status is empty')
  return {
    partner,
    customer: tenant,
    id: subscriptionId(id('subscriptionId')),
    product,
    productName,
    kind: product.startsWith('MS-AZR-') ? 'azure' : 'licence',
    commerce,
    name: name === '' ? productName : name,
    status: status ?? 'none',
    seats: wholeNumber(text('seats'), wrong),
    term: commerce === 'nce' ? word('term') : null,
    billing: word('billing') as BillingCycle | null, // the table of words has no other
    trial: word('trial') === 'yes',
    autoRenew: word('autoRenew') === 'yes',
    cancelsAtTermEnd: false,
    nextTerm: null,
    boughtAt: null,
    termEndsAt: endOn(text('endDate'), days),
    chargedUntil: null,
    cancellableUntil: null,
    refundable: [],
    parent: null,
    nextBilling: null,
    promotion: null,
    partnerOfRecord: null,
    order: null,
  }
}

/** `PRODUCT:SKU` in one cell or in two, with or without the availability; spreadsheets make `3` of `0003`. */
function productIn(text: (field: Field) => string, wrong: string[]): ProductKey {
  const [first = '', sku = text('skuId')] = (text('offerId') || text('productId')).split(':')
  const key = productKey(sku === '' ? first : `${first}:${sku.padStart(4, '0')}`)
  if (commerceOf(key) === null)
    wrong.push(first === '' ? 'the offer id is empty' : `\`${key}\` is neither an offer id nor PRODUCT:SKU`)
  return key
}

function wholeNumber(cell: string, wrong: string[]): LiveSubscription['seats'] {
  const count = countIn(cell)
  if (count === null && cell !== '') wrong.push(`\`${cell}\` is no number of seats`)
  return count === null ? null : seats(count)
}

/** Only days that can be read one way. */
function endOn(cell: string, days: DayOrder): Instant | null {
  const day = dayIn(cell, days)
  return day === null ? null : instant(`${day}T00:00:00Z`)
}

function rowAt({ file }: Table, { line }: TableRow) {
  return { file, line, column: 1, endLine: line, endColumn: 2 }
}
