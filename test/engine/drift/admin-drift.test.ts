/** Delegated administration that is not as declared, and who made it so. */
import { describe, expect, test } from 'vitest'
import { driftOf } from '../../../engine/drift/drift.ts'
import { withWitnesses } from '../../../engine/drift/witnesses.ts'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import type { AdminActual } from '../../../engine/model/admin.ts'
import type { DeclaredAdmin } from '../../../engine/model/desired.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import type { Reader } from '../../../engine/ports.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  anAssignment,
  aRelationship,
  groupA,
  licences,
  readers,
  support,
} from '../../support/admin/builders.ts'
import {
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  aPartner,
  central,
  present,
  tenant,
  unknown,
} from '../../support/builders/index.ts'

const customer = { tenant: tenant(), name: 'Rossi' }
const place = { partner: 'central', tenant: tenant() }

function drifted(admin: Partial<DeclaredAdmin>, actual: AdminActual) {
  return driftOf({
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: [], admin: anAdmin(admin) })],
      consolidations: [],
    }),
    actual: {
      ...anActual({ customers: [aCustomerActual({ partner: central, subscriptions: [] })] }),
      admin: [actual],
    },
    scope: { consolidation: null, wave: null, targets: [] },
  })
}

const words = (admin: Partial<DeclaredAdmin>, actual: AdminActual) =>
  drifted(admin, actual).admin?.map(line => line.what)

test.each<[string, Partial<DeclaredAdmin>, AdminActual, readonly string[]]>([
  ['what nobody was asked for waits', {}, anAdminActual([], {}, place), []],
  [
    'what waits for approval waits',
    {},
    anAdminActual([aRelationship({ customer, status: 'approvalPending' })], {}, place),
    [],
  ],
  [
    'groups and auto-extend that are not as declared',
    { groups: [aGroup(groupA, readers)], autoExtend: true },
    anAdminActual(
      [aRelationship({ customer })],
      { 'r-1': [anAssignment(groupA, { roles: [licences] })] },
      place,
    ),
    [
      'auto-extend: off live, P180D declared',
      `group ${groupA}: license-administrator live, directory-readers declared`,
    ],
  ],
  [
    'roles too few and too many',
    { roles: [readers, support].sort() },
    anAdminActual([aRelationship({ customer })], {}, place),
    [
      'Panificio Rossi: central 1 does not grant service-support-administrator.',
      'Panificio Rossi: central 1 also grants license-administrator.',
    ],
  ],
  [
    'a relationship that is over',
    {},
    anAdminActual([aRelationship({ customer, status: 'terminated' })], {}, place),
    ['Panificio Rossi: central 1 is terminated.'],
  ],
])('%s', (_, admin, actual, wanted) => {
  expect(words(admin, actual)).toEqual(wanted)
})

test('what could not be read is unknown, and no drift', () => {
  const found = drifted({}, { ...anAdminActual([], {}, place), relationships: unknown })
  expect([found.admin, found.unknown.map(entry => entry.code)]).toEqual([[], ['ADMIN.UNKNOWN']])
})

describe('who', () => {
  const record = (parts: Partial<ActivityRecord>): ActivityRecord => ({
    id: '1',
    partner: central,
    at: instant('2026-12-05T10:00:00Z'),
    customer: tenant(),
    customerName: 'Rossi',
    user: 'admin@rossi.example',
    application: null,
    resource: 'granular_admin_relationship',
    operation: 'granular_admin_relationship_terminated',
    status: 'succeeded',
    correlationId: 'c',
    subscriptions: [],
    before: null,
    after: { id: 'R-1' },
    ...parts,
  })
  const over = drifted({}, anAdminActual([aRelationship({ customer, status: 'terminated' })], {}, place))

  async function toldBy(...records: readonly ActivityRecord[]) {
    const reader = { auditRecords: async () => present(records) } as unknown as Reader
    const { admin } = await withWitnesses(over, { reader, today: utcDate('2026-12-07') })
    return admin?.map(({ who }) => (who.kind === 'known' ? `${who.by} ${who.operation}` : who.kind))
  }

  test('is told by the record about that relationship, whichever way the service spells it', async () => {
    expect(await toldBy(record({}))).toEqual(['admin@rossi.example granular_admin_relationship_terminated'])
    expect(await toldBy(record({ resource: 'GranularAdminRelationship', after: null }))).toEqual([
      'admin@rossi.example granular_admin_relationship_terminated',
    ])
  })

  test('is not told by another relationship, another customer, a group or an approval', async () => {
    expect(
      await toldBy(
        record({ after: { id: 'r-2' } }),
        record({ customer: tenant(2) }),
        record({ resource: 'granular_admin_access_assignment' }),
        record({ operation: 'granular_admin_relationship_approved' }),
      ),
    ).toEqual(['unknown'])
  })
})
