import type { Currency, Decimal, UtcDate } from './ids.ts'

/** A sum of money. Currencies are never added together (T14). */
export interface Money {
  readonly amount: Decimal
  readonly currency: Currency
}

/** A price or sum that may not be known. Unknown prints as `unknown`, never as 0, and fails policies about money. */
export type Amount =
  | { readonly kind: 'known'; readonly amount: Decimal; readonly currency: Currency }
  | {
      readonly kind: 'unknown'
      readonly why:
        | 'no price list'
        | 'not in the price list'
        | 'no price in force'
        | 'seats unknown'
        | 'term end unknown'
        | 'billing cycle unknown'
        | 'purchase day unknown'
        | 'billing period unknown'
        | 'bought at a promotion price'
        | 'priced in several currencies'
        | 'no end known'
    }

/** One price of a partner's price list: per seat and billing period. */
export interface Price {
  readonly product: string
  /** ISO 8601 duration, or empty for legacy. */
  readonly term: string
  readonly billing: string
  readonly currency: Currency
  readonly pricePerSeat: Decimal
  /** First and last UTC day it is in force; none: no end on that side. */
  readonly from?: UtcDate
  readonly until?: UtcDate
}
