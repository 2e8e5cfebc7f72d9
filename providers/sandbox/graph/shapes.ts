/** Relationships, requests, assignments and operations as Graph shows them: seven fraction digits, one empty form or the other. */
import { isOn } from '../quirks.ts'
import type { Service } from '../service.ts'
import type {
  AssignmentRow,
  DelegatedRequestRow,
  DelegatedRow,
  OperationRow,
} from '../state/delegated-rows.ts'
import { addDuration, type Instant } from '../time/calendar.ts'
import { graphEtag } from './etag.ts'

/** `2026-12-07T06:00:00.0000000Z`. */
export const graphTime = (at: Instant): string => `${at.slice(0, -1)}0000Z`

export const rolesBody = (roles: readonly string[]) => ({
  unifiedRoles: roles.map(roleDefinitionId => ({ roleDefinitionId })),
})

export function relationshipBody(service: Service, row: DelegatedRow): Readonly<Record<string, unknown>> {
  const kind = row.indirect === null ? 'delegatedAdminRelationship' : 'resellerDelegatedAdminRelationship'
  return {
    '@odata.type': `#microsoft.graph.${kind}`,
    '@odata.etag': graphEtag(row),
    id: row.id,
    displayName: row.name,
    duration: row.duration,
    customer:
      row.customer === null ? null : { tenantId: row.customer.tenantId, displayName: row.customer.name },
    accessDetails: rolesBody(row.roles),
    status: row.status,
    autoExtendDuration: row.autoExtend,
    createdDateTime: graphTime(row.createdAt),
    lastModifiedDateTime: graphTime(row.modifiedAt),
    ...datesOf(service, row),
    ...(row.indirect !== null && {
      indirectProviderTenantId: row.indirect.provider,
      isPartnerConsentPending: row.indirect.isConsentPending,
    }),
  }
}

/** Before it is active there is no date, or an empty text and an end that does not count (emptyDates). */
function datesOf(service: Service, row: DelegatedRow) {
  if (row.activatedAt !== null)
    return {
      activatedDateTime: graphTime(row.activatedAt),
      endDateTime: row.endsAt === null ? null : graphTime(row.endsAt),
    }
  if (!isOn(service, 'emptyDates')) return { activatedDateTime: null, endDateTime: null }
  return { activatedDateTime: '', endDateTime: graphTime(addDuration(row.createdAt, row.duration)) }
}

/** `reject` is a word that only who asks for it is shown. */
export function requestBody(service: Service, row: DelegatedRequestRow, knowsAll: boolean) {
  const isDone = row.settledAt <= service.time.now()
  return {
    id: row.id,
    action: row.action === 'reject' && !knowsAll ? 'unknownFutureValue' : row.action,
    status: isDone ? 'succeeded' : row.createdAt === service.time.now() ? 'created' : 'pending',
    createdDateTime: graphTime(row.createdAt),
    lastModifiedDateTime: graphTime(isDone ? row.settledAt : row.createdAt),
  }
}

export function assignmentBody(row: AssignmentRow) {
  return {
    '@odata.etag': graphEtag(row),
    id: row.id,
    status: row.status,
    createdDateTime: graphTime(row.createdAt),
    lastModifiedDateTime: graphTime(row.modifiedAt),
    accessContainer: { accessContainerId: row.group, accessContainerType: 'securityGroup' },
    accessDetails: rolesBody(row.roles),
  }
}

export function operationBody(service: Service, row: OperationRow) {
  const now = service.time.now()
  return {
    id: row.id,
    operationType: 'delegatedAdminAccessAssignmentUpdate',
    data: row.assignment ?? row.relationship,
    status: row.isDone ? 'succeeded' : row.createdAt === now ? 'notStarted' : 'running',
    createdDateTime: graphTime(row.createdAt),
    lastModifiedDateTime: graphTime(row.isDone ? row.settledAt : row.createdAt),
  }
}
