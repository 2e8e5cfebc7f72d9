import type { Instant } from '../../engine/model/ids.ts'

/** An instant in UTC with the partner's own time beside it (T20). */
export function withZone(at: Instant, timeZone: string): string {
  const utc = `${at.slice(0, 16)}Z`
  if (timeZone === 'UTC') return utc
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(at),
  )
  return `${utc} (${local} ${timeZone})`
}
