/** The record of the activity log that says how a relationship of delegated administration ended. */
import type { ActivityRecord } from '../model/activity.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'

export interface RelationshipOf {
  readonly partner: PartnerName
  readonly customer: TenantId
  /** null: whichever of the customer. */
  readonly relationship: string | null
}

/** The service spells words with and without underscores. */
const plain = (word: string) => word.replaceAll('_', '').toLowerCase()
const ends = ['terminationrequested', 'terminated', 'expired', 'cleanedup']

/** The latest; null: no record says so. One that names another relationship is about that one. */
export function endOfRelationship(
  records: readonly ActivityRecord[],
  { partner, customer, relationship }: RelationshipOf,
): ActivityRecord | null {
  const own = records.filter(record => {
    const id = record.after?.['id']
    return (
      record.partner === partner &&
      record.customer === customer &&
      plain(record.resource) === 'granularadminrelationship' &&
      ends.some(word => plain(record.operation).endsWith(word)) &&
      (typeof id !== 'string' || relationship === null || id.toLowerCase() === relationship.toLowerCase())
    )
  })
  return own.reduce<ActivityRecord | null>(
    (last, record) => (last === null || record.at > last.at ? record : last),
    null,
  )
}

export function whoIn({ user, application }: ActivityRecord): string {
  return user ?? application ?? 'no name on record'
}
