/** What was sent by the applies of this workspace, as their journals tell it: the other half of whatever a witness says. */
import type { JournalEntry } from '../journal/entry.ts'
import { evidenceOf, foldJournal } from '../journal/fold.ts'
import type { IncurredOverlap } from '../journal/incurred-overlap.ts'
import type { Digest, Instant, SubscriptionId } from '../model/ids.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { Origin } from '../model/origin.ts'
import { isSent, isWrite, type SentAction, type WriteAction } from '../plan/action.ts'

/** A step that was begun, of commerce or of delegated administration. */
export interface OwnStep<Act extends SentAction = SentAction> {
  readonly apply: string
  /** The plan that asked for it. */
  readonly plan: Digest
  readonly who: string
  /** Where it was written. */
  readonly madeIn: MadeIn
  readonly action: Act
  readonly customerName: string
  readonly began: Instant
  readonly ended: Instant | null
  /** `done`, `adopted`, `refused`, `unknown`, `stale`; null: nothing is known since it began. */
  readonly outcome: string | null
  readonly subscription: SubscriptionId | null
  /** Of the latest attempt. */
  readonly requestId: string
  /** Of every attempt, oldest first. */
  readonly correlationIds: readonly string[]
  /** Of the plan, and of the run that made the latest attempt; claims. */
  readonly plannedFrom: Origin | null
  readonly carriedOutFrom: Origin | null
  /** What this switch-off came too late by; left out: nothing. */
  readonly overlap?: IncurredOverlap
}

/** Of commerce: what invoices speak of. */
export type OwnWrite = OwnStep<WriteAction>

export function isOwnWrite(step: OwnStep): step is OwnWrite {
  return isWrite(step.action)
}

/** Every step of a journal that was begun, in the order of its plan. */
export function ownSteps(entries: readonly JournalEntry[]): readonly OwnStep[] {
  const state = foldJournal(entries)
  if (state === null) return []
  const last = entries.findLast(entry => entry.kind === 'apply.ended')
  const overlaps = (last?.kind === 'apply.ended' && last.overlap) || []
  const names = new Map(state.plan.customers.map(entry => [entry.tenant, entry.name]))
  return state.plan.actions.flatMap(action => {
    if (!isSent(action)) return []
    const began = entries.filter(entry => entry.kind === 'action.began' && entry.action === action.id)
    const [first] = began
    const latest = began.at(-1)
    if (first?.kind !== 'action.began' || latest?.kind !== 'action.began') return []
    const ended = entries.findLast(entry => entry.kind === 'action.ended' && entry.action === action.id)
    const record = state.actions.get(action.id)
    const own = 'subscription' in action ? action.subscription : null
    const late = overlaps.find(pair => pair.partner === action.partner && pair.subscription === own)
    return [
      {
        apply: state.apply,
        plan: state.plan.id,
        who: state.who,
        madeIn: state.plan.madeIn,
        action,
        customerName: names.get(action.customer) ?? action.customer,
        began: first.at,
        ended: ended?.at ?? null,
        outcome: record?.outcome?.kind ?? null,
        subscription: evidenceOf(record)?.subscription ?? own,
        requestId: latest.requestId,
        plannedFrom: state.plan.origin ?? null,
        carriedOutFrom: runOf(entries, latest.seq)?.origin ?? null,
        ...(late !== undefined && { overlap: late }),
        correlationIds: began.flatMap(entry => (entry.kind === 'action.began' ? [entry.correlationId] : [])),
      },
    ]
  })
}

/** The run in which this entry was written. */
function runOf(entries: readonly JournalEntry[], seq: number) {
  const run = entries.findLast(
    entry => entry.seq < seq && (entry.kind === 'apply.began' || entry.kind === 'apply.resumed'),
  )
  return run?.kind === 'apply.began' || run?.kind === 'apply.resumed' ? run : null
}
