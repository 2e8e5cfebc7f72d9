/** E7, E17, E18: orders, carts and their checkout, catalogue. */
import { describe, expect, it } from 'vitest'
import {
  aRig,
  aWorld,
  type Body,
  blu,
  buy,
  codeOf,
  enterprise,
  germanOnly,
  ids,
  mail,
  premium,
  protection,
  retired,
  rossi,
  subscriptionPath,
  verdi,
} from './rig.ts'

const carts = `/v1/customers/${rossi}/carts`
const orders = `/v1/customers/${rossi}/orders`

function order(lines: readonly object[], fields: object = {}) {
  return {
    BillingCycle: 'monthly',
    PartnerOnRecordAttestationAccepted: true,
    LineItems: lines.map((line, LineItemNumber) => ({ LineItemNumber, Quantity: 5, ...line })),
    ...fields,
  }
}

const aLine = { LineItemNumber: 0, Quantity: 5, OfferId: mail }

const cart = (...lines: readonly object[]) => ({
  lineItems: lines.map((line, id) => ({ id, billingCycle: 'monthly', quantity: 1, ...line })),
})

describe('orders', () => {
  it('of legacy are bought in one call and make a subscription with an upper-case id', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { status, body } = await central.post(orders, order([{ OfferId: mail, FriendlyName: 'mail' }]))
    expect(status).toBe(201)
    expect(body).toMatchObject({
      referenceCustomerId: rossi,
      billingCycle: 'monthly',
      currencyCode: 'EUR',
      status: 'completed',
      lineItems: [
        { lineItemNumber: 0, offerId: mail, friendlyName: 'mail', quantity: 5, transactionType: 'New' },
      ],
      attributes: { objectType: 'Order' },
    })
    const id: string = body.lineItems[0].subscriptionId
    expect(id).toBe(id.toUpperCase())
    expect((await central.get(subscriptionPath(id))).body).toMatchObject({
      status: 'active',
      quantity: 5,
      orderId: body.id,
      autoRenewEnabled: true,
    })
    const state = await rig.state()
    expect(state.subscriptions.at(-1)).toMatchObject({
      partner: 'central',
      customer: rossi,
      id,
      offerId: mail,
      family: 'exchange-p1',
      seats: 5,
      status: 'active',
      acquired: 'order',
      createdAt: '2026-12-07T06:00:00.000Z',
    })
  })

  it.each([
    [
      'the attestation of who names a partner on record',
      { PartnerOnRecordAttestationAccepted: false, LineItems: [{ ...aLine, PartnerIdOnRecord: '12345' }] },
      [400, 900206],
    ],
    [
      'it of who names further ones',
      {
        PartnerOnRecordAttestationAccepted: null,
        LineItems: [{ ...aLine, AdditionalPartnerIdsOnRecord: ['1'] }],
      },
      [400, 900206],
    ],
    ['line items', { LineItems: [] }, [400, 800002]],
    ['a billing cycle', { BillingCycle: undefined }, [400, 800002]],
    ['known properties', { Colour: 'red' }, [400, 2000]],
    ['a customer of the path', { ReferenceCustomerId: blu }, [400, 800002]],
  ])('need %s', async (_, fields, expected) => {
    const rig = await aRig()
    const central = await rig.app('central')
    expect(codeOf(await central.post(orders, order([{ OfferId: mail }], fields)))).toEqual(expected)
  })

  it('need no attestation where no partner on record is named: public clients send none', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const bare = { BillingCycle: 'monthly', LineItems: [{ ...aLine, PartnerIdOnRecord: null }] }
    const bought = await central.post(orders, bare)
    const bare2 = {
      lineItems: cart({ catalogItemId: await premium(central), termDuration: 'P1Y' }).lineItems,
    }
    const made = await central.post(carts, bare2)
    expect([bought.status, made.status, made.body.lineItems[0].error]).toEqual([201, 201, undefined])
    expect((await central.post(`${carts}/${made.body.id}/checkout`)).status).toBe(201)
  })

  it.each(['transaction_reseller', 'additional_transaction_reseller', 'consumption_reseller'])(
    'by cart need it of who names a %s',
    async key => {
      const central = await (await aRig()).app('central')
      const line = { catalogItemId: mail, participants: [{ key, value: '12345' }] }
      expect(codeOf(await central.post(carts, cart(line)))).toEqual([400, 900206])
      const attested = { ...cart(line), partnerOnRecordAttestationAccepted: true }
      expect((await central.post(carts, attested)).status).toBe(201)
    },
  )

  it.each([
    ['an unknown offer', { OfferId: rossi }, [400, 800004]],
    ['a withdrawn offer', { OfferId: retired }, [403, 2091]],
    ['an offer of another market', { OfferId: germanOnly }, [400, 800070]],
    ['too many seats', { OfferId: enterprise, Quantity: 101 }, [403, 800088]],
    ['no seats', { OfferId: mail, Quantity: 0 }, [400, 2002]],
    ['an add-on without its base', { OfferId: protection }, [400, 800029]],
    ['a wrong line number', { OfferId: mail, LineItemNumber: 1 }, [400, 800071]],
    ['a property nobody knows', { OfferId: enterprise, BillingCycle: 'annual' }, [400, 2000]],
  ])('refuse %s, and record it', async (_, line, expected) => {
    const rig = await aRig()
    const central = await rig.app('central')
    expect(codeOf(await central.post(orders, order([line])))).toEqual(expected)
    const { items } = (await central.get('/v1/auditrecords')).body
    expect(items.map((item: Body) => [item.operationType, item.operationStatus])).toEqual([
      ['create_order', 'failed'],
    ])
    expect((await central.get(orders)).body.items).toEqual([])
  })

  it('E17: need an agreement, a market, and an account in good standing', async () => {
    const world = aWorld()
    const customers = (world.customers ?? []).map(customer =>
      customer.tenantId === blu
        ? { ...customer, country: 'AT' }
        : customer.tenantId === rossi
          ? { ...customer, account: 'UnderReview' as const }
          : customer,
    )
    const rig = await aRig({ ...world, customers })
    const central = await rig.app('central')
    const italy = await rig.app('italy')
    const bought = order([{ OfferId: mail }])
    expect(codeOf(await central.post(`/v1/customers/${verdi}/orders`, bought))).toEqual([403, 13605])
    expect(codeOf(await italy.post(`/v1/customers/${blu}/orders`, bought))).toEqual([403, 2030])
    expect(codeOf(await central.post(orders, bought))).toEqual([403, 800073])
  })

  it('E17: fill up a customer', async () => {
    const rig = await aRig(aWorld({ settings: { maximumSubscriptions: 6 } }))
    const italy = await rig.app('italy')
    expect((await italy.post(orders, order([{ OfferId: mail }]))).status).toBe(201)
    expect(codeOf(await italy.post(orders, order([{ OfferId: mail }])))).toEqual([403, 800066])
  })

  it('are listed by billing type, with prices on request', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const all = await italy.get(`${orders}?include_price=true`)
    expect(all.body.items.map((item: Body) => [item.lineItems.length, item.totalPrice])).toEqual([
      [1, 20],
      [2, 222],
      [1, 240],
      [1, undefined],
    ])
    expect((await italy.get(`${orders}?billingType=none`)).body.items).toHaveLength(1)
    expect(codeOf(await italy.get(`${orders}/unknown`))).toEqual([404, 20000])
  })
})

