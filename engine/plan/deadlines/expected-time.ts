/**
 * How long a customer's steps are expected to take. Before anything was measured the figures are on the long side of what the
 * service took in rehearsals with its documented delays; a run measures its own steps and counts with those.
 */
import type { Action, ActionKind } from '../action.ts'

/** In ms. */
const usualMs: { readonly [K in ActionKind]: number } = {
  'subscription.create': 60_000,
  'subscription.transfer': 120_000,
  'subscription.change-seats': 20_000,
  'subscription.suspend': 20_000,
  'subscription.cancel': 20_000,
  'subscription.reactivate': 20_000,
  'subscription.rename': 20_000,
  'subscription.change-details': 20_000,
  'subscription.change-billing': 20_000,
  'subscription.change-renewal': 20_000,
  'subscription.set-renewal': 20_000,
  'gate.customer': 20_000,
  'gate.wave': 0,
}

/** `measuredMs`: the mean of what this run measured for a kind, null before the first. */
export function expectedMs(
  actions: readonly Action[],
  measuredMs: (kind: ActionKind) => number | null = () => null,
): number {
  return actions.reduce((sum, { kind }) => sum + (measuredMs(kind) ?? usualMs[kind]), 0)
}
