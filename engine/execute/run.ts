/** What one run of an apply works with, and its journal with the counting kept in one place. */
import type { AdminReader } from '../admin/port.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { type ActionRecord, after, type Numberless, untouched } from '../journal/fold.ts'
import { type JournalEnd, nextEntry } from '../journal/numbering.ts'
import type { CostOf } from '../journal/overlap.ts'
import type { ActualIndex } from '../model/actual-index.ts'
import type { ActionId, Instant, TenantId } from '../model/ids.ts'
import type { PlacedOrder, Read } from '../model/live.ts'
import type { Action, WriteAction } from '../plan/action.ts'
import type { CustomerGate } from '../plan/kinds/customer-gate.ts'
import type { Plan } from '../plan/plan.ts'
import type {
  AdminPerformers,
  Clock,
  JournalWriter,
  Performers,
  Progress,
  Reader,
  ServiceTime,
} from '../ports.ts'
import type { KeptReads } from './kept-reads.ts'
import type { AcceptedOverlap } from './money/accepted-overlap.ts'
import type { Pace } from './pace.ts'

export interface Journal {
  /** Durable once it resolves. Entries are numbered in the order of the calls. */
  append(entry: Numberless): Promise<void>
}

/** Goes on where the journal ends. */
export function numberedJournal(writer: JournalWriter, clock: Clock, from: JournalEnd): Journal {
  let end = from
  return {
    append(entry) {
      const next = nextEntry(entry, clock.now(), end)
      end = next.end
      return writer.append(next.entry)
    },
  }
}

/** What every apply and resume is given from outside. */
export interface RunPorts {
  readonly reader: Reader
  /** Microsoft Graph; left out: nothing of delegated administration is read or written here. */
  readonly admin?: { readonly reader: AdminReader; readonly performers: AdminPerformers }
  readonly performers: Performers
  readonly clock: Clock
  readonly serviceTime: ServiceTime
  readonly progress: Progress
  /** What a source was charged, by its partner's price list; left out: nobody knows a price. */
  readonly costOf?: CostOf
  /** What the documents accept to be paid on both sides; left out: no more than the plan announces. */
  readonly acceptedOverlap?: AcceptedOverlap
  /** Customers worked on at once. */
  readonly width: number
}

export interface Run extends RunPorts {
  readonly plan: Plan
  readonly customerNames: ReadonlyMap<TenantId, string>
  readonly journal: Journal
  /** Aborted by the operator, or because the run can no longer be written down: nothing new is started. */
  readonly signal: AbortSignal
  /** Stops the whole run; steps in flight come to their end. */
  halt(): void
  /** Whether the locks are still ours. */
  isHeld(): boolean
  /** What is known of each action, from the journal and from this run. */
  readonly records: Map<ActionId, ActionRecord>
  /** Writes that the service has answered, and that are proven together a moment later. */
  readonly answered: Set<ActionId>
  /** The latest reads per customer; a gate refreshes them. */
  readonly seen: Map<TenantId, Seen>
  /** What was read in this run; `reader` asks anew. */
  readonly reads: KeptReads
  /** By account and customer: the list that its purchases rely on (purchase-block.ts). */
  readonly purchaseLists: Map<string, Seen>
  /** By account and customer: what was ordered there when its first purchase of this run was due (hidden-orders.ts). */
  readonly orders: Map<string, Read<readonly PlacedOrder[]>>
  /** When what each gate stands for was last seen to hold, in this run. */
  readonly verified: Map<ActionId, Instant>
  /** When what each step of delegated administration relies on was last seen to hold, in this run. */
  readonly judged: Map<ActionId, Instant>
  /** Customers the operator chose to leave out. */
  readonly leftOut: ReadonlySet<TenantId>
  /** Customers whose facts moved while an apply lay interrupted: nothing is bought or changed for them before a new plan. */
  readonly moved: ReadonlyMap<TenantId, Diagnostic>
  /** Steps that were done, and that somebody has undone while an apply lay interrupted. */
  readonly undone: ReadonlyMap<ActionId, Diagnostic>
  /** Writes the service refused in this run, by customer, in their order. */
  readonly refused: Map<TenantId, readonly ActionId[]>
  /** What this run's steps took so far. */
  readonly pace: Pace
  /** The customers' gates. */
  readonly gates: ReadonlyMap<ActionId, CustomerGate>
  /** By customer: writes of earlier runs that nothing settled yet. Taken out once they were looked for. */
  readonly unsettled: Map<TenantId, readonly WriteAction[]>
  /** Of those that were looked for, whether they may go on. */
  readonly mayGoOn: Map<ActionId, boolean>
  /** Actions by what they directly wait for. */
  readonly followers: ReadonlyMap<ActionId, readonly Action[]>
}

export interface Seen {
  readonly index: ActualIndex
  readonly at: Instant
}

export function recordOf(run: Run, action: ActionId): ActionRecord {
  return run.records.get(action) ?? untouched
}

/** Writes an entry down and keeps the action's record by the same rule a later fold will. */
export async function write(
  run: Run,
  entry: Extract<Numberless, { readonly action: ActionId }>,
): Promise<void> {
  await run.journal.append(entry)
  run.records.set(entry.action, after(recordOf(run, entry.action), entry))
}

export function customerOf(action: Action): TenantId | null {
  return 'customer' in action ? action.customer : null
}

/** Waits for some of the clock's time; false when the run is to stop instead. */
export async function pause(
  run: Run,
  ms: number,
  facts: Omit<Extract<Parameters<Progress>[0], { kind: 'waiting' }>, 'kind' | 'ms'>,
): Promise<boolean> {
  if (run.signal.aborted) return false
  run.progress({ kind: 'waiting', ms, ...facts })
  try {
    await run.clock.sleep(ms, run.signal)
    return !run.signal.aborted
  } catch (error) {
    if (run.signal.aborted) return false
    throw error
  }
}
