/** Calendar arithmetic in UTC days. "The same day" means the UTC billing date and nothing else (T20). */
import { Temporal } from 'temporal-polyfill'
import { type Instant, instant, type UtcDate, utcDate } from '../model/ids.ts'
import { isPlain } from './plain-instant.ts'

/** Days since 1970 of the days asked about lately: a plan asks about few days very often. */
const numbers = new Map<UtcDate, number>()
const keptDays = 20_000
const first = Temporal.PlainDate.from('1970-01-01')

function dayNumber(day: UtcDate): number {
  const found = numbers.get(day)
  if (found !== undefined) return found
  if (numbers.size >= keptDays) numbers.clear()
  const number = first.until(Temporal.PlainDate.from(day), { largestUnit: 'day' }).days
  numbers.set(day, number)
  return number
}

const days = new Map<number, UtcDate>()

function dayOfNumber(number: number): UtcDate {
  const found = days.get(number)
  if (found !== undefined) return found
  if (days.size >= keptDays) days.clear()
  const day = utcDate(first.add({ days: number }).toString())
  days.set(number, day)
  return day
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: UtcDate, to: UtcDate): number {
  return dayNumber(to) - dayNumber(from)
}

export function addDays(day: UtcDate, count: number): UtcDate {
  return dayOfNumber(dayNumber(day) + count)
}

/** n billing periods after an anchor. Always counted from the anchor: chaining months loses the 31st. */
export function addMonths(anchor: UtcDate, months: number): UtcDate {
  return utcDate(Temporal.PlainDate.from(anchor).add({ months }).toString())
}

/** The first instant of a UTC day. */
export function startOfDay(day: UtcDate): Instant {
  return instant(`${day}T00:00:00Z`)
}

/** The first instant of the next UTC day: where a plan for `day` ends. */
export function endOfDay(day: UtcDate): Instant {
  return startOfDay(addDays(day, 1))
}

export function addHours(at: Instant, hours: number): Instant {
  return instant(Temporal.Instant.from(at).add({ hours }).toString())
}

export function addMs(at: Instant, ms: number): Instant {
  return instant(Temporal.Instant.from(at).add({ milliseconds: ms }).toString())
}

/** Milliseconds from one instant to another. */
export function msBetween(from: Instant, to: Instant): number {
  return epochMs(to) - epochMs(from)
}

function epochMs(at: Instant): number {
  return isPlain(at) ? Date.parse(at) : Temporal.Instant.from(at).epochMilliseconds
}

export function isAfter(left: Instant, right: Instant): boolean {
  return msBetween(right, left) > 0
}

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds. */
export function durationMs(duration: string): number {
  return Temporal.Duration.from(duration).total({ unit: 'millisecond' })
}

/** A day as written, YYYY-MM-DD, of the years 1900 to 2199 as in documents; null when the calendar has no such day. */
export function calendarDay(written: string): UtcDate | null {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(written)) return null
  try {
    return utcDate(Temporal.PlainDate.from(written, { overflow: 'reject' }).toString())
  } catch {
    return null
  }
}
