/** What issue 4 leans on: promotions, chosen ends of terms, other products at renewal, limits, qualifications. */
import { describe, expect, test } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import {
  aRig,
  aWorld,
  type Body,
  buy,
  type Caller,
  change,
  codeOf,
  ids,
  mail,
  premium,
  type Rig,
  rossi,
  subscriptionPath,
} from './rig.ts'

type Product = NonNullable<NonNullable<World['catalogue']>['products']>[number]

/** Business Standard and an education item beside Premium; a promotion on Premium. */
function theWorld(over: Partial<World> = {}, more: { perCustomer?: number } = {}): World {
  const { catalogue } = aWorld()
  const terms = [
    { term: 'P1Y', billing: 'monthly', prices: { EUR: '9.00' } },
    { term: 'P1M', billing: 'monthly', prices: { EUR: '10.80' } },
  ]
  const standard: Product = {
    id: 'CFQ7TTC0LDPB',
    title: 'Business Standard',
    skus: [{ id: '0001', family: 'm365-bs', terms, ...more }],
  }
  const school: Product = {
    id: 'CFQ7TTC0SCHL',
    title: 'School',
    skus: [{ id: '0001', family: 'school', segment: 'education', terms }],
  }
  return aWorld({
    catalogue: {
      offers: (catalogue?.offers ?? []).map(offer => (offer.id === mail ? { ...offer, ...more } : offer)),
      products: [...(catalogue?.products ?? []), standard, school],
      promotions: [
        {
          id: '39NFJQT1PZPK:0002:39NFJQT1Q5KN',
          name: 'Ten for new ones',
          product: 'CFQ7TTC0LCHC:0002',
          term: 'P1Y',
          billing: 'monthly',
          percent: 10,
          starts: '2026-12-01',
          ends: '2026-12-31',
          minimumSeats: 2,
          maximumSeats: 50,
          firstPurchase: true,
        },
      ],
    },
    ...over,
  })
}

const promotionId = '39NFJQT1PZPK:0002:39NFJQT1Q5KN'

async function inCentral(world: World = theWorld()) {
  const rig = await aRig(world)
  return { rig, central: await rig.app('central') }
}

async function line(central: Caller, over: object): Promise<Body> {
  const item = {
    catalogItemId: await premium(central),
    quantity: 2,
    billingCycle: 'monthly',
    termDuration: 'P1Y',
  }
  const cart = await central.post(`/v1/customers/${rossi}/carts`, {
    lineItems: [{ id: 0, ...item, ...over }],
  })
  return cart.body.lineItems[0]
}

async function bought(central: Caller, over: object): Promise<string> {
  const lines = [{ catalogItemId: await premium(central), quantity: 2, termDuration: 'P1Y', ...over }]
  return (await buy(central, lines)).orders[0].lineItems[0].subscriptionId
}

const rowOf = async (rig: Rig, id: string) =>
  (await rig.state()).subscriptions.find((row: Body) => row.id === id)

describe('a promotion', () => {
  test('takes its share off every day of the first term, and no longer', async () => {
    const { rig, central } = await inCentral()
    const id = await bought(central, { promotionId })
    expect((await central.get(subscriptionPath(id))).body.promotionId).toBe(promotionId)
    await rig.until('2027-12-09T00:00:00Z')
    const { days } = await rig.ledger()
    const charge = (day: string) =>
      days.find((row: Body) => row.subscription === id && row.day === day).charge
    // 12.00 less 10 % is 10.80; two seats; December's period is 31 days from the 7th.
    expect(charge('2026-12-07')).toBe('0.6967741935483871')
    expect(charge('2027-12-07')).toBe('0.7741935483870968')
  })

  test.each([
    ['too few seats', { quantity: 1 }, 10014],
    ['too many seats', { quantity: 51 }, 10014],
    ['another term', { termDuration: 'P1M' }, 10014],
    ['an id nobody knows', { promotionId: 'nothing' }, 10014],
  ])('is refused for %s', async (_, over, errorCode) => {
    const { central } = await inCentral()
    expect((await line(central, { promotionId, ...over })).error).toMatchObject({ errorCode })
  })

  test('is refused after its last day', async () => {
    const rig = await aRig(theWorld({ clock: '2027-01-01T00:00:00Z' }))
    const central = await rig.app('central')
    expect((await line(central, { promotionId })).error.errorDescription).toBe(
      'The promotion does not run now.',
    )
  })

  test('is refused to who had the product under this partner', async () => {
    const { central } = await inCentral()
    await bought(central, { promotionId })
    expect((await line(central, { promotionId })).error.errorDescription).toBe(
      'The customer had the product before.',
    )
  })
})

