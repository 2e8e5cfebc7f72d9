/**
 * The lines of a subscription spread over the UTC days they cover. Of legacy a day costs price × seats ÷ days of its period; of new
 * commerce each line's rounded amount is spread evenly over its days, so that the days of a period come to its lines.
 */
import type { Service } from '../service.ts'
import type { ChargeState, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, type Day, dayOf, daysBetween, startOf } from '../time/calendar.ts'
import { Exact, perSeat, zero } from './amounts.ts'
import { bookOf } from './book.ts'
import type { BookLine } from './book-line.ts'
import { type ChargedPeriod, chargedPeriod, isOn, stateBefore } from './charged.ts'

export interface DayOfSubscription {
  readonly day: Day
  readonly isCharged: boolean
  /** Exact; null: nothing is charged, or at a price the World does not tell. */
  readonly charge: Exact | null
  /** Of what was subscribed on that day. */
  readonly family: string
  readonly seats: number
  /** In which the day lies; null: of something that has none. */
  readonly period: ChargedPeriod | null
  /** What the next invoice gives back because of a switch-off on this day; null: nothing. */
  readonly credit: { readonly amount: string | null } | null
}

/** The days from the first to the last one, both included, on which something was charged or credited. */
export function* daysOf(
  service: Service,
  row: SubscriptionRow,
  first: Day,
  last: Day,
): Generator<DayOfSubscription> {
  if (row.commerce === 'azure') return
  const book = bookOf(service, row, last)
  const bought = dayOf(row.purchasedAt)
  const spread = new Spread(book)
  const credits = new Map(book.filter(line => line.isCredit).map(line => [line.day, line] as const))
  const periodOn = periodsOf(service, row)
  for (let day = bought > first ? bought : first; day <= last; day = addDays(day, 1)) {
    const state = stateBefore(row, startOf(addDays(day, 1)))
    const on = isOn(row, state, day)
    const credit = credits.get(day)
    if (state === undefined || (!on && credit === undefined)) continue
    const period = periodOn(state, day)
    yield {
      day,
      isCharged: on,
      charge: on ? (row.commerce === 'legacy' ? shareOf(period, state.seats) : spread.on(day)) : null,
      family: state.family,
      seats: state.seats,
      period,
      credit:
        credit === undefined ? null : { amount: credit.amount === null ? null : paidBack(credit.amount) },
    }
  }
}

/** The period of a day; days are asked for in their order, and most lie in the period of the one before. */
function periodsOf(
  service: Service,
  row: SubscriptionRow,
): (state: ChargeState, day: Day) => ChargedPeriod | null {
  let last: { readonly state: ChargeState; readonly period: ChargedPeriod | null } | null = null
  return (state, day) => {
    if (last === null || last.state !== state || last.period === null || last.period.end <= day)
      last = { state, period: chargedPeriod(service, row, state, day) }
    return last.period
  }
}

const paidBack = (amount: string) => amount.replace(/^-/, '')

function shareOf(period: ChargedPeriod | null, seats: number): Exact | null {
  return period === null || period.price === null ? null : perSeat(period.price, 1, period.days).times(seats)
}

/** What the lines that cover a day come to on it; days are asked for in their order. */
class Spread {
  private readonly book: readonly BookLine[]
  private position = 0
  private open: { readonly end: Day; readonly share: Exact | null }[] = []

  constructor(book: readonly BookLine[]) {
    this.book = book
  }

  on(day: Day): Exact | null {
    for (let line = this.book[this.position]; line !== undefined && line.day <= day; ) {
      const share =
        line.amount === null ? null : new Exact(line.amount).dividedBy(daysBetween(line.day, line.end))
      this.open.push({ end: line.end, share })
      this.position += 1
      line = this.book[this.position]
    }
    this.open = this.open.filter(({ end }) => end > day)
    let sum = zero
    for (const { share } of this.open) {
      if (share === null) return null
      sum = sum.plus(share)
    }
    return sum
  }
}
