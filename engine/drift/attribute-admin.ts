/** Who changed a relationship or a group of it, by the records of the activity log that are about them. */
import type { ActivityRecord } from '../model/activity.ts'
import type { Read } from '../model/live.ts'
import type { AdminDriftLine } from './admin-drift.ts'
import type { Attribution } from './attribute.ts'

/** The service spells resource types with and without underscores. */
const plain = (word: string) => word.replaceAll('_', '').toLowerCase()

/** `records` newest first, of the line's partner. */
export function attributeAdmin(line: AdminDriftLine, records: Read<readonly ActivityRecord[]>): Attribution {
  if (records.kind === 'unknown')
    return { kind: 'unknown', why: `the activity log could not be read: ${records.because.summary}` }
  const list = records.kind === 'present' ? records.value : []
  const found = list.find(record => record.customer === line.customer && isAbout(record, line))
  if (found === undefined) return { kind: 'unknown', why: 'no record of the last 90 days shows this change' }
  return {
    kind: 'known',
    at: found.at,
    by: found.user ?? found.application ?? 'no name on record',
    operation: found.operation,
    correlationId: found.correlationId,
  }
}

/** Records name the relationship where they name anything; one that names another is about that one. */
function isAbout(
  { resource, operation, after }: ActivityRecord,
  { group, relationship }: AdminDriftLine,
): boolean {
  if (plain(resource) !== (group === null ? 'granularadminrelationship' : 'granularadminaccessassignment'))
    return false
  if (plain(operation).endsWith('approved') || plain(operation).endsWith('activated')) return false
  const id = group === null ? after?.['id'] : undefined
  return typeof id !== 'string' || relationship === null || id.toLowerCase() === relationship.toLowerCase()
}
