/**
 * Which customers a plan is about. Asked twice: before reading, so that nothing else is read, and when planning. Before
 * reading, a customer that a source lists may or may not have subscriptions there, so every wave it could belong to is
 * kept open; when planning, what was read settles it.
 */
import { by } from '../compare.ts'
import type { DeclaredConsolidation, DeclaredCustomer, Desired } from '../model/desired.ts'
import type { PartnerName } from '../model/ids.ts'
import { type Candidate, candidatesOf, relatedTo } from './candidates.ts'
import type { PlanScope } from './plan-scope.ts'
import type { ScopedCustomer, VisibleCustomers } from './scoped-customer.ts'
import { matchTargets } from './targets.ts'

export function customersInScope(
  desired: Desired,
  scope: PlanScope,
  visible: VisibleCustomers,
): readonly ScopedCustomer[] {
  const asked = consolidationsIn(desired, scope)
  const candidates = candidatesOf([...asked, ...relatedTo(asked, desired)], desired, visible)
  if (scope.consolidation === null && scope.wave === null) candidates.push(...steady(desired))
  const chosen = candidates.map(entry => ({ entry, target: matchTargets(entry.customer, scope.targets) }))
  const isSelected = ({ entry, target }: (typeof chosen)[number]) =>
    target.isSelected &&
    (entry.consolidation === null || asked.includes(entry.consolidation)) &&
    (scope.wave === null || entry.waves.includes(scope.wave))
  const needed = neededWaves(chosen.filter(isSelected).map(({ entry }) => entry))
  const isLookedAt = (one: (typeof chosen)[number]) =>
    isSelected(one) || one.entry.waves.some(wave => needed.has(`${one.entry.consolidation?.name}/${wave}`))
  // A customer is judged by everything that is done to it (T26), so the other consolidations it belongs to are looked at too.
  const tenants = new Set(chosen.filter(isLookedAt).map(({ entry }) => entry.customer.tenant))
  const sizes = waveSizes(candidates)
  return chosen
    .flatMap(one => {
      const selected = isSelected(one)
      const { waves, ...entry } = one.entry
      const isCompanion = entry.consolidation !== null && tenants.has(entry.customer.tenant)
      if (!isLookedAt(one) && !isCompanion) return []
      const wave = waves[0] ?? null
      const waveSize = sizes.get(`${entry.consolidation?.name}/${wave}`) ?? 0
      return [{ ...entry, wave, waveSize, selected, keys: selected ? one.target.keys : null }]
    })
    .map(entry => ({ entry, key: sortKeyOf(entry) }))
    .sort(by(entry => entry.key))
    .map(({ entry }) => entry)
}

/** By `consolidation/wave`: only what cannot belong to another wave is counted, because who is outside the scope may not have been read. */
function waveSizes(candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const { consolidation, waves } of candidates) {
    if (consolidation === null || waves.length !== 1) continue
    const key = `${consolidation.name}/${waves[0]}`
    sizes.set(key, (sizes.get(key) ?? 0) + 1)
  }
  return sizes
}

/** Partners whose customer lists tell who is in scope, and who has accepted. */
export function partnersToList(desired: Desired, scope: PlanScope): readonly PartnerName[] {
  const asked = consolidationsIn(desired, scope)
  const names = new Set([...asked, ...relatedTo(asked, desired)].flatMap(entry => [entry.to, ...entry.from]))
  if (scope.consolidation === null && scope.wave === null)
    for (const customer of steadyCustomers(desired)) names.add(customer.partner)
  return [...names].sort()
}

function consolidationsIn(desired: Desired, scope: PlanScope): readonly DeclaredConsolidation[] {
  return desired.consolidations
    .filter(entry => scope.consolidation === null || entry.name === scope.consolidation)
    .sort(by(entry => entry.name))
}

/**
 * Steady customers: kept in their declared state by one partner alone, of partners no consolidation moves into, and of sources as long as
 * the target does not declare the same tenant (from then on the consolidation decides).
 */
export function steadyCustomers(
  desired: Pick<Desired, 'consolidations' | 'customers'>,
): readonly DeclaredCustomer[] {
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

function steady(desired: Desired): readonly Candidate[] {
  return steadyCustomers(desired).flatMap(customer => {
    const partner = desired.partners.find(entry => entry.name === customer.partner)
    if (partner === undefined) return []
    const alone = { consolidation: null, waves: [], sources: [], claimedBy: null, decidesTarget: true }
    return [{ customer, written: true, partner, ...alone }]
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
