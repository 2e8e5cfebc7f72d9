/** Sums over histories: amounts of billing periods, overlap of two subscriptions, commitments. Never over two currencies. */
import { amountOf } from './amounts.ts'
import type { Day } from './calendar.ts'
import type { ChargedDay, History, Purchase } from './facts.ts'
import { type Fraction, fraction, times, total, zero } from './fraction.ts'
import { group } from './group.ts'
import { historyOf } from './history.ts'
import { halfUp } from './money.ts'
import { firstTerm } from './terms.ts'

/** What the charged days of each billing period come to, by the period's first day. */
export function amountsByPeriod({ purchase, days }: History): ReadonlyMap<Day, Fraction> {
  return new Map(
    [...group(days, ({ period }) => period)].map(([period, own]) => [period, amountOfDays(purchase, own)]),
  )
}

/** Days of one billing period. Legacy: rounded once. New commerce: per seat, for each number of seats there was. */
function amountOfDays(purchase: Purchase, days: readonly ChargedDay[]): Fraction {
  if (purchase.commerce === 'legacy')
    return halfUp(total(days.map(({ perSeat, seats }) => times(perSeat, seats))), purchase.currency)
  const bySeats = group(days, ({ seats }) => seats)
  return total(
    [...bySeats].map(([seats, own]) =>
      amountOf(purchase, { perSeat: total(own.map(({ perSeat }) => perSeat)), seats }),
    ),
  )
}

/**
 * What each day is charged. Legacy: exact. New commerce: its share of every line that speaks of it, so that the days of a period come
 * to its lines, which are rounded by the seat.
 */
export function chargeByDay({ purchase, days, lines }: History): ReadonlyMap<Day, Fraction> {
  if (purchase.commerce === 'legacy')
    return new Map(days.map(({ day, perSeat, seats }) => [day, times(perSeat, seats)]))
  const shares = lines.map(({ start, end, amount }) => ({
    start,
    end,
    share: times(amount, fraction(1, end - start + 1)),
  }))
  return new Map(
    days.map(({ day }) => [
      day,
      total(shares.filter(({ start, end }) => start <= day && day <= end).map(({ share }) => share)),
    ]),
  )
}

export interface Overlap {
  /** Days charged on both sides. */
  readonly days: readonly Day[]
  /** What the source is charged for them. */
  readonly amount: Fraction
}

export function overlapOf(source: History, twin: History): Overlap {
  const charged = new Set(twin.days.map(({ day }) => day))
  const both = source.days.filter(({ day }) => charged.has(day))
  const amounts = amountsByPeriod({ ...source, days: both })
  return { days: both.map(({ day }) => day), amount: total(amounts.values()) }
}

export interface Commitment {
  /** Last day of the term. */
  readonly until: Day
  readonly amount: Fraction
}

/** What a purchase of new commerce commits to until its term ends; legacy can be switched off any day and commits to nothing. */
export function commitmentOf(purchase: Purchase): Commitment | null {
  if (purchase.commerce === 'legacy') return null
  const { last } = firstTerm(purchase)
  const { lines } = historyOf(purchase, [], last)
  return { until: last, amount: lines.reduce((sum, { amount }) => total([sum, amount]), zero) }
}
