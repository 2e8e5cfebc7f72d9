/** Whether the documents declare what a plan does about delegated administration. */
import type { DeclaredAdmin, DeclaredConsolidation, DeclaredCustomer } from '../../model/desired.ts'
import type { AdminAction } from '../../plan/admin/admin-action.ts'
import { isSame } from '../../plan/admin/relationships.ts'

export interface DeclaredFacts {
  /** By `partner/tenant`. */
  readonly customers: ReadonlyMap<string, DeclaredCustomer>
  readonly declared: { readonly consolidations: readonly DeclaredConsolidation[] }
}

export function whyNotAdministered(action: AdminAction, facts: DeclaredFacts): string | null {
  if (action.kind === 'admin.end') return unlessReplaced(action, facts)
  const admin = facts.customers.get(`${action.partner}/${action.customer}`)?.admin
  if (admin === undefined)
    return `no document declares delegated administration of this customer under ${action.partner}`
  switch (action.kind) {
    case 'admin.request':
      return isSame(action.roles, admin.roles) && action.duration === admin.duration
        ? null
        : 'other roles, or another duration, are declared'
    case 'admin.lock':
      return null
    case 'admin.assign':
      return unlessGroup(action.group, action.roles, admin)
    case 'admin.change-assignment':
      return unlessGroup(action.group, action.to, admin)
    case 'admin.auto-extend':
      return admin.autoExtend === (action.to !== null) ? null : 'that auto-extend is switched is not declared'
  }
}

function unlessGroup(group: string, roles: readonly string[], { groups }: DeclaredAdmin): string | null {
  const found = groups.find(entry => entry.group === group)
  return found !== undefined && isSame(found.roles, roles)
    ? null
    : `these roles of group ${group} are not declared`
}

function unlessReplaced(
  { partner, customer, replacedBy, expects }: Extract<AdminAction, { kind: 'admin.end' }>,
  { customers, declared }: DeclaredFacts,
): string | null {
  const admin = customers.get(`${replacedBy.partner}/${customer}`)?.admin
  if (admin?.endInSources !== true) return '`endInSources: acknowledged` is not written'
  const unseen = admin.groups.find(
    ({ group, roles }) =>
      !expects.some(
        check => check.kind === 'group holds' && check.group === group && isSame(check.roles, roles),
      ),
  )
  if (unseen !== undefined) return `it does not look whether group ${unseen.group} holds what is declared`
  const isMoving = declared.consolidations.some(
    entry => entry.to === replacedBy.partner && entry.from.includes(partner),
  )
  return isMoving ? null : `no consolidation moves it from ${partner} to ${replacedBy.partner}`
}
