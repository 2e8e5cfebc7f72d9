/**
 * Whether a subscription may have changed by the calendar alone since it was read: what Microsoft does at a date need not be recorded (facts 21).
 * What it does to something that is off already has no date that it tells; that shows when the customer's turn comes.
 */
import type { LiveSubscription } from '../model/live.ts'
import { isOff } from '../model/status.ts'

export interface ReadTimes {
  readonly readAtMs: number
  readonly nowMs: number
  /** How far a date may lie before the reading, or after now, and still count; in ms. */
  readonly marginMs: number
}

export function isDue(entry: LiveSubscription, times: ReadTimes): boolean {
  // On its way, or a word that is not known here: it goes on by itself.
  if (entry.status === 'pending' || entry.status.startsWith('unknown:')) return true
  if ((entry.unreadDates ?? []).length > 0) return true
  const { readAtMs, nowMs, marginMs } = times
  const ends = msOf(entry.termEndsAt)
  // Its end is over and it runs: the service has not come to it yet.
  if (ends !== null && ends <= nowMs && !isOff(entry.status)) return true
  return datesOf(entry).some(date => {
    const at = msOf(date)
    return at !== null && at > readAtMs - marginMs && at <= nowMs + marginMs
  })
}

function datesOf(entry: LiveSubscription): readonly (string | null)[] {
  const { termEndsAt, chargedUntil, cancellableUntil, refundable } = entry
  return [termEndsAt, chargedUntil, cancellableUntil, ...refundable.map(({ until }) => until)]
}

function msOf(date: string | null): number | null {
  return date === null ? null : Date.parse(date)
}