describe('orders PATCH', () => {
  it('buys an add-on for a base of the order; the answer lists all lines', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { body: base } = await central.post(orders, order([{ OfferId: enterprise, Quantity: 4 }]))
    const parent: string = base.lineItems[0].subscriptionId
    const { status, body } = await central.patch(`${orders}/${base.id}`, {
      Id: null,
      ReferenceCustomerId: rossi,
      LineItems: [
        {
          LineItemNumber: 0,
          OfferId: protection,
          ParentSubscriptionId: parent,
          Quantity: 4,
          FriendlyName: 'safe',
        },
      ],
    })
    expect(status).toBe(200)
    expect(body.lineItems.map((line: Body) => [line.lineItemNumber, line.offerId, line.quantity])).toEqual([
      [0, enterprise, 4],
      [1, protection, 4],
    ])
    const addOn = await central.get(subscriptionPath(body.lineItems[1].subscriptionId))
    expect(addOn.body).toMatchObject({ parentSubscriptionId: parent, friendlyName: 'safe', orderId: base.id })
  })

  it('refuses a parent of another order', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const list = await italy.get(orders)
    const line = { LineItemNumber: 0, OfferId: protection, ParentSubscriptionId: ids.base, Quantity: 4 }
    const answer = await italy.patch(`${orders}/${list.body.items[0].id}`, { LineItems: [line] })
    expect(codeOf(answer)).toEqual([400, 800029])
  })

  it('changes the billing cycle of a whole order, guarded by its ETag', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const { body: list } = await italy.get(orders)
    const [ofMail, ofBase] = list.items
    expect(
      codeOf(await italy.patch(`${orders}/${ofBase.id}`, { ...ofBase, billingCycle: 'annual' })),
    ).toEqual([400, 6001])
    const changed = await italy.patch(`${orders}/${ofMail.id}`, { ...ofMail, billingCycle: 'annual' })
    expect([changed.status, changed.body.billingCycle]).toEqual([200, 'annual'])
    expect((await italy.get(subscriptionPath(ids.mail))).body).toMatchObject({
      billingCycle: 'annual',
      billingCycleEndDate: '2027-12-06T00:00:00Z',
    })
    expect(codeOf(await italy.patch(`${orders}/${ofMail.id}`, ofMail))).toEqual([400, 2055])
  })

  it('does not change the cycle of what is off, nor cancel', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const { body: list } = await italy.get(orders)
    const { body } = await italy.get(subscriptionPath(ids.mail))
    await italy.patch(subscriptionPath(ids.mail), { ...body, status: 'suspended' })
    const path = `${orders}/${list.items[0].id}`
    expect(codeOf(await italy.patch(path, { ...list.items[0], billingCycle: 'annual' }))).toEqual([400, 6000])
    expect(codeOf(await italy.patch(path, { ...list.items[0], status: 'cancelled' }))).toEqual([403, 800019])
    const [line] = list.items[0].lineItems
    const changed = { ...list.items[0], lineItems: [{ ...line, quantity: line.quantity + 1 }] }
    expect(codeOf(await italy.patch(path, changed))).toEqual([400, 800002])
  })
})

