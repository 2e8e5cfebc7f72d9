/** When a cutover may write: dates, UTC hours (end exclusive) and freeze days of a Consolidation. */
import { dayOf, type Instant, instant, type UtcDate } from '../model/ids.ts'
import { addDays } from './utc-days.ts'

export interface OpenHours {
  readonly from: UtcDate
  readonly to: UtcDate
  readonly utcHours: { readonly from: string; readonly to: string } | null
  readonly freezeDays: readonly UtcDate[]
}

export function isOpen(window: OpenHours, at: Instant): boolean {
  const day = dayOf(at)
  if (day < window.from || day > window.to || window.freezeDays.includes(day)) return false
  if (window.utcHours === null) return true
  const clock = at.slice(11, 16)
  return clock >= window.utcHours.from && clock < window.utcHours.to
}

/** The next instant at which the window is open, or null when it never opens again. */
export function nextOpening(window: OpenHours, at: Instant): Instant | null {
  if (isOpen(window, at)) return at
  const hour = window.utcHours?.from ?? '00:00'
  const first = dayOf(at) < window.from ? window.from : dayOf(at)
  for (let day = first; day <= window.to; day = addDays(day, 1)) {
    const opens = instant(`${day}T${hour}:00Z`)
    if (opens > at && isOpen(window, opens)) return opens
  }
  return null
}