describe('a chosen end of the first term', () => {
  test('by date', async () => {
    const { rig, central } = await inCentral()
    const id = await bought(central, { customTermEndDate: '2027-03-31T23:59:59Z' })
    expect((await rowOf(rig, id)).termEnd).toBe('2027-04-01')
    const { body } = await central.get(subscriptionPath(id))
    expect([body.commitmentEndDate, body.commitmentEndDateTime, body.customTermEndDate]).toEqual([
      '2027-03-31T00:00:00Z',
      '2027-03-31T23:59:59.999Z',
      '2027-03-31T00:00:00Z',
    ])
  })

  test('that of another subscription', async () => {
    const { rig, central } = await inCentral()
    const first = await bought(central, { customTermEndDate: '2027-03-31' })
    const id = await bought(central, { coterminousSubscriptionId: first })
    expect((await rowOf(rig, id)).termEnd).toBe('2027-04-01')
  })

  test.each([
    ['before today', { customTermEndDate: '2026-12-05' }],
    ['after the term', { customTermEndDate: '2027-12-07' }],
    ['in the middle of a month', { customTermEndDate: '2027-03-14' }],
    ['that is no date', { customTermEndDate: 'soon' }],
    ['of a subscription nobody has', { coterminousSubscriptionId: ids.suite }],
  ])('but not one %s', async (_, over) => {
    const { central } = await inCentral()
    expect((await line(central, over)).error).toMatchObject({ errorCode: 10017 })
  })
})

describe('what is scheduled for the next term', () => {
  const schedule = (over: object, product: object = {}) => ({
    scheduledNextTermInstructions: {
      quantity: 15,
      product: {
        productId: 'CFQ7TTC0LCHC',
        skuId: '0002',
        termDuration: 'P1Y',
        billingCycle: 'monthly',
        ...product,
      },
      ...over,
    },
  })

  test('can be another product, which is charged from then on', async () => {
    const rig = await aRig(theWorld())
    const italy = await rig.app('italy')
    const product = { productId: 'CFQ7TTC0LDPB', skuId: '0001', availabilityId: 'CFQ7TTC0AAAA' }
    expect((await change(italy, ids.suite, schedule({}, product))).status).toBe(200)
    await rig.until('2027-03-17T00:00:00Z')
    const { days } = await rig.ledger()
    const told = days
      .filter((row: Body) => row.subscription === ids.suite && row.day >= '2027-03-14')
      .map(({ day, family, charge }: Body) => [day, family, charge])
    expect(told).toEqual([
      ['2027-03-14', 'm365-bp', '8.5714285714285715'], // 20 × 12.00 ÷ 28
      ['2027-03-15', 'm365-bs', '4.3548387096774194'], // 15 × 9.00 ÷ 31
      ['2027-03-16', 'm365-bs', '4.3548387096774194'],
    ])
    const row = await rowOf(rig, ids.suite)
    expect([row.offerId, row.family, row.seats]).toEqual(['CFQ7TTC0LDPB:0001:CFQ7TTC0AAAA', 'm365-bs', 15])
  })

  test('can end on a day of its own', async () => {
    const rig = await aRig(theWorld())
    const italy = await rig.app('italy')
    const answer = await change(italy, ids.suite, schedule({ customTermEndDate: '2027-12-31T00:00:00Z' }))
    expect(answer.status).toBe(200)
    await rig.until('2027-03-15T00:00:00Z')
    expect((await rowOf(rig, ids.suite)).termEnd).toBe('2028-01-01')
  })

  test.each([
    ['a day before the next term', { customTermEndDate: '2027-03-01T00:00:00Z' }, [400, 800002]],
    ['a day after the next term', { customTermEndDate: '2028-03-15T00:00:00Z' }, [400, 800002]],
    ['too many seats', { quantity: 301 }, [400, 2002]],
    ['no seats', { quantity: 0 }, [400, 800002]],
  ])('but not %s', async (_, over, code) => {
    const rig = await aRig(theWorld())
    expect(codeOf(await change(await rig.app('italy'), ids.suite, schedule(over)))).toEqual(code)
  })

  test.each([
    ['what is not sold', { skuId: '0009' }, [404, 400018]],
    ['a term that is not sold', { termDuration: 'P3Y' }, [500, 800084]],
    ['a promotion that does not fit', { promotionId }, [400, 27007]],
  ])('nor %s', async (_, product, code) => {
    const rig = await aRig(theWorld())
    expect(codeOf(await change(await rig.app('italy'), ids.suite, schedule({}, product)))).toEqual(code)
  })

  test('is dropped by any change in mid-term, and set again by the next PATCH (T5)', async () => {
    const rig = await aRig(theWorld())
    const italy = await rig.app('italy')
    const planned = await change(italy, ids.suite, schedule({}))
    expect(planned.body.scheduledNextTermInstructions.quantity).toBe(15)
    const more = await change(italy, ids.suite, { quantity: 22 })
    expect(more.body.scheduledNextTermInstructions).toBe(null)
    const again = await change(italy, ids.suite, schedule({}))
    expect([again.body.quantity, again.body.scheduledNextTermInstructions.quantity]).toEqual([22, 15])
  })
})

