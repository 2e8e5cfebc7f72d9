/** E36: seats pooled over all partners, a partner's credit limit, ends that can be chosen, and who stands on record. */
import { describe, expect, it } from 'vitest'
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
  rossi,
  subscriptionPath,
  tenants,
} from './rig.ts'

const cartsPath = `/v1/customers/${rossi}/carts`

/** Changes both partners. */
function worldWith(partner: Partial<World['partners'][number]>, more: Partial<World> = {}): World {
  const world = aWorld(more)
  return { ...world, partners: world.partners.map(row => ({ ...row, ...partner })) }
}

async function cartOf(caller: Caller, lines: readonly object[]): Promise<Body> {
  const lineItems = lines.map((line, id) => ({ id, billingCycle: 'monthly', quantity: 1, ...line }))
  return (await caller.post(cartsPath, { partnerOnRecordAttestationAccepted: true, lineItems })).body
}

const checkout = (caller: Caller, cart: Body) => caller.post(`${cartsPath}/${cart.id}/checkout`)

describe('E36: the seats of a product', () => {
  /** Italy has 20 of 300. */
  it('are counted over all partners, and a cart tells how many are left', async () => {
    const central = await (await aRig()).app('central')
    const line = { catalogItemId: await premium(central), termDuration: 'P1Y', quantity: 281 }
    const cart = await cartOf(central, [line])
    expect(cart.lineItems[0].error).toEqual({
      errorCode: 10015,
      errorDescription:
        'The customer can have 300 seats of the product, all partners together; 280 are left.',
      additionalInformation: { availableQuantity: 280, purchasedQuantity: 20 },
    })
    const { body } = await checkout(central, cart)
    expect(body.orderErrors[0]).toMatchObject({ code: 800088 })
    const fitting = await cartOf(central, [{ ...line, quantity: 280 }])
    expect([fitting.lineItems[0].error, (await checkout(central, fitting)).body.orderErrors]).toEqual([
      undefined,
      undefined,
    ])
  })

  it('are counted over the lines of one cart', async () => {
    const central = await (await aRig()).app('central')
    const line = { catalogItemId: await premium(central), termDuration: 'P1Y' }
    const cart = await cartOf(central, [
      { ...line, quantity: 200 },
      { ...line, quantity: 81 },
      { ...line, quantity: 80 },
    ])
    expect(cart.lineItems.map((row: Body) => row.error?.additionalInformation ?? null)).toEqual([
      null,
      { availableQuantity: 80, purchasedQuantity: 20 },
      null,
    ])
    expect((await checkout(central, cart)).body.orderErrors[0].code).toBe(800088)
  })

  it('are counted where they are raised', async () => {
    const rig = await aRig()
    const [italy, central] = [await rig.app('italy'), await rig.app('central')]
    const item = { catalogItemId: await premium(central), quantity: 200, termDuration: 'P1Y' }
    const { orders } = await buy(central, [item])
    expect(codeOf(await change(italy, ids.suite, { quantity: 101 }))).toEqual([403, 800088])
    expect((await change(italy, ids.suite, { quantity: 100 })).status).toBe(200)
    const id: string = orders[0].lineItems[0].subscriptionId
    await change(central, id, { status: 'suspended' })
    expect(codeOf(await change(italy, ids.suite, { quantity: 101 }))).toEqual([403, 800088])
    await change(central, id, { status: 'deleted' })
    expect((await change(italy, ids.suite, { quantity: 300 })).status).toBe(200)
  })
})

