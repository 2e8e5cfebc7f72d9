/**
 * The journal against Microsoft's own records (S11), joined both ways by correlation id: what we did and Microsoft confirms, what it
 * has not recorded yet, what was not ours, and what was ours and was changed by somebody since.
 */
import type { ActivityRecord } from '../model/activity.ts'
import {
  dayOf,
  type Instant,
  type PartnerName,
  type SubscriptionId,
  type TenantId,
  type UtcDate,
} from '../model/ids.ts'
import { isAdminAction } from '../plan/admin/admin-action.ts'
import { isAfter } from '../time/utc-days.ts'
import { isRecorded, recordOfAdmin } from './admin-records.ts'
import type { OwnStep } from './own-steps.ts'

/**
 * `no longer kept`: it happened before the days Microsoft still shows, so nobody can say. `never recorded`: Microsoft keeps no record of such a
 * step of delegated administration.
 */
export type Verdict = CountedVerdict | 'never recorded'

type CountedVerdict = 'confirmed' | 'not recorded yet' | 'no longer kept' | 'not ours' | 'changed since'

export interface VerifiedLine {
  readonly verdict: Verdict
  readonly partner: PartnerName
  readonly customer: TenantId | null
  readonly customerName: string
  readonly subscription: SubscriptionId | null
  /** What we did; null: it was not us. */
  readonly write: OwnStep | null
  /** Microsoft's record of it, or of what came after it. */
  readonly record: ActivityRecord | null
}

export interface Verification {
  readonly format: 1
  readonly apply: string
  readonly from: Instant
  readonly to: Instant
  readonly lines: readonly VerifiedLine[]
  /** `never recorded` is told only where there is some. */
  readonly totals: Readonly<Record<CountedVerdict, number>> & { readonly 'never recorded'?: number }
  /** Accounts whose log gave no answer: nothing is said about them. */
  readonly unread: readonly PartnerName[]
}

/** What concerns subscriptions; acceptances and agreements are the customers' and people's own, and no change of ours. */
const watched = new Set(['order', 'subscription', 'transfer'])

export interface VerifyInput {
  readonly apply: string
  /** Of the apply that is verified. */
  readonly writes: readonly OwnStep[]
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
      const record =
        own.find(entry => entry.status === 'succeeded') ?? own[0] ?? recordOfAdmin(write, records) ?? null
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
  const never = count('never recorded')
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
      ...(never > 0 && { 'never recorded': never }),
    },
    unread,
  }
}

/** Microsoft completes a transfer in its own name, some time after we accepted it: that is the end of ours, not a change of others. */
function completes(record: ActivityRecord, writes: readonly OwnStep[]): boolean {
  if (record.operation.replaceAll('_', '').toLowerCase() !== 'completetransfer') return false
  return writes.some(
    ({ action, began }) =>
      action.kind === 'subscription.transfer' &&
      action.customer === record.customer &&
      [action.partner, action.from].includes(record.partner) &&
      !isAfter(began, record.at),
  )
}

function absentVerdict({ action, began, ended }: OwnStep, keptSince: UtcDate): Verdict {
  if (isAdminAction(action) && !isRecorded(action)) return 'never recorded'
  return dayOf(ended ?? began) < keptSince ? 'no longer kept' : 'not recorded yet'
}

/** Refused and stale attempts have nothing to be recorded; one whose outcome is unknown may. */
function happened({ outcome }: OwnStep): boolean {
  return outcome === 'done' || outcome === 'adopted'
}

function concerns(record: ActivityRecord, { subscription, action }: OwnStep): boolean {
  return (
    subscription !== null && record.partner === action.partner && record.subscriptions.includes(subscription)
  )
}
