import type { Caps, Desired } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { methodRuleFor } from '../../plan/decide/source/method-rule.ts'

/** What the rule for this source accepts to be paid on both sides; null: nothing is written. */
export type AcceptedOverlap = (consolidation: string | null, source: LiveSubscription) => Caps | null

export function acceptedIn({ consolidations }: Pick<Desired, 'consolidations'>): AcceptedOverlap {
  const byName = new Map(consolidations.map(entry => [entry.name, entry]))
  return (name, source) => {
    const consolidation = byName.get(name ?? '')
    return consolidation === undefined ? null : (methodRuleFor(source, consolidation)?.acceptOverlap ?? null)
  }
}
