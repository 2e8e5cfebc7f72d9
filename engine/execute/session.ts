/** What surrounds every run: locks first, one writer, and both given back whatever happens. */

import type { ActionRecord } from '../journal/fold.ts'
import { type ApplyState, isComplete } from '../journal/fold.ts'
import { salvaged } from '../journal/salvage.ts'
import type { ActionId } from '../model/ids.ts'
import { isSent } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import type { JournalStore } from '../ports.ts'
import { diagnosticsOf } from '../trouble.ts'
import type { ApplyPorts } from './carry-out.ts'
import { lockedBy, takeLocks, takenOver } from './locks.ts'
import { type Journal, numberedJournal } from './run.ts'
import { type ApplyVerdict, refusal } from './verdict.ts'

export interface LockedFacts {
  readonly plan: Plan
  readonly apply: string
  /** The command that asks for the locks. */
  readonly again: string
}

export async function underLocks(
  { plan, apply, again }: LockedFacts,
  ports: ApplyPorts,
  work: (isHeld: () => boolean) => Promise<ApplyVerdict>,
): Promise<ApplyVerdict> {
  const { store, clock, who, takeOver } = ports
  const locked = await takeLocks(plan, { store, clock, who, apply, takeOver })
  if (locked.kind === 'busy') return refusal('busy', [await lockedBy(locked, { store, again })])
  for (const from of locked.takenFrom ?? []) ports.progress({ kind: 'note', text: takenOver(from) })
  try {
    return await work(() => locked.isHeld())
  } finally {
    await locked.release()
  }
}

export async function withJournal(
  { apply, ...end }: Pick<ApplyState, 'apply' | 'nextSeq' | 'chain'>,
  ports: ApplyPorts,
  work: (journal: Journal) => Promise<ApplyVerdict>,
): Promise<ApplyVerdict> {
  const writer = await ports.store.open(apply)
  try {
    return await work(numberedJournal(writer, ports.clock, end))
  } finally {
    await writer.close()
  }
}

/** A trouble of ours before anything was begun becomes the answer; a bug goes up. */
export async function answering(work: () => Promise<ApplyVerdict>): Promise<ApplyVerdict> {
  try {
    return await work()
  } catch (error) {
    const diagnostics = diagnosticsOf(error)
    if (diagnostics.length === 0) throw error
    return refusal('failed', diagnostics)
  }
}

/**
 * What earlier runs left, to go on from. Reasons for skipping were of that run. A gate that had opened is judged anew before
 * anything behind it starts; where nothing is left behind it, it stays as it was.
 */
export function recordsOf({
  plan,
  actions,
}: Pick<ApplyState, 'plan' | 'actions'>): Map<ActionId, ActionRecord> {
  const left = new Set<ActionId>()
  for (const action of plan.actions)
    if (!isComplete(actions.get(action.id))) for (const before of action.after) left.add(before)
  const records = new Map<ActionId, ActionRecord>()
  for (const action of plan.actions) {
    const record = actions.get(action.id)
    if (record === undefined || !(isSent(action) || (isComplete(record) && !left.has(action.id)))) continue
    records.set(action.id, { ...record, skipped: null })
  }
  return records
}

/**
 * The one that is named; else the newest that is not finished, or the newest at all, of which is said that it is complete. What a damaged
 * one was about may be unfinished: reading it says what is wrong with it, and what to do.
 */
export async function findApply(store: JournalStore, apply: string | null): Promise<string | null> {
  // Reading it says what is wrong with it: that there is none, that it is damaged, or of another world.
  if (apply !== null) return apply
  const open: string[] = []
  const complete: string[] = []
  for (const { apply: name, finished, damaged } of await store.list()) {
    if (finished) complete.push(name)
    else if (damaged === undefined) open.push(name)
    // Nothing is left to do about one that says so in its last words.
    else if (!salvaged(name, await store.salvage(name)).isComplete) open.push(name)
  }
  return (open.length > 0 ? open : complete).sort().at(-1) ?? null
}
