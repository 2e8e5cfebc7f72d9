/** What has to change in `admin:` so that it says what is there. */
import { type AdminDraft, adminValue } from '../documents/admin-draft.ts'
import type { FieldEdit } from '../load/customer-edit.ts'
import { roleIdOf } from '../model/admin-roles.ts'
import type { DeclaredAdmin } from '../model/desired.ts'
import { isSame } from '../plan/admin/relationships.ts'

/** `keepsPlannedLines`: what is declared and not there yet is a wish, and stays. */
export function adminEdits(
  declared: DeclaredAdmin | undefined,
  live: AdminDraft,
  keepsPlannedLines: boolean,
): readonly FieldEdit[] {
  if (declared === undefined) return [{ path: ['admin'], value: adminValue(live) }]
  if (keepsPlannedLines) return []
  const edits: FieldEdit[] = []
  if (!isSame(declared.roles, idsOf(live.roles))) edits.push({ path: ['admin', 'roles'], value: live.roles })
  if (!hasSameGroups(declared, live)) edits.push({ path: ['admin', 'groups'], value: live.groups })
  if (declared.autoExtend !== null && declared.autoExtend !== (live.autoExtend === true))
    edits.push({ path: ['admin', 'autoExtend'], value: live.autoExtend === true })
  return edits
}

/** A group that no document declares is left alone, so it is not written either. */
function hasSameGroups({ groups }: DeclaredAdmin, live: AdminDraft): boolean {
  return groups.every(({ group, roles }) => {
    const held = live.groups[group]
    return held !== undefined && isSame(roles, idsOf(held))
  })
}

function idsOf(names: readonly string[]): readonly string[] {
  return names.map(name => roleIdOf(name) ?? name)
}
