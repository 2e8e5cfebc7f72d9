/**
 * The only door between Graph's words and ours. Durations stay texts: a clock reads `P730D` wrongly. null: it does not say who it is, so it
 * is nothing that could be counted, found or left out.
 */
import type {
  AdminAssignment,
  AdminOperation,
  AdminRelationship,
  AdminRequest,
  AssignmentStatus,
  RelationshipStatus,
} from '../../engine/model/admin.ts'
import { type PartnerName, tenantId } from '../../engine/model/ids.ts'
import type { Known } from '../../engine/model/read.ts'
import { instantOf } from '../../engine/time/instant-of.ts'
import { textAt, valueAt } from './client/read-value.ts'
import type {
  WireAssignment,
  WireOperation,
  WireRelationship,
  WireRequest,
  WireRoles,
} from './wire/relationship.ts'

const relationshipStatuses = [
  'created',
  'approvalPending',
  'approved',
  'activating',
  'active',
  'terminationRequested',
  'terminating',
  'terminated',
  'expiring',
  'expired',
] as const satisfies readonly RelationshipStatus[]

const assignmentStatuses = [
  'pending',
  'active',
  'deleting',
  'deleted',
  'error',
] as const satisfies readonly AssignmentStatus[]

export function relationshipOf(partner: PartnerName, wire: unknown): AdminRelationship | null {
  const at = reading<WireRelationship>(wire)
  const [id, name] = [at('id'), at('displayName')]
  if (id === null || name === null) return null
  const customer = valueAt(wire, 'customer' satisfies keyof WireRelationship)
  const [tenant, provider] = [textAt(customer, 'tenantId'), at('indirectProviderTenantId')]
  return {
    partner,
    id,
    name,
    status: known(at('status'), relationshipStatuses),
    customer: tenant === null ? null : { tenant: tenantId(tenant), name: textAt(customer, 'displayName') },
    duration: at('duration') ?? '',
    autoExtend: extensionOf(at('autoExtendDuration')),
    roles: rolesOf(wire),
    createdAt: instantOf(at('createdDateTime')),
    activatedAt: instantOf(at('activatedDateTime')),
    endsAt: instantOf(at('endDateTime')),
    indirectProvider: provider === null ? null : tenantId(provider),
    etag: at('@odata.etag'),
  }
}

export function assignmentOf(wire: unknown): AdminAssignment | null {
  const at = reading<WireAssignment>(wire)
  const container = valueAt(wire, 'accessContainer' satisfies keyof WireAssignment)
  const [id, group] = [at('id'), textAt(container, 'accessContainerId')]
  if (id === null || group === null) return null
  return {
    id,
    status: known(at('status'), assignmentStatuses),
    group: group.toLowerCase(),
    roles: rolesOf(wire),
    createdAt: instantOf(at('createdDateTime')),
    etag: at('@odata.etag'),
  }
}

export function requestOf(wire: unknown): AdminRequest | null {
  const at = reading<WireRequest>(wire)
  const id = at('id')
  if (id === null) return null
  return {
    id,
    action: known(at('action'), ['lockForApproval', 'terminate', 'approve', 'reject'] as const),
    status: known(at('status'), ['created', 'pending', 'succeeded', 'failed'] as const),
  }
}

export function operationOf(wire: unknown): AdminOperation | null {
  const at = reading<WireOperation>(wire)
  const id = at('id')
  if (id === null) return null
  return { id, status: known(at('status'), ['notStarted', 'running', 'succeeded', 'failed'] as const) }
}

function reading<Wire>(wire: unknown): (name: keyof Wire & string) => string | null {
  return name => textAt(wire, name)
}

/** Off is written in several ways. */
const off: ReadonlySet<string> = new Set(['PT0S', 'P0D'])

function extensionOf(duration: string | null): string | null {
  return duration === null || off.has(duration) ? null : duration
}

function rolesOf(wire: unknown): readonly string[] {
  const listed = valueAt(valueAt(wire, 'accessDetails'), 'unifiedRoles' satisfies keyof WireRoles)
  const ids = (Array.isArray(listed) ? listed : []).flatMap(role => {
    const id = textAt(role, 'roleDefinitionId')
    return id === null ? [] : [id.toLowerCase()]
  })
  return [...new Set(ids)].sort()
}

function known<T extends string>(word: string | null, words: readonly T[]): Known<T> {
  return words.find(entry => entry === word) ?? `unknown:${word ?? 'absent'}`
}
