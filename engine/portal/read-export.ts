/** A portal export as what an account would have shown: rows become customers and their subscriptions, or say why not. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { UnmanagedNote } from '../documents/draft.ts'
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
import { type Columns, columnsOf, headerAt, meaningOf, type Vocabulary } from './columns.ts'
import { countIn, type DayOrder, dayIn, dayOrderOf } from './spelling.ts'
import type { Table, TableRow } from './table.ts'
import { type Field, ownHeaders, plainWords } from './words.ts'

export interface ExportedCustomer {
  readonly row: CustomerRow
  readonly subscriptions: readonly LiveSubscription[]
  /** Rows that say too little to be declared, with what is missing: comments of the document. */
  readonly notes: readonly UnmanagedNote[]
  /** What stands in no row is not there: a list of its subscriptions was read, and every row of it. */
  readonly isWhole: boolean
}

export interface ExportRead {
  /** By tenant id. */
  readonly customers: readonly ExportedCustomer[]
  readonly diagnostics: readonly Diagnostic[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface Gathered {
  name: string
  domain: string
  readonly subscriptions: LiveSubscription[]
  readonly notes: UnmanagedNote[]
}

/** Several tables of one account: a customer list gives names and domains, a subscription list the rest. No row makes the others fail. */
export function readExport(
  partner: PartnerName,
  tables: readonly Table[],
  vocabulary: Vocabulary,
): ExportRead {
  const customers = new Map<TenantId, Gathered>()
  const seen = new Map<string, string>()
  /** Whose subscriptions were listed; null among them: everybody's. */
  const listed = new Set<TenantId | null>()
  const diagnostics: Diagnostic[] = []
  const known = tables.map(table => ({ table, words: isOwn(table) ? withOwn(vocabulary) : vocabulary }))
  const read = known.map(({ table, words }) => ({ table, words, columns: columnsOf(table, words) }))
  // Lists that name their customers come first: the others belong to one of those.
  const inTurn = [...read].sort((a, b) => Number(namesNone(a.columns)) - Number(namesNone(b.columns)))
  for (const { table, words, columns } of inTurn) {
    diagnostics.push(...columns.diagnostics)
    if (columns.diagnostics.some(entry => entry.severity === 'error')) continue
    const { positions } = columns
    const owner = namesNone(columns) ? ownerOf(customers, positions) : null
    if (owner === 'nobody') {
      diagnostics.push(noOwner(table, customers.size))
      continue
    }
    if (positions.subscriptionId !== undefined && owner?.kind !== 'by name')
      listed.add(owner === null ? null : owner.tenant)
    const ends = positions.endDate
    const days = dayOrderOf(ends === undefined ? [] : table.rows.map(({ cells }) => cells[ends] ?? ''))
    for (const row of table.rows) {
      const found = readRow(row, { table, partner, vocabulary: words, positions, days, owner })
      if (found === 'of another account') continue
      for (const detail of found.wrong)
        diagnostics.push(diagnose(codes.BAD_ROW, { detail: `${detail}.`, at: rowAt(table, row) }))
      if (found.tenant === null) continue
      const entry = customers.get(found.tenant) ?? { name: '', domain: '', subscriptions: [], notes: [] }
      customers.set(found.tenant, entry)
      entry.name ||= found.name
      entry.domain ||= found.domain
      if (found.note !== null) entry.notes.push(found.note)
      const { subscription } = found
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
      .map(([tenant, { name, domain, subscriptions, notes }]) => ({
        row: { partner, tenant, name: name || domain || tenant, domain },
        subscriptions: subscriptions.sort((a, b) => (a.id < b.id ? -1 : 1)),
        notes,
        isWhole: notes.length === 0 && (listed.has(null) || listed.has(tenant)),
      })),
    diagnostics,
  }
}

/** A table that `export` wrote: its columns have names of their own. */
function isOwn({ headers }: Table): boolean {
  const words = new Set(headers.map(plainWords))
  return ['partner', 'tenant id', 'company name'].every(word => words.has(word))
}

function withOwn({ headers, values }: Vocabulary): Vocabulary {
  return { headers: { ...ownHeaders, ...headers }, values }
}

function namesNone({ positions }: Columns): boolean {
  return positions.customerId === undefined
}

type Owner =
  | { readonly kind: 'one'; readonly tenant: TenantId }
  | { readonly kind: 'by name'; readonly names: ReadonlyMap<string, TenantId | null> }

/** Whose a list is that names no tenant ids: of the one customer there is, or by the name in each row. */
function ownerOf(
  customers: ReadonlyMap<TenantId, Gathered>,
  positions: RowFacts['positions'],
): Owner | 'nobody' {
  const [only, another] = customers.keys()
  if (only !== undefined && another === undefined) return { kind: 'one', tenant: only }
  if (positions.customerName === undefined || only === undefined) return 'nobody'
  const names = new Map<string, TenantId | null>()
  for (const [tenant, { name }] of customers) {
    const word = plainWords(name)
    names.set(word, names.has(word) ? null : tenant)
  }
  return { kind: 'by name', names }
}

function noOwner(table: Table, customers: number): Diagnostic {
  return diagnose(codes.MISSING_COLUMN, {
    detail: `No column of ${table.file} says the customerId, and beside it ${customers === 0 ? 'stands no list of customers' : `stand ${customers} customers`}: give the list of customers too, or the export of one customer by itself.`,
    at: headerAt(table, 0),
  })
}

interface RowFacts {
  readonly table: Table
  readonly partner: PartnerName
  readonly vocabulary: Vocabulary
  readonly positions: Readonly<Partial<Record<Field, number>>>
  /** How the column of days is spelt. */
  readonly days: DayOrder
  /** Whose the rows are where they have no tenant id. */
  readonly owner: Owner | null
}

interface RowRead {
  /** null: no one knows whose the row is. */
  readonly tenant: TenantId | null
  readonly name: string
  readonly domain: string
  readonly subscription: LiveSubscription | null
  readonly note: UnmanagedNote | null
  /** Why it cannot be declared, or is nobody's. */
  readonly wrong: readonly string[]
}

function readRow(row: TableRow, facts: RowFacts): RowRead | 'of another account' {
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
  if (text('partner') !== '' && text('partner') !== facts.partner) return 'of another account'
  const common = { name: text('customerName'), domain: text('domain').toLowerCase() }
  const tenant = ownTenant({ text, id, wrong, owner: facts.owner })
  const isSubscription = positions.subscriptionId !== undefined || positions.seats !== undefined
  if (tenant === null || !isSubscription) return { tenant, ...common, subscription: null, note: null, wrong }
  const subscription = subscriptionOf({
    text,
    word,
    id,
    wrong,
    partner: facts.partner,
    tenant,
    days: facts.days,
  })
  if (wrong.length === 0) return { tenant, ...common, subscription, note: null, wrong }
  const seats = text('seats') === '' ? '' : `, ${text('seats')} seats`
  const called = text('subscriptionName') || text('productName') || 'a subscription'
  const note = `not managed: ${called}${seats}, ${text('subscriptionId') || 'without an id'}: ${wrong.join(', ')}`
  return {
    tenant,
    ...common,
    subscription: null,
    note: { subscription: subscriptionId(text('subscriptionId')), text: note },
    wrong,
  }
}

function ownTenant({
  text,
  id,
  wrong,
  owner,
}: Pick<Cells, 'text' | 'id' | 'wrong'> & { readonly owner: Owner | null }): TenantId | null {
  if (owner === null) {
    const cell = id('customerId')
    return wrong.length > 0 ? null : tenantId(cell)
  }
  if (owner.kind === 'one') return owner.tenant
  const tenant = owner.names.get(plainWords(text('customerName'))) ?? null
  if (tenant === null) wrong.push(`\`${text('customerName')}\` is no one customer of the list`)
  return tenant
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
  const endOfTerm = word('endOfTerm')
  const base = text('baseSubscription')
  if (status === null && text('status') === '') wrong.push('the status is empty')
  return {
    partner,
    customer: tenant,
    id: subscriptionId(id('subscriptionId')),
    product,
    productName,
    kind: kindOf(text('kind'), product),
    commerce,
    name: name === '' ? productName : name,
    status: status ?? 'none',
    seats: wholeNumber(text('seats'), wrong),
    term: commerce === 'nce' ? word('term') : null,
    billing: word('billing') as BillingCycle | null, // the table of words has no other
    trial: word('trial') === 'yes',
    autoRenew: word('autoRenew') === 'yes' || endOfTerm === 'renew',
    cancelsAtTermEnd: endOfTerm === 'cancel',
    nextTerm: null,
    boughtAt: null,
    termEndsAt: endOn(text('endDate'), days),
    chargedUntil: null,
    cancellableUntil: null,
    refundable: [],
    parent: base === '' ? null : subscriptionId(base),
    nextBilling: null,
    promotion: null,
    partnerOfRecord: text('partnerOfRecord') || null,
    order: null,
  }
}

/** Only our own export says it; elsewhere what is no Azure usage is taken for licences, as before. */
function kindOf(word: string, product: ProductKey): LiveSubscription['kind'] {
  if (word === '') return product.startsWith('MS-AZR-') ? 'azure' : 'licence'
  const known = knownKinds.find(kind => kind === word)
  return known ?? `unknown:${word}`
}

const knownKinds = ['licence', 'azure', 'software', 'perpetual', 'marketplace', 'reservation'] as const

/** `PRODUCT:SKU` in one cell or in two, with or without the availability; spreadsheets make `3` of `0003`. */
function productIn(text: (field: Field) => string, wrong: string[]): ProductKey {
  const [first = '', sku = text('skuId')] = (text('offerId') || text('productId')).split(':')
  const key = productKey(sku === '' ? first : `${first}:${sku.padStart(4, '0')}`)
  if (commerceOf(key) === null)
    wrong.push(
      first === ''
        ? 'nothing says its product or offer'
        : `\`${key}\` is neither an offer id nor PRODUCT:SKU`,
    )
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
