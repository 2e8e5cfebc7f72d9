/**
 * Each entry names, in one digest, itself and everything before it, so an entry that was changed, put in or taken out of a journal is
 * seen by all that follow. It proves nothing against whoever writes the whole journal anew; it finds the hand that edits one.
 */
import type { Digest } from '../model/ids.ts'
import { digestOf } from '../plan/digest.ts'
import type { JournalEntry } from './entry.ts'
import type { Unchained } from './fold.ts'

/** `before`: of the entry before it; null for the first. A plan stands for itself by its own digest, which is checked where it is used. */
export function chainOf(entry: Unchained, before: Digest | null): Digest {
  return digestOf({ before, entry: 'plan' in entry ? { ...entry, plan: entry.plan.id } : entry })
}

/** Where the chain is broken, in words; null when it is whole, or when the journal was begun before there was one. */
export function chainTrouble(entries: readonly JournalEntry[]): string | null {
  const [first] = entries
  if (first === undefined) return null
  const isChained = first.chain !== undefined
  let before: Digest | null = null
  for (const [position, { chain, ...entry }] of entries.entries()) {
    if (!isChained && chain === undefined) continue
    const expected: Digest = chainOf(entry, before)
    if (chain !== expected) return `entry ${position} does not follow from those before it: it was changed`
    before = expected
  }
  return null
}
