/**
 * Instants are ISO text in UTC with milliseconds, days are `YYYY-MM-DD`; both compare as text. Months are always added to an
 * anchor, never chained: chaining from the 31st would drift to the 28th and stay there.
 */
import { Temporal } from 'temporal-polyfill'

export type Instant = string
export type Day = string

const dayMs = 86_400_000

/** As this sandbox writes instants itself, on days that every month has. */
const ownForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
/** A wait of a program: seconds, to the millisecond. */
const seconds = /^PT(\d{1,9}(?:\.\d{1,3})?)S$/

/** Throws a RangeError on what is not an instant. */
export function normal(at: string): Instant {
  if (ownForm.test(at)) return at
  return Temporal.Instant.from(at).toString({ fractionalSecondDigits: 3 })
}

export const dayOf = (at: Instant): Day => at.slice(0, 10)
export const startOf = (day: Day): Instant => `${day}T00:00:00.000Z`

/** Calendar parts of an ISO 8601 duration count in UTC. Throws a RangeError on what is not a duration. */
export function addDuration(at: Instant, duration: string): Instant {
  const wait = seconds.exec(duration)?.[1]
  if (wait !== undefined && ownForm.test(at)) return addMs(at, Number(wait) * 1000)
  const parsed = Temporal.Duration.from(duration)
  return normal(Temporal.Instant.from(at).toZonedDateTimeISO('UTC').add(parsed).toInstant().toString())
}

export function addMs(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + Math.round(ms)).toISOString()
}

export function msBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from)
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(startOf(day)) + days * dayMs).toISOString().slice(0, 10)
}

export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(startOf(to)) - Date.parse(startOf(from))) / dayMs
}

export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

/** The last day before a day, at its start: how the service writes ends of terms and cycles (facts 9). */
export function lastDayBefore(end: Day): string {
  return `${addDays(end, -1)}T00:00:00Z`
}

export function lastInstantBefore(end: Day): string {
  return `${addDays(end, -1)}T23:59:59.999Z`
}
