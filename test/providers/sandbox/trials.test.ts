/** E35: a trial of new commerce renews into its paid twin, with all of its seats; meanwhile it is not for changing. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import {
  aRig,
  aWorld,
  type Body,
  buy,
  change,
  codeOf,
  ids,
  type Rig,
  rossi,
  subscriptionPath,
} from './rig.ts'

type Written = NonNullable<World['subscriptions']>[number]

/** Business Premium with a trial SKU of the same family, and one of 25 seats since 20 November. */
function worldOf(over: Partial<Written> = {}, trial: object = {}): World {
  const { catalogue = {} } = aWorld()
  const products = (catalogue.products ?? []).map(product => ({
    ...product,
    skus: [
      {
        id: '0009',
        title: 'Business Premium Trial',
        family: 'm365-bp',
        isTrial: true,
        terms: [{ term: 'P1M', billing: 'none' }],
        ...trial,
      },
      ...product.skus,
    ],
  }))
  return aWorld({
    catalogue: { ...catalogue, products },
    subscriptions: [
      {
        id: ids.suite,
        partner: 'italy',
        customer: rossi,
        product: 'CFQ7TTC0LCHC:0009',
        seats: 25,
        started: '2026-11-20',
        ...over,
      },
    ],
  })
}

const shown = async (rig: Rig): Promise<Body> =>
  (await (await rig.app('italy')).get(subscriptionPath(ids.suite))).body
const sent = async (rig: Rig, fields: Readonly<Record<string, unknown>>) =>
  change(await rig.app('italy'), ids.suite, fields)

const twin = {
  product: {
    productId: 'CFQ7TTC0LCHC',
    skuId: '0002',
    availabilityId: expect.stringMatching(/^CFQ7TTC0/),
    billingCycle: 'monthly',
    termDuration: 'P1Y',
  },
  quantity: 25,
}

describe('E35: a trial of new commerce', () => {
  it('shows that it renews, and into what', async () => {
    expect(await shown(await aRig(worldOf()))).toMatchObject({
      isTrial: true,
      quantity: 25,
      autoRenewEnabled: true,
      termDuration: 'P1M',
      billingCycle: 'none',
      commitmentEndDate: '2026-12-19T00:00:00Z',
      scheduledNextTermInstructions: twin,
      cancellationAllowedUntilDate: null,
      refundOptions: [],
    })
  })

  it('is bought with 25 seats', async () => {
    const rig = await aRig({ ...worldOf(), subscriptions: [] })
    const central = await rig.app('central')
    const path = `/v1/customers/${rossi}/products/CFQ7TTC0LCHC/skus/0009`
    const sku = (await central.get(path)).body
    expect([sku.minimumQuantity, sku.maximumQuantity]).toEqual([25, 25])
    const { items } = (await central.get(`${path}/availabilities`)).body
    const { catalogItemId } = items.find((item: Body) => item.isPurchasable)
    const line = { catalogItemId, quantity: 25, billingCycle: 'none', termDuration: 'P1M' }
    const { orders } = await buy(central, [line])
    const { body } = await central.get(subscriptionPath(orders[0].lineItems[0].subscriptionId))
    expect([body.isTrial, body.autoRenewEnabled, body.scheduledNextTermInstructions]).toEqual([
      true,
      true,
      twin,
    ])
  })

  it.each([
    ['its seats', { quantity: 10 }, 800095],
    ['its status', { status: 'suspended' }, 800096],
    ['its end, by cancelling', { status: 'deleted' }, 800096],
    ['what it becomes', { scheduledNextTermInstructions: { ...twin, quantity: 5 } }, 800002],
  ])('takes no change of %s', async (_, fields, code) => {
    const rig = await aRig(worldOf())
    const answer = await sent(rig, JSON.parse(JSON.stringify(fields)))
    expect(codeOf(answer)).toEqual([400, code])
  })

  it('becomes its paid twin, with windows, and is charged from then on', async () => {
    const rig = await aRig(worldOf())
    await rig.until('2026-12-20T00:00:00Z')
    expect(await shown(rig)).toMatchObject({
      isTrial: false,
      offerId: expect.stringMatching(/^CFQ7TTC0LCHC:0002:/),
      offerName: 'Business Premium',
      quantity: 25,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      effectiveStartDate: '2026-12-20T00:00:00Z',
      commitmentEndDate: '2027-12-19T00:00:00Z',
      billingCycleEndDate: '2027-01-19T00:00:00Z',
      cancellationAllowedUntilDate: '2026-12-27T00:00:00.000Z',
      scheduledNextTermInstructions: null,
      autoRenewEnabled: true,
    })
    await rig.until('2027-01-20T00:00:00Z')
    const { days } = await rig.ledger()
    expect([days.length, days[0].day]).toEqual([31, '2026-12-20'])
    const total = days.reduce((sum: number, day: Body) => sum + Number(day.charge), 0)
    expect(total.toFixed(2)).toBe('300.00')
  })

  it('just ends without renewal, and never becomes an extension', async () => {
    const rig = await aRig(worldOf())
    const { body } = await sent(rig, { autoRenewEnabled: false })
    expect([body.autoRenewEnabled, body.scheduledNextTermInstructions]).toEqual([false, null])
    const statuses: string[] = []
    for (const day of ['2026-12-19', '2026-12-20', '2027-01-18', '2027-01-19', '2027-04-19']) {
      await rig.until(`${day}T00:00:00Z`)
      statuses.push((await shown(rig)).status)
    }
    expect(statuses).toEqual(['active', 'expired', 'expired', 'disabled', 'deleted'])
    expect((await rig.ledger()).days).toEqual([])
  })

  it('ends with a cancel, which can be taken back', async () => {
    const rig = await aRig(worldOf())
    const cancel = { scheduleType: 'TermEnd', actionType: 'Cancel' }
    await sent(rig, { autoRenewEnabled: false, scheduledActions: [cancel] })
    expect((await shown(rig)).scheduledNextTermInstructions).toBe(null)
    await sent(rig, { autoRenewEnabled: true, scheduledActions: [] })
    expect((await shown(rig)).scheduledNextTermInstructions).toEqual(twin)
  })

  it('is locked a day before its end like any other', async () => {
    const rig = await aRig(worldOf())
    await rig.until('2026-12-19T00:00:00.001Z')
    expect(codeOf(await sent(rig, { autoRenewEnabled: false }))).toEqual([400, 900279])
  })

  it('becomes what the World says', async () => {
    const rig = await aRig(worldOf({}, { paidTwin: 'CFQ7TTC0LCHC:0003' }))
    const { scheduledNextTermInstructions: next } = await shown(rig)
    expect([next.product.skuId, next.quantity]).toEqual(['0003', 25])
  })

  it('without a twin ends', async () => {
    const rig = await aRig(worldOf({}, { family: 'lonely' }))
    expect((await shown(rig)).autoRenewEnabled).toBe(false)
    expect(codeOf(await sent(rig, { autoRenewEnabled: true }))).toEqual([400, 800093])
    await rig.until('2026-12-20T00:00:00Z')
    expect((await shown(rig)).status).toBe('expired')
  })
})
