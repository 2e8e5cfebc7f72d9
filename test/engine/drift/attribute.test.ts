import { describe, expect, test } from 'vitest'
import { attribute } from '../../../engine/drift/attribute.ts'
import type { DriftLine } from '../../../engine/drift/drift.ts'
import { withWitnesses } from '../../../engine/drift/witnesses.ts'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant, subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import { anActual, central, mail, present, tenant, unknown } from '../../support/builders/index.ts'
import { aReader } from '../../support/reader.ts'

const line: DriftLine = {
  kind: 'changed',
  partner: central,
  customer: tenant(),
  customerName: 'Panificio Rossi',
  subscription: subscriptionId('s-1'),
  key: 'mail',
  product: mail,
  productName: 'Exchange Online (Plan 1)',
  changes: [{ field: 'seats', from: 7, to: 5 }],
  at: null,
}

function aRecord(facts: Partial<ActivityRecord> = {}): ActivityRecord {
  return {
    id: 'r-1',
    partner: central,
    at: instant('2026-12-05T10:00:00.000Z'),
    customer: tenant(),
    customerName: 'Panificio Rossi',
    user: 'ada@central.example',
    application: 'Portal',
    resource: 'subscription',
    operation: 'update_subscription',
    status: 'succeeded',
    correlationId: 'c-1',
    subscriptions: [subscriptionId('s-1')],
    before: { quantity: 5 },
    after: { quantity: 7 },
    ...facts,
  }
}

const ada = {
  kind: 'known',
  at: '2026-12-05T10:00:00.000Z',
  by: 'ada@central.example',
  operation: 'update_subscription',
  correlationId: 'c-1',
}

describe('a change', () => {
  test('is that of the newest record that led to what is there', () => {
    const earlier = aRecord({
      id: 'r-0',
      user: 'bob@central.example',
      at: instant('2026-12-01T10:00:00.000Z'),
    })
    expect(attribute(line, present([aRecord(), earlier]))).toEqual(ada)
  })

  test('without a signed-in user is that of the application', () => {
    expect(attribute(line, present([aRecord({ user: null })]))).toMatchObject({ by: 'Portal' })
  })

  test.each([
    ['of another subscription', { subscriptions: [subscriptionId('s-2')] }],
    ['that failed', { status: 'failed' }],
    ['that led to another count', { after: { quantity: 9 } }],
    ['that left the count as it was', { before: { quantity: 7 } }],
    ['about another field', { before: { status: 'active' }, after: { status: 'suspended' } }],
    ['whose values are cut off', { before: null, after: null }],
  ] as const)('is not put on a record %s: it stays unknown', (_, facts) => {
    expect(attribute(line, present([aRecord(facts)]))).toEqual({
      kind: 'unknown',
      why: 'no record of the last 90 days shows this change',
    })
  })

  test('stays unknown when the log cannot be read, with the reason', () => {
    expect(attribute(line, unknown)).toEqual({
      kind: 'unknown',
      why: 'the activity log could not be read: the service gave no answer',
    })
  })

  test('of a state, a deletion and a purchase are found by what they leave', () => {
    const suspended = { ...line, changes: [{ field: 'state', from: 'suspended', to: 'active' }] }
    expect(
      attribute(
        suspended,
        present([aRecord({ before: { status: 'active' }, after: { status: 'Suspended' } })]),
      ),
    ).toEqual(ada)
    const gone = { ...line, kind: 'missing', changes: [] } as const
    expect(attribute(gone, present([aRecord({ after: { status: 'deleted' } })]))).toEqual(ada)
    const bought = { ...line, kind: 'bought under a retired partner', changes: [] } as const
    expect(attribute(bought, present([aRecord({ operation: 'create_order' })]))).toMatchObject({
      operation: 'create_order',
    })
  })
})

test('the log is asked once per customer while they are few, and once for the account when they are many', async () => {
  const drift = (customers: number) => ({
    readAt: instant('2026-12-07T07:00:00Z'),
    customers,
    lines: Array.from({ length: customers }, (_, number) => ({ ...line, customer: tenant(number + 1) })),
    unknown: [],
    unmanaged: [],
    waiting: [],
  })
  const asked = async (customers: number) => {
    const reader = aReader(anActual())
    const report = await withWitnesses(drift(customers), { reader, today: utcDate('2026-12-07') })
    expect(report.lines).toHaveLength(customers)
    return reader.asked
  }
  expect(await asked(3)).toEqual(['activity central', 'activity central', 'activity central'])
  expect(await asked(4)).toEqual(['activity central'])
})

test('an extension is Microsoft’s own doing unless a record names a person', () => {
  const extended: DriftLine = {
    ...line,
    changes: [{ field: 'endOfTerm', from: 'extend', to: 'renew' }],
    extendedByMicrosoft: true,
  }
  expect(attribute(extended, present([])).kind).toBe('microsoft')
  const byPerson = aRecord({ before: { autorenewenabled: true }, after: { autorenewenabled: false } })
  expect(attribute(extended, present([byPerson]))).toMatchObject({ kind: 'known', by: 'ada@central.example' })
})
