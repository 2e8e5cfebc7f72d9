/** What happens to a new-commerce subscription when its term ends, as one value that can be compared. */
import type { ProductKey, Seats, UtcDate } from './ids.ts'
import type { BillingCycle, Known, LiveSubscription } from './live.ts'

/** A whole next term: what a schedule leaves out stays as it is. */
export interface NextTerm {
  readonly seats: Seats
  readonly product: ProductKey
  /** ISO 8601. */
  readonly term: string | null
  readonly billing: Known<BillingCycle> | null
  /** Last day of a next term that ends together with others; null: a full term. */
  readonly endsOn: UtcDate | null
  readonly promotion: string | null
}

export type Renewal =
  /** A new term begins; `next` null: like this one. */
  | { readonly kind: 'renews'; readonly next: NextTerm | null }
  /** An explicit instruction to cancel (T6). */
  | { readonly kind: 'cancels' }
  /** Auto-renew is off and nothing says cancel: from 2026-05-04 on such a term may roll into a paid month (api.md 2.6). */
  | { readonly kind: 'lapses' }

export function renewalOf(live: LiveSubscription): Renewal {
  if (live.cancelsAtTermEnd) return { kind: 'cancels' }
  if (!live.autoRenew) return { kind: 'lapses' }
  return { kind: 'renews', next: scheduleOf(live) }
}

/** The schedule, filled up with what it leaves as it is; null when it changes nothing, or when there is none. */
export function scheduleOf(live: LiveSubscription): NextTerm | null {
  const { nextTerm } = live
  const current = currentTermOf(live)
  if (nextTerm === null || current === null) return null
  const next: NextTerm = {
    seats: nextTerm.seats ?? current.seats,
    product: nextTerm.product ?? current.product,
    term: nextTerm.term ?? current.term,
    billing: nextTerm.billing ?? current.billing,
    endsOn: nextTerm.endsOn,
    promotion: nextTerm.promotion,
  }
  return isSameTerm(next, current) ? null : next
}

/** This term as if it were the next one; null when the service does not say how many seats there are. */
export function currentTermOf({ seats, product, term, billing }: LiveSubscription): NextTerm | null {
  return seats === null ? null : { seats, product, term, billing, endsOn: null, promotion: null }
}

export function isSameTerm(left: NextTerm, right: NextTerm): boolean {
  return (
    left.seats === right.seats &&
    left.product === right.product &&
    left.term === right.term &&
    left.billing === right.billing &&
    left.endsOn === right.endsOn &&
    left.promotion === right.promotion
  )
}

export function isSameRenewal(left: Renewal, right: Renewal): boolean {
  if (left.kind !== 'renews' || right.kind !== 'renews') return left.kind === right.kind
  if (left.next === null || right.next === null) return left.next === right.next
  return isSameTerm(left.next, right.next)
}
