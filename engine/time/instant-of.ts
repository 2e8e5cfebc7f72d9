/** Times as the service writes them, as instants in UTC with milliseconds; null for unset (year 1), never (year 9999) and unreadable ones. */
import { Temporal } from 'temporal-polyfill'
import { type Instant, instant } from '../model/ids.ts'
import { isPlain, withoutZeros } from './plain-instant.ts'

/** Something is said, and it is no time: neither absent nor unset, and not to be taken for either (T31). */
export function isUnreadTime(said: unknown): boolean {
  if (said === null || said === undefined || said === '') return false
  return typeof said !== 'string' || (!/^(000[01]|9999)-/.test(said) && instantOf(said) === null)
}

export function instantOf(text: unknown): Instant | null {
  if (typeof text !== 'string' || text === '') return null
  const year = Number(text.slice(0, 4))
  if (year <= 1 || year >= 9999) return null
  if (isPlain(text)) return instant(withoutZeros(text))
  const withTime = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text
  const withZone = /(z|[+-]\d{2}:?\d{2})$/i.test(withTime) ? withTime : `${withTime}Z`
  try {
    const at = Temporal.Instant.from(withZone).round({ smallestUnit: 'millisecond', roundingMode: 'trunc' })
    return instant(at.toString())
  } catch {
    return null
  }
}
