/** What happens to a new-commerce subscription when its term ends, as one value that can be compared. */
import { hasExtension } from './extended-term.ts'
import type { ProductKey, Seats, UtcDate } from './ids.ts'
import type { BillingCycle, Known, LiveSubscription } from './live.ts'

/** Nothing about a term is taken in its last day (facts 2.6, [field]); in ms. */
export const renewalLockMs = 24 * 3_600_000

export const atTermEnd = 'at the end of its term'

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
  /** An explicit instruction to cancel (T6): service stops at once. */
  | { readonly kind: 'cancels' }
  /** It goes on month by month, at a higher price, until someone cancels it (T23). */
  | { readonly kind: 'extends' }
  /** Auto-renew is off and there is no extension: users keep it for 30 days, unpaid, and lose it then. */
  | { readonly kind: 'lapses' }
  /** The facts do not tell. */
  | { readonly kind: 'unknown'; readonly why: string }

/**
 * What a live subscription will do (T23). An instruction for the end of the term wins over auto-renew: Microsoft extended subscriptions itself, which
 * show auto-renew on all the same (Q37).
 */
export function renewalOf(live: LiveSubscription): Renewal {
  if (live.cancelsAtTermEnd) return { kind: 'cancels' }
  const action = live.termEndAction ?? null
  if (action !== null && action !== 'renew' && action !== 'extend')
    return { kind: 'unknown', why: `it is set to ${instructionOf(action)}` }
  if (action === 'extend') {
    if (live.trial) return { kind: 'unknown', why: 'whether a trial is extended is not documented' }
    return { kind: 'extends' }
  }
  if (action === 'renew' || live.autoRenew) return { kind: 'renews', next: scheduleOf(live) }
  return withoutRenewal(live)
}

/** An instruction that is not known is kept with its day. */
function instructionOf(action: string): string {
  return action.startsWith('unknown:') ? action.slice('unknown:'.length) : `${action} ${atTermEnd}`
}

function withoutRenewal(live: LiveSubscription): Renewal {
  const extended = hasExtension(live)
  if (extended === false) return { kind: 'lapses' }
  if (live.status === 'suspended')
    return {
      kind: 'unknown',
      why: 'what a suspended subscription does at the end of its term is not documented',
    }
  if (extended === 'unknown')
    return {
      kind: 'unknown',
      why: 'auto-renew is off, and the service does not say when its term began or ends',
    }
  return { kind: 'extends' }
}

/** Whether after its term there are still as many seats of the product, without anyone doing anything more. */
export function keeps(renewal: Renewal, { product, seats }: Pick<NextTerm, 'product' | 'seats'>): boolean {
  if (renewal.kind === 'extends') return true
  if (renewal.kind !== 'renews') return false
  return renewal.next === null || (renewal.next.product === product && renewal.next.seats >= seats)
}

/** Whether nothing is charged after its term, without anyone doing anything more. */
export function endsWithTerm(live: LiveSubscription): boolean {
  const { kind } = renewalOf(live)
  return kind === 'cancels' || kind === 'lapses'
}

/**
 * Extended by Microsoft itself, which switched the extension on where auto-renew was off without a cancel: auto-renew shows on again beside it. What we
 * send, and what a person chooses, has auto-renew off.
 */
export function isExtendedByMicrosoft(live: LiveSubscription): boolean {
  return live.autoRenew && live.termEndAction === 'extend'
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
export function currentTermOf({
  seats,
  product,
  term,
  billing,
}: Pick<LiveSubscription, 'seats' | 'product' | 'term' | 'billing'>): NextTerm | null {
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
  if (left.kind === 'unknown' && right.kind === 'unknown') return left.why === right.why
  if (left.kind !== 'renews' || right.kind !== 'renews') return left.kind === right.kind
  if (left.next === null || right.next === null) return left.next === right.next
  return isSameTerm(left.next, right.next)
}
