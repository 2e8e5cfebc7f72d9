/** Judges a check of delegated administration against what was read. `unknown`: the read gave no answer. */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { AdminActual, AdminAssignment } from '../../model/admin.ts'
import type { Read } from '../../model/live.ts'
import { impossible } from '../../result.ts'
import type { Judgement } from '../checks.ts'
import type { AdminCheck } from './admin-action.ts'
import { isGranting, isSame } from './relationships.ts'

export function holdsAdmin(check: AdminCheck, index: Pick<ActualIndex, 'admin'>): Judgement {
  const seen = index.admin(check.partner, check.customer)
  switch (check.kind) {
    case 'relationship is':
      return judge(seen?.relationships, list => {
        const { by } = check
        const found = list.find(entry => ('id' in by ? entry.id === by.id : entry.name === by.name))
        return (
          found !== undefined &&
          check.status.some(status => status === found.status) &&
          (check.roles === undefined || isSame(check.roles, found.roles)) &&
          (check.duration === undefined || check.duration === found.duration) &&
          (check.autoExtend === undefined || check.autoExtend === found.autoExtend)
        )
      })
    case 'group holds':
      return judge(groupsOf(seen, check.relationship), list => holdsExactly(check, list))
    case 'nothing else grants':
      return judge(
        seen?.relationships,
        list =>
          !list.some(
            entry =>
              entry.name !== check.name &&
              !check.known.includes(entry.id) &&
              isGranting(entry) &&
              check.roles.every(role => entry.roles.includes(role)),
          ),
      )
    default:
      return impossible(check, 'a check of delegated administration without a judge')
  }
}

function holdsExactly(
  { group, roles }: Extract<AdminCheck, { kind: 'group holds' }>,
  list: readonly AdminAssignment[],
): boolean {
  const own = list.filter(entry => entry.group === group && entry.status !== 'deleted')
  if (roles.length === 0) return own.length === 0
  return own.some(entry => entry.status === 'active' && isSame(entry.roles, roles))
}

export function groupsOf(
  seen: AdminActual | undefined,
  relationship: string,
): Read<readonly AdminAssignment[]> | undefined {
  return seen?.assignments.find(entry => entry.relationship === relationship)?.groups
}

function judge<T>(read: Read<T> | undefined, test: (value: T) => boolean): Judgement {
  if (read === undefined || read.kind === 'unknown') return 'unknown'
  return read.kind === 'present' && test(read.value) ? 'yes' : 'no'
}
