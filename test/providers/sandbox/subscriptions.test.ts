/** E6, E9 to E13, E21: subscriptions and the rules of their PATCH. */
import { describe, expect, it } from 'vitest'
import {
  aRig,
  aWorld,
  type Body,
  buy,
  type Caller,
  change,
  codeOf,
  enterprise,
  ids,
  mail,
  premium,
  rossi,
  subscriptionPath,
} from './rig.ts'

const shown = async (caller: Caller, id: string): Promise<Body> =>
  (await caller.get(subscriptionPath(id))).body

describe('E6: the list', () => {
  it('has everything at once, ended ones too, and add-ons beside their bases', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const { body } = await italy.get(`/v1/customers/${rossi}/subscriptions`)
    expect(
      body.items.map((item: Body) => [item.id, item.status, item.quantity, item.parentSubscriptionId]),
    ).toEqual([
      [ids.mail, 'active', 5, undefined],
      [ids.base, 'active', 10, undefined],
      [ids.suite, 'active', 20, undefined],
      [ids.azure, 'active', 1, undefined],
      [ids.addOn, 'active', 10, ids.base],
    ])
    const addOns = await italy.get(`${subscriptionPath(ids.base)}/addons`)
    expect(addOns.body.items.map((item: Body) => item.id)).toEqual([ids.addOn])
    const base = await shown(italy, ids.base)
    const ofOrder = await italy.get(`/v1/customers/${rossi}/subscriptions?order_id=${base.orderId}`)
    expect(ofOrder.body.items).toHaveLength(2)
  })

  it('shows legacy without a product type, with an ETag', async () => {
    const rig = await aRig()
    const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.mail.toUpperCase()))
    expect(body).toMatchObject({
      id: ids.mail,
      offerId: mail,
      offerName: 'Exchange Online (Plan 1)',
      friendlyName: 'mail',
      quantity: 5,
      creationDate: '2026-03-15T00:00:00.000Z',
      effectiveStartDate: '2026-03-15T00:00:00Z',
      commitmentEndDate: '2027-03-14T00:00:00Z',
      billingCycleEndDate: '2026-12-14T00:00:00Z',
      billingCycle: 'monthly',
      status: 'active',
      autoRenewEnabled: true,
    })
    expect([body.productType, body.termDuration, body.refundableQuantity]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(JSON.parse(Buffer.from(body.attributes.etag, 'base64').toString())).toEqual({
      id: ids.mail,
      version: 1,
    })
  })

  it('shows new commerce with term, windows and no ETag', async () => {
    const rig = await aRig()
    const body = await shown(await rig.app('italy'), ids.suite)
    expect(body.offerId).toMatch(/^CFQ7TTC0LCHC:0002:CFQ7TTC0[0-9A-F]{4}$/)
    expect(body).toMatchObject({
      productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
      termDuration: 'P1Y',
      commitmentEndDate: '2027-03-14T00:00:00Z',
      commitmentEndDateTime: '2027-03-14T23:59:59.999Z',
      cancellationAllowedUntilDate: null,
      refundableQuantity: { totalQuantity: 0, details: [] },
      scheduledNextTermInstructions: null,
      attributes: { objectType: 'Subscription' },
    })
  })

  it('shows usage without an end', async () => {
    const rig = await aRig()
    expect(await shown(await rig.app('italy'), ids.azure)).toMatchObject({
      offerId: 'MS-AZR-0145P',
      quantity: 1,
      billingType: 'usage',
      unitType: 'Usage-based',
      commitmentEndDate: '9999-12-10T00:00:00Z',
    })
  })

  it('refuses ids it does not have', async () => {
    const rig = await aRig()
    expect(codeOf(await (await rig.app('italy')).get(subscriptionPath(rossi)))).toEqual([404, 20003])
  })
})

