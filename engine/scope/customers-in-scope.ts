/**
 * Which customers a plan is about. Asked twice: before reading, so that nothing else is read, and when planning. Before
 * reading, a customer that a source lists may or may not have subscriptions there, so every wave it could belong to is
 * kept open; when planning, what was read settles it.
 */
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner, Desired } from '../model/desired.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow, Read } from '../model/live.ts'
import type { PlanScope } from './plan-scope.ts'
import { matchTargets } from './targets.ts'
import { possibleWaves } from './wave-of.ts'

export interface ScopedCustomer {
  readonly customer: DeclaredCustomer
  /** false: no document declares this customer; it was only seen in a source. */
  readonly written: boolean
  readonly partner: DeclaredPartner
  readonly consolidation: DeclaredConsolidation | null
  /** The first it can belong to; the one it belongs to once its sources were read. */
  readonly wave: string | null
  readonly sources: readonly DeclaredPartner[]
  /** false: looked at only because a selected wave needs its wave. */
  readonly selected: boolean
  /** Only these keys were asked for; null: all. */
  readonly keys: ReadonlySet<string> | null
  /** Another consolidation into the same partner that has this customer already. */
  readonly claimedBy: string | null
}

export interface ScopeSight {
  rows(partner: PartnerName): Read<readonly CustomerRow[]>
  /** Whether the tenant has any subscription under that partner, of whatever status. */
  hasSubscriptions(partner: PartnerName, tenant: TenantId): 'yes' | 'no' | 'maybe'
}

type Candidate = Omit<ScopedCustomer, 'wave' | 'selected' | 'keys'> & { readonly waves: readonly string[] }

