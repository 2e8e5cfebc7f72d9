import { describe, expect, it } from 'vitest'
import { partnerName } from '../../../engine/model/ids.ts'
import { activityRecord } from '../../../providers/partner-center/convert-activity.ts'

const central = partnerName('central')

describe('an activity record', () => {
  it('keeps who, when, what, and the values before and after', () => {
    expect(
      activityRecord(central, {
        id: 'aa10_5b0b_updatesubscription_1',
        customerId: '5B0B0C5E-0000-4000-8000-0000000000C1',
        customerName: 'Tailspin Zero',
        userPrincipalName: 'ops@central.example',
        applicationId: 'Example Partner App',
        resourceType: 'subscription',
        resourceOldValue: '{"Quantity":25}',
        resourceNewValue: '{"Id":"0C5A7B1E-0000-4000-8000-00000000D001","Quantity":30,"Status":"active"}',
        operationType: 'update_subscription',
        originalCorrelationId: '2d5f0000-0000-4000-8000-00000000e002',
        operationDate: '2026-02-02T09:10:12.7654321Z',
        operationStatus: 'Succeeded',
        customizedData: [
          { key: 'SubscriptionId', value: '0c5a7b1e-0000-4000-8000-00000000d001' },
          { key: 'Quantity', value: '30' },
        ],
      }),
    ).toEqual({
      id: 'aa10_5b0b_updatesubscription_1',
      partner: 'central',
      at: '2026-02-02T09:10:12.765Z',
      customer: '5b0b0c5e-0000-4000-8000-0000000000c1',
      customerName: 'Tailspin Zero',
      user: 'ops@central.example',
      application: 'Example Partner App',
      resource: 'subscription',
      operation: 'update_subscription',
      status: 'succeeded',
      correlationId: '2d5f0000-0000-4000-8000-00000000e002',
      subscriptions: ['0c5a7b1e-0000-4000-8000-00000000d001'],
      before: { quantity: 25 },
      after: { id: '0C5A7B1E-0000-4000-8000-00000000D001', quantity: 30, status: 'active' },
    })
  })

  it('of an order names every subscription it made', () => {
    const { subscriptions } = activityRecord(central, {
      resourceType: 'order',
      resourceNewValue: '{"Id":"order-1"}',
      customizedData: [
        { key: 'SubscriptionId-0', value: 'S-1' },
        { key: 'SubscriptionId-1', value: 'S-2' },
        { key: 'OrderId', value: 'order-1' },
      ],
    })
    expect(subscriptions).toEqual(['s-1', 's-2'])
  })

  it('with values cut off, or no values, tells none (Q35); with nothing in it, it is still a record', () => {
    const record = activityRecord(central, { resourceOldValue: '{"Quantity":2', resourceNewValue: null })
    expect(record).toEqual({
      id: '___',
      partner: 'central',
      at: '0001-01-01T00:00:00Z',
      customer: null,
      customerName: null,
      user: null,
      application: null,
      resource: '',
      operation: '',
      status: 'unknown:absent',
      correlationId: null,
      subscriptions: [],
      before: null,
      after: null,
    })
  })
})
