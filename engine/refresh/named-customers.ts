/**
 * Which customers the activity log names, and when last. What is known to change nothing that is kept is passed over; every other word counts, those
 * that the service invents later too.
 */
import type { ActivityRecord } from '../model/activity.ts'
import type { TenantId } from '../model/ids.ts'

/** facts 17: of users, devices, papers and the partner's own account. What a plan reads of delegated administration is never kept. */
const withoutEffect = new Set([
  'customeruser',
  'customerdirectoryrole',
  'mpnassociation',
  'application',
  'applicationcredential',
  'partneruser',
  'partnerrelationship',
  'referral',
  'softwarekey',
  'softwaredownloadlink',
  'softwarepage',
  'spendinglimit',
  'invoice',
  'selfservepolicy',
  'granularadminrelationship',
  'granularadminaccessassignment',
  'partnercustomerdap',
  'indirectproviderindirectresellerdap',
  'credit',
  'device',
  'policy',
])
/** What may change who is on a customer list. */
const ofLists = new Set(['customer', 'partnercustomerrelationship'])

export interface NamedCustomers {
  /** By customer, the time of its latest record; infinite where a record has no time that can be read. In ms. */
  readonly latest: ReadonlyMap<TenantId, number>
  /** Latest record that may have changed the list; null: none. In ms. */
  readonly listMs: number | null
  /** A record that may be of any customer; null: none. */
  readonly nameless: ActivityRecord | null
}

/** `sinceMs`: what lies before was read afterwards, of everybody. */
export function namedCustomers(records: readonly ActivityRecord[], sinceMs: number): NamedCustomers {
  const latest = new Map<TenantId, number>()
  let listMs: number | null = null
  let nameless: ActivityRecord | null = null
  for (const record of records) {
    const resource = record.resource.toLowerCase().replace(/[^a-z]/g, '')
    if (withoutEffect.has(resource)) continue
    const atMs = timeOf(record)
    if (atMs < sinceMs) continue
    if (record.customer === null) nameless ??= record
    else latest.set(record.customer, Math.max(latest.get(record.customer) ?? atMs, atMs))
    if (ofLists.has(resource)) listMs = Math.max(listMs ?? atMs, atMs)
  }
  return { latest, listMs, nameless }
}

/** A time that could not be read is told as long ago: it may be any, also after the reading. */
function timeOf({ at }: ActivityRecord): number {
  const ms = Date.parse(at)
  return Number.isNaN(ms) || at.startsWith('000') ? Number.POSITIVE_INFINITY : ms
}
