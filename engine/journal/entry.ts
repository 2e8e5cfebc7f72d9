/**
 * What apply did, in the order it happened. Append-only; the state of an apply is a pure fold over its entries
 * (fold.ts). `action.began` is durable before the first byte of a write leaves; `action.ended` follows with what came of
 * it. An answer that never came is `unknown`, never failed.
 */
import type { Diagnostic } from '../diagnostic.ts'
import type { ActionId, Digest, Instant } from '../model/ids.ts'
import type { Origin } from '../model/origin.ts'
import type { Evidence } from '../plan/action.ts'
import type { Closing } from '../plan/deadlines/deadline.ts'
import type { Plan } from '../plan/plan.ts'
import type { IncurredOverlap } from './incurred-overlap.ts'

interface EntryCommon {
  /** Counts from 0 within one journal, without gaps. */
  readonly seq: number
  readonly at: Instant
  /** Over this entry and the chain of the one before it (chain.ts). Journals of before it was kept hold none. */
  readonly chain?: Digest
}

export type JournalEntry =
  | (EntryCommon & {
      readonly kind: 'apply.began'
      readonly apply: string
      readonly plan: Plan
      readonly who: string
      readonly consent: readonly Consent[]
      readonly skippedCustomers: readonly string[]
      /** Of this run, not of the plan; claims. */
      readonly origin?: Origin
      /** Rules whose approval was passed on by whoever ran it. */
      readonly approved?: readonly string[]
    })
  | (EntryCommon & {
      readonly kind: 'apply.resumed'
      readonly who: string
      readonly consent: readonly Consent[]
      /** Replaces the list of before, where the plan was applied again and judged anew. */
      readonly skippedCustomers?: readonly string[]
      readonly origin?: Origin
      /** Rules whose approval was passed on by whoever ran it. */
      readonly approved?: readonly string[]
    })
  | (EntryCommon & {
      readonly kind: 'action.began'
      readonly action: ActionId
      readonly attempt: number
      readonly requestId: string
      readonly correlationId: string
    })
  | (EntryCommon & {
      readonly kind: 'action.noted'
      readonly action: ActionId
      readonly attempt: number
      readonly step: string
      readonly data: Readonly<Record<string, string>>
    })
  | (EntryCommon & {
      readonly kind: 'action.ended'
      readonly action: ActionId
      readonly attempt: number
      readonly outcome: ActionOutcome
    })
  | (EntryCommon & {
      readonly kind: 'action.skipped'
      readonly action: ActionId
      readonly because: SkipReason
    })
  | (EntryCommon & {
      readonly kind: 'apply.ended'
      readonly verdict: 'complete' | 'partial'
      /** Of all runs so far; left out: none. */
      readonly overlap?: readonly IncurredOverlap[]
    })

/** What a person allowed for this run. */
export type Consent = 'changes' | 'irreversible' | 'skip-moved'

export type ActionOutcome =
  | { readonly kind: 'done'; readonly evidence: Evidence }
  /** Found done already (by an earlier try, or by somebody else exactly as planned). */
  | { readonly kind: 'adopted'; readonly evidence: Evidence }
  | { readonly kind: 'refused'; readonly because: Diagnostic }
  | { readonly kind: 'unknown'; readonly because: Diagnostic }
  /** What it expected no longer holds; nothing was sent. */
  | { readonly kind: 'stale'; readonly because: Diagnostic }

export type SkipReason =
  | { readonly kind: 'depends on'; readonly culprit: ActionId }
  | { readonly kind: 'customer moved'; readonly customer: string }
  /** The plan's time for purchases has passed: its UTC day, or its expiry. */
  | { readonly kind: 'day is over' }
  /** The customer's steps would not be finished before something closes, so it was not begun (T24). */
  | {
      readonly kind: 'deadline too near'
      readonly closes: Closing
      readonly at: Instant
      readonly neededMs: number
    }
  /** The cutover window closed; `opens`: when it opens next, null: never again. */
  | { readonly kind: 'window is closed'; readonly opens: Instant | null }
  | { readonly kind: 'stopped by the operator' }
