import type { Currency, Decimal, ProductKey, UtcDate } from './ids.ts'

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
        | 'no price in this currency'
        | 'no price for these seats'
        | 'doubtful in the price list'
        | 'price list unreadable'
        | 'market unknown'
        | 'seats unknown'
        | 'term end unknown'
        | 'billing cycle unknown'
        | 'purchase day unknown'
        | 'billing period unknown'
        | 'seats may have changed within the period'
        | 'bought at a promotion price'
        | 'priced in several currencies'
        | 'no end known'
        | 'could not be read'
        | 'not shown any more'
        | 'monthly plan unknown'
        | 'may be in its extended term'
    }

/** For whom the service sells an item (its targetSegment). */
export type Segment = 'commercial' | 'education' | 'government' | 'nonprofit'

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
  /** Country code; none: every market. */
  readonly market?: string
  /** None: every segment. */
  readonly segment?: Segment
  /** Seats it is for, both included; none: no end on that side. */
  readonly fromSeats?: number
  readonly toSeats?: number
  /** It holds for the day within which it ends and the next one begins; elsewhere, and for more days, two contradict each other. */
  readonly earlierHolds?: true
  /** Where it stands, and as the file has it. */
  readonly written?: { readonly line: number; readonly price: string }
}

/** A row that names an item and says nothing that can be used: whatever it might be the price of is unknown. */
export interface DoubtfulPrice
  extends Partial<Pick<Price, 'term' | 'billing' | 'currency' | 'market' | 'segment'>> {
  readonly line: number
  readonly why: string
}

/** What a price is looked up for. */
export interface PriceQuery {
  readonly product: ProductKey
  /** Empty for legacy. */
  readonly term: string
  /** null: the service did not say. */
  readonly billing: string | null
  /** null: the partner declares none. */
  readonly currency: Currency | null
  /** null: any day. */
  readonly day: UtcDate | null
  /** Country of the customer; null: not known. */
  readonly market: string | null
  /** Where the partner sells; empty: not said. */
  readonly markets: readonly string[]
  /** null: not written, which means commercial unless the item is sold to one other segment only. */
  readonly segment: Segment | null
  /** They choose the tier; null: not known. */
  readonly seats: number | null
}

/** Why there is no price. */
export type Unpriced = Extract<Amount, { kind: 'unknown' }>['why']

/** A partner's price list. It is read when the first price is asked for, and not before. */
export interface PriceList {
  priceFor(query: PriceQuery): Price | Unpriced
  /** Those of a product that can be read, in the order of the file. */
  pricesOf(product: ProductKey): readonly Price[]
  /** Of its first row; null: it has none. */
  firstCurrency(): Currency | null
  /** Of the file, whatever its rows say. */
  digest(): string
}
