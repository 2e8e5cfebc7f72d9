import { describe, expect, it } from 'vitest'
import { fillPath } from '../../../../providers/http/address.ts'
import { type CallEntry, calls } from '../../../../providers/partner-center/client/calls.ts'

const entries: readonly (readonly [string, CallEntry])[] = Object.entries(calls)

describe('the call table', () => {
  it.each(entries)('says of %s what it changes and when it may be repeated', (_, entry) => {
    expect(entry.effect === 'read').toBe(entry.repeat === 'freely')
    expect(entry.path).toMatch(/^\/v1\//)
    expect(entry.kinds.length).toBeGreaterThan(0)
    expect(entry.clouds.length).toBeGreaterThan(0)
    if (entry.method === 'GET') expect(entry.effect).toBe('read')
  })

  it('counts exactly these POSTs as reads', () => {
    expect(
      entries.filter(([, entry]) => entry.method === 'POST' && entry.effect === 'read').map(([name]) => name),
    ).toEqual(['catalog.inventory', 'promotions.eligibility', 'validations.address'])
  })

  it('asks a user where an app alone is refused (facts 5.1)', () => {
    expect(entries.filter(([, entry]) => !entry.kinds.includes('app')).map(([name]) => name)).toEqual([
      'profiles.organization',
      'profiles.mpn',
      'customers.company-profile',
      'customers.relationshiprequest',
      'customers.patch-relationship',
      'customers.subscribedskus',
      'agreements.metadata',
      'agreements.list',
      'agreements.create',
      'agreements.directsigned',
      'subscriptions.provisioningstatus',
      'orders.provisioningstatus',
      'security.without-second-factor',
      'invoices.get',
    ])
  })

  it('looks before it repeats what buys or hands over', () => {
    expect(entries.filter(([, entry]) => entry.repeat === 'look first').map(([name]) => name)).toEqual([
      'customers.patch-relationship',
      'orders.create',
      'orders.patch',
      'carts.checkout',
      'transfers.create',
      'transfers.update',
      'transfers.accept',
    ])
  })
})

describe('a path', () => {
  it('takes values that cannot leave their place in it', () => {
    expect(fillPath('/v1/customers/{customer}/orders/{order}', { customer: '../x?y#z', order: 'a b' })).toBe(
      '/v1/customers/..%2Fx%3Fy%23z/orders/a%20b',
    )
  })
})
