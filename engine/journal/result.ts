/** The answer of an apply or resume: what did happen, what did not, what is unknown, always all four (docs/planning.md). */
import type { Diagnostic } from '../diagnostic.ts'
import type { ActionId, Instant, TenantId, UtcDate } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import type { Plan } from '../plan/plan.ts'
import type { ActionOutcome, SkipReason } from './entry.ts'
import type { IncurredOverlap } from './incurred-overlap.ts'

export interface ApplyResult {
  readonly format: 1
  /** Names its journal; null: there was nothing to do, and none began. */
  readonly apply: string | null
  readonly plan: Plan
  readonly startedAt: Instant
  readonly endedAt: Instant
  readonly verdict: 'complete' | 'partial' | 'nothing written'
  readonly actions: readonly { readonly action: ActionId; readonly state: ActionState }[]
  /** How many of the actions that are sent earlier runs of this apply had brought to their end. Left out: none. */
  readonly alreadyDone?: number
  /** Facts that were not as planned. */
  readonly moved: readonly MovedFact[]
  /** Customers created on the target whose sources still run: charged twice. One row per customer, currency and term that binds. */
  readonly atRisk: readonly {
    readonly customer: TenantId
    readonly name: string
    readonly perDay: Amount
    /** When the first of its replacements was there. */
    readonly since: Instant
    /** Whole days on both sides before the day of the answer; of several sources the most. Left out: no day is over, or nobody looked. */
    readonly incurred?: { readonly days: number | null; readonly money: Amount }
    /** New commerce that nothing ends before its term does. Left out: it can be ended now. */
    readonly bound?: {
      /** Last day of the term. */
      readonly until: UtcDate
      /** From the day of the answer to then. */
      readonly money: Amount
      /** Nothing keeps it from renewing then. */
      readonly renews?: true
    }
  }[]
  /** Pairs that were ended late: charged on both sides for a day or more. Left out: none. */
  readonly overlap?: readonly IncurredOverlap[]
  readonly diagnostics: readonly Diagnostic[]
  /** The one command that goes on; null when complete. */
  readonly next: string | null
}

export type ActionState =
  | ActionOutcome
  | { readonly kind: 'skipped'; readonly because: SkipReason }
  | { readonly kind: 'not started' }

/** A fact that changed between plan and apply: planned from / now / wanted. */
export interface MovedFact {
  readonly fact: string
  /** null: it concerns several, as a catalogue item does. */
  readonly customer: TenantId | null
  readonly planned: unknown
  readonly now: unknown
  /** What the plan would make of it, in words; null when it changes nothing about it. */
  readonly wanted: string | null
  /** The action whose proof it already satisfies: adopted, not stale. */
  readonly adoptedBy: ActionId | null
}