describe('E9: ETags of legacy', () => {
  it('change with every write; a stale one is 400/2055, in the header and in the body', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const before = await shown(italy, ids.mail)
    const etag = `"${before.attributes.etag}"`
    const renamed = await italy.patch(
      subscriptionPath(ids.mail),
      { ...before, friendlyName: 'post' },
      { headers: { 'If-Match': etag } },
    )
    expect([renamed.status, renamed.body.friendlyName]).toEqual([200, 'post'])
    expect(renamed.body.attributes.etag).not.toBe(before.attributes.etag)
    expect(codeOf(await italy.patch(subscriptionPath(ids.mail), before))).toEqual([400, 2055])
    const { attributes: _, ...bare } = before
    const stale = await italy.patch(subscriptionPath(ids.mail), bare, { headers: { 'If-Match': etag } })
    expect(codeOf(stale)).toEqual([400, 2055])
  })

  it('are not on new commerce, which takes no empty If-Match', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const before = await shown(italy, ids.suite)
    const empty = await italy.patch(subscriptionPath(ids.suite), before, { headers: { 'If-Match': '""' } })
    expect(codeOf(empty)).toEqual([400, 2000])
  })
})

describe('E10: a PATCH is the full resource', () => {
  it('switches renewal off and drops the schedule when they are left out', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const scheduled = await change(italy, ids.suite, { scheduledNextTermInstructions: { quantity: 15 } })
    expect(scheduled.body.scheduledNextTermInstructions).toMatchObject({
      product: { productId: 'CFQ7TTC0LCHC', skuId: '0002', billingCycle: 'monthly', termDuration: 'P1Y' },
      quantity: 15,
    })
    const kept = await change(italy, ids.suite, { friendlyName: 'suite' })
    expect(kept.body.scheduledNextTermInstructions.quantity).toBe(15)
    const { scheduledNextTermInstructions: _, ...withoutSchedule } = kept.body
    const cleared = await italy.patch(subscriptionPath(ids.suite), withoutSchedule)
    expect(cleared.body.scheduledNextTermInstructions).toBe(null)
    const { autoRenewEnabled: __, ...withoutRenewal } = cleared.body
    const off = await italy.patch(subscriptionPath(ids.suite), withoutRenewal)
    expect(off.body.autoRenewEnabled).toBe(false)
  })

  it('is read without regard to case', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const { body } = await italy.patch(subscriptionPath(ids.mail), { QUANTITY: 7, AutoRenewEnabled: true })
    expect([body.quantity, body.autoRenewEnabled]).toEqual([7, true])
  })

  it('refuses properties it does not know, and ids of others', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect(codeOf(await change(italy, ids.mail, { seats: 7 }))).toEqual([400, 2000])
    expect(codeOf(await change(italy, ids.mail, { id: ids.base }))).toEqual([400, 2012])
    expect(codeOf(await change(italy, ids.mail, { quantity: '7' }))).toEqual([400, 800002])
    const broken = await italy.patch(subscriptionPath(ids.mail), '{')
    expect([broken.status, broken.body]).toEqual([400, { message: 'The request is invalid.' }])
  })

  it('refuses status and seats in one change', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect(codeOf(await change(italy, ids.mail, { status: 'suspended', quantity: 3 }))).toEqual([400, 800096])
  })
})

