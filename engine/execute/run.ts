/** What one run of an apply works with, and its journal with the counting kept in one place. */

import type { JournalEntry } from '../journal/entry.ts'
import type { ActionRecord } from '../journal/fold.ts'
import type { ActionId, Instant, TenantId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'
import type { ActualIndex } from '../plan/actual-index.ts'
import type { Plan } from '../plan/plan.ts'
import type { Clock, JournalWriter, Performers, Progress, Reader } from '../ports.ts'

/** An entry before it has its number and its time. */
export type Unnumbered<Entry = JournalEntry> = Entry extends JournalEntry ? Omit<Entry, 'seq' | 'at'> : never

export interface Journal {
  /** Durable once it resolves. Entries are numbered in the order of the calls. */
  append(entry: Unnumbered): Promise<void>
}

export function numberedJournal(writer: JournalWriter, clock: Clock, nextSeq: number): Journal {
  let seq = nextSeq
  return {
    append(entry) {
      const numbered = { ...entry, seq, at: clock.now() } as JournalEntry // the spread keeps the variant of `entry`
      seq += 1
      return writer.append(numbered)
    },
  }
}

export interface Run {
  readonly plan: Plan
  readonly reader: Reader
  readonly performers: Performers
  readonly journal: Journal
  readonly clock: Clock
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Customers worked on at once. */
  readonly width: number
  /** What is known of each action, from the journal and from this run. */
  readonly records: Map<ActionId, ActionRecord>
  /** The latest reads per customer; a gate refreshes them. */
  readonly seen: Map<TenantId, Seen>
  readonly skipped: ReadonlySet<TenantId>
}

export interface Seen {
  readonly index: ActualIndex
  readonly at: Instant
}

export const untouched: ActionRecord = { attempt: 0, outcome: null, skipped: null, notes: {} }

export function isComplete(record: ActionRecord | undefined): boolean {
  return record?.outcome?.kind === 'done' || record?.outcome?.kind === 'adopted'
}

export function customerOf(action: Action): TenantId | null {
  return 'customer' in action ? action.customer : null
}
