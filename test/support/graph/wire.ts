/** Objects of Graph as it sends them, with defaults that tests override. */
import { groupA, licences, readers } from '../admin/builders.ts'

export const relationshipId = '0d1e0000-0000-4000-8000-0000000000a1-aa10bb20-0000-4000-8000-0000000000f1'
export const rossi = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'

export function aWireRelationship(parts: Readonly<Record<string, unknown>> = {}) {
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
    '@odata.etag': 'W/"JyI0NzAw"',
    id: relationshipId,
    displayName: 'central 1',
    duration: 'P730D',
    customer: { tenantId: rossi.toUpperCase(), displayName: 'Rossi' },
    accessDetails: {
      unifiedRoles: [{ roleDefinitionId: readers.toUpperCase() }, { roleDefinitionId: licences }],
    },
    autoExtendDuration: 'P180D',
    status: 'active',
    createdDateTime: '2026-11-01T00:00:00.1234567Z',
    lastModifiedDateTime: '2026-11-02T00:00:00.7654321Z',
    activatedDateTime: '2026-11-02T00:00:00.7654321Z',
    endDateTime: '2028-11-01T00:00:00.0000000Z',
    ...parts,
  }
}

export function aWireAssignment(parts: Readonly<Record<string, unknown>> = {}) {
  return {
    '@odata.etag': 'W/"JyI0NzAx"',
    id: 'assignment-1',
    status: 'active',
    accessContainer: { accessContainerId: groupA.toUpperCase(), accessContainerType: 'securityGroup' },
    accessDetails: { unifiedRoles: [{ roleDefinitionId: readers }] },
    createdDateTime: '2026-11-03T00:00:00.0000000Z',
    lastModifiedDateTime: '2026-11-03T00:00:00.0000000Z',
    ...parts,
  }
}