describe('E11: seats', () => {
  it('of legacy go up and down while active, within the limits', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect((await change(italy, ids.mail, { quantity: 1 })).body.quantity).toBe(1)
    expect((await change(italy, ids.mail, { quantity: 9 })).body.quantity).toBe(9)
    expect(codeOf(await change(italy, ids.base, { quantity: 101 }))).toEqual([400, 2002])
    expect(codeOf(await change(italy, ids.base, { quantity: 0 }))).toEqual([400, 2002])
    await change(italy, ids.mail, { status: 'suspended' })
    expect(codeOf(await change(italy, ids.mail, { quantity: 5 }))).toEqual([400, 2001])
  })

  it('of new commerce go down only as far as the windows of their batches reach, newest first', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect(codeOf(await change(italy, ids.suite, { quantity: 19 }))).toEqual([400, 800090])
    const more = await change(italy, ids.suite, { quantity: 23 })
    expect(more.body.refundableQuantity).toEqual({
      totalQuantity: 3,
      details: [{ quantity: 3, allowedUntilDateTime: '2026-12-14T06:00:00.000Z' }],
    })
    await rig.advance('P2D')
    const italyLater = await rig.app('italy')
    await change(italyLater, ids.suite, { quantity: 25 })
    const less = await change(italyLater, ids.suite, { quantity: 22 })
    expect(less.body.refundableQuantity).toEqual({
      totalQuantity: 2,
      details: [{ quantity: 2, allowedUntilDateTime: '2026-12-14T06:00:00.000Z' }],
    })
    expect(codeOf(await change(italyLater, ids.suite, { quantity: 19 }))).toEqual([400, 800090])
    await rig.advance('P6D')
    expect(codeOf(await change(await rig.app('italy'), ids.suite, { quantity: 21 }))).toEqual([400, 800090])
    expect(codeOf(await change(await rig.app('italy'), ids.suite, { quantity: 301 }))).toEqual([403, 800088])
  })

  it('changed in mid-term drop what was scheduled, also when it comes back with the resource', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await change(italy, ids.suite, { scheduledNextTermInstructions: { quantity: 15 } })
    const more = await change(italy, ids.suite, { quantity: 21 })
    expect(more.body.scheduledNextTermInstructions).toBe(null)
  })
})

describe('E11: windows', () => {
  it('let a new purchase be cancelled for seven days, and then no more', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { orders } = await buy(central, [
      { catalogItemId: await premium(central), quantity: 3, termDuration: 'P1Y' },
    ])
    const id: string = orders[0].lineItems[0].subscriptionId
    expect((await shown(central, id)).cancellationAllowedUntilDate).toBe('2026-12-14T06:00:00.000Z')
    await rig.until('2026-12-14T06:00:00Z')
    const later = await rig.app('central')
    expect((await shown(later, id)).cancellationAllowedUntilDate).not.toBe(null)
    await rig.advance('PT0.001S')
    expect((await shown(later, id)).cancellationAllowedUntilDate).toBe(null)
    expect(codeOf(await change(later, id, { status: 'deleted' }))).toEqual([400, 900117])
  })

  it('end with a deleted subscription that cannot be updated', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { orders } = await buy(central, [
      { catalogItemId: await premium(central), quantity: 3, termDuration: 'P1Y' },
    ])
    const id: string = orders[0].lineItems[0].subscriptionId
    const cancelled = await change(central, id, { status: 'deleted' })
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'deleted'])
    expect(codeOf(await change(central, id, { friendlyName: 'x' }))).toEqual([400, 2011])
  })

  it('are not for legacy', async () => {
    const rig = await aRig()
    expect(codeOf(await change(await rig.app('italy'), ids.mail, { status: 'deleted' }))).toEqual([
      400, 800040,
    ])
  })
})

