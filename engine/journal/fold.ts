/** The state of an apply is a pure fold over its journal: nothing else is remembered anywhere. */
import type { ActionId } from '../model/ids.ts'
import type { Evidence } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { Bug } from '../result.ts'
import type { ActionOutcome, Consent, JournalEntry, SkipReason } from './entry.ts'

export type Notes = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface ActionRecord {
  /** The latest attempt that began; 0 when none did. */
  readonly attempt: number
  /** What came of it; null: it began and nothing is known since, so it may have happened. */
  readonly outcome: ActionOutcome | null
  readonly skipped: SkipReason | null
  /** Intermediate results of the latest attempt. */
  readonly notes: Notes
}

export interface ApplyState {
  readonly apply: string
  readonly plan: Plan
  readonly startedAt: Extract<JournalEntry, { kind: 'apply.began' }>['at']
  readonly who: string
  readonly consent: readonly Consent[]
  readonly skippedCustomers: readonly string[]
  readonly actions: ReadonlyMap<ActionId, ActionRecord>
  readonly finished: boolean
  readonly nextSeq: number
}

const untouched: ActionRecord = { attempt: 0, outcome: null, skipped: null, notes: {} }

/** Folds a journal; null when it holds nothing that began. */
export function foldJournal(entries: readonly JournalEntry[]): ApplyState | null {
  const [first] = entries
  if (first === undefined || first.kind !== 'apply.began') return null
  const actions = new Map<ActionId, ActionRecord>()
  let finished = false
  for (const [position, entry] of entries.entries()) {
    if (entry.seq !== position)
      throw new Bug(`a journal of ${first.apply} counts ${entry.seq} where ${position} belongs`)
    switch (entry.kind) {
      case 'apply.began':
        break
      case 'apply.resumed':
        finished = false
        break
      case 'apply.ended':
        finished = entry.verdict === 'complete'
        break
      case 'action.began': {
        const before = actions.get(entry.action)
        const notes = before?.attempt === entry.attempt ? before.notes : {}
        actions.set(entry.action, { attempt: entry.attempt, outcome: null, skipped: null, notes })
        break
      }
      case 'action.noted': {
        const before = actions.get(entry.action) ?? untouched
        actions.set(entry.action, { ...before, notes: { ...before.notes, [entry.step]: entry.data } })
        break
      }
      case 'action.ended':
        actions.set(entry.action, {
          ...(actions.get(entry.action) ?? untouched),
          attempt: entry.attempt,
          outcome: entry.outcome,
          skipped: null,
        })
        break
      case 'action.skipped':
        actions.set(entry.action, { ...(actions.get(entry.action) ?? untouched), skipped: entry.because })
        break
    }
  }
  return {
    apply: first.apply,
    plan: first.plan,
    startedAt: first.at,
    who: first.who,
    consent: first.consent,
    skippedCustomers: first.skippedCustomers,
    actions,
    finished,
    nextSeq: entries.length,
  }
}

export function recordOf(state: ApplyState, action: ActionId): ActionRecord {
  return state.actions.get(action) ?? untouched
}

/** Done or found done: it holds, and its evidence is known. */
export function evidenceOf(record: ActionRecord): Evidence | null {
  return record.outcome?.kind === 'done' || record.outcome?.kind === 'adopted'
    ? record.outcome.evidence
    : null
}
