/** Sandbox time and the little calendar it needs. Months are always added to the anchor, never chained. */
import { Temporal } from 'temporal-polyfill'

export interface SandboxTime {
  now(): string
  /** Moves time; never back. */
  moveTo(at: string): void
  readonly kind: 'virtual' | 'live'
}

export function virtualTime(start: string): SandboxTime {
  let current = normal(start)
  return {
    kind: 'virtual',
    now: () => current,
    moveTo(at) {
      current = normal(at)
    },
  }
}

/** Ticks with the wall clock, from the world's own beginning. */
export function liveTime(start: string, wallClock: () => number): SandboxTime {
  let offset = Date.parse(start) - wallClock()
  return {
    kind: 'live',
    now: () => normal(Temporal.Instant.fromEpochMilliseconds(wallClock() + offset).toString()),
    moveTo(at) {
      offset = Date.parse(at) - wallClock()
    },
  }
}

export function normal(at: string): string {
  return Temporal.Instant.from(at).toString({ fractionalSecondDigits: 3 })
}

export const dayOf = (at: string) => at.slice(0, 10)
export const startOf = (day: string) => `${day}T00:00:00.000Z`

export function addDuration(at: string, duration: string): string {
  const parsed = Temporal.Duration.from(duration)
  // Calendar parts count in UTC.
  return normal(Temporal.Instant.from(at).toZonedDateTimeISO('UTC').add(parsed).toInstant().toString())
}

export function addMs(at: string, ms: number): string {
  return normal(
    Temporal.Instant.from(at)
      .add({ milliseconds: Math.round(ms) })
      .toString(),
  )
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

export function addMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days
}

export function monthsOfTerm(term: string): number | null {
  const parts = /^P(\d+)([MY])$/.exec(term)
  return parts?.[1] === undefined ? null : Number(parts[1]) * (parts[2] === 'Y' ? 12 : 1)
}

export function monthsOfCycle(billing: string): number | null {
  const months: Readonly<Record<string, number>> = { monthly: 1, annual: 12, biennial: 24, triennial: 36 }
  return months[billing] ?? null
}

/** The billing period a day lies in, from the purchase day. */
export function periodOf(
  anchor: string,
  months: number,
  day: string,
): { readonly start: string; readonly end: string } {
  let count = 0
  while (addMonths(anchor, (count + 1) * months) <= day) count += 1
  return { start: addMonths(anchor, count * months), end: addMonths(anchor, (count + 1) * months) }
}