describe('status', () => {
  it('of new commerce, suspended, forgets renewal and schedule and refunds nothing; reactivated, it has neither', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await change(italy, ids.suite, { scheduledNextTermInstructions: { quantity: 15 } })
    const off = await change(italy, ids.suite, { status: 'suspended' })
    expect(off.body).toMatchObject({
      status: 'suspended',
      autoRenewEnabled: false,
      scheduledNextTermInstructions: null,
      refundableQuantity: null,
      commitmentEndDate: '2027-03-14T00:00:00Z',
    })
    expect(codeOf(await change(italy, ids.suite, { quantity: 21 }))).toEqual([400, 800091])
    expect(codeOf(await change(italy, ids.suite, { autoRenewEnabled: true }))).toEqual([400, 800091])
    const on = await change(italy, ids.suite, { status: 'active' })
    expect(on.body).toMatchObject({ status: 'active', autoRenewEnabled: false })
    expect((await change(italy, ids.suite, { autoRenewEnabled: true })).body.autoRenewEnabled).toBe(true)
  })

  it('cannot go where the machine does not lead', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect(codeOf(await change(italy, ids.mail, { status: 'expired' }))).toEqual([400, 800040])
    await change(italy, ids.mail, { status: 'suspended' })
    expect(codeOf(await change(italy, ids.mail, { status: 'disabled' }))).toEqual([400, 800040])
    expect((await change(italy, ids.mail, { status: 'Active' })).body.status).toBe('active')
  })

  it('that nobody knows is shown, and may come back', async () => {
    const world = aWorld()
    const [first, ...others] = world.subscriptions ?? []
    if (first === undefined) throw new Error('no subscription')
    const rig = await aRig({ ...world, subscriptions: [{ ...first, status: 'hibernating' }, ...others] })
    const italy = await rig.app('italy')
    const renamed = await change(italy, ids.mail, { friendlyName: 'post' })
    expect([renamed.status, renamed.body.status]).toEqual([200, 'hibernating'])
  })
})

describe('E12: add-ons', () => {
  it('are suspended with their base, and wait for it when they come back', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await change(italy, ids.base, { status: 'suspended' })
    expect((await shown(italy, ids.addOn)).status).toBe('suspended')
    expect(codeOf(await change(italy, ids.addOn, { status: 'active' }))).toEqual([409, 27009])
    await change(italy, ids.base, { status: 'active' })
    expect((await shown(italy, ids.addOn)).status).toBe('suspended')
    expect((await change(italy, ids.addOn, { status: 'active' })).body.status).toBe('active')
  })
})

describe('renewal settings', () => {
  it('of legacy are a switch, without schedules', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect((await change(italy, ids.mail, { autoRenewEnabled: false })).body.autoRenewEnabled).toBe(false)
    const scheduled = await change(italy, ids.mail, { scheduledNextTermInstructions: { quantity: 3 } })
    expect(codeOf(scheduled)).toEqual([400, 800042])
  })

  it('schedule needs renewal, an item on sale, and seats within the limits', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const next = (fields: object) => change(italy, ids.suite, { scheduledNextTermInstructions: fields })
    expect(codeOf(await next({ product: { productId: 'CFQ7TTC0XXXX' } }))).toEqual([404, 400018])
    expect(codeOf(await next({ product: { termDuration: 'P3Y' } }))).toEqual([500, 800084])
    expect(codeOf(await next({ quantity: 301 }))).toEqual([400, 2002])
    expect(codeOf(await next({ seats: 3 }))).toEqual([400, 2000])
    await change(italy, ids.suite, { autoRenewEnabled: false })
    expect(codeOf(await next({ quantity: 3 }))).toEqual([400, 800002])
  })

  it('cancel at the end of the term is an action of its own (2.7)', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const cancel = {
      scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
      autoRenewEnabled: false,
    }
    const answer = await change(italy, ids.suite, cancel)
    expect(answer.body).toMatchObject(cancel)
    const { scheduledActions: _, ...rest } = answer.body
    const taken = await italy.patch(subscriptionPath(ids.suite), { ...rest, autoRenewEnabled: true })
    expect([taken.body.scheduledActions, taken.body.autoRenewEnabled]).toEqual([undefined, true])
  })

  it('are locked a day before the term ends', async () => {
    const rig = await aRig()
    await rig.until('2027-03-14T00:00:00.001Z')
    const italy = await rig.app('italy')
    expect(codeOf(await change(italy, ids.suite, { autoRenewEnabled: false }))).toEqual([400, 900279])
    expect((await change(italy, ids.suite, { friendlyName: 'late' })).status).toBe(200)
  })

  it('billing of new commerce changes at the next charge, of legacy through the order', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    expect(codeOf(await change(italy, ids.mail, { billingCycle: 'annual' }))).toEqual([400, 2054])
    expect(codeOf(await change(italy, ids.suite, { billingCycle: 'triennial' }))).toEqual([400, 800097])
    const planned = await change(italy, ids.suite, { billingCycle: 'annual' })
    expect([planned.body.billingCycle, planned.body.nextChargeInstructions.product.billingCycle]).toEqual([
      'monthly',
      'annual',
    ])
    await rig.until('2026-12-15T00:00:00Z')
    const after = await shown(await rig.app('italy'), ids.suite)
    expect([after.billingCycle, after.nextChargeInstructions]).toEqual(['annual', undefined])
  })
})

