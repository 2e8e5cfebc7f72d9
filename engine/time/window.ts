/** When a cutover may write: dates, UTC hours (end exclusive) and freeze days of a Consolidation. */
import { dayOf, type Instant, instant, type UtcDate } from '../model/ids.ts'
import { addDays } from './utc-days.ts'

export interface OpenHours {
  readonly from: UtcDate
  readonly to: UtcDate
  readonly utcHours: { readonly from: string; readonly to: string } | null
  readonly freezeDays: readonly UtcDate[]
}

/** Whether the window opens at all on a day. */
export function isOpenOn(window: OpenHours, day: UtcDate): boolean {
  return day >= window.from && day <= window.to && !window.freezeDays.includes(day) && hasHours(window)
}

/** Windows that are open at different times share nothing. */
export function hasNoOpening(window: OpenHours): boolean {
  return firstOpenDay(window, window.from) === null
}

/** From a day on, over freeze days, however many others follow them; null: it never opens again. */
function firstOpenDay(window: OpenHours, from: UtcDate): UtcDate | null {
  let day = later(window.from, from)
  while (window.freezeDays.includes(day)) day = addDays(day, 1)
  return isOpenOn(window, day) ? day : null
}

function hasHours({ utcHours }: OpenHours): boolean {
  return utcHours === null || utcHours.from < utcHours.to
}

export function isOpen(window: OpenHours, at: Instant): boolean {
  if (!isOpenOn(window, dayOf(at))) return false
  if (window.utcHours === null) return true
  const clock = at.slice(11, 16)
  return clock >= window.utcHours.from && clock < window.utcHours.to
}

/** The next instant at which the window is open, or null when it never opens again. */
export function nextOpening(window: OpenHours, at: Instant): Instant | null {
  if (isOpen(window, at)) return at
  const hour = window.utcHours?.from ?? '00:00'
  for (let day = firstOpenDay(window, dayOf(at)); day !== null; day = firstOpenDay(window, addDays(day, 1))) {
    const opens = instant(`${day}T${hour}:00Z`)
    if (opens > at) return opens
  }
  return null
}

/** The hours in which all of these windows are open, which may be none at all; null when there is no window to obey. */
export function intersect(windows: readonly OpenHours[]): OpenHours | null {
  const [first, ...rest] = windows
  if (first === undefined) return null
  return rest.reduce<OpenHours>(
    (both, next) => ({
      from: later(both.from, next.from),
      to: earlier(both.to, next.to),
      utcHours: narrower(both.utcHours, next.utcHours),
      freezeDays: [...new Set([...both.freezeDays, ...next.freezeDays])].sort(),
    }),
    first,
  )
}

function narrower(left: OpenHours['utcHours'], right: OpenHours['utcHours']): OpenHours['utcHours'] {
  if (left === null || right === null) return left ?? right
  return { from: later(left.from, right.from), to: earlier(left.to, right.to) }
}

/** Days and hours of the day sort as text. */
function later<T extends string>(left: T, right: T): T {
  if (left > right) return left
  return right
}

function earlier<T extends string>(left: T, right: T): T {
  if (left < right) return left
  return right
}

/** Where the opening that holds an instant, or else the next one, closes; null: it never opens again. */
export function closingOf(window: OpenHours, at: Instant): Instant | null {
  const opens = nextOpening(window, at)
  if (opens === null) return null
  if (window.utcHours !== null) return closingOn(window, dayOf(opens))
  // Without hours a window is open day and night, until a freeze day or its last day.
  const frozen = window.freezeDays.filter(day => day > dayOf(opens) && day <= window.to).sort()
  return instant(`${frozen[0] ?? addDays(window.to, 1)}T00:00:00Z`)
}

/** Where the last of its openings closes; null: it never opens. */
export function lastClosing(window: OpenHours): Instant | null {
  let day = window.to
  while (window.freezeDays.includes(day)) day = addDays(day, -1)
  return isOpenOn(window, day) ? closingOn(window, day) : null
}

function closingOn({ utcHours }: OpenHours, day: UtcDate): Instant {
  if (utcHours === null || utcHours.to === '24:00') return instant(`${addDays(day, 1)}T00:00:00Z`)
  return instant(`${day}T${utcHours.to}:00Z`)
}
