/** What every kind of action says of itself, beside its type; the other stages ask for it here and know no kind by name. */
import type { ProductKey } from '../../model/ids.ts'
import type { Amount } from '../../model/money.ts'
import type { Closes, DeadlineFacts } from '../deadlines/closings.ts'

/** Of writes and gates. */
export interface StepRules {
  /** What it costs at least. */
  readonly requests: { readonly reads: number; readonly writes: number }
  /**
   * How long it usually takes, in ms. Before anything was measured the figures are on the long side of what the service took in
   * rehearsals with its documented delays; a run measures its own steps and counts with those.
   */
  readonly usualMs: number
}

export interface WriteRules<A> extends StepRules {
  /** Under which number of the summary it is counted. */
  readonly countedAs: 'create' | 'transfer' | 'suspend' | 'change'
  /** Products that it brings into the account it writes to. */
  readonly brings: (action: A) => readonly ProductKey[]
  /** Whether service is bought, brought, added or switched on by it. */
  readonly adds: (action: A) => boolean
  /**
   * By how much the bill of a month changes: what is bought, minus what really stops being charged. Suspending new commerce saves
   * nothing (T2), so it counts nothing. null: the bill stays as it is.
   */
  readonly monthly: (action: A) => Amount | null
  /** What closes for it, after which it can no longer be carried out. */
  readonly closes: (action: A, facts: DeadlineFacts) => readonly Closes[]
}

/** A change of what is there: nothing is brought or added, no bill of this month changes, and nothing closes. */
export const plainChange = {
  requests: { reads: 1, writes: 1 },
  usualMs: 20_000,
  countedAs: 'change',
  brings: () => [],
  adds: () => false,
  monthly: () => null,
  closes: () => [],
} as const satisfies WriteRules<unknown>