describe('another billing cycle', () => {
  test('takes effect at the next charge, and periods begin with the next term again', async () => {
    const rig = await aRig(theWorld())
    const italy = await rig.app('italy')
    const answer = await change(italy, ids.suite, { billingCycle: 'annual' })
    expect([answer.body.billingCycle, answer.body.nextChargeInstructions]).toEqual([
      'monthly',
      { product: { billingCycle: 'annual', termDuration: 'P1Y' }, quantity: 20 },
    ])
    await rig.until('2027-03-16T00:00:00Z')
    const { days } = await rig.ledger()
    const charge = (day: string) =>
      days.find((row: Body) => row.subscription === ids.suite && row.day === day).charge
    expect(charge('2026-12-14')).toBe('8') // 20 × 12.00 ÷ 30
    expect(charge('2026-12-15')).toBe('7.56') // 20 × 34.02, which is 138.00 × 90 ÷ 365 rounded down, over the 90 days to the end of the term
    expect(charge('2027-03-15')).toBe('7.5409836065573771') // ÷ 366: the year of the new term
  })
})

describe('what keeps a purchase from happening', () => {
  test('the number of subscriptions of one item, a suspended one counted', async () => {
    const rig = await aRig(theWorld({}, { perCustomer: 1 }))
    const italy = await rig.app('italy')
    await change(italy, ids.mail, { status: 'suspended' })
    const order = {
      billingCycle: 'monthly',
      partnerOnRecordAttestationAccepted: true,
      lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 1 }],
    }
    expect(codeOf(await italy.post(`/v1/customers/${rossi}/orders`, order))).toEqual([400, 27006])
    const central = await rig.app('central')
    expect((await central.post(`/v1/customers/${rossi}/orders`, order)).status).toBe(201)
  })

  test.each([
    ['an inactive account', { active: false }, [403, 800039]],
    ['a partner agreement nobody accepted', { partnerAgreement: false }, [403, 900124]],
  ])('%s', async (_, over, code) => {
    const world = theWorld()
    const rig = await aRig({ ...world, partners: world.partners.map(partner => ({ ...partner, ...over })) })
    const central = await rig.app('central')
    const cart = await central.post(`/v1/customers/${rossi}/carts`, {
      lineItems: [{ id: 0, catalogItemId: mail, quantity: 1, billingCycle: 'monthly' }],
    })
    expect(codeOf(await central.post(`/v1/customers/${rossi}/carts/${cart.body.id}/checkout`))).toEqual(code)
  })

  test('a segment the customer is not qualified for under this partner', async () => {
    const world = theWorld()
    const customers = (world.customers ?? []).map(customer => ({
      ...customer,
      relationships: (customer.relationships ?? []).map(entry =>
        entry.partner === 'italy'
          ? {
              ...entry,
              qualifications: [{ qualification: 'Education' as const, vettingStatus: 'Approved' as const }],
            }
          : entry,
      ),
    }))
    const rig = await aRig({ ...world, customers })
    const path = `/v1/customers/${rossi}/products/CFQ7TTC0SCHL/skus/0001/availabilities?targetSegment=education`
    const errorUnder = async (partner: 'italy' | 'central') => {
      const caller = await rig.app(partner)
      const { items } = (await caller.get(path)).body
      const { catalogItemId } = items.find((item: Body) => item.isPurchasable)
      return (await line(caller, { catalogItemId })).error
    }
    expect(await errorUnder('italy')).toBe(undefined)
    expect(await errorUnder('central')).toMatchObject({ errorCode: 10010 })
  })
})

