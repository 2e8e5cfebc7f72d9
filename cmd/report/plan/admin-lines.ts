/** Lines of delegated administration, and where a customer's stands. */

import { roleName } from '../../../engine/model/admin-roles.ts'
import { dayOf } from '../../../engine/model/ids.ts'
import type { AdminActionKind, AdminActionOf } from '../../../engine/plan/admin/admin-action.ts'
import type { AdminStanding } from '../../../engine/plan/admin/standing.ts'
import { counted } from '../../../engine/plural.ts'
import type { ActionLine } from './action-line.ts'

export const adminLines = {
  'admin.request': action => ({
    sign: '+',
    verb: 'ask',
    what: 'delegated administration',
    seats: '',
    details: [
      action.name,
      namesOf(action.roles),
      `for ${action.duration}`,
      action.autoExtend === null ? 'no auto-extend' : `auto-extend ${action.autoExtend}`,
    ],
    where: action.partner,
  }),
  'admin.lock': action => ({
    sign: '~',
    verb: 'open',
    what: 'delegated administration',
    seats: '',
    details: [action.name, 'for the approval of the customer; its roles cannot be changed afterwards'],
    where: action.partner,
  }),
  'admin.assign': action => ({
    sign: '+',
    verb: 'assign',
    what: `group ${action.group}`,
    seats: '',
    details: [namesOf(action.roles), `in ${action.name}`],
    where: action.partner,
  }),
  'admin.change-assignment': action => ({
    sign: '~',
    verb: 'assign',
    what: `group ${action.group}`,
    seats: '',
    details: [`${namesOf(action.from)} → ${namesOf(action.to)}`, `in ${action.name}`],
    where: action.partner,
  }),
  'admin.auto-extend': action => ({
    sign: '~',
    verb: 'extend',
    what: 'delegated administration',
    seats: '',
    details: [`auto-extend ${action.from ?? 'off'} → ${action.to ?? 'off'}`, `of ${action.name}`],
    where: action.partner,
  }),
  'admin.end': action => ({
    sign: '-',
    verb: 'end',
    what: 'delegated administration',
    seats: '',
    details: [
      action.name,
      'irreversible',
      `last of all, once ${action.replacedBy.partner} administers`,
      ...(action.otherwiseUntil === null ? [] : [`would end on ${action.otherwiseUntil}`]),
    ],
    where: action.partner,
  }),
} satisfies { readonly [K in AdminActionKind]: (action: AdminActionOf<K>) => ActionLine }

function namesOf(roles: readonly string[]): string {
  return roles.map(roleName).join(', ')
}

/** `admin asked 3 days ago`, `admin active to 2028-11-29, groups 2 of 3`. */
export function adminText(admin: AdminStanding): string {
  return `admin ${stateText(admin)}`
}

/** The same with whose turn it is. */
export function adminWords(admin: AdminStanding): string {
  return admin.turn === 'nobody' ? stateText(admin) : `${stateText(admin)} (${admin.turn})`
}

function stateText({ state, asked, until, autoExtend, groups, why }: AdminStanding): string {
  switch (state) {
    case 'none':
      return 'not asked for'
    case 'drafted':
      return 'drafted, not opened for approval'
    case 'asked':
      return `asked ${counted(asked?.days ?? 0, 'day')} ago`
    case 'approved':
      return 'approved, being activated'
    case 'ended':
      return `over (${why ?? 'ended'})`
    case 'unknown':
      return `unknown (${why ?? 'not read'})`
    case 'active':
      return [
        until === null ? 'active' : `active to ${dayOf(until)}`,
        ...(autoExtend ? ['extended by itself'] : []),
        ...(groups.declared === 0
          ? []
          : [
              groups.complete === groups.declared
                ? 'groups complete'
                : `groups ${groups.complete} of ${groups.declared}`,
            ]),
        ...(why === null ? [] : [why]),
        ...(asked === null ? [] : [`a new one asked ${counted(asked.days, 'day')} ago`]),
      ].join(', ')
  }
}
