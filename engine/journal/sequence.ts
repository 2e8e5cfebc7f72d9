/** What every journal keeps to. A journal that does not was written by two at once, or by hand. */
import type { ActionId } from '../model/ids.ts'
import type { JournalEntry } from './entry.ts'

/** Why these entries cannot be the journal of one apply, in words; null when they can. An empty journal is in order. */
export function sequenceTrouble(entries: readonly JournalEntry[]): string | null {
  const [first] = entries
  if (first === undefined) return null
  if (first.kind !== 'apply.began') return 'its first entry is not the beginning of an apply'
  const planned = new Set(first.plan.actions.map(action => action.id))
  const begun = new Map<ActionId, number>()
  for (const [position, entry] of entries.entries()) {
    if (entry.seq !== position) return `entry ${position} has the number ${entry.seq}`
    if (entry.kind === 'apply.began' && position > 0) return `entry ${position} begins an apply again`
    if (!('action' in entry)) continue
    if (!planned.has(entry.action))
      return `entry ${position} is about ${entry.action}, which is not in the plan`
    const latest = begun.get(entry.action) ?? 0
    if (entry.kind === 'action.began') {
      if (entry.attempt !== latest && entry.attempt !== latest + 1)
        return `entry ${position} begins attempt ${entry.attempt} after attempt ${latest}`
      begun.set(entry.action, entry.attempt)
    }
    if (entry.kind === 'action.noted' && entry.attempt !== latest)
      return `entry ${position} belongs to attempt ${entry.attempt}, which did not begin`
  }
  return null
}
