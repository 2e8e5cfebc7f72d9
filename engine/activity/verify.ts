/**
 * The journal against Microsoft's own records (S11), joined both ways by correlation id: what we did and Microsoft confirms, what it
 * has not recorded yet, what was not ours, and what was ours and was changed by somebody since.
 */
import type { JournalEntry } from '../journal/entry.ts'
import { evidenceOf, foldJournal } from '../journal/fold.ts'
import type { IncurredOverlap } from '../journal/incurred-overlap.ts'
import type { ActivityRecord } from '../model/activity.ts'
import {
  type Digest,
  dayOf,
  type Instant,
  type PartnerName,
  type SubscriptionId,
  type TenantId,
  type UtcDate,
} from '../model/ids.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { Origin } from '../model/origin.ts'
import { isWrite, type WriteAction } from '../plan/action.ts'
import { isAfter } from '../time/utc-days.ts'

export interface OwnWrite {
  readonly apply: string
  /** The plan that asked for it. */
  readonly plan: Digest
  readonly who: string
  /** Where it was written. */
  readonly madeIn: MadeIn
  readonly action: WriteAction
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

/** `no longer kept`: it happened before the days Microsoft still shows, so nobody can say. */
export type Verdict = 'confirmed' | 'not recorded yet' | 'no longer kept' | 'not ours' | 'changed since'

export interface VerifiedLine {
  readonly verdict: Verdict
  readonly partner: PartnerName
  readonly customer: TenantId | null
  readonly customerName: string
  readonly subscription: SubscriptionId | null
  /** What we did; null: it was not us. */
  readonly write: OwnWrite | null
  /** Microsoft's record of it, or of what came after it. */
  readonly record: ActivityRecord | null
}

export interface Verification {
  readonly format: 1
  readonly apply: string
  readonly from: Instant
  readonly to: Instant
  readonly lines: readonly VerifiedLine[]
  readonly totals: Readonly<Record<Verdict, number>>
  /** Accounts whose log gave no answer: nothing is said about them. */
  readonly unread: readonly PartnerName[]
}

/** What concerns subscriptions; acceptances and agreements are the customers' and people's own, and no change of ours. */
const watched = new Set(['order', 'subscription', 'transfer'])

/** Every write of a journal that was begun, in the order of its plan. */
export function ownWrites(entries: readonly JournalEntry[]): readonly OwnWrite[] {
  const state = foldJournal(entries)
  if (state === null) return []
  const last = entries.findLast(entry => entry.kind === 'apply.ended')
  const overlaps = (last?.kind === 'apply.ended' && last.overlap) || []
  const names = new Map(state.plan.customers.map(entry => [entry.tenant, entry.name]))
  return state.plan.actions.flatMap(action => {
    if (!isWrite(action)) return []
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

export interface VerifyInput {
  readonly apply: string
  /** Of the apply that is verified. */
  readonly writes: readonly OwnWrite[]
  /** Correlation ids of every other apply of this workspace: those are ours too. */
  readonly ours: ReadonlySet<string>
  readonly records: readonly ActivityRecord[]
  readonly unread: readonly PartnerName[]
  readonly from: Instant
  readonly to: Instant
  /** First UTC day of which there are records still. */
  readonly keptSince: UtcDate
}

export function verify(input: VerifyInput): Verification {
  const { writes, records, unread } = input
  const byCorrelation = new Map<string, ActivityRecord[]>()
  for (const record of records) {
    const id = record.correlationId?.toLowerCase() ?? ''
    byCorrelation.set(id, [...(byCorrelation.get(id) ?? []), record])
  }
  const mine = new Set(
    [...input.ours, ...writes.flatMap(entry => entry.correlationIds)].map(id => id.toLowerCase()),
  )
  const foreign = records.filter(
    record =>
      watched.has(record.resource.toLowerCase()) &&
      !isAfter(input.from, record.at) &&
      !mine.has(record.correlationId?.toLowerCase() ?? '') &&
      !completes(record, writes),
  )
  const changed = new Set<ActivityRecord>()
  const lines: VerifiedLine[] = writes
    .filter(write => !unread.includes(write.action.partner))
    .flatMap((write): readonly VerifiedLine[] => {
      const own = write.correlationIds.flatMap(id => byCorrelation.get(id.toLowerCase()) ?? [])
      const record = own.find(entry => entry.status === 'succeeded') ?? own[0] ?? null
      if (record === null && !happened(write)) return []
      const later = foreign.filter(entry => concerns(entry, write) && !isAfter(write.began, entry.at))
      for (const entry of later) changed.add(entry)
      const common = {
        partner: write.action.partner,
        customer: write.action.customer,
        customerName: write.customerName,
        subscription: write.subscription,
        write,
      }
      return [
        { ...common, verdict: record === null ? absentVerdict(write, input.keptSince) : 'confirmed', record },
        ...later.map(entry => ({ ...common, verdict: 'changed since' as const, record: entry })),
      ]
    })
  const strange = foreign
    .filter(record => !changed.has(record))
    .map(
      (record): VerifiedLine => ({
        verdict: 'not ours',
        partner: record.partner,
        customer: record.customer,
        customerName: record.customerName ?? record.customer ?? '',
        subscription: record.subscriptions[0] ?? null,
        write: null,
        record,
      }),
    )
  const all = [...lines, ...strange.reverse()]
  const count = (verdict: Verdict) => all.filter(line => line.verdict === verdict).length
  return {
    format: 1,
    apply: input.apply,
    from: input.from,
    to: input.to,
    lines: all,
    totals: {
      confirmed: count('confirmed'),
      'not recorded yet': count('not recorded yet'),
      'no longer kept': count('no longer kept'),
      'not ours': count('not ours'),
      'changed since': count('changed since'),
    },
    unread,
  }
}

/** Microsoft completes a transfer in its own name, some time after we accepted it: that is the end of ours, not a change of others. */
function completes(record: ActivityRecord, writes: readonly OwnWrite[]): boolean {
  if (record.operation.replaceAll('_', '').toLowerCase() !== 'completetransfer') return false
  return writes.some(
    ({ action, began }) =>
      action.kind === 'subscription.transfer' &&
      action.customer === record.customer &&
      [action.partner, action.from].includes(record.partner) &&
      !isAfter(began, record.at),
  )
}

function absentVerdict({ began, ended }: OwnWrite, keptSince: UtcDate): Verdict {
  return dayOf(ended ?? began) < keptSince ? 'no longer kept' : 'not recorded yet'
}

/** Refused and stale attempts have nothing to be recorded; one whose outcome is unknown may. */
function happened({ outcome }: OwnWrite): boolean {
  return outcome === 'done' || outcome === 'adopted'
}

function concerns(record: ActivityRecord, { subscription, action }: OwnWrite): boolean {
  return (
    subscription !== null && record.partner === action.partner && record.subscriptions.includes(subscription)
  )
}
