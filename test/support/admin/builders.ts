/** Relationships, assignments and declarations of delegated administration, with defaults that tests override. */
import type { AdminActual, AdminAssignment, AdminRelationship } from '../../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../../engine/model/desired.ts'
import { instant, partnerName, type TenantId, tenantId } from '../../../engine/model/ids.ts'

export const readers = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'
export const licences = '4d6ac14f-3453-41d0-bef9-a3e0c569773a'
export const support = 'f023fd81-a637-4b56-95fd-791ac0226033'
export const globalAdmin = '62e90394-69f5-4237-9190-012177145e10'
export const groupA = '0f8a0000-0000-4000-8000-0000000000a1'
export const groupB = '0f8a0000-0000-4000-8000-0000000000b1'

const at = { file: 'partner.yaml', line: 7, column: 3, endLine: 7, endColumn: 9 }

export function anAdmin(parts: Partial<DeclaredAdmin> = {}): DeclaredAdmin {
  return {
    roles: [licences, readers],
    groups: [],
    duration: 'P730D',
    autoExtend: null,
    endInSources: false,
    at,
    ...parts,
  }
}

export function aGroup(group: string, ...roles: readonly string[]): DeclaredAdmin['groups'][number] {
  return { group, roles: [...roles].sort(), at }
}

export function aRelationship(parts: Partial<AdminRelationship> = {}): AdminRelationship {
  return {
    partner: partnerName('central'),
    id: 'r-1',
    name: 'central 1',
    status: 'active',
    customer: { tenant: tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'), name: 'Rossi' },
    duration: 'P730D',
    autoExtend: null,
    roles: [licences, readers],
    createdAt: instant('2026-11-01T00:00:00Z'),
    activatedAt: instant('2026-11-02T00:00:00Z'),
    endsAt: instant('2028-11-01T00:00:00Z'),
    indirectProvider: null,
    etag: 'W/"1"',
    ...parts,
  }
}

export function anAssignment(group: string, parts: Partial<AdminAssignment> = {}): AdminAssignment {
  return {
    id: `a-${group}`,
    status: 'active',
    group,
    roles: [licences, readers],
    createdAt: null,
    etag: 'W/"1"',
    ...parts,
  }
}

/** Groups by relationship id; those of an active relationship that is not named are empty. */
export function anAdminActual(
  relationships: readonly AdminRelationship[],
  groups: Readonly<Record<string, readonly AdminAssignment[]>> = {},
  place: { readonly partner?: string; readonly tenant?: TenantId } = {},
): AdminActual {
  return {
    partner: partnerName(place.partner ?? 'central'),
    tenant: place.tenant ?? tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'),
    relationships: { kind: 'present', value: relationships },
    assignments: relationships
      .filter(entry => entry.status === 'active')
      .map(({ id }) => ({ relationship: id, groups: { kind: 'present', value: groups[id] ?? [] } })),
  }
}
