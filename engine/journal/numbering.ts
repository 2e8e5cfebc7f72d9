/** The number, the time and the chain of the next entry of a journal: counted in one place, whoever writes it. */
import type { Instant } from '../model/ids.ts'
import { chainOf } from './chain.ts'
import type { JournalEntry } from './entry.ts'
import type { ApplyState, Numberless, Unchained } from './fold.ts'

/** Behind its last number, and with its chain, if it keeps one. */
export type JournalEnd = Pick<ApplyState, 'nextSeq' | 'chain'>

export function nextEntry(
  entry: Numberless,
  at: Instant,
  { nextSeq: seq, chain: before }: JournalEnd,
): { readonly entry: JournalEntry; readonly end: JournalEnd } {
  const numbered = { ...entry, seq, at } as Unchained // the spread keeps the variant of `entry`
  if (seq > 0 && before === null)
    return { entry: numbered as JournalEntry, end: { nextSeq: seq + 1, chain: null } } // a chain may be left out
  const chain = chainOf(numbered, before)
  return { entry: { ...numbered, chain } as JournalEntry, end: { nextSeq: seq + 1, chain } } // the same
}