describe('E13: changes answered with 202', () => {
  it('happen later, and hold further changes back until then', async () => {
    const rig = await aRig(aWorld({ settings: { quirks: { asyncPatch: true } } }))
    const italy = await rig.app('italy')
    const accepted = await change(italy, ids.base, { status: 'suspended' })
    expect([accepted.status, accepted.text, accepted.headers.get('location')]).toEqual([
      202,
      '',
      `/customers/${rossi}/subscriptions/${ids.base}`,
    ])
    expect((await shown(italy, ids.base)).status).toBe('active')
    expect(codeOf(await change(italy, ids.base, { friendlyName: 'x' }))).toEqual([409, 900278])
    await rig.advance('PT30S')
    expect((await shown(italy, ids.base)).status).toBe('suspended')
    expect((await shown(italy, ids.addOn)).status).toBe('suspended')
  })

  it('are the share that the World says', async () => {
    const rig = await aRig(aWorld({ settings: { quirks: { asyncPatch: 0.5 }, asyncDelay: 'PT1S' } }))
    const italy = await rig.app('italy')
    const statuses: number[] = []
    for (let round = 0; round < 6; round += 1) {
      statuses.push((await change(italy, ids.mail, { friendlyName: `name ${round}` })).status)
      await rig.advance('PT1S')
    }
    expect(statuses).toEqual([200, 202, 200, 202, 200, 202])
  })
})

describe('E21: Azure usage', () => {
  it('has no seats to change', async () => {
    const rig = await aRig()
    expect(codeOf(await change(await rig.app('italy'), ids.azure, { quantity: 2 }))).toEqual([400, 800095])
  })

  it('is moved by Microsoft: old suspended, new active', async () => {
    const rig = await aRig()
    const moved = await rig.control('POST', 'azure-migrate', {
      customer: rossi,
      from: 'italy',
      to: 'central',
    })
    expect(moved.body).toEqual({ moved: [{ from: ids.azure, to: expect.stringMatching(/^[0-9A-F-]{36}$/) }] })
    const italy = await rig.app('italy')
    const central = await rig.app('central')
    expect((await shown(italy, ids.azure)).status).toBe('suspended')
    const { items } = (await central.get(`/v1/customers/${rossi}/subscriptions`)).body
    expect(items.map((item: Body) => [item.offerId, item.status])).toEqual([['MS-AZR-0145P', 'active']])
    const again = await rig.control('POST', 'azure-migrate', {
      customer: rossi,
      from: 'italy',
      to: 'central',
    })
    expect(again.status).toBe(409)
    const state = await rig.state()
    expect(state.subscriptions.at(-1)).toMatchObject({
      partner: 'central',
      acquired: 'transfer',
      family: 'azure',
    })
  })
})

it('says which subscriptions can have add-ons', async () => {
  const rig = await aRig()
  const italy = await rig.app('italy')
  expect((await shown(italy, ids.base)).hasPurchasableAddons).toBe(true)
  expect((await shown(italy, ids.mail)).hasPurchasableAddons).toBe(false)
  expect(enterprise).toBe((await shown(italy, ids.base)).offerId)
})
