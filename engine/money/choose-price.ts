/**
 * Which row of a price list holds (T14): by item, term, billing, segment, market, currency, seats and day, in this order. What is
 * left has to say one thing; where it says two, or a row that might be meant cannot be read, there is no price.
 */

import type { UtcDate } from '../model/ids.ts'
import type { DoubtfulPrice, Price, PriceQuery, Segment, Unpriced } from '../model/money.ts'

export type PriceRow = Price | DoubtfulPrice

/** Rows of which no one knows what they say together. */
export interface PriceDoubt {
  readonly kind: 'doubt'
  readonly rows: readonly PriceRow[]
}

/** `rows`: those of the product. */
export function choosePrice(rows: readonly PriceRow[], query: PriceQuery): Price | Unpriced | PriceDoubt {
  const ofItem = rows.filter(
    row => fits(row.term, query.term) && (query.billing === null || fits(row.billing, query.billing)),
  )
  const ofSegment = forSegment(ofItem, query.segment ?? segmentOf(rows))
  if (ofSegment.length === 0) return 'not in the price list'
  if (query.market !== null) return inMarket(sellingIn(ofSegment, query.market), query)
  return inAnyMarket(ofSegment, query)
}

/** What is not said holds for all. */
function fits<T>(said: T | undefined, wanted: T): boolean {
  return said === undefined || said === wanted
}

function forSegment(rows: readonly PriceRow[], segment: Segment): readonly PriceRow[] {
  return rows.filter(row => fits(row.segment, segment))
}

/** Of a customer whose document says none: commercial, unless the product is sold to one other segment alone, whatever the term and the billing. */
function segmentOf(rows: readonly PriceRow[]): Segment {
  const [only, ...others] = new Set(rows.map(row => row.segment))
  return only === undefined || others.length > 0 ? 'commercial' : only
}

/** Rows of the market; those that name none where it has none of its own. */
function sellingIn(rows: readonly PriceRow[], market: string): readonly PriceRow[] {
  const own = rows.filter(row => row.market === market)
  return own.length > 0 ? own : rows.filter(row => row.market === undefined)
}

/** The country is not known: a price only where all of them say the same. */
function inAnyMarket(rows: readonly PriceRow[], query: PriceQuery): Price | Unpriced | PriceDoubt {
  const named = [...new Set(rows.flatMap(row => row.market ?? []))]
  const markets = query.markets.length > 0 ? query.markets : named
  if (markets.length === 0) return inMarket(rows, query)
  const found = markets.map(market => inMarket(sellingIn(rows, market), query))
  const [first = 'not in the price list'] = found
  if (typeof first === 'string') return found.every(other => other === first) ? first : 'market unknown'
  if ('kind' in first) return first
  const isOne = found.every(
    other => typeof other === 'object' && !('kind' in other) && isSamePrice(other, first),
  )
  return isOne ? first : 'market unknown'
}

function isSamePrice(left: Price, right: Price): boolean {
  return (
    left.pricePerSeat === right.pricePerSeat &&
    left.currency === right.currency &&
    left.billing === right.billing
  )
}

function inMarket(rows: readonly PriceRow[], query: PriceQuery): Price | Unpriced | PriceDoubt {
  if (rows.length === 0) return 'not in the price list'
  const { currency, seats, day } = query
  const inCurrency = currency === null ? rows : rows.filter(row => fits(row.currency, currency))
  if (inCurrency.length === 0) return 'no price in this currency'
  const inTier = seats === null ? inCurrency : inCurrency.filter(row => !isReadable(row) || holds(row, seats))
  if (inTier.length === 0) return 'no price for these seats'
  const inForce = day === null ? inTier : inTier.filter(row => !isReadable(row) || isInForce(row, day))
  if (inForce.length === 0) return 'no price in force'
  if (!inForce.every(isReadable)) return { kind: 'doubt', rows: inForce.filter(row => !isReadable(row)) }
  return oneOf(inForce, query)
}

export function isReadable(row: PriceRow): row is Price {
  return 'pricePerSeat' in row
}

function holds({ fromSeats, toSeats }: Price, seats: number): boolean {
  return (fromSeats === undefined || fromSeats <= seats) && (toSeats === undefined || seats <= toSeats)
}

export function isInForce({ from, until }: Pick<Price, 'from' | 'until'>, day: UtcDate): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until)
}

function oneOf(rows: readonly Price[], { seats }: PriceQuery): Price | Unpriced | PriceDoubt {
  const [first] = rows
  if (first === undefined) return 'not in the price list'
  if (rows.some(row => row.currency !== first.currency)) return 'priced in several currencies'
  if (rows.some(row => row.billing !== first.billing)) return 'billing cycle unknown'
  if (rows.every(row => row.pricePerSeat === first.pricePerSeat)) return first
  if (seats === null && rows.some(row => row.fromSeats !== first.fromSeats || row.toSeats !== first.toSeats))
    return 'seats unknown'
  const earliest = rows.find(row =>
    rows.every(
      other =>
        other.pricePerSeat === row.pricePerSeat || (row.earlierHolds === true && isFollowedBy(row, other)),
    ),
  )
  if (earliest !== undefined) return earliest
  const other = rows.find(row => row.pricePerSeat !== first.pricePerSeat)
  return { kind: 'doubt', rows: other === undefined ? [first] : [first, other] }
}

/** Ends on the day on which the other begins: one follows the other within that day. More days in common say two things. */
export function isFollowedBy(left: Price, right: Price): boolean {
  return (
    (left.from ?? '') < (right.from ?? '') &&
    left.until !== undefined &&
    left.until === right.from &&
    (right.until === undefined || left.until < right.until)
  )
}
