/** A relationship that is over says on the board who ended it, where the activity log knows. */
import { expect, test } from 'vitest'
import { accountsToAsk, withSince } from '../../../engine/cutover/since.ts'
import { statusOf } from '../../../engine/cutover/status.ts'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import type { AdminRelationship } from '../../../engine/model/admin.ts'
import { instant } from '../../../engine/model/ids.ts'
import { anAdmin, anAdminActual, aRelationship } from '../../support/admin/builders.ts'
import {
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  central,
  italy,
  tenant,
} from '../../support/builders/index.ts'

const customer = { tenant: tenant(), name: 'Rossi' }

function board(status: AdminRelationship['status']) {
  const seen = anAdminActual(
    [aRelationship({ customer, status })],
    {},
    { partner: 'central', tenant: tenant() },
  )
  return statusOf(
    aPlan({
      desired: aDesired({
        partners: [aPartner()],
        customers: [aCustomer({ subscriptions: [], admin: anAdmin() })],
        consolidations: [],
      }),
      actual: {
        ...anActual({ customers: [aCustomerActual({ partner: central, subscriptions: [] })] }),
        admin: [seen],
      },
    }),
  )
}

const record = (parts: Partial<ActivityRecord> = {}): ActivityRecord => ({
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
  correlationId: null,
  subscriptions: [],
  before: null,
  after: { id: 'R-1' },
  ...parts,
})

test.each<[string, readonly ActivityRecord[], string]>([
  ['the record about it', [record()], 'central 1 is terminated by admin@rossi.example on 2026-12-05'],
  [
    'the latest of several',
    [
      record({
        operation: 'GranularAdminRelationshipTerminationRequested',
        user: 'eve',
        at: instant('2026-12-06T10:00:00Z'),
      }),
      record(),
    ],
    'central 1 is terminated by eve on 2026-12-06',
  ],
  ['none', [], 'central 1 is terminated'],
  [
    'none about it',
    [
      record({ after: { id: 'r-2' } }),
      record({ customer: tenant(2) }),
      record({ partner: italy }),
      record({ operation: 'granular_admin_relationship_approved' }),
      record({ resource: 'granular_admin_access_assignment' }),
    ],
    'central 1 is terminated',
  ],
])('by %s', (_, records, why) => {
  const over = board('terminated')
  expect(accountsToAsk(over)).toEqual([central])
  expect(withSince(over, { records, writes: [] }).rows[0]?.admin?.why).toBe(why)
})

test('of one that is active nobody is asked, and nothing is said', () => {
  const active = board('active')
  expect(accountsToAsk(active)).toEqual([])
  expect(withSince(active, { records: [record()], writes: [] }).rows[0]?.admin).toEqual(active.rows[0]?.admin)
})
