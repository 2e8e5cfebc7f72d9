/** Which subscriptions stand for the same thing, and which of them are charged: the two questions behind money that could be charged twice (T27). */
import type { DeclaredConsolidation } from '../../model/desired.ts'
import { dayOf, type ProductKey, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { isOff } from '../../model/status.ts'

/** The same product, or one that `map:` gives for the other, in either direction. */
export function areTwins(
  source: ProductKey,
  target: ProductKey,
  { map }: Pick<DeclaredConsolidation, 'map'>,
): boolean {
  return (
    source === target ||
    map.some(
      entry =>
        (entry.from === source && entry.to === target) || (entry.to === source && entry.from === target),
    )
  )
}

/** For each product itself and every one that `map:` gives for it, in either direction: looked up, however many subscriptions there are of it. */
export function twinsIn({
  map,
}: Pick<DeclaredConsolidation, 'map'>): (product: ProductKey) => readonly ProductKey[] {
  const twins = new Map<ProductKey, Set<ProductKey>>()
  const add = (product: ProductKey, twin: ProductKey) =>
    twins.set(product, (twins.get(product) ?? new Set([product])).add(twin))
  for (const { from, to } of map) {
    add(from, to)
    add(to, from)
  }
  return product => [...(twins.get(product) ?? [product])]
}

/**
 * Whether its partner pays for it from that day on, if nothing is written. Suspended new commerce is charged to the end of its term; what the
 * service says in a word that nobody knows may be charged. Azure is charged by use, and software once.
 */
export function isCharged(entry: LiveSubscription, on: UtcDate): boolean {
  const { kind, commerce, status, trial, termEndsAt } = entry
  if (kind === 'azure' || kind === 'software' || kind === 'perpetual') return false
  if (trial) return isConverting(entry)
  if (!isOff(status)) return termEndsAt === null || dayOf(termEndsAt) >= on || !endsWithTerm(entry)
  return status === 'suspended' && commerce !== 'legacy' && (termEndsAt === null || dayOf(termEndsAt) >= on)
}

/** A trial of new commerce that becomes, or may become, a paid subscription when it ends. */
export function isConverting(entry: LiveSubscription): boolean {
  return entry.trial && entry.commerce !== 'legacy' && entry.status === 'active' && !endsWithTerm(entry)
}