describe('E7: delays', () => {
  it('hide a new order from the list, and its subscription from everybody, for a while', async () => {
    const rig = await aRig(aWorld({ settings: { orderListDelay: 'PT15M', provisioningDelay: 'PT2M' } }))
    const central = await rig.app('central')
    const { body } = await central.post(orders, order([{ OfferId: mail }]))
    expect([body.status, body.lineItems[0].subscriptionId]).toEqual(['pending', undefined])
    expect((await central.get(orders)).body.items).toEqual([])
    expect((await central.get(`/v1/customers/${rossi}/subscriptions`)).body.items).toEqual([])
    expect((await rig.state()).subscriptions.at(-1).status).toBe('pending')
    await rig.advance('PT2M')
    const settled = await central.get(`${orders}/${body.id}`)
    expect(settled.body.status).toBe('completed')
    const id: string = settled.body.lineItems[0].subscriptionId
    expect((await central.get(subscriptionPath(id))).body.status).toBe('active')
    expect((await central.get(orders)).body.items).toEqual([])
    await rig.advance('PT13M')
    expect((await central.get(orders)).body.items).toHaveLength(1)
  })
})

describe('carts', () => {
  it('hold lines of both generations in groups, and become an order each', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const item = await premium(central)
    const made = await central.post(
      carts,
      cart(
        { catalogItemId: item, quantity: 20, termDuration: 'P1Y', friendlyName: 'office' },
        { catalogItemId: mail, quantity: 5, friendlyName: 'mail' },
      ),
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      status: 'Active',
      creationTimestamp: '2026-12-07T06:00:00.000Z',
      expirationTimestamp: '2026-12-14T06:00:00.000Z',
      lineItems: [
        { id: 0, catalogItemId: item, orderGroup: '0', currencyCode: 'EUR' },
        { id: 1, catalogItemId: mail, orderGroup: 'OMS-0' },
      ],
    })
    const { status, body } = await central.post(`${carts}/${made.body.id}/checkout`)
    expect([status, body.orderErrors]).toEqual([201, undefined])
    expect(body.orders.map((entry: Body) => [entry.id.length, entry.lineItems[0].friendlyName])).toEqual([
      [12, 'office'],
      [36, 'mail'],
    ])
    expect((await central.get(`${carts}/${made.body.id}`)).body.status).toBe('Ordered')
    expect((await rig.state()).subscriptions.slice(-2).map((row: Body) => row.acquired)).toEqual([
      'cart',
      'cart',
    ])
  })

  it('E18: fail by order group, and give the same result again', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const item = await premium(central)
    const made = await central.post(
      carts,
      cart({ catalogItemId: item, quantity: 301, termDuration: 'P1Y' }, { catalogItemId: mail, quantity: 5 }),
    )
    expect(made.body.lineItems[0].error).toMatchObject({ errorCode: 10015 })
    expect(made.body.lineItems[1].error).toBe(undefined)
    const first = await central.post(`${carts}/${made.body.id}/checkout`, undefined, { requestId: 'a' })
    expect(first.status).toBe(201)
    expect(first.body.orders).toHaveLength(1)
    expect(first.body.orderErrors).toEqual([
      {
        orderGroupId: '0',
        code: 800088,
        description: 'The customer can have 300 seats of the product, all partners together; 280 are left.',
        attributes: { objectType: 'OrderError' },
      },
    ])
    const second = await central.post(`${carts}/${made.body.id}/checkout`, undefined, { requestId: 'b' })
    expect(second.text).toBe(first.text)
    expect((await central.get(orders)).body.items).toHaveLength(1)
    const { items } = (await central.get('/v1/auditrecords')).body
    expect(items.map((entry: Body) => entry.operationStatus).sort()).toEqual(['failed', 'succeeded'])
  })

  it('E18: say that they were submitted, or still run, when they are checked out again, where that is asked for', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const made = await central.post(carts, cart({ catalogItemId: mail, quantity: 5 }))
    const again = () => central.post(`${carts}/${made.body.id}/checkout`)
    const first = await again()
    const told: unknown[] = []
    for (const checkoutRepeats of ['submitted', 'processing', 'result']) {
      await rig.control('POST', 'quirks', { checkoutRepeats })
      told.push(codeOf(await again()))
    }
    expect(told).toEqual([
      [400, 800065],
      [409, 800064],
      [201, Number.NaN],
    ])
    await rig.control('POST', 'quirks', { checkoutRepeats: 'processing' })
    await rig.advance('PT1M')
    expect(codeOf(await again())).toEqual([400, 800065])
    expect((await central.get(`${carts}/${made.body.id}`)).body.status).toBe('Ordered')
    expect((await central.get(orders)).body.items.map((order: Body) => order.id)).toEqual([
      first.body.orders[0].id,
    ])
  })

  it.each([
    [{ catalogItemId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0ZZZZ', termDuration: 'P1Y' }, 10001],
    [{ catalogItemId: 'CFQ7TTC0LCHC:9999:CFQ7TTC0ZZZZ', termDuration: 'P1Y' }, 10001],
    [{ catalogItemId: rossi }, 10001],
    [{ catalogItemId: germanOnly }, 10001],
    [{ catalogItemId: retired }, 500600],
    [{ catalogItemId: enterprise, billingCycle: 'annual' }, 10013],
    [{ catalogItemId: protection }, 10010],
  ])('mark a line that cannot be bought: %o', async (line, errorCode) => {
    const rig = await aRig()
    const central = await rig.app('central')
    const made = await central.post(carts, cart(line))
    expect([made.status, made.body.lineItems[0].error.errorCode]).toEqual([201, errorCode])
  })

  it('refuse what cannot be read', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    expect(codeOf(await central.post(carts, { lineItems: [] }))).toEqual([400, 800009])
    expect(codeOf(await central.post(carts, cart({ catalogItemId: mail, id: 1 })))).toEqual([400, 800009])
    expect(codeOf(await central.post(carts, cart({ catalogItemId: mail, seats: 1 })))).toEqual([400, 2000])
    expect(codeOf(await central.post(carts, cart({ catalogItemId: mail, billingCycle: 'daily' })))).toEqual([
      400, 900126,
    ])
    expect(codeOf(await central.get(`${carts}/${rossi}`))).toEqual([404, 800008])
  })

  it('can be rewritten until they are ordered, and expire after seven days', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const made = await central.post(carts, cart({ catalogItemId: mail }))
    const path = `${carts}/${made.body.id}`
    const { body: shown } = await central.get(path)
    const put = await central.put(path, { ...shown, lineItems: [{ ...shown.lineItems[0], quantity: 9 }] })
    expect([put.status, put.body.lineItems[0].quantity]).toEqual([201, 9])
    await central.post(`${path}/checkout`)
    expect(codeOf(await central.put(path, shown))).toEqual([400, 800065])
    const other = await central.post(carts, cart({ catalogItemId: mail }))
    await rig.advance('P7D')
    const later = await rig.app('central')
    expect(codeOf(await later.post(`${carts}/${other.body.id}/checkout`))).toEqual([404, 800008])
    expect((await later.get(path)).status).toBe(200)
  })

  it('E17: need the agreement at checkout, not before', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const made = await central.post(`/v1/customers/${verdi}/carts`, cart({ catalogItemId: mail }))
    expect(made.status).toBe(201)
    const path = `/v1/customers/${verdi}/carts/${made.body.id}/checkout`
    expect(codeOf(await central.post(path))).toEqual([403, 13605])
    await rig.control('POST', 'accept', { partner: 'central', customer: verdi })
    expect((await central.post(path)).status).toBe(201)
  })

  it('sell add-ons with a new base, of both generations, in its order', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const legacy = await buy(central, [
      {
        catalogItemId: enterprise,
        quantity: 4,
        addonItems: [{ id: 1, catalogItemId: protection, quantity: 4, billingCycle: 'monthly' }],
      },
    ])
    expect(legacy.orders[0].lineItems).toHaveLength(2)
    const [base, addOn] = legacy.orders[0].lineItems
    expect((await central.get(subscriptionPath(addOn.subscriptionId))).body.parentSubscriptionId).toBe(
      base.subscriptionId,
    )
    const term = { termDuration: 'P1Y', billingCycle: 'monthly' }
    const modern = await buy(central, [
      {
        catalogItemId: await premium(central),
        ...term,
        addonItems: [{ id: 1, catalogItemId: await premium(central, '0003'), quantity: 2, ...term }],
      },
    ])
    expect(modern.orders[0].lineItems).toHaveLength(2)
  })

  it('sell a new-commerce add-on for a base that exists', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const line = {
      catalogItemId: await premium(italy, '0003'),
      termDuration: 'P1Y',
      provisioningContext: { ParentSubscriptionId: ids.suite },
    }
    const { orders: made } = await buy(italy, [line])
    const { body } = await italy.get(subscriptionPath(made[0].lineItems[0].subscriptionId))
    expect(body.parentSubscriptionId).toBe(ids.suite)
    const wrong = await italy.post(
      carts,
      cart({ ...line, provisioningContext: { ParentSubscriptionId: ids.mail } }),
    )
    expect(wrong.body.lineItems[0].error.errorCode).toBe(10010)
  })

  it('sell no legacy add-on for a base that exists: that goes through its order', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const made = await italy.post(
      carts,
      cart({ catalogItemId: protection, provisioningContext: { ParentSubscriptionId: ids.base } }),
    )
    expect(made.body.lineItems[0].error.errorCode).toBe(10010)
  })
})

