/** A customer belongs to the first wave that matches; customers of no wave form `rest` (docs/planning.md). */
import type { DeclaredConsolidation, DeclaredCustomer, Wave } from '../model/desired.ts'
import type { PartnerName } from '../model/ids.ts'

export const restWave = 'rest'

export type SeenUnder = ReadonlyMap<PartnerName, 'yes' | 'no' | 'maybe'>

/** In order; exactly one once it is known where the customer has subscriptions. Empty: the consolidation has no waves. */
export function possibleWaves(
  consolidation: DeclaredConsolidation,
  customer: DeclaredCustomer,
  seen: SeenUnder,
): readonly string[] {
  if (consolidation.waves.length === 0) return []
  const possible: string[] = []
  for (const wave of consolidation.waves) {
    const answer = belongs(wave, customer, seen)
    if (answer !== 'no') possible.push(wave.name)
    if (answer === 'yes') return possible
  }
  return [...possible, restWave]
}

/** Every criterion a wave writes must hold. */
function belongs(wave: Wave, customer: DeclaredCustomer, seen: SeenUnder): 'yes' | 'no' | 'maybe' {
  if (wave.labels.length > 0 && !wave.labels.some(label => customer.labels.includes(label))) return 'no'
  if (wave.tenants.length > 0 && !wave.tenants.includes(customer.tenant)) return 'no'
  return wave.partner === null ? 'yes' : (seen.get(wave.partner) ?? 'no')
}
