import { roleName } from '../../model/admin-roles.ts'
import type { AdminCheck } from '../../plan/admin/admin-action.ts'

/** A check as a clause about what was wanted, for sentences that say it does not hold. */
export function describeAdminCheck(check: AdminCheck): string {
  switch (check.kind) {
    case 'relationship is': {
      const { by, status, roles, autoExtend } = check
      const which = 'id' in by ? by.id : `\`${by.name}\``
      const grants = roles === undefined ? '' : ` and grant ${namesOf(roles)}`
      const extended =
        autoExtend === undefined
          ? ''
          : `, with auto-extend ${autoExtend === null ? 'off' : `by ${autoExtend}`}`
      return `relationship ${which} under ${check.partner} should be ${status.join(' or ')}${grants}${extended}`
    }
    case 'group holds':
      return `group ${check.group} should hold ${check.roles.length === 0 ? 'nothing' : namesOf(check.roles)} in ${check.relationship}`
    case 'nothing else grants':
      return `no other relationship of customer ${check.customer} under ${check.partner} should grant ${namesOf(check.roles)}`
  }
}

function namesOf(roles: readonly string[]): string {
  return roles.map(roleName).join(', ')
}
