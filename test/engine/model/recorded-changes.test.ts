import { describe, expect, test } from 'vitest'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant, partnerName, subscriptionId, tenantId } from '../../../engine/model/ids.ts'
import { recordedChanges } from '../../../engine/model/recorded/recorded-changes.ts'

const id = subscriptionId('aaaaaaaa-0000-4000-8000-000000000001')
const record = (facts: Partial<ActivityRecord> = {}): ActivityRecord => ({
  id: 'r_1',
  partner: partnerName('italy'),
  at: instant('2026-12-07T07:00:00Z'),
  customer: tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'),
  customerName: 'Adler Druck',
  user: null,
  application: null,
  resource: 'subscription',
  operation: 'update_subscription',
  status: 'succeeded',
  correlationId: null,
  subscriptions: [id],
  before: { quantity: 10, status: 'active' },
  after: { quantity: 12, status: 'Active' },
  ...facts,
})
const active = (count: number) => ({ seats: count, status: 'active' })
const nothing = { seats: null, status: null }

describe('changes by the activity log', () => {
  test('say seats and status before and after, oldest first, by the tick of the id within an instant', () => {
    const later = record({
      id: 'r_2',
      before: { quantity: 12, status: 'active' },
      after: { quantity: 9, status: 'active' },
    })
    const at = instant('2026-12-07T07:00:00Z')
    expect(recordedChanges([later, record()])).toEqual([
      { subscription: id, at, before: active(10), after: active(12) },
      { subscription: id, at, before: active(12), after: active(9) },
    ])
  })

  test('are none where it failed, or is about an order', () => {
    expect(
      recordedChanges([
        record({ status: 'failed' }),
        record({ status: 'decline' }),
        record({ resource: 'order' }),
      ]),
    ).toEqual([])
  })

  test('do not tell what came of it where it goes on still, or what is cut off', () => {
    const [going, cut, odd] = recordedChanges([
      record({ status: 'progress' }),
      record({ id: 'r_2', before: null }),
      record({ id: 'r_3', after: { quantity: 'many' } }),
    ])
    expect([going?.after, cut?.before, odd?.after]).toEqual([nothing, nothing, nothing])
  })
})
