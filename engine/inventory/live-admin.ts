/** A customer's relationship and groups as the `admin:` that declares exactly what is there: planning it is empty. */
import { by, compare } from '../compare.ts'
import type { AdminDraft } from '../documents/admin-draft.ts'
import type { AdminActual, AdminRelationship } from '../model/admin.ts'
import { roleName } from '../model/admin-roles.ts'
import type { UtcDate } from '../model/ids.ts'
import { groupsOf } from '../plan/admin/admin-checks.ts'
import { endsSoon, notMicrosofts } from '../plan/admin/relationships.ts'

/** null: nothing is active, or it could not be read. What Microsoft leads is left out. */
export function adminDraft(seen: AdminActual | undefined, on: UtcDate): AdminDraft | null {
  if (seen?.relationships.kind !== 'present') return null
  const held = (relationship: AdminRelationship) => {
    const read = groupsOf(seen, relationship.id)
    return read?.kind === 'present' ? read.value.filter(entry => entry.status === 'active') : []
  }
  // By the rule of planning: what lasts, then what grants most, then what is used.
  const [found] = notMicrosofts(seen.relationships.value)
    .filter(entry => entry.status === 'active')
    .sort(
      (a, b) =>
        Number(endsSoon(a, on)) - Number(endsSoon(b, on)) ||
        held(b).length - held(a).length ||
        b.roles.length - a.roles.length ||
        compare(a.id, b.id),
    )
  if (found === undefined) return null
  return {
    roles: namesOf(found.roles),
    groups: Object.fromEntries(
      [...held(found)].sort(by(entry => entry.group)).map(({ group, roles }) => [group, namesOf(roles)]),
    ),
    autoExtend: found.autoExtend === null ? null : true,
  }
}

function namesOf(roles: readonly string[]): readonly string[] {
  return roles.map(roleName).sort()
}
