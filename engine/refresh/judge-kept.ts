/**
 * Which customers of a plan are read again. What is kept of a customer serves only where it needs nothing but its subscriptions: nothing declared is
 * missing or different, and no source runs (`mayBeWritten`). Everybody else is read as for any other plan.
 */
import { groupedBy } from '../grouped-by.ts'
import type { DeclaredCustomer, Desired } from '../model/desired.ts'
import type { Digest, PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerActual, CustomerRow } from '../model/live.ts'
import { digestOf, meant } from '../plan/digest.ts'
import type { ReasonToRead } from '../plan/plan-refresh.ts'
import { mayBeWritten } from '../read/needs.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { isDue } from './due.ts'
import type { KeptAccount, KeptIndex } from './kept.ts'

/** Customers that are read again with each plan, whatever is known: so many that a plan stays at five requests. */
const readInTurn = 2

export interface KeptFacts {
  readonly kept: KeptIndex
  readonly documents: ReadonlyMap<TenantId, Digest>
  /** By account; every list was read, or is kept. */
  readonly rows: ReadonlyMap<PartnerName, ReadonlyMap<TenantId, CustomerRow>>
  /** By customer, the latest record of any account; in ms. */
  readonly latest: ReadonlyMap<TenantId, number>
  /** The service's; in ms. */
  readonly nowMs: number
  readonly marginMs: number
  /** What was read longer ago is read again; in ms. */
  readonly maxAgeMs: number
}

/** By customer, why it is read again; null: what is kept of it serves. */
export type Judged = ReadonlyMap<TenantId, ReasonToRead | null>

export function judgeKept(scoped: readonly ScopedCustomer[], facts: KeptFacts): Judged {
  const judged = new Map<TenantId, ReasonToRead | null>()
  const inTurn: { readonly tenant: TenantId; readonly readAtMs: number }[] = []
  for (const [tenant, entries] of groupedBy(scoped, entry => entry.customer.tenant)) {
    const places = placesOf(entries, facts)
    const accounts = places.map(partner => facts.kept.account(partner, tenant))
    const reason = accounts.every(entry => entry !== undefined)
      ? reasonOf(tenant, { entries, accounts, facts })
      : 'new'
    judged.set(tenant, reason)
    if (reason === null && places.length > 0) inTurn.push({ tenant, readAtMs: oldestMs(accounts) })
  }
  inTurn.sort((a, b) => a.readAtMs - b.readAtMs || (a.tenant < b.tenant ? -1 : 1))
  for (const { tenant } of inTurn.slice(0, readInTurn)) judged.set(tenant, 'turn')
  return judged
}

/** Of a customer, by the documents that declare it under any account. */
export function documentsOf(desired: Pick<Desired, 'customers'>): ReadonlyMap<TenantId, Digest> {
  const declared = groupedBy(desired.customers, customer => customer.tenant)
  return new Map([...declared].map(([tenant, customers]) => [tenant, digestOf(meant(sorted(customers)))]))
}

/** Of a customer that no document declares. */
export const noDocuments: Digest = digestOf([])

function sorted(customers: readonly DeclaredCustomer[]): readonly DeclaredCustomer[] {
  return [...customers].sort((a, b) => (a.partner < b.partner ? -1 : 1))
}

/** The accounts whose subscriptions of it a plan reads. */
function placesOf(
  entries: readonly ScopedCustomer[],
  { rows }: Pick<KeptFacts, 'rows'>,
): readonly PartnerName[] {
  const places = new Set<PartnerName>()
  for (const { customer, partner, sources, written } of entries)
    for (const { name } of written ? [partner, ...sources] : sources)
      if (rows.get(name)?.has(customer.tenant) === true) places.add(name)
  return [...places]
}

interface Judging {
  readonly entries: readonly ScopedCustomer[]
  readonly accounts: readonly KeptAccount[]
  readonly facts: KeptFacts
}

function reasonOf(tenant: TenantId, { entries, accounts, facts }: Judging): ReasonToRead | null {
  const { documents, latest, nowMs, marginMs, maxAgeMs } = facts
  const now = documents.get(tenant) ?? noDocuments
  if (accounts.some(entry => entry.documents !== now)) return 'documents'
  const oldest = oldestMs(accounts)
  if ((latest.get(tenant) ?? Number.NEGATIVE_INFINITY) >= oldest - marginMs) return 'activity'
  // Read in the future: a clock was wrong, then or now, and nothing tells by how much.
  const isOfNow = ({ readAt }: KeptAccount) => {
    const ageMs = nowMs - Date.parse(readAt)
    return ageMs < maxAgeMs && ageMs >= -marginMs
  }
  if (!accounts.every(isOfNow)) return 'age'
  const isDated = accounts.some(({ readAt, subscriptions }) =>
    subscriptions.some(entry => isDue(entry, { readAtMs: Date.parse(readAt), nowMs, marginMs })),
  )
  if (isDated) return 'dates'
  return entries.some(entry => needsMore(entry, accounts, facts)) ? 'changes' : null
}

function needsMore(
  entry: ScopedCustomer,
  accounts: readonly KeptAccount[],
  { rows }: Pick<KeptFacts, 'rows'>,
): boolean {
  const seen = (partner: PartnerName): CustomerActual | null => {
    const row = rows.get(partner)?.get(entry.customer.tenant)
    const account = accounts.find(one => one.partner === partner)
    if (row === undefined || account === undefined) return null
    return {
      partner,
      tenant: row.tenant,
      customer: { kind: 'present', value: { ...row, country: null } },
      subscriptions: { kind: 'present', value: account.subscriptions },
      agreement: { kind: 'not asked' },
      licences: { kind: 'not asked' },
    }
  }
  const target = seen(entry.partner.name)
  if (target === null) return false
  return mayBeWritten(entry, { target, sources: entry.sources.flatMap(({ name }) => seen(name) ?? []) })
}

function oldestMs(accounts: readonly (KeptAccount | undefined)[]): number {
  return Math.min(...accounts.map(entry => (entry === undefined ? 0 : Date.parse(entry.readAt))))
}