describe('the catalogue', () => {
  it('lists legacy offers of a market the partner serves', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const names = async (path: string) => (await central.get(path)).body.items.map((item: Body) => item.name)
    expect(await names('/v1/offers?country=IT')).not.toContain('German only')
    expect(await names('/v1/offers?country=DE')).toContain('German only')
    expect(await names(`/v1/customers/${rossi}/offers`)).not.toContain('German only')
    expect(await names(`/v1/offers/${enterprise}/addons?country=IT`)).toEqual(['Threat Protection'])
    expect(codeOf(await central.get('/v1/offers?country=FR'))).toEqual([403, 2030])
    expect(codeOf(await central.get('/v1/offers'))).toEqual([400, 400056])
  })

  it('pages offers by offset', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { body } = await central.get('/v1/offers?country=IT&size=2')
    expect([body.items.length, body.links.next.uri]).toEqual([2, '/offers?country=IT&size=2&offset=2'])
    const last = await central.get('/v1/offers?country=IT&size=4&offset=4')
    expect([last.body.items.length, last.body.links.next]).toEqual([1, undefined])
  })

  it('shows an offer, and sends product ids elsewhere', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { body } = await central.get(`/v1/offers/${retired.toLowerCase()}?country=IT`)
    expect([body.id, body.isAvailableForPurchase, body.links.learnMore.uri]).toEqual([
      retired,
      false,
      undefined,
    ])
    expect(codeOf(await central.get('/v1/offers/CFQ7TTC0LCHC:0002?country=IT'))).toEqual([400, 2100])
    expect(codeOf(await central.get(`/v1/offers/${rossi}?country=IT`))).toEqual([404, 1000])
  })

  it('leads from product to availability, whose id changes from month to month', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const products = await central.get('/v1/products?country=IT&targetView=OnlineServices')
    expect(products.body.items.map((item: Body) => item.id)).toEqual(['CFQ7TTC0LCHC'])
    const skus = await central.get('/v1/products/CFQ7TTC0LCHC/skus?country=IT')
    expect(skus.body.items.map((item: Body) => [item.id, item.dynamicAttributes.isAddon])).toEqual([
      ['0002', false],
      ['0003', true],
    ])
    const december = await premium(central)
    await rig.advance('P1M')
    const later = await rig.app('central')
    const january = await premium(later)
    expect(january).not.toBe(december)
    const { body } = await later.get(
      '/v1/products/CFQ7TTC0LCHC/skus/0002/availabilities?country=IT&targetSegment=commercial',
    )
    expect(body.items.map((item: Body) => [item.catalogItemId, item.isPurchasable])).toEqual([
      [december, false],
      [january, true],
    ])
    expect(body.items[1].terms.map((term: Body) => [term.duration, term.billingCycle])).toEqual([
      ['P1Y', 'monthly'],
      ['P1Y', 'annual'],
      ['P1M', 'monthly'],
    ])
  })

  it('refuses views, segments and ids it does not know', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const get = async (path: string) => codeOf(await central.get(path))
    expect(await get('/v1/products?country=IT&targetView=Everything')).toEqual([403, 400036])
    expect(await get('/v1/products?country=IT&targetView=OnlineServices&targetSegment=space')).toEqual([
      403, 400030,
    ])
    expect(await get('/v1/products?country=IT')).toEqual([400, 400056])
    expect(await get('/v1/products/CFQ7TTC0XXXX?country=IT')).toEqual([404, 400013])
    expect(await get('/v1/products/CFQ7TTC0LCHC/skus/9999?country=IT')).toEqual([404, 400018])
  })
})
