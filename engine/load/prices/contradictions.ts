/** Rows of one item that say two things for one day: each with the first one that it contradicts. */
import type { Price } from '../../model/money.ts'
import { isFollowedBy } from '../../money/choose-price.ts'
import { doMeet } from './price-days.ts'

/** The one that stands first, and the other. */
export type TwoPrices = readonly [Price, Price]

/** Rows that each row is compared with: prices that differ and hold at once are few, or the file is nonsense. */
const mostCompared = 100

export function contradictionsIn(prices: readonly Price[]): readonly TwoPrices[] {
  const groups = new Map<string, Price[]>()
  for (const price of prices) {
    const { term, billing, currency, market = '', segment = '' } = price
    const key = [term, billing, currency, market, segment].join('/')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [price])
    else group.push(price)
  }
  return [...groups.values()].flatMap(group => {
    const kept: Price[] = []
    const found: TwoPrices[] = []
    for (const price of group) {
      const other = kept.slice(-mostCompared).find(before => contradict(before, price))
      if (other === undefined) kept.push(price)
      else found.push([other, price])
    }
    return found
  })
}

function contradict(left: Price, right: Price): boolean {
  if (left.pricePerSeat === right.pricePerSeat || !doMeet(left, right) || !haveSeatsInCommon(left, right))
    return false
  return left.earlierHolds !== true || !(isFollowedBy(left, right) || isFollowedBy(right, left))
}

function haveSeatsInCommon(left: Price, right: Price): boolean {
  return !(
    (left.toSeats ?? Infinity) < (right.fromSeats ?? 0) || (right.toSeats ?? Infinity) < (left.fromSeats ?? 0)
  )
}
