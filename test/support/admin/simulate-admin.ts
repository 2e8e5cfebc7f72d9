/** A tiny, pure stand-in for Graph: what an action of delegated administration does to plain values. */
import type { AdminActual, AdminAssignment, AdminRelationship } from '../../../engine/model/admin.ts'
import type { Actual } from '../../../engine/model/live.ts'
import type { AdminAction } from '../../../engine/plan/admin/admin-action.ts'
import { aRelationship } from './builders.ts'

export function administered(actual: Actual, action: AdminAction): Actual {
  return {
    ...actual,
    admin: (actual.admin ?? []).map(entry =>
      entry.partner === action.partner && entry.tenant === action.customer ? changed(entry, action) : entry,
    ),
  }
}

function changed(seen: AdminActual, action: AdminAction): AdminActual {
  switch (action.kind) {
    case 'admin.request':
      return withRelationships(seen, list => [
        ...list.filter(entry => entry.name !== action.name),
        aRelationship({
          partner: action.partner,
          customer: { tenant: action.customer, name: action.customerName },
          id: `id of ${action.name}`,
          name: action.name,
          status: 'created',
          roles: action.roles,
          duration: action.duration,
          autoExtend: action.autoExtend,
          activatedAt: null,
          endsAt: null,
        }),
      ])
    case 'admin.lock':
      return withRelationships(seen, list =>
        list.map(entry => (entry.name === action.name ? { ...entry, status: 'approvalPending' } : entry)),
      )
    case 'admin.auto-extend':
      return withRelationships(seen, list =>
        list.map(entry => (entry.id === action.relationship ? { ...entry, autoExtend: action.to } : entry)),
      )
    case 'admin.end':
      return withRelationships(seen, list =>
        list.map(entry => (entry.id === action.relationship ? { ...entry, status: 'terminated' } : entry)),
      )
    case 'admin.assign':
      return withGroups(seen, action.relationship, list => [
        ...list,
        {
          id: `id of ${action.group}`,
          status: 'active',
          group: action.group,
          roles: action.roles,
          createdAt: null,
          etag: '1',
        },
      ])
    case 'admin.change-assignment':
      return withGroups(seen, action.relationship, list =>
        list.map(entry => (entry.id === action.assignment ? { ...entry, roles: action.to } : entry)),
      )
  }
}

function withRelationships(
  seen: AdminActual,
  change: (list: readonly AdminRelationship[]) => readonly AdminRelationship[],
): AdminActual {
  return seen.relationships.kind === 'present'
    ? { ...seen, relationships: { kind: 'present', value: change(seen.relationships.value) } }
    : seen
}

function withGroups(
  seen: AdminActual,
  relationship: string,
  change: (list: readonly AdminAssignment[]) => readonly AdminAssignment[],
): AdminActual {
  return {
    ...seen,
    assignments: seen.assignments.map(entry =>
      entry.relationship === relationship && entry.groups.kind === 'present'
        ? { ...entry, groups: { kind: 'present', value: change(entry.groups.value) } }
        : entry,
    ),
  }
}
