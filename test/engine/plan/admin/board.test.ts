/** What the board says of an active relationship that is not as declared, and whose turn it is. */
import { expect, test } from 'vitest'
import type { AdminRelationship } from '../../../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../../../engine/model/desired.ts'
import { instant } from '../../../../engine/model/ids.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  anAssignment,
  aRelationship,
  globalAdmin,
  groupA,
  groupB,
  licences,
  readers,
  support,
} from '../../../support/admin/builders.ts'
import {
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  central,
  tenant,
} from '../../../support/builders/index.ts'

interface Case {
  readonly declared?: Partial<DeclaredAdmin>
  readonly relationship?: Partial<AdminRelationship>
  /** Of group A, which is to hold the readers; group B always does. */
  readonly group?: Parameters<typeof anAssignment>[1] | null
}

const roles = [licences, readers]
const soon = instant('2026-12-20T00:00:00Z')

test.each<[string, Case, string | null, string]>([
  ['all is as declared', {}, null, 'nobody'],
  ['roles are missing', { relationship: { roles: [readers] } }, 'license-administrator missing', 'partner'],
  [
    'there are more roles than declared',
    { relationship: { roles: [...roles, support] } },
    'service-support-administrator more than declared',
    'nobody',
  ],
  [
    'the global administrator is among them',
    { relationship: { roles: [globalAdmin, ...roles] } },
    'global-administrator among its roles',
    'nobody',
  ],
  ['it ends soon', { relationship: { endsAt: soon } }, 'ends soon, and nothing extends it', 'partner'],
  [
    'it ends soon, and the plan extends it',
    { declared: { autoExtend: true }, relationship: { endsAt: soon } },
    null,
    'partner',
  ],
  ['a group is gone', { group: { status: 'error' } }, `group ${groupA} in error`, 'partner'],
  [
    'a group is still given its roles',
    { group: { status: 'pending' } },
    `group ${groupA} pending`,
    'Microsoft',
  ],
  ['a group is still taken off', { group: { status: 'deleting' } }, `group ${groupA} deleting`, 'Microsoft'],
  ['a group was taken off', { group: { status: 'deleted' } }, null, 'partner'],
  ['a group is assigned next', { group: null }, null, 'partner'],
])('%s', (_, { declared = {}, relationship = {}, group = {} }, why, turn) => {
  const own = aRelationship({ customer: { tenant: tenant(), name: 'Rossi' }, roles, ...relationship })
  const held = (name: string, parts: Parameters<typeof anAssignment>[1] = {}) =>
    anAssignment(name, { roles: [readers], ...parts })
  const groups = [...(group === null ? [] : [held(groupA, group)]), held(groupB)]
  const plan = aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [
        aCustomer({
          subscriptions: [],
          admin: anAdmin({ roles, groups: [aGroup(groupA, readers), aGroup(groupB, readers)], ...declared }),
        }),
      ],
      consolidations: [],
    }),
    actual: {
      ...anActual({ customers: [aCustomerActual({ partner: central, subscriptions: [] })] }),
      admin: [anAdminActual([own], { [own.id]: groups }, { partner: 'central', tenant: tenant() })],
    },
  })
  const standing = plan.customers[0]?.admin
  expect([standing?.state, standing?.why, standing?.turn]).toEqual(['active', why, turn])
})