describe('the credit limit of a partner', () => {
  it('holds purchases against what is owed, group by group', async () => {
    const rig = await aRig(worldWith({ creditLimit: 130 }))
    const central = await rig.app('central')
    const suite = { catalogItemId: await premium(central), termDuration: 'P1Y', quantity: 10 }
    const { orders, orderErrors } = (
      await checkout(central, await cartOf(central, [suite, { catalogItemId: mail, quantity: 3 }]))
    ).body
    expect([orders.length, orderErrors[0].code]).toEqual([1, 800069])
    const more = await cartOf(central, [{ catalogItemId: mail, quantity: 2 }])
    expect((await checkout(central, more)).body.orderErrors).toBeUndefined()
    const order = {
      billingCycle: 'monthly',
      lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 1 }],
    }
    expect(codeOf(await central.post(`/v1/customers/${rossi}/orders`, order))).toEqual([403, 800069])
  })

  it('is in US dollars', async () => {
    const settings = { usdRates: { EUR: '1.25' } }
    const rig = await aRig(worldWith({ creditLimit: 49 }, { settings }))
    const central = await rig.app('central')
    const of = async (quantity: number) =>
      (await checkout(central, await cartOf(central, [{ catalogItemId: mail, quantity }]))).body.orderErrors
    expect(await of(10)).toMatchObject([{ code: 800069 }])
    expect(await of(9)).toBeUndefined()
  })

  it('stops no change and no renewal, and frees itself as invoices are paid', async () => {
    const rig = await aRig(worldWith({ creditLimit: 40 }))
    const italy = await rig.app('italy')
    expect((await change(italy, ids.suite, { quantity: 25 })).status).toBe(200)
    const central = await rig.app('central')
    const bought = async (caller: Caller) =>
      (await checkout(caller, await cartOf(caller, [{ catalogItemId: mail, quantity: 9 }]))).body.orderErrors
    const { orders } = await buy(central, [{ catalogItemId: mail, quantity: 9 }])
    expect(await bought(central)).toMatchObject([{ code: 800069 }])
    await change(central, orders[0].lineItems[0].subscriptionId, { status: 'suspended' })
    expect(await bought(central)).toBeUndefined()
  })
})

describe('customTermEndDates', () => {
  const path = `/v1/customers/${rossi}/subscriptions/customTermEndDates`

  it('are the ends of months, and those of other subscriptions', async () => {
    const italy = await (await aRig()).app('italy')
    const { body } = await italy.get(`${path}?term_duration=P1Y`)
    const shown = body.items.map((item: Body) => [
      item.allowedCustomTermEndDateType,
      item.allowedCustomTermEndDate,
      item.cotermSubscriptionIds,
    ])
    expect([shown.length, shown[0], shown[2], shown[3], shown[4], shown.at(-1)]).toEqual([
      13,
      ['calendarMonthAligned', '2026-12-31T00:00:00Z', []],
      ['calendarMonthAligned', '2027-02-28T00:00:00Z', []],
      ['subscriptionAligned', '2027-03-14T00:00:00Z', [ids.suite]],
      ['calendarMonthAligned', '2027-03-31T00:00:00Z', []],
      ['calendarMonthAligned', '2027-11-30T00:00:00Z', []],
    ])
    const own = await italy.get(`${path}?term_duration=P1Y&target_coterm_subscription_id=${ids.suite}`)
    expect(own.body.items.map((item: Body) => item.allowedCustomTermEndDate)).toEqual([
      '2027-03-14T00:00:00Z',
    ])
    const later = await italy.get(`${path}?term_duration=P1M&term_start_date=2027-06-20`)
    expect(later.body.items.map((item: Body) => item.allowedCustomTermEndDate)).toEqual([
      '2027-06-30T00:00:00Z',
    ])
  })

  it('need a term', async () => {
    const italy = await (await aRig()).app('italy')
    expect(codeOf(await italy.get(path))).toEqual([400, 400056])
    expect(codeOf(await italy.get(`${path}?term_duration=P2Y`))).toEqual([400, 800002])
    expect(codeOf(await italy.get(`${path}?term_duration=P1Y&term_start_date=soon`))).toEqual([400, 800002])
  })

  it('hold for purchases, unless the World says any day will do', async () => {
    for (const [anyTermEnd, error] of [
      [false, 10017],
      [true, undefined],
    ] as const) {
      const central = await (await aRig(aWorld({ settings: { anyTermEnd } }))).app('central')
      const line = {
        catalogItemId: await premium(central),
        termDuration: 'P1Y',
        customTermEndDate: '2027-03-17',
      }
      expect((await cartOf(central, [line])).lineItems[0].error?.errorCode).toBe(error)
    }
  })
})

