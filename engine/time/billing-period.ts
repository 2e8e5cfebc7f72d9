/**
 * The billing period a day falls in, counted from the day a subscription was bought: n months (or years) are always added
 * to the anchor, so 31 January → 28 February → 31 March.
 */
import type { UtcDate } from '../model/ids.ts'
import { addDays, addMonths, daysBetween } from './utc-days.ts'

export interface BillingPeriod {
  /** First charged day. */
  readonly start: UtcDate
  /** First day of the next period. */
  readonly end: UtcDate
  /** Actual days of this period. */
  readonly days: number
}

/** Months of one billing period; null for cycles that are not charged by calendar periods. */
export function monthsOf(billing: string): number | null {
  switch (billing) {
    case 'monthly':
      return 1
    case 'annual':
      return 12
    case 'biennial':
      return 24
    case 'triennial':
      return 36
    default:
      return null
  }
}

/** Months of an ISO 8601 term such as P1M, P1Y, P3Y; null when it is something else. */
export function monthsOfTerm(term: string): number | null {
  const match = /^P(\d+)([MY])$/.exec(term)
  if (!match?.[1]) return null
  return Number(match[1]) * (match[2] === 'Y' ? 12 : 1)
}

/** Last day of a whole term that begins on a day; null for a term that is something else. */
export function fullTermEnd(from: UtcDate, term: string): UtcDate | null {
  const months = monthsOfTerm(term)
  return months === null ? null : addDays(addMonths(from, months), -1)
}

const known = new Map<string, BillingPeriod>()
const keptPeriods = 20_000

/** The period of so many months that a day falls in; also right for days before the anchor. Remembers what it was asked lately. */
export function periodContaining(anchor: UtcDate, months: number, day: UtcDate): BillingPeriod {
  const key = `${anchor}/${months}/${day}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= keptPeriods) known.clear()
  const period = findPeriod(anchor, months, day)
  known.set(key, period)
  return period
}

function findPeriod(anchor: UtcDate, months: number, day: UtcDate): BillingPeriod {
  const elapsed = monthOf(day) - monthOf(anchor)
  let index = Math.floor(elapsed / months)
  if (addMonths(anchor, index * months) > day) index -= 1
  const start = addMonths(anchor, index * months)
  const end = addMonths(anchor, (index + 1) * months)
  return { start, end, days: daysBetween(start, end) }
}

/** Months since year 0. */
function monthOf(day: UtcDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
}
