/** Whole months from the days of a charge: a cycle keeps the day of the month of its first one where a month has it (facts 2.5). */
import type { UtcDate } from '../../model/ids.ts'
import { addDays, addMonths, daysBetween } from '../../time/utc-days.ts'

export interface Span {
  readonly from: UtcDate
  readonly lastDay: UtcDate
}

export function daysOf({ from, lastDay }: Span): number {
  return daysBetween(from, addDays(lastDay, 1))
}

/** null: the days are no whole months; a period that is cut by a term, or the rest of one. */
export function monthsOfSpan({ from, lastDay }: Span): number | null {
  const end = addDays(lastDay, 1)
  const months = monthNumber(end) - monthNumber(from)
  if (months <= 0) return null
  const [first, last] = [dayOfMonth(from), dayOfMonth(end)]
  const isWhole =
    first === last || (first < last && isLastOfMonth(from)) || (first > last && isLastOfMonth(end))
  return isWhole ? months : null
}

/** How long the whole period is that ends with a day; more than one length where its first day may have been a later one of the month. */
export function daysOfPeriodUntil(lastDay: UtcDate, months: number): readonly number[] {
  const end = addDays(lastDay, 1)
  return startsAround(end, -months).map(start => daysBetween(start, end))
}

/**
 * How long the period may be of which these days are a part. The rest of one ends with it, one that a term cuts begins with it, and what a transfer brings of a cut one
 * does neither: then it began on some day before.
 */
export function daysOfPeriodAround(part: Span, months: number): readonly number[] {
  const known = [...daysOfPeriodUntil(part.lastDay, months), ...daysOfPeriodFrom(part.from, months)]
  const before = startsAround(part.from, -months).map(start => daysBetween(start, part.from))
  return [...new Set([...known, ...before])]
}

export function daysOfPeriodFrom(from: UtcDate, months: number): readonly number[] {
  return startsAround(from, months).map(end => daysBetween(from, end))
}

/** The first day is its own, or a later one of the month that a short month does not have. */
function startsAround(day: UtcDate, months: number): readonly UtcDate[] {
  const usual = addMonths(day, months)
  if (!isLastOfMonth(day)) return [usual]
  const days = [usual]
  for (let next = usual; !isLastOfMonth(next); ) {
    next = addDays(next, 1)
    days.push(next)
  }
  return days
}

function isLastOfMonth(day: UtcDate): boolean {
  return dayOfMonth(addDays(day, 1)) === 1
}

function dayOfMonth(day: UtcDate): number {
  return Number(day.slice(8, 10))
}

function monthNumber(day: UtcDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
}
