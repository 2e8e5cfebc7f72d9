import { expect, it } from 'vitest'
import { recordOfAdmin } from '../../../engine/activity/admin-records.ts'
import type { OwnStep } from '../../../engine/activity/own-steps.ts'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant } from '../../../engine/model/ids.ts'
import { groupA, groupB } from '../../support/admin/builders.ts'
import { declaring, given, planOf } from '../admin/stage.ts'

const [assign] = planOf(declaring(), [given.active]).actions.flatMap(action =>
  action.kind === 'admin.assign' && action.group === groupA ? [action] : [],
)
if (assign === undefined) throw new Error('nothing is assigned')

const step = {
  action: assign,
  began: instant('2026-12-07T07:00:00.900Z'),
  correlationIds: [],
} as unknown as OwnStep // the rest is not looked at

function aRecord(facts: Partial<ActivityRecord>): ActivityRecord {
  return {
    id: 'r',
    partner: assign?.partner as ActivityRecord['partner'],
    at: instant('2026-12-07T07:00:00Z'),
    customer: assign?.customer ?? null,
    customerName: null,
    user: null,
    application: null,
    resource: 'granular_admin_access_assignment',
    operation: 'granular_admin_access_assignment_created',
    status: 'succeeded',
    correlationId: null,
    subscriptions: [],
    before: null,
    after: { id: 'R-1', accesscontainerid: groupA.toUpperCase() },
    ...facts,
  }
}

it('speaks of a step by kind, account, customer, relationship and group, in whatever case, from the second it began', () => {
  const own = aRecord({})
  const later = aRecord({ id: 'later', at: instant('2026-12-07T08:00:00Z') })
  expect(recordOfAdmin(step, [later, own])).toBe(own)
  // What the service does not tell is not held against it.
  const bare = aRecord({ after: null, operation: 'GranularAdminAccessAssignmentCreated' })
  expect(recordOfAdmin(step, [bare])).toBe(bare)
})

it.each([
  ['another operation', { operation: 'granular_admin_access_assignment_deleted' }],
  ['another account', { partner: 'italy' as ActivityRecord['partner'] }],
  ['another customer', { customer: null }],
  ['another relationship', { after: { id: 'r-2' } }],
  ['another group', { after: { id: 'r-1', accesscontainerid: groupB } }],
  ['an earlier day', { at: instant('2026-12-07T06:59:59Z') }],
])('does not speak of it where it is of %s', (_, facts) => {
  expect(recordOfAdmin(step, [aRecord(facts)])).toBeUndefined()
})
