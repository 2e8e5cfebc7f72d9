/**
 * Which customers a plan is about. Asked twice: before reading (so that nothing else is read) and when planning; both
 * times from the documents and the partners' customer lists alone.
 */
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner, Desired } from '../model/desired.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow, Read } from '../model/live.ts'
import type { PlanScope } from './plan.ts'
import { waveOf } from './waves.ts'

export interface ScopedCustomer {
  readonly customer: DeclaredCustomer
  readonly written: boolean
  readonly partner: DeclaredPartner
  readonly consolidation: DeclaredConsolidation | null
  readonly wave: string | null
  readonly sources: readonly DeclaredPartner[]
  /** false: planned only because a selected wave needs its wave. */
  readonly selected: boolean
}

type RowsOf = (partner: PartnerName) => Read<readonly CustomerRow[]>

export function customersInScope(
  desired: Desired,
  scope: PlanScope,
  rowsOf: RowsOf,
): readonly ScopedCustomer[] {
  const consolidations = desired.consolidations.filter(
    entry => scope.consolidation === null || entry.name === scope.consolidation,
  )
  const all = [
    ...consolidations.flatMap(entry => consolidated(desired, entry, rowsOf)),
    ...(scope.consolidation === null && scope.wave === null ? steady(desired) : []),
  ]
  const targeted =
    scope.targets.length === 0
      ? all
      : all.filter(entry => scope.targets.some(target => matches(entry.customer, target)))
  if (scope.wave === null) return sorted(targeted)
  const needed = neededWaves(consolidations, scope.wave)
  return sorted(
    targeted
      .filter(entry => entry.wave !== null && needed.has(entry.wave))
      .map(entry => ({ ...entry, selected: entry.wave === scope.wave })),
  )
}

/** Partners whose customer lists tell who is in scope. */
export function partnersToList(desired: Desired, scope: PlanScope): readonly PartnerName[] {
  const consolidations = desired.consolidations.filter(
    entry => scope.consolidation === null || entry.name === scope.consolidation,
  )
  return [...new Set(consolidations.flatMap(entry => entry.from))].sort()
}

/** `tenant`, `domain` or `tenant-or-domain/key`. */
export function matches(customer: DeclaredCustomer, target: string): boolean {
  const [who = '', key] = target.toLowerCase().split('/', 2)
  const isCustomer =
    who === customer.tenant || who === customer.domain?.toLowerCase() || who === customer.name.toLowerCase()
  return (
    isCustomer && (key === undefined || customer.subscriptions.some(entry => entry.key.toLowerCase() === key))
  )
}

function consolidated(
  desired: Desired,
  consolidation: DeclaredConsolidation,
  rowsOf: RowsOf,
): readonly ScopedCustomer[] {
  const target = desired.partners.find(entry => entry.name === consolidation.to)
  const sources = consolidation.from.flatMap(name => desired.partners.filter(entry => entry.name === name))
  if (target === undefined) return []
  const seenUnder = new Map<TenantId, Set<PartnerName>>()
  const seenAs = new Map<TenantId, CustomerRow>()
  for (const source of sources) {
    const rows = rowsOf(source.name)
    if (rows.kind !== 'present') continue
    for (const row of rows.value) {
      seenUnder.set(row.tenant, (seenUnder.get(row.tenant) ?? new Set()).add(source.name))
      if (!seenAs.has(row.tenant)) seenAs.set(row.tenant, row)
    }
  }
  const written = desired.customers.filter(entry => entry.partner === consolidation.to)
  const known = new Set(written.map(entry => entry.tenant))
  const unwritten = [...seenAs.values()]
    .filter(row => !known.has(row.tenant))
    .map(row => undeclared(consolidation, row))
  const one = (customer: DeclaredCustomer, isWritten: boolean): ScopedCustomer => ({
    customer,
    written: isWritten,
    partner: target,
    consolidation,
    wave: waveOf(consolidation, customer, seenUnder.get(customer.tenant) ?? new Set()),
    sources,
    selected: true,
  })
  return [...written.map(entry => one(entry, true)), ...unwritten.map(entry => one(entry, false))]
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

/** Customers of partners that no consolidation concerns. */
function steady(desired: Desired): readonly ScopedCustomer[] {
  const concerned = new Set(desired.consolidations.flatMap(entry => [entry.to, ...entry.from]))
  return desired.customers.flatMap(customer => {
    const partner = desired.partners.find(entry => entry.name === customer.partner)
    if (partner === undefined || concerned.has(customer.partner)) return []
    return [
      { customer, written: true, partner, consolidation: null, wave: null, sources: [], selected: true },
    ]
  })
}

function neededWaves(consolidations: readonly DeclaredConsolidation[], wave: string): ReadonlySet<string> {
  const needed = new Set([wave])
  const waves = consolidations.flatMap(entry => entry.waves)
  for (const name of needed)
    for (const entry of waves) if (entry.name === name && entry.needs !== null) needed.add(entry.needs)
  return needed
}

function sorted(entries: readonly ScopedCustomer[]): readonly ScopedCustomer[] {
  const keyOf = (entry: ScopedCustomer) =>
    `${entry.customer.partner}/${entry.customer.tenant}/${entry.consolidation?.name ?? ''}`
  return [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
