/** What the oracle is told of one subscription: how it was bought, and what happened to it. Days are UTC; instants end in `Z`. */
import type { Billing, Term } from './billing-periods.ts'
import type { Day } from './calendar.ts'
import type { Fraction } from './fraction.ts'

export interface Price {
  /** Of one seat and one billing period. A yearly price that is billed by the month is a twelfth of it, unrounded. */
  readonly perSeat: Fraction
  readonly billing: Billing
}

export interface NextTerm {
  readonly price?: Price
  readonly term?: Term
  readonly seats?: number
  /** Last day, where it is not the usual one. */
  readonly lastDay?: Day
}

/** What is set for the end of the term. `action` is the TermEnd action; it wins over `renews`. */
export interface EndOfTerm {
  readonly renews: boolean
  readonly action?: 'cancel' | 'extend' | 'renew'
  readonly next?: NextTerm
}

export interface Purchase {
  readonly id: string
  readonly commerce: 'legacy' | 'nce'
  readonly currency: string
  /** Instant of the purchase. */
  readonly at: string
  readonly seats: number
  readonly price: Price
  /** Of the current term; legacy terms are years and are left out. */
  readonly term?: Term
  /** First day of the current term, where that is not the day of the purchase. */
  readonly termStarts?: Day
  /** Last day of the current term, where it is not the usual one. */
  readonly termEnds?: Day
  /** Last day of the current billing period as it is live: the anchor of all of them. */
  readonly cycleEnds?: Day
  /** First charged day, where that is not the day of the purchase: what was there before anyone looked. */
  readonly chargedFrom?: Day
  /** Brought by a transfer that was complete on this day: charged from the next. What happened before happened to its source. */
  readonly arrives?: Day
  /** Nothing is charged before it becomes its paid twin; its `price` is that of the twin. */
  readonly isTrial?: boolean
  readonly isSuspended?: boolean
  readonly endOfTerm: EndOfTerm
  /** What a month of the monthly plan costs a seat, the base of an extension's price; null: there is no such plan. */
  readonly monthlyPlan: Fraction | null
}

/** Something that the service accepted. */
export type Happening = { readonly at: string } & (
  | { readonly kind: 'seats'; readonly to: number }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'transferred' }
  | { readonly kind: 'end of term set'; readonly to: EndOfTerm }
  /** Another billing cycle. `cycleEnds`: the live end of the new one, where it begins at once; else the running one goes on to its end. */
  /** Became another item of the same term and cycle, with all seats. */
  | { readonly kind: 'converted'; readonly price: Price; readonly monthlyPlan: Fraction | null }
  | { readonly kind: 'billing changed'; readonly price: Price; readonly cycleEnds: Day | null }
)

export interface ChargedDay {
  readonly day: Day
  readonly seats: number
  /** Exact share of this day, for one seat. */
  readonly perSeat: Fraction
  /** First day of the billing period it belongs to. */
  readonly period: Day
}

export type LineKind = 'period' | 'seats' | 'off' | 'on' | 'ended' | 'moved' | 'billing' | 'convert'

/** One line of an invoice; a credit is negative. */
export interface Line {
  readonly kind: LineKind
  /** Day on which it came about. */
  readonly on: Day
  readonly start: Day
  readonly end: Day
  /** First day of the billing period. */
  readonly period: Day
  readonly seats: number
  readonly amount: Fraction
  /** Before it was rounded. */
  readonly exact: Fraction
}

export interface Credit {
  readonly day: Day
  readonly amount: Fraction
}

export interface History {
  readonly purchase: Purchase
  readonly days: readonly ChargedDay[]
  readonly credits: readonly Credit[]
  readonly lines: readonly Line[]
  /** Its terms so far, in order. */
  readonly terms: readonly TermFacts[]
  /** Cancelled, transferred, or past the end of its last term. */
  readonly isOver: boolean
}

export type TermKind = 'paid' | 'trial' | 'extension'

export interface TermFacts {
  readonly start: Day
  /** Last day. */
  readonly last: Day
  readonly kind: TermKind
  readonly price: Price
  readonly endOfTerm: EndOfTerm
}
