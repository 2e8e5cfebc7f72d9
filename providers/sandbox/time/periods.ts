/** Terms and billing periods: the n-th one starts n times so many months after the anchor day. */
import { addMonths, type Day, daysBetween } from './calendar.ts'

export interface Period {
  readonly start: Day
  /** The first day after it. */
  readonly end: Day
  readonly days: number
}

const cycleMonths: Readonly<Record<string, number>> = { monthly: 1, annual: 12, biennial: 24, triennial: 36 }

/** Months of a billing cycle; null: it has no period (`none`, `one_time`). */
export function monthsOfCycle(billing: string): number | null {
  return cycleMonths[billing] ?? null
}

/** Months of P1M, P1Y, P3Y; null: no term. */
export function monthsOfTerm(term: string): number | null {
  const parts = /^P(\d+)([MY])$/.exec(term)
  return parts?.[1] === undefined ? null : Number(parts[1]) * (parts[2] === 'Y' ? 12 : 1)
}

const known = new Map<string, Period>()

/** The period of so many months, counted from the anchor, that a day lies in. A day before the anchor lies in the first one. */
export function periodOf(anchor: Day, months: number, day: Day): Period {
  let count = Math.max(0, Math.floor(calendarMonths(anchor, day) / months))
  while (count > 0 && periodAt(anchor, months, count).start > day) count -= 1
  while (periodAt(anchor, months, count).end <= day) count += 1
  return periodAt(anchor, months, count)
}

function periodAt(anchor: Day, months: number, count: number): Period {
  const key = `${anchor}/${months}/${count}`
  const found = known.get(key)
  if (found !== undefined) return found
  const start = addMonths(anchor, count * months)
  const end = addMonths(anchor, (count + 1) * months)
  const period = { start, end, days: daysBetween(start, end) }
  known.set(key, period)
  return period
}

function calendarMonths(from: Day, to: Day): number {
  const months = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return months(to) - months(from)
}
