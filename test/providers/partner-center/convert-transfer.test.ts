/** Words of the service about transfers and entitlements, and ours. */
import { describe, expect, test } from 'vitest'
import { entitlement, openTransfer } from '../../../providers/partner-center/convert-transfer.ts'
import type { WireEntitlement } from '../../../providers/partner-center/wire/entitlement.ts'
import type { WireTransfer } from '../../../providers/partner-center/wire/transfer.ts'

const from = '1b0f0000-0000-4000-8000-00000000aa02'
const to = '7d3a0c5e-0000-4000-8000-00000000aa01'
const asked = (facts: object) =>
  openTransfer({
    id: 't-1',
    status: 'Pending',
    sourcePartnerTenantId: from,
    targetPartnerTenantId: to,
    targetProductTypes: ['OnlineServicesNCE'],
    ...facts,
  } as WireTransfer)
const open = { id: 't-1', state: 'pending', from, to, products: ['OnlineServicesNCE'] }

describe('a transfer', () => {
  test.each([
    'Complete',
    'Completed',
    'PartiallyComplete',
    'partially_complete',
    'Failed',
    'Expired',
    'Canceled',
    'cancelled',
    'Rejected',
    'WITHDRAWN',
  ])('that is %s is over', status => {
    expect(asked({ status })).toBeNull()
  })

  test.each([
    ['Pending', 'pending'],
    ['active', 'pending'],
    ['InProgress', 'moving'],
    ['In Progress', 'moving'],
    ['Held', 'unknown:Held'],
    [null, 'unknown:'],
    [undefined, 'unknown:'],
  ])('that is %s may be open: %s', (status, state) => {
    expect(asked({ status })).toEqual({ ...open, state })
  })

  test('names the account that takes in either of two properties, in any letter case (Q14)', () => {
    expect(asked({ targetPartnerTenantId: undefined, partnertenantid: to })).toEqual(open)
    expect(asked({ targetPartnerTenantId: null, PartnerTenantId: to })).toEqual(open)
    expect(asked({ targetPartnerTenantId: '' })).toEqual({ ...open, to: null })
    expect(asked({ sourcePartnerTenantId: undefined })).toEqual({ ...open, from: null })
  })

  test('that names no products is for everything', () => {
    expect(asked({ targetProductTypes: null })).toEqual({ ...open, products: null })
    expect(asked({ targetProductTypes: undefined })).toEqual({ ...open, products: null })
    expect(asked({ targetProductTypes: [] })).toEqual({ ...open, products: [] })
    expect(asked({ targetProductTypes: 'everything' })).toEqual({ ...open, products: [] })
  })
})

describe('an entitlement', () => {
  const bought = (facts: object) =>
    entitlement({
      entitlementType: 'reservation',
      productId: 'DZH318Z0BQ3Q',
      skuId: '00JT',
      quantity: 2,
      referenceOrder: { id: 'o-1', lineItemId: '0' },
      expiryDate: '2028-03-14T00:00:00Z',
      ...facts,
    } as WireEntitlement)
  const whole = {
    kind: 'reservation',
    product: 'DZH318Z0BQ3Q:00JT',
    order: 'o-1',
    quantity: 2,
    endsAt: '2028-03-14T00:00:00Z',
  }

  test.each<[string, object, object]>([
    ['said in full', {}, {}],
    ['with its quantity as text', { quantity: '2' }, {}],
    ['without a sku', { skuId: null }, { product: 'DZH318Z0BQ3Q' }],
    ['without a product', { productId: null, skuId: '' }, { product: 'unknown' }],
    ['without a type', { entitlementType: undefined }, { kind: 'entitlement' }],
    ['without an order', { referenceOrder: null }, { order: null }],
    ['of half a thing', { quantity: 1.5 }, { quantity: null }],
    ['of less than nothing', { quantity: -1 }, { quantity: null }],
    ['that never ends', { expiryDate: '9999-12-31T00:00:00Z' }, { endsAt: null }],
    ['with an end that nobody can read', { expiryDate: 'soon' }, { endsAt: null }],
  ])('%s', (_, facts, expected) => {
    expect(bought(facts)).toEqual({ ...whole, ...expected })
  })
})
