/** What happens to delegated administration stands in the activity log of the partner, at Partner Center (graph section 7). */
import { type Actor, nobody, recordActivity } from '../audit.ts'
import type { Service } from '../service.ts'
import type { AssignmentRow, DelegatedRow } from '../state/delegated-rows.ts'

export type RelationshipEvent =
  | 'approved'
  | 'activated'
  | 'termination_requested'
  | 'terminated'
  | 'expired'
  | 'cleaned_up'

/** `resourceNewValue` names the relationship as `Id`. */
export function noteRelationship(
  service: Service,
  row: DelegatedRow,
  event: RelationshipEvent | 'extended',
  actor: Actor = nobody,
): void {
  recordActivity(
    service,
    {
      partner: row.partner,
      customer: row.customer?.tenantId ?? '',
      resource: 'granular_admin_relationship',
      operation: event === 'extended' ? 'extend_relationship' : `granular_admin_relationship_${event}`,
      status: 'succeeded',
      resourceId: row.id,
      newValue: { Id: row.id, DisplayName: row.name, Status: row.status },
    },
    actor,
  )
}

export function noteAssignment(
  service: Service,
  relationship: DelegatedRow,
  row: AssignmentRow,
  event: 'created' | 'updated' | 'activated' | 'deleted',
  actor: Actor = nobody,
): void {
  recordActivity(
    service,
    {
      partner: relationship.partner,
      customer: relationship.customer?.tenantId ?? '',
      resource: 'granular_admin_access_assignment',
      operation: `granular_admin_access_assignment_${event}`,
      status: 'succeeded',
      resourceId: row.id,
      newValue: { Id: relationship.id, AccessAssignmentId: row.id, AccessContainerId: row.group },
    },
    actor,
  )
}
