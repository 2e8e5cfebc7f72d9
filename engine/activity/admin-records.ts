/**
 * Which record of Partner Center's log speaks of a step of delegated administration. Graph is told no correlation id that comes back there, so
 * a record is found by its kind and by the relationship that it names (facts 14, 22).
 */
import type { ActivityRecord } from '../model/activity.ts'
import type { AdminAction, AdminActionKind } from '../plan/admin/admin-action.ts'
import { isAdminAction } from '../plan/admin/admin-action.ts'
import { isAfter } from '../time/utc-days.ts'
import type { OwnStep } from './own-steps.ts'

/** In small letters, without underscores: the service spells them with and without. That a request was made shows in its approval alone. */
const operations: Readonly<Record<AdminActionKind, readonly string[]>> = {
  'admin.request': ['granularadminrelationshipapproved', 'granularadminrelationshipactivated'],
  'admin.lock': ['granularadminrelationshipapproved', 'granularadminrelationshipactivated'],
  'admin.assign': ['granularadminaccessassignmentcreated'],
  'admin.change-assignment': ['granularadminaccessassignmentupdated'],
  'admin.auto-extend': [],
  'admin.end': ['granularadminrelationshipterminationrequested', 'granularadminrelationshipterminated'],
}

/** Whether the step itself leaves a record; asking and switching auto-extend do not. */
export function isRecorded({ kind }: AdminAction): boolean {
  return kind === 'admin.assign' || kind === 'admin.change-assignment' || kind === 'admin.end'
}

/** The oldest since the step began; undefined: there is none, or the step is no such step. */
export function recordOfAdmin(step: OwnStep, records: readonly ActivityRecord[]): ActivityRecord | undefined {
  const { action, began } = step
  if (!isAdminAction(action)) return undefined
  return records
    .filter(
      record =>
        record.partner === action.partner &&
        record.customer === action.customer &&
        operations[action.kind].includes(record.operation.replaceAll('_', '').toLowerCase()) &&
        isAbout(record, action) &&
        !isBefore(record, began),
    )
    .toSorted((a, b) => (isAfter(a.at, b.at) ? 1 : -1))[0]
}

/** Records count in whole seconds. */
function isBefore({ at }: ActivityRecord, began: OwnStep['began']): boolean {
  return Date.parse(at) < Math.floor(Date.parse(began) / 1000) * 1000
}

function isAbout({ after }: ActivityRecord, action: AdminAction): boolean {
  const says = (name: string, ours: string | undefined) => {
    const theirs = after?.[name]
    return typeof theirs !== 'string' || ours === undefined || theirs.toLowerCase() === ours.toLowerCase()
  }
  return (
    says('id', 'relationship' in action ? action.relationship : undefined) &&
    says('displayname', action.name) &&
    says('accesscontainerid', 'group' in action ? action.group : undefined)
  )
}