describe('the partner on record', () => {
  const resellers = [{ id: '4390934' }, { id: '1234567', authorised: false }]
  const participants = (value: string) => ({ participants: [{ key: 'transaction_reseller', value }] })

  it('can be asked about', async () => {
    const italy = await (await aRig(worldWith({ resellers }))).app('italy')
    const partnerIds = ['4390934', '1234567', '99']
    const { body } = await italy.post('/v1/partners/validateresellers', { partnerIds })
    expect(body.validationResults).toEqual([
      { partnerId: '4390934', isValidPartnerIdOnRecord: true },
      ...['1234567', '99'].map(partnerId => ({
        partnerId,
        isValidPartnerIdOnRecord: false,
        errorCode: '900400',
        errorDescription: `The partner ${partnerId} is not known, or not authorised to sell.`,
      })),
    ])
    expect(codeOf(await italy.post('/v1/partners/validateresellers', {}))).toEqual([400, 800002])
  })

  it.each([
    ['4390934', undefined],
    ['1234567', 900400],
  ])('%s is checked on a purchase', async (id, code) => {
    const central = await (await aRig(worldWith({ resellers }))).app('central')
    const item = { catalogItemId: await premium(central), termDuration: 'P1Y', ...participants(id) }
    const cart = await cartOf(central, [item])
    expect(cart.lineItems[0].error?.errorCode).toBe(code === undefined ? undefined : 10004)
    const { body } = await checkout(central, cart)
    expect(body.orderErrors?.[0].code).toBe(code)
    const order = {
      billingCycle: 'monthly',
      partnerOnRecordAttestationAccepted: true,
      lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 1, partnerIdOnRecord: id }],
    }
    const answer = await central.post(`/v1/customers/${rossi}/orders`, order)
    expect(codeOf(answer)).toEqual(code === undefined ? [201, Number.NaN] : [400, code])
  })

  it('is kept, and checked on changes of seats, plan and itself, not on others', async () => {
    const world = worldWith({ resellers })
    const subscriptions = (world.subscriptions ?? []).map(row => ({ ...row, partnerOnRecord: '1234567' }))
    const rig = await aRig({ ...world, subscriptions })
    const italy = await rig.app('italy')
    const of = async (fields: object) => codeOf(await change(italy, ids.suite, { ...fields }))[1]
    expect([
      await of({ quantity: 21 }),
      await of({ billingCycle: 'annual' }),
      await of({ scheduledNextTermInstructions: { quantity: 5 } }),
      await of({ partnerId: '99' }),
      await of({ partnerId: 'x' }),
    ]).toEqual([900400, 900400, 900400, 900400, 800016])
    const cancel = { scheduleType: 'TermEnd', actionType: 'Cancel' }
    for (const fields of [
      { friendlyName: 'renamed' },
      { autoRenewEnabled: false, scheduledActions: [cancel] },
      { status: 'suspended' },
    ])
      expect((await change(italy, ids.suite, fields)).status).toBe(200)
    await change(italy, ids.suite, { status: 'active' })
    const moved = await change(italy, ids.suite, { partnerId: '4390934', quantity: 21 })
    expect([moved.status, moved.body.partnerId]).toEqual([200, '4390934'])
    const { partnerId: _, ...rest } = moved.body
    expect((await italy.patch(subscriptionPath(ids.suite), rest)).body.partnerId).toBe('4390934')
  })

  it('is that of the target in a transfer', async () => {
    const rig = await aRig(worldWith({ resellers }))
    const [italy, central] = [await rig.app('italy'), await rig.app('central')]
    const path = `/v1/customers/${rossi}/transfers`
    const asked = {
      sourcePartnerTenantId: tenants.italy,
      sourcePartnerName: 'italy',
      customerEmailId: 'a@b.example',
      transferType: 5,
    }
    expect(codeOf(await central.post(path, { ...asked, partnerOnRecord: '99' }))).toEqual([400, 900400])
    const { id } = (await central.post(path, { ...asked, partnerOnRecord: '4390934' })).body
    const accept = (partnerIdOnRecord: string) =>
      italy.patch(`${path}/${id}`, {
        id,
        status: 'Accept',
        lineItems: [{ subscriptionId: ids.suite, partnerIdOnRecord }],
      })
    expect(codeOf(await accept('1234567'))).toEqual([400, 900400])
    const { body } = await accept('4390934')
    expect(body.lineItems[0].partnerIdOnRecord).toBe('4390934')
    expect(codeOf(await change(italy, ids.suite, { quantity: 21 }))).toEqual([409, 900278])
    await rig.advance('PT2M')
    const row = (await rig.state()).subscriptions.find(
      (entry: Body) => entry.partner === 'central' && entry.acquired === 'transfer',
    )
    expect(row.partnerId).toBe('4390934')
  })
})
