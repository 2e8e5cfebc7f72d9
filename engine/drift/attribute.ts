/**
 * Who changed it and when, where Microsoft's activity log says so. A record is named only when its values show the change that is
 * there now; a change nobody recorded stays `unknown`, because renewals, expiry and Microsoft's own doings are not always logged
 * (facts 14, read 2026-11-23).
 */
import type { FieldChange } from '../diff/fields.ts'
import type { ActivityRecord } from '../model/activity.ts'
import type { Instant } from '../model/ids.ts'
import type { Read } from '../model/live.ts'
import type { DriftLine } from './drift.ts'

export type Attribution =
  | {
      readonly kind: 'known'
      readonly at: Instant
      /** The signed-in user, else the application. */
      readonly by: string
      readonly operation: string
      readonly correlationId: string | null
    }
  /** Microsoft did it by itself, and no record says that a person did. */
  | { readonly kind: 'microsoft'; readonly what: string }
  | { readonly kind: 'unknown'; readonly why: string }

/** Names the service gives declared fields in its records. */
const recordedAs: Readonly<Record<string, readonly string[]>> = {
  seats: ['quantity'],
  state: ['status'],
  friendlyName: ['friendlyname'],
  billing: ['billingcycle'],
  term: ['termduration'],
  endOfTerm: ['autorenewenabled', 'scheduledactions'],
  nextTerm: ['schedulednextterminstructions'],
}

/** `records` newest first, of the line's partner. */
export function attribute(line: DriftLine, records: Read<readonly ActivityRecord[]>): Attribution {
  if (records.kind === 'unknown')
    return { kind: 'unknown', why: `the activity log could not be read: ${records.because.summary}` }
  const { subscription } = line
  if (subscription === null) return { kind: 'unknown', why: 'nothing is left to look for' }
  const own = (records.kind === 'present' ? records.value : []).filter(
    record => record.status === 'succeeded' && record.subscriptions.includes(subscription),
  )
  const found = own.find(record => tells(record, line))
  if (found === undefined && line.extendedByMicrosoft === true)
    return {
      kind: 'microsoft',
      what: 'extended where auto-renew was off without a cancel, and auto-renew shown on again',
    }
  if (found === undefined) return { kind: 'unknown', why: 'no record of the last 90 days shows this change' }
  return {
    kind: 'known',
    at: found.at,
    by: found.user ?? found.application ?? 'no name on record',
    operation: found.operation,
    correlationId: found.correlationId,
  }
}

function tells(record: ActivityRecord, line: DriftLine): boolean {
  if (line.kind === 'bought under a retired partner') return record.operation === 'create_order'
  if (line.kind === 'missing') return String(record.after?.['status']).toLowerCase() === 'deleted'
  return line.changes.some(change => showsIn(record, change))
}

function showsIn({ before, after }: ActivityRecord, { field, from }: FieldChange): boolean {
  const names = recordedAs[field.split('.')[0] ?? ''] ?? []
  return names.some(name => {
    if (after === null || !Object.hasOwn(after, name)) return false
    if (before !== null && Object.hasOwn(before, name) && same(before[name], after[name])) return false
    // Of plain values the record must have led to what is there now; of compound ones, that it touched them is all there is.
    return (
      typeof from === 'object' ||
      field.includes('.') ||
      name === 'autorenewenabled' ||
      same(after[name], from)
    )
  })
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left)?.toLowerCase() === JSON.stringify(right)?.toLowerCase()
}
