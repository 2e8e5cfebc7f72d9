/**
 * A line that is bought on the day after the term of its source (docs/planning.md, lapse). This plan buys nothing of it, and asks everything
 * that could keep it from being bought on that day before the source is told to end (T24): after that its service stops in any case.
 */
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import type { Action } from '../../action.ts'
import { buy } from './buy.ts'
import { dayAfterTerm } from './day-after-term.ts'
import { nothing, type TargetDecision, type TargetFacts } from './target-facts.ts'

export function buyLater(
  declared: DeclaredSubscription,
  source: LiveSubscription,
  { facts, ofBase }: { readonly facts: TargetFacts; readonly ofBase: readonly Action[] },
): TargetDecision {
  const day = dayAfterTerm(source, facts.on)
  const { retired } = facts.partner
  // Said where the days are counted down.
  if (retired !== null && retired < day) return nothing()
  const { findings } = buy(declared, { ...facts, on: day }, ofBase)
  return nothing(...findings.filter(found => found.blocks !== 'nothing'))
}
