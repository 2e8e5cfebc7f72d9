import type { Action, ActionKind } from '../action.ts'
import { stepRulesOf } from '../kinds/all-kinds.ts'

/** How long steps are expected to take. `measuredMs`: the mean of what this run measured for a kind, null before the first. */
export function expectedMs(
  actions: readonly Action[],
  measuredMs: (kind: ActionKind) => number | null = () => null,
): number {
  return actions.reduce((sum, { kind }) => sum + (measuredMs(kind) ?? stepRulesOf(kind).usualMs), 0)
}
