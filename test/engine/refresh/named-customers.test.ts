import { describe, expect, it } from 'vitest'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant } from '../../../engine/model/ids.ts'
import { namedCustomers } from '../../../engine/refresh/named-customers.ts'
import { central, tenant } from '../../support/builders/index.ts'

const since = Date.parse('2026-12-07T04:00:00Z')

function aRecord(facts: Partial<ActivityRecord> = {}): ActivityRecord {
  return {
    id: 'r-1',
    partner: central,
    at: instant('2026-12-07T05:00:00Z'),
    customer: tenant(1),
    customerName: null,
    user: null,
    application: null,
    resource: 'subscription',
    operation: 'update_subscription',
    status: 'succeeded',
    correlationId: null,
    subscriptions: [],
    before: null,
    after: null,
    ...facts,
  }
}

describe('the activity log', () => {
  it.each(['order', 'Subscription', 'customer', 'transfer', 'license', 'a_word_of_2031', ''])(
    'names a customer by a record of `%s`',
    resource => {
      const { latest, nameless } = namedCustomers([aRecord({ resource })], since)
      expect([[...latest], nameless]).toEqual([[[tenant(1), Date.parse('2026-12-07T05:00:00Z')]], null])
    },
  )

  it.each(['customer_user', 'granular_admin_relationship', 'device', 'invoice'])(
    'says nothing of what is kept by a record of `%s`, whoever it names',
    resource => {
      const records = [aRecord({ resource }), aRecord({ resource, customer: null })]
      expect(namedCustomers(records, since)).toEqual({ latest: new Map(), listMs: null, nameless: null })
    },
  )

  it('counts what failed or is not over yet', () => {
    const records = [
      aRecord({ status: 'failed' }),
      aRecord({ customer: tenant(2), status: 'unknown:halted' }),
    ]
    expect([...namedCustomers(records, since).latest.keys()]).toEqual([tenant(1), tenant(2)])
  })

  it('takes the latest record of a customer, in whatever order they come', () => {
    const records = ['05:30', '06:10', '04:01'].map(time =>
      aRecord({ at: instant(`2026-12-07T${time}:00Z`) }),
    )
    expect(namedCustomers(records, since).latest.get(tenant(1))).toBe(Date.parse('2026-12-07T06:10:00Z'))
  })

  it('passes over what lies before everything that is kept', () => {
    expect(namedCustomers([aRecord({ at: instant('2026-12-07T03:59:59Z') })], since).latest.size).toBe(0)
  })

  it('takes a record whose time cannot be read for later than any reading', () => {
    const record = aRecord({ at: instant('0001-01-01T00:00:00Z') })
    expect(namedCustomers([record], since).latest.get(tenant(1))).toBe(Number.POSITIVE_INFINITY)
  })

  it('may be about anybody where a record names no customer', () => {
    const record = aRecord({ customer: null })
    expect(namedCustomers([record], since).nameless).toBe(record)
  })

  it('tells of the customer list by records of customers and relationships', () => {
    const records = [aRecord(), aRecord({ resource: 'partner_customer_relationship' })]
    expect(namedCustomers(records, since).listMs).toBe(Date.parse('2026-12-07T05:00:00Z'))
    expect(namedCustomers([aRecord()], since).listMs).toBeNull()
  })
})
