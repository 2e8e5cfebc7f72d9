/**
 * Customers that a consolidation is about: those its target declares, and those only its sources list. A customer may belong to several
 * consolidations, of which one decides what stands under a target, and none does where several would have to move it (T26).
 */
import { by } from '../compare.ts'
import { groupedBy } from '../grouped-by.ts'
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner, Desired } from '../model/desired.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow } from '../model/live.ts'
import type { ScopedCustomer, VisibleCustomers } from './scoped-customer.ts'
import { possibleWaves } from './wave-of.ts'

export type Candidate = Omit<ScopedCustomer, 'wave' | 'waveSize' | 'selected' | 'keys'> & {
  readonly waves: readonly string[]
}

/** Consolidations that may move the same customers: into the same target, out of the same source, or declared for the same tenants. */
export function relatedTo(
  asked: readonly DeclaredConsolidation[],
  { consolidations, customers }: Desired,
): readonly DeclaredConsolidation[] {
  const targets = new Set(asked.map(entry => entry.to))
  const sources = new Set(asked.flatMap(entry => entry.from))
  const tenants = new Set(customers.filter(entry => targets.has(entry.partner)).map(entry => entry.tenant))
  const sharing = new Set(customers.filter(entry => tenants.has(entry.tenant)).map(entry => entry.partner))
  return consolidations
    .filter(
      entry =>
        !asked.includes(entry) &&
        (targets.has(entry.to) || sharing.has(entry.to) || entry.from.some(name => sources.has(name))),
    )
    .sort(by(entry => entry.name))
}

export function candidatesOf(
  consolidations: readonly DeclaredConsolidation[],
  desired: Desired,
  visible: VisibleCustomers,
): Candidate[] {
  const partners = new Map(desired.partners.map(entry => [entry.name, entry]))
  const declared = new Set(desired.customers.map(accountOf))
  const all = consolidations.flatMap(consolidation =>
    consolidated({ consolidation, desired, declared, partners, visible }),
  )
  return shareOut(all, visible)
}

interface ConsolidatedFacts {
  readonly consolidation: DeclaredConsolidation
  readonly desired: Desired
  /** Accounts of customers, see `accountOf`. */
  readonly declared: ReadonlySet<string>
  readonly partners: ReadonlyMap<PartnerName, DeclaredPartner>
  readonly visible: VisibleCustomers
}

function consolidated({
  consolidation,
  desired,
  declared,
  partners,
  visible,
}: ConsolidatedFacts): readonly Candidate[] {
  const target = partners.get(consolidation.to)
  if (target === undefined) return []
  const sources = [...consolidation.from].sort().flatMap(name => partners.get(name) ?? [])
  const written = desired.customers.filter(entry => entry.partner === consolidation.to)
  const known = new Set(written.map(entry => entry.tenant))
  const unwritten = new Map<TenantId, { row: CustomerRow; sources: DeclaredPartner[] }>()
  for (const source of sources) {
    const rows = visible.rows(source.name)
    for (const row of rows.kind === 'present' ? rows.value : []) {
      if (
        known.has(row.tenant) ||
        isDeclaredElsewhere(row.tenant, source, { consolidation, desired, declared })
      )
        continue
      const seen = unwritten.get(row.tenant)
      if (seen === undefined) unwritten.set(row.tenant, { row, sources: [source] })
      else seen.sources.push(source)
    }
  }
  const candidate = (
    customer: DeclaredCustomer,
    own: readonly DeclaredPartner[],
  ): Omit<Candidate, 'written'> => ({
    customer,
    partner: target,
    consolidation,
    waves: possibleWaves(
      consolidation,
      customer,
      new Map(own.map(source => [source.name, visible.hasSubscriptions(source.name, customer.tenant)])),
    ),
    sources: own,
    claimedBy: null,
    decidesTarget: true,
  })
  return [
    ...written.map(customer => ({ ...candidate(customer, sources), written: true })),
    ...[...unwritten.values()]
      .map(({ row, sources: own }) => ({ ...candidate(undeclared(consolidation, row), own), written: false }))
      .filter(entry => isSeen(entry, visible)),
  ]
}

/** Another consolidation moves what this customer has in that source, because its target declares the customer. */
function isDeclaredElsewhere(
  tenant: TenantId,
  source: DeclaredPartner,
  { consolidation, desired, declared }: Pick<ConsolidatedFacts, 'consolidation' | 'desired' | 'declared'>,
): boolean {
  return desired.consolidations.some(
    other =>
      other !== consolidation &&
      other.from.includes(source.name) &&
      declared.has(accountOf({ partner: other.to, tenant })),
  )
}

function accountOf({ partner, tenant }: Pick<DeclaredCustomer, 'partner' | 'tenant'>): string {
  return `${partner}/${tenant}`
}

function isSeen(
  { sources, customer }: Pick<Candidate, 'sources' | 'customer'>,
  visible: VisibleCustomers,
): boolean {
  return sources.some(source => visible.hasSubscriptions(source.name, customer.tenant) !== 'no')
}

/** Which consolidation decides about a customer that several could: the only one with something left to move, else the first that saw it. */
function shareOut(all: readonly Candidate[], visible: VisibleCustomers): Candidate[] {
  const byAccount = new Map<string, Candidate[]>()
  for (const entry of all) {
    const account = accountOf(entry.customer)
    byAccount.set(account, [...(byAccount.get(account) ?? []), entry])
  }
  const runs = (entry: Candidate) =>
    entry.sources.some(source => visible.runs(source.name, entry.customer.tenant) !== 'no')
  const kept = [...byAccount.values()].flatMap(rivals => {
    if (rivals.length === 1) return rivals
    const moving = rivals.filter(runs)
    if (moving.length > 1)
      return moving.map(entry => ({ ...entry, claimedBy: namesOf(moving.filter(other => other !== entry)) }))
    const seen = rivals.filter(entry => isSeen(entry, visible))
    const owner = moving[0] ?? seen[0] ?? rivals[0]
    return rivals
      .filter(entry => entry === owner || seen.includes(entry))
      .map(entry => ({ ...entry, decidesTarget: entry === owner }))
  })
  const byTenant = groupedBy(kept, entry => entry.customer.tenant)
  return kept.map(entry => {
    const others = (byTenant.get(entry.customer.tenant) ?? []).filter(
      other =>
        other.customer.partner !== entry.customer.partner &&
        other.written &&
        other.sources.some(source => entry.sources.includes(source)),
    )
    if (!entry.written || others.length === 0 || !runs(entry)) return entry
    return { ...entry, claimedBy: namesOf(others) }
  })
}

function namesOf(candidates: readonly Candidate[]): string {
  return candidates.flatMap(entry => entry.consolidation?.name ?? []).join(' and ')
}

/** A customer of a source that no document mentions; it declares nothing. */
function undeclared(consolidation: DeclaredConsolidation, row: CustomerRow): DeclaredCustomer {
  return {
    partner: consolidation.to,
    tenant: row.tenant,
    domain: row.domain,
    name: row.name,
    labels: [],
    invited: null,
    agreement: 'required',
    segment: null,
    subscriptions: [],
    at: consolidation.at,
  }
}