test('the reseller of a cart line stands on its subscription', async () => {
  const { rig, central } = await inCentral()
  const cart = await central.post(`/v1/customers/${rossi}/carts`, {
    partnerOnRecordAttestationAccepted: true,
    lineItems: [
      {
        id: 0,
        catalogItemId: mail,
        quantity: 1,
        billingCycle: 'monthly',
        participants: [{ key: 'transaction_reseller', value: '5132010' }],
      },
    ],
  })
  const checkout = await central.post(`/v1/customers/${rossi}/carts/${cart.body.id}/checkout`)
  const id = checkout.body.orders[0].lineItems[0].subscriptionId
  expect((await rowOf(rig, id)).partnerId).toBe('5132010')
  const listed = await central.get(`/v1/customers/${rossi}/subscriptions?mpn_id=5132010`)
  expect(listed.body.items.map((row: Body) => row.id)).toEqual([id])
})

test('a World tells of ends, schedules, explicit cancels and resellers', async () => {
  const world = theWorld()
  const subscriptions = (world.subscriptions ?? []).map(row =>
    row.id === ids.suite
      ? {
          ...row,
          termEnds: '2027-01-31',
          partnerOnRecord: '5132010',
          order: 'a1b2c3d4e5f6',
          nextTerm: { seats: 15, billing: 'annual' },
        }
      : row,
  )
  const rig = await aRig({ ...world, subscriptions })
  const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.suite))
  expect([body.commitmentEndDate, body.partnerId, body.orderId, body.scheduledNextTermInstructions]).toEqual([
    '2027-01-31T00:00:00Z',
    '5132010',
    'a1b2c3d4e5f6',
    {
      product: {
        productId: 'CFQ7TTC0LCHC',
        skuId: '0002',
        availabilityId: body.offerId.split(':')[2],
        billingCycle: 'annual',
        termDuration: 'P1Y',
      },
      quantity: 15,
    },
  ])
  await rig.until('2027-02-02T00:00:00Z')
  const row = await rowOf(rig, ids.suite)
  expect([row.termStart, row.termEnd, row.seats, row.billing]).toEqual([
    '2027-02-01',
    '2028-02-01',
    15,
    'annual',
  ])
})

test('third-party SaaS can be cancelled for 72 hours', async () => {
  const terms = [{ term: 'P1M', billing: 'monthly', prices: { EUR: '5.00' } }]
  const tool: Product = {
    id: 'DZH318Z0TOOL',
    title: 'Tool',
    productType: 'SaaS',
    skus: [{ id: '0001', family: 'tool', terms }],
  }
  const rig = await aRig(aWorld({ catalogue: { products: [tool] }, subscriptions: [] }))
  const app = await rig.app('central')
  const { items } = (await app.get(`/v1/customers/${rossi}/products/${tool.id}/skus/0001/availabilities`))
    .body
  const [order] = (
    await buy(app, [{ catalogItemId: items[1].catalogItemId, quantity: 1, termDuration: 'P1M' }])
  ).orders
  const { body } = await app.get(subscriptionPath(order.lineItems[0].subscriptionId))
  expect(body.cancellationAllowedUntilDate).toBe('2026-12-10T06:00:00.000Z')
})
