/** The state of an apply is a pure fold over its journal: nothing else is remembered anywhere. */
import type { ActionId, Digest, Instant } from '../model/ids.ts'
import type { Evidence } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { Bug } from '../result.ts'
import type { ActionOutcome, Consent, JournalEntry, SkipReason } from './entry.ts'
import { sequenceTrouble } from './sequence.ts'

export type Notes = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface ActionRecord {
  /** The latest attempt that began, so that something of it may have been sent; 0 when none did. */
  readonly attempt: number
  /** The latest attempt began and the service never settled it: something may still come of it, under its own ids only. */
  readonly open: boolean
  /** What came of it; null: nothing is known since it began, or it never did. */
  readonly outcome: ActionOutcome | null
  readonly skipped: SkipReason | null
  /** Intermediate results of the latest attempt. */
  readonly notes: Notes
}

export interface ApplyState {
  readonly apply: string
  readonly plan: Plan
  readonly startedAt: Instant
  readonly who: string
  readonly consent: readonly Consent[]
  /** Customers the latest run was told to leave out. */
  readonly skippedCustomers: readonly string[]
  readonly actions: ReadonlyMap<ActionId, ActionRecord>
  readonly finished: boolean
  readonly nextSeq: number
  /** Of the last entry, for the next one to go on from; null where the journal keeps none. */
  readonly chain: Digest | null
}

/** An action nothing is known of. */
export const untouched: ActionRecord = {
  attempt: 0,
  open: false,
  outcome: null,
  skipped: null,
  notes: {},
}

/** Folds a journal; null when it holds nothing that began. Whoever keeps journals refuses those out of sequence. */
export function foldJournal(entries: readonly JournalEntry[]): ApplyState | null {
  const [first] = entries
  if (first === undefined || first.kind !== 'apply.began') return null
  const trouble = sequenceTrouble(entries)
  if (trouble !== null) throw new Bug(`the journal of ${first.apply} is out of sequence: ${trouble}`)
  const actions = new Map<ActionId, ActionRecord>()
  let skippedCustomers = first.skippedCustomers
  let finished = false
  for (const entry of entries) {
    if ('action' in entry) {
      actions.set(entry.action, after(actions.get(entry.action) ?? untouched, entry))
      continue
    }
    if (entry.kind === 'apply.resumed') skippedCustomers = entry.skippedCustomers ?? skippedCustomers
    finished = entry.kind === 'apply.ended' && entry.verdict === 'complete'
  }
  return {
    apply: first.apply,
    plan: first.plan,
    startedAt: first.at,
    who: first.who,
    consent: first.consent,
    skippedCustomers,
    actions,
    finished,
    nextSeq: entries.length,
    chain: entries.at(-1)?.chain ?? null,
  }
}

/** One step of the fold; the executor keeps its records by the same rule. */
export function after(
  before: ActionRecord,
  entry: Extract<Numberless<JournalEntry>, { readonly action: ActionId }>,
): ActionRecord {
  switch (entry.kind) {
    case 'action.began': {
      const notes = before.attempt === entry.attempt ? before.notes : {}
      return { attempt: entry.attempt, open: true, outcome: null, skipped: null, notes }
    }
    case 'action.noted':
      return { ...before, notes: { ...before.notes, [entry.step]: entry.data } }
    case 'action.ended':
      return {
        ...before,
        open: staysOpen(before, entry),
        outcome: entry.outcome,
        skipped: null,
      }
    case 'action.skipped':
      return { ...before, skipped: entry.because }
  }
}

function staysOpen(
  { open, attempt }: ActionRecord,
  { outcome, attempt: ended }: Numberless<Extract<JournalEntry, { kind: 'action.ended' }>>,
): boolean {
  // A refusal that a look could not confirm settles nothing after all.
  if (outcome.kind === 'unknown' && attempt > 0 && ended === attempt) return true
  return open && !settles(outcome)
}

/**
 * An attempt is settled by its effect or by a refusal (facts 4.1). `stale` says that nothing more was sent, not that what was
 * sent before has come to nothing: its ids stay in use, or a late effect would meet a second request.
 */
function settles({ kind }: ActionOutcome): boolean {
  return kind === 'done' || kind === 'adopted' || kind === 'refused'
}

/** An entry before it has its number and its time. */
export type Numberless<Entry = JournalEntry> = Entry extends JournalEntry
  ? Omit<Entry, 'seq' | 'at' | 'chain'>
  : never

export type Unchained<Entry = JournalEntry> = Entry extends JournalEntry ? Omit<Entry, 'chain'> : never

/** Done or found done: it holds, and its evidence is known. */
export function evidenceOf(record: ActionRecord | undefined): Evidence | null {
  return record?.outcome?.kind === 'done' || record?.outcome?.kind === 'adopted'
    ? record.outcome.evidence
    : null
}

export function isComplete(record: ActionRecord | undefined): boolean {
  return evidenceOf(record) !== null
}
