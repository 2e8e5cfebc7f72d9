/** Times as the service writes them, as instants in UTC with milliseconds; null for unset (year 1), never (year 9999) and unreadable ones. */
import { Temporal } from 'temporal-polyfill'
import { type Instant, instant } from '../model/ids.ts'

export function instantOf(text: unknown): Instant | null {
  if (typeof text !== 'string' || text === '') return null
  const year = Number(text.slice(0, 4))
  if (year <= 1 || year >= 9999) return null
  const withTime = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text
  const withZone = /(z|[+-]\d{2}:?\d{2})$/i.test(withTime) ? withTime : `${withTime}Z`
  try {
    const at = Temporal.Instant.from(withZone).round({ smallestUnit: 'millisecond', roundingMode: 'trunc' })
    return instant(at.toString())
  } catch {
    return null
  }
}
