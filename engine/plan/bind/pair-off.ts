/**
 * Declared lines and living subscriptions of one product that fit one another in several ways. Where some way leaves nothing to do at all,
 * every other one that does so is the same to everybody: nothing is written, and so nothing is guessed. Two equal subscriptions that moved
 * under one name are the common case.
 */
import { fieldChanges } from '../../diff/fields.ts'
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'

export type Fits = (declared: DeclaredSubscription, live: LiveSubscription) => boolean

export interface Doubt {
  readonly lines: readonly DeclaredSubscription[]
  /** Living, by id. */
  readonly living: readonly LiveSubscription[]
  /** On the way from a source: a line it is meant for is left for it. */
  readonly arriving: readonly LiveSubscription[]
  readonly fits: Fits
}

/** By key of the line, without those that something on the way is meant for; null: no way leaves nothing to do, or somebody is left over. */
export function pairOff({
  lines,
  living,
  arriving,
  fits,
}: Doubt): ReadonlyMap<string, LiveSubscription> | null {
  const candidates = [...living, ...arriving]
  if (lines.length !== candidates.length) return null
  const isOnItsWay = new Set(arriving)
  const suits = (line: DeclaredSubscription, entry: LiveSubscription) =>
    fits(line, entry) &&
    fieldChanges(line, entry).every(
      ({ field }) => isOnItsWay.has(entry) && (field === 'endOfTerm' || field.startsWith('nextTerm')),
    )
  const takenBy = new Map<LiveSubscription, DeclaredSubscription>()
  const place = (line: DeclaredSubscription, tried: Set<LiveSubscription>): boolean => {
    const suited = candidates.filter(entry => suits(line, entry))
    const unclaimed = suited.find(entry => !takenBy.has(entry))
    if (unclaimed !== undefined) {
      takenBy.set(unclaimed, line)
      return true
    }
    for (const entry of suited) {
      const other = takenBy.get(entry)
      if (tried.has(entry) || other === undefined) continue
      tried.add(entry)
      if (!place(other, tried)) continue
      takenBy.set(entry, line)
      return true
    }
    return false
  }
  if (!lines.every(line => place(line, new Set()))) return null
  return new Map(
    [...takenBy].filter(([entry]) => !isOnItsWay.has(entry)).map(([entry, line]) => [line.key, entry]),
  )
}