export function customersInScope(
  desired: Desired,
  scope: PlanScope,
  sight: ScopeSight,
): readonly ScopedCustomer[] {
  const partners = new Map(desired.partners.map(entry => [entry.name, entry]))
  const claims = new Map<string, string>()
  const consolidations = consolidationsIn(desired, scope)
  const candidates = consolidations.flatMap(entry => {
    const rivals = consolidations.filter(other => other !== entry && other.to === entry.to)
    return consolidated({ desired, partners, consolidation: entry, rivals, sight, claims })
  })
  if (scope.consolidation === null && scope.wave === null) candidates.push(...steady(desired, partners))
  const chosen = candidates.map(entry => ({ entry, target: matchTargets(entry.customer, scope.targets) }))
  const isSelected = ({ entry, target }: (typeof chosen)[number]) =>
    target.isSelected && (scope.wave === null || entry.waves.includes(scope.wave))
  const needed = neededWaves(chosen.filter(isSelected).map(({ entry }) => entry))
  return chosen
    .flatMap(one => {
      const selected = isSelected(one)
      const { waves, ...entry } = one.entry
      if (!selected && !waves.some(wave => needed.has(`${entry.consolidation?.name}/${wave}`))) return []
      return [{ ...entry, wave: waves[0] ?? null, selected, keys: selected ? one.target.keys : null }]
    })
    .map(entry => ({ entry, key: sortKeyOf(entry) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry)
}

/** Partners whose customer lists tell who is in scope, and who has accepted. */
export function partnersToList(desired: Desired, scope: PlanScope): readonly PartnerName[] {
  const names = new Set(consolidationsIn(desired, scope).flatMap(entry => [entry.to, ...entry.from]))
  if (scope.consolidation === null && scope.wave === null)
    for (const customer of steadyCustomers(desired)) names.add(customer.partner)
  return [...names].sort()
}

function consolidationsIn(desired: Desired, scope: PlanScope): readonly DeclaredConsolidation[] {
  return desired.consolidations
    .filter(entry => scope.consolidation === null || entry.name === scope.consolidation)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface ConsolidatedFacts {
  readonly desired: Desired
  readonly partners: ReadonlyMap<PartnerName, DeclaredPartner>
  readonly consolidation: DeclaredConsolidation
  /** Other consolidations into the same partner. */
  readonly rivals: readonly DeclaredConsolidation[]
  readonly sight: ScopeSight
  /** Consolidation that has a customer of a target already, by `target/tenant`. */
  readonly claims: Map<string, string>
}

function consolidated({
  desired,
  partners,
  consolidation,
  rivals,
  sight,
  claims,
}: ConsolidatedFacts): readonly Candidate[] {
  const target = partners.get(consolidation.to)
  if (target === undefined) return []
  const sources = [...consolidation.from].sort().flatMap(name => partners.get(name) ?? [])
  const written = desired.customers.filter(entry => entry.partner === consolidation.to)
  const known = new Set(written.map(entry => entry.tenant))
  const unwritten = new Map<TenantId, CustomerRow>()
  for (const source of sources) {
    const rows = sight.rows(source.name)
    for (const row of rows.kind === 'present' ? rows.value : [])
      if (!known.has(row.tenant) && !unwritten.has(row.tenant)) unwritten.set(row.tenant, row)
  }
  const candidates: Candidate[] = []
  const isSeenByAnother = (tenant: TenantId) =>
    rivals.some(rival => rival.from.some(name => sight.hasSubscriptions(name, tenant) !== 'no'))
  const add = (customer: DeclaredCustomer, isWritten: boolean) => {
    const seen = new Map(
      sources.map(source => [source.name, sight.hasSubscriptions(source.name, customer.tenant)]),
    )
    const isSeen = [...seen.values()].some(answer => answer !== 'no')
    if (!isWritten && !isSeen) return
    const claim = `${consolidation.to}/${customer.tenant}`
    const claimedBy = claims.get(claim) ?? null
    if (!isSeen && (claimedBy !== null || isSeenByAnother(customer.tenant))) return
    if (claimedBy === null) claims.set(claim, consolidation.name)
    const waves = possibleWaves(consolidation, customer, seen)
    candidates.push({
      customer,
      written: isWritten,
      partner: target,
      consolidation,
      waves,
      sources,
      claimedBy,
    })
  }
  for (const customer of written) add(customer, true)
  for (const row of unwritten.values()) add(undeclared(consolidation, row), false)
  return candidates
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
    subscriptions: [],
    at: consolidation.at,
  }
}

/**
 * Customers kept in their declared state by one partner alone: of partners no consolidation moves into, and of sources as
 * long as the target does not declare the same tenant (from then on the consolidation decides).
 */
function steadyCustomers(desired: Desired): readonly DeclaredCustomer[] {
  const targets = new Set(desired.consolidations.map(entry => entry.to))
  const movesTo = new Map<PartnerName, PartnerName[]>()
  for (const { from, to } of desired.consolidations)
    for (const source of from) movesTo.set(source, [...(movesTo.get(source) ?? []), to])
  const declared = new Set(desired.customers.map(entry => `${entry.partner}/${entry.tenant}`))
  return desired.customers.filter(
    ({ partner, tenant }) =>
      !targets.has(partner) && !(movesTo.get(partner) ?? []).some(to => declared.has(`${to}/${tenant}`)),
  )
}

function steady(desired: Desired, partners: ReadonlyMap<PartnerName, DeclaredPartner>): readonly Candidate[] {
  return steadyCustomers(desired).flatMap(customer => {
    const partner = partners.get(customer.partner)
    if (partner === undefined) return []
    return [
      { customer, written: true, partner, consolidation: null, waves: [], sources: [], claimedBy: null },
    ]
  })
}

/** `consolidation/wave` of every wave these customers have to wait for. */
function neededWaves(selected: readonly Candidate[]): ReadonlySet<string> {
  const needed = new Set<string>()
  const follow = (consolidation: DeclaredConsolidation, name: string) => {
    const needs = consolidation.waves.find(entry => entry.name === name)?.needs ?? null
    if (needs === null || needed.has(`${consolidation.name}/${needs}`)) return
    needed.add(`${consolidation.name}/${needs}`)
    follow(consolidation, needs)
  }
  const followed = new Set<string>()
  for (const { consolidation, waves } of selected)
    for (const wave of waves) {
      if (consolidation === null || followed.has(`${consolidation.name}/${wave}`)) continue
      followed.add(`${consolidation.name}/${wave}`)
      follow(consolidation, wave)
    }
  return needed
}

/** In the order in which people think of them: account, consolidation, wave after wave, then by name. */
function sortKeyOf({ customer, consolidation, wave }: ScopedCustomer): string {
  const position = consolidation?.waves.findIndex(entry => entry.name === wave) ?? -1
  const turn = String(position === -1 ? 9999 : position).padStart(4, '0')
  return [
    customer.partner,
    consolidation?.name ?? '',
    turn,
    customer.name.toLowerCase(),
    customer.tenant,
  ].join('\u0000')
}
