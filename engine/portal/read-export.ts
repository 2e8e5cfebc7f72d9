/** A portal export as what an account would have shown: rows become customers and their subscriptions, or say why not. */
import { by } from '../compare.ts'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { UnmanagedNote, Unsaid } from '../documents/draft.ts'
import { codes } from '../inventory/codes.ts'
import type { PartnerName, SubscriptionId, TenantId } from '../model/ids.ts'
import type { CustomerRow, LiveSubscription } from '../model/live.ts'
import { columnsOf, type Vocabulary } from './columns.ts'
import { readRow } from './exported-row.ts'
import type { ExportedSubscription } from './exported-subscription.ts'
import { namesNone, noOwner, ownerOf } from './list-owner.ts'
import { dayOrderOf } from './spelling.ts'
import type { Table, TableRow } from './table.ts'
import { type Field, ownHeaders, plainWords } from './words.ts'

export interface ExportedCustomer {
  readonly row: CustomerRow
  readonly subscriptions: readonly LiveSubscription[]
  /** What no column or cell says of a subscription. */
  readonly unsaid: ReadonlyMap<SubscriptionId, ReadonlySet<Unsaid>>
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

interface Gathered {
  name: string
  domain: string
  readonly subscriptions: ExportedSubscription[]
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
  const told = new Set<string>()
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
    let isSilent = false
    for (const row of table.rows) {
      const found = readRow(row, { table, partner, vocabulary: words, positions, days, owner })
      if (found === 'of another account') continue
      for (const detail of found.wrong)
        diagnostics.push(diagnose(codes.BAD_ROW, { detail: `${detail}.`, at: rowAt(table, row) }))
      if (found.tenant === null) continue
      const entry = customers.get(found.tenant) ?? { name: '', domain: '', subscriptions: [], notes: [] }
      customers.set(found.tenant, entry)
      const other = otherIdentity(found.tenant, entry, found)
      if (other !== null && !told.has(other)) {
        told.add(other)
        diagnostics.push(diagnose(codes.BAD_ROW, { detail: other, at: rowAt(table, row) }))
      }
      entry.name ||= found.name
      entry.domain ||= found.domain
      if (found.note !== null) entry.notes.push(found.note)
      const { subscription } = found
      if (subscription === null) continue
      isSilent ||= subscription.unsaid.has('endOfTerm')
      const before = seen.get(subscription.live.id)
      if (before !== undefined) {
        const detail = `Subscription ${subscription.live.id} stands in ${before} already.`
        diagnostics.push(diagnose(codes.BAD_ROW, { detail, at: rowAt(table, row) }))
      } else entry.subscriptions.push(subscription)
      seen.set(subscription.live.id, `line ${row.line} of ${table.file}`)
    }
    if (isSilent) diagnostics.push(endsNotSaid(table, positions))
  }
  return {
    customers: [...customers]
      .sort(by(([key]) => key))
      .map(([tenant, { name, domain, subscriptions, notes }]) => ({
        row: { partner, tenant, name: name || domain || tenant, domain },
        subscriptions: subscriptions.map(({ live }) => live).sort(by(entry => entry.id)),
        unsaid: new Map(subscriptions.map(({ live, unsaid }) => [live.id, unsaid])),
        notes,
        isWhole: notes.length === 0 && (listed.has(null) || listed.has(tenant)),
      })),
    diagnostics,
  }
}

/** Of new commerce: what is not said is not written. */
function endsNotSaid({ file }: Table, positions: Readonly<Partial<Record<Field, number>>>): Diagnostic {
  const unsaid = [
    positions.autoRenew === undefined
      ? 'how a term ends'
      : 'how a term ends (auto-renew alone does not tell: renewed, or extended by the month)',
    ...(positions.trial === undefined ? ['what is a trial'] : []),
    ...(positions.baseSubscription === undefined ? ['what is an add-on to what'] : []),
    ...(positions.partnerOfRecord === undefined ? ['the reseller on record'] : []),
  ]
  return diagnose(codes.NOT_SAID, { detail: `${file} does not say: ${unsaid.join('; ')}.` })
}

/** One tenant id under two names or domains (T30): one of them is a slip, and the customer it hides is in no other row. */
function otherIdentity(tenant: TenantId, before: Identity, found: Identity): string | null {
  const isOther = (now: string, then: string) =>
    now !== '' && then !== '' && plainWords(now) !== plainWords(then)
  if (!isOther(found.name, before.name) && !isOther(found.domain, before.domain)) return null
  return `${tenant} is ${called(before)} in a row before and ${called(found)} in this one: one id is one customer, and the document is named after the first. Correct the id or the name where it is wrong, and import again.`
}

type Identity = Pick<Gathered, 'name' | 'domain'>

function called({ name, domain }: Identity): string {
  return [name, domain].filter(text => text !== '').join(', ')
}

/** A table that `export` wrote: its columns have names of their own. */
function isOwn({ headers }: Table): boolean {
  const words = new Set(headers.map(plainWords))
  return ['partner', 'tenant id', 'company name'].every(word => words.has(word))
}

function withOwn({ headers, values }: Vocabulary): Vocabulary {
  return { headers: { ...ownHeaders, ...headers }, values }
}

function rowAt({ file }: Table, { line }: TableRow) {
  return { file, line, column: 1, endLine: line, endColumn: 2 }
}
