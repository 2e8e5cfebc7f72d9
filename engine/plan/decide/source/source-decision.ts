/** What was decided about one source subscription, and what the rows of the method table are given to decide it. */

import type { CodeEntry } from '../../../diagnostic.ts'
import type { DeclaredConsolidation } from '../../../model/desired.ts'
import { dayOf, type Instant, type ProductKey, type UtcDate } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import type { Amount } from '../../../model/money.ts'
import { seatsWords } from '../../../plural.ts'
import type { TermEnd } from '../../costs/end-of-term.ts'
import type { Method } from '../../method.ts'

export interface SourceDecision {
  readonly method: Method
  /** What replaces it on the target; null when nothing does. */
  readonly replacement: ProductKey | null
  /** Why it stops the customer; null when it does not. */
  readonly blocked: { readonly entry: CodeEntry; readonly detail: string } | null
  readonly note: string | null
  readonly billedUntil: UtcDate | null
  /** Still to be paid for it, where that is worth saying. */
  readonly money: Amount | null
}

export interface SourceContext {
  readonly consolidation: DeclaredConsolidation
  readonly now: Instant
  /** Products the target customer declares as active. */
  readonly declaredProducts: ReadonlySet<ProductKey>
  /** Name people know a product by. */
  readonly nameOf: (product: ProductKey) => string
  /** Money still charged from the plan's day to the end of the term. */
  readonly toTermEnd: (subscription: LiveSubscription) => Amount
  /** What the end of its term comes to, if nothing is written. */
  readonly atTermEnd: (subscription: LiveSubscription) => TermEnd
}

/** One row of the table: an answer, or null when it does not apply. */
export type Row = (subscription: LiveSubscription, context: SourceContext) => SourceDecision | null

export function decision(method: Method, facts: Partial<SourceDecision> = {}): SourceDecision {
  return { method, replacement: null, blocked: null, note: null, billedUntil: null, money: null, ...facts }
}

export function blocked(
  entry: CodeEntry,
  detail: string,
  facts: Partial<SourceDecision> = {},
): SourceDecision {
  return decision('blocked', { blocked: { entry, detail }, ...facts })
}

export function labelOf(subscription: LiveSubscription): string {
  return `${subscription.productName} (${seatsWords(subscription.seats)}, ${subscription.id}) under ${subscription.partner}`
}

export function termEndOf(subscription: LiveSubscription): UtcDate | null {
  return subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
}

/** Switched off by the plan, or told by it to end although it is replaced now. */
export function isEnded(subscription: LiveSubscription, decision: SourceDecision): boolean {
  return decision.method === 'overlap' || isSwitchedOff(subscription, decision)
}

/** Whether the plan switches it off: legacy by suspending it, new commerce by cancelling it inside its window. */
export function isSwitchedOff(subscription: LiveSubscription, { method }: SourceDecision): boolean {
  return (
    method === 'reprovision' ||
    method === 'repurchase' ||
    (method === 'drop' && subscription.commerce === 'legacy')
  )
}
