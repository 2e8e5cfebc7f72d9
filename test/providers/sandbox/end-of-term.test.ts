/** E22, E25: how terms end since 2026-05-04: renewed, cancelled at once, or extended month by month; the rest as before. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import {
  aRig,
  aWorld,
  type Body,
  change,
  codeOf,
  ids,
  type Rig,
  rossi,
  subscriptionPath,
  tenants,
} from './rig.ts'

const cancel = { scheduleType: 'TermEnd', actionType: 'Cancel' }
const extend = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }
const renew = { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' }

type Written = NonNullable<World['subscriptions']>[number]
type Catalogue = NonNullable<World['catalogue']>

/** Twenty seats of the suite, a year from 15 March 2026, 12.00 a month; its monthly plan costs 14.40. */
const suite = (over: Partial<Written> = {}): Written => ({
  id: ids.suite,
  partner: 'italy',
  customer: rossi,
  product: 'CFQ7TTC0LCHC:0002',
  seats: 20,
  term: 'P1Y',
  billing: 'monthly',
  started: '2026-03-15',
  ...over,
})

/** With the SKU's extended service term as 00E2. */
function worldOf(over: Partial<Written> = {}, more: Partial<World> = {}): World {
  const { catalogue } = aWorld()
  return aWorld({ catalogue: withExtendedSku(catalogue), subscriptions: [suite(over)], ...more })
}

function withExtendedSku(catalogue: Catalogue = {}): Catalogue {
  const products = (catalogue.products ?? []).map(product => ({
    ...product,
    skus: product.skus.map(sku => (sku.id === '0002' ? { ...sku, extendedSku: '00E2' } : sku)),
  }))
  return { ...catalogue, products }
}

const shown = async (rig: Rig): Promise<Body> =>
  (await (await rig.app('italy')).get(subscriptionPath(ids.suite))).body

const sent = async (rig: Rig, fields: Readonly<Record<string, unknown>>) =>
  change(await rig.app('italy'), ids.suite, fields)

const endOf = ({ status, autoRenewEnabled, scheduledActions }: Body) => [
  status,
  autoRenewEnabled,
  scheduledActions,
]

async function statusesOn(rig: Rig, ...days: readonly string[]): Promise<readonly string[]> {
  const statuses: string[] = []
  for (const day of days) {
    await rig.until(`${day}T00:00:00Z`)
    statuses.push((await shown(rig)).status)
  }
  return statuses
}

describe('renewal switched off without a cancel', () => {
  it('becomes an extension after a day, and shows on again', async () => {
    const rig = await aRig(worldOf())
    await sent(rig, { autoRenewEnabled: false })
    await rig.until('2026-12-08T05:59:59Z')
    expect(endOf(await shown(rig))).toEqual(['active', false, undefined])
    await rig.until('2026-12-08T06:00:00Z')
    expect(endOf(await shown(rig))).toEqual(['active', true, [extend]])
  })

  it('stays as it is where a cancel comes in time', async () => {
    const rig = await aRig(worldOf())
    await sent(rig, { autoRenewEnabled: false })
    await rig.until('2026-12-08T00:00:00Z')
    await sent(rig, { scheduledActions: [cancel] })
    await rig.until('2026-12-20T00:00:00Z')
    expect(endOf(await shown(rig))).toEqual(['active', false, [cancel]])
  })

  it('counts the day from when it was switched off last', async () => {
    const rig = await aRig(worldOf())
    await sent(rig, { autoRenewEnabled: false })
    await rig.advance('PT12H')
    await sent(rig, { autoRenewEnabled: true })
    await rig.advance('PT11H')
    await sent(rig, { autoRenewEnabled: false })
    await sent(rig, { friendlyName: 'renamed', autoRenewEnabled: false })
    await rig.advance('PT23H59M')
    expect((await shown(rig)).autoRenewEnabled).toBe(false)
    await rig.advance('PT1M')
    expect((await shown(rig)).autoRenewEnabled).toBe(true)
  })

  it('becomes one only at the end of the term where the World says so', async () => {
    const rig = await aRig(worldOf({}, { settings: { extensionDelay: 'never' } }))
    await sent(rig, { autoRenewEnabled: false })
    await rig.until('2027-03-14T23:59:59Z')
    expect(endOf(await shown(rig))).toEqual(['active', false, undefined])
    await rig.until('2027-03-15T00:00:00Z')
    expect((await shown(rig)).offerId).toMatch(/^CFQ7TTC0LCHC:00E2:/)
  })

  it.each([
    ['suspended', { status: 'suspended' }],
    ['of a legacy offer', null],
  ])('is left alone when %s', async (_, fields) => {
    const rig = await aRig(aWorld())
    const italy = await rig.app('italy')
    const id = fields === null ? ids.mail : ids.suite
    await change(italy, id, fields ?? { autoRenewEnabled: false })
    await rig.advance('P3D')
    const { body } = await (await rig.app('italy')).get(subscriptionPath(id))
    expect([body.autoRenewEnabled, body.scheduledActions]).toEqual([false, undefined])
  })
})

describe('E25: an extended service term', () => {
  const extended = async (over: Partial<Written> = {}) => {
    const rig = await aRig(worldOf({ extendAtTermEnd: true, ...over }))
    await rig.until('2027-03-15T00:00:00Z')
    return rig
  }

  it('goes on under the same id, on its own SKU, month by month', async () => {
    const rig = await extended()
    const months: Body[] = []
    for (const day of ['2027-03-15', '2027-04-15', '2027-05-15']) {
      await rig.until(`${day}T00:00:00Z`)
      const body = await shown(rig)
      months.push([
        body.effectiveStartDate.slice(0, 10),
        body.commitmentEndDateTime,
        body.cancellationAllowedUntilDate,
        body.refundableQuantity.totalQuantity,
      ])
    }
    expect(months).toEqual([
      ['2027-03-15', '2027-04-14T23:59:59.999Z', '2027-04-14T23:59:59.999Z', 20],
      ['2027-04-15', '2027-05-14T23:59:59.999Z', '2027-05-14T23:59:59.999Z', 20],
      ['2027-05-15', '2027-06-14T23:59:59.999Z', '2027-06-14T23:59:59.999Z', 20],
    ])
    expect(await shown(rig)).toMatchObject({
      status: 'active',
      offerId: expect.stringMatching(/^CFQ7TTC0LCHC:00E2:CFQ7TTC0/),
      offerName: 'Business Premium (Extended Service Term)',
      quantity: 20,
      termDuration: 'P1M',
      billingCycle: 'monthly',
      autoRenewEnabled: true,
      scheduledNextTermInstructions: null,
      scheduledActions: [extend],
      refundOptions: [{ type: 'Partial', expiresAt: '2027-06-14T23:59:59.999Z' }],
    })
  })

  it('goes on without the action as well', async () => {
    const rig = await extended()
    await sent(rig, { scheduledActions: [] })
    await rig.until('2027-04-15T00:00:00Z')
    expect((await shown(rig)).offerId).toMatch(/^CFQ7TTC0LCHC:00E2:/)
  })

  it('costs the monthly plan and 3 %', async () => {
    const rig = await extended()
    await rig.until('2027-05-15T00:00:00Z')
    expect(await monthsOf(rig)).toEqual([
      // 12.00 × 20 until 14 March, then 14.40 × 1.03, rounded down to 14.83, × 20.
      ['2027-02', '240.00'],
      ['2027-03', '296.60'],
      ['2027-04', '296.60'],
    ])
  })

  it('costs the rate of the term before and 23 % where there is no monthly plan', async () => {
    const world = worldOf({ extendAtTermEnd: true, billing: 'annual' })
    const products = (world.catalogue?.products ?? []).map(product => ({
      ...product,
      skus: product.skus.map(sku => ({
        ...sku,
        terms: sku.terms?.filter(({ term }) => term !== 'P1M') ?? [],
      })),
    }))
    const rig = await aRig({ ...world, catalogue: { ...world.catalogue, products } })
    await rig.until('2027-04-15T00:00:00Z')
    // 138.00 a year: 11.50 a month × 1.23, rounded down to 14.14, × 20.
    expect((await monthsOf(rig)).at(-1)).toEqual(['2027-03', '282.80'])
  })

  it('ends on any day, and what is left of the month is given back', async () => {
    const rig = await extended()
    await rig.until('2027-03-30T10:00:00Z')
    expect((await sent(rig, { status: 'deleted' })).body.status).toBe('deleted')
    await rig.until('2027-04-20T00:00:00Z')
    const days = (await rig.ledger()).days.filter((day: Body) => day.day >= '2027-03-28')
    // 14.832 × 16 ÷ 31, rounded down to 7.65, × 20.
    expect(days.map((day: Body) => [day.day, day.charge.slice(0, 8), day.credit])).toEqual([
      ['2027-03-28', '9.567741', '0'],
      ['2027-03-29', '9.567741', '0'],
      ['2027-03-30', '0', '153.00'],
    ])
  })

  it('gives seats back on any day', async () => {
    const rig = await extended()
    await rig.until('2027-04-02T10:00:00Z')
    expect((await sent(rig, { quantity: 5 })).body.quantity).toBe(5)
    expect((await sent(rig, { quantity: 9 })).body.refundableQuantity).toEqual({
      totalQuantity: 9,
      details: [
        { quantity: 5, allowedUntilDateTime: '2027-04-14T23:59:59.999Z' },
        { quantity: 4, allowedUntilDateTime: '2027-04-14T23:59:59.999Z' },
      ],
    })
  })

  it('ends with its month when it is told to', async () => {
    const rig = await extended()
    await sent(rig, { autoRenewEnabled: false, scheduledActions: [cancel] })
    expect(await statusesOn(rig, '2027-04-14', '2027-04-15', '2027-07-13', '2027-07-14')).toEqual([
      'active',
      'disabled',
      'disabled',
      'deleted',
    ])
  })

  it('goes back to what it was, as a new term', async () => {
    const rig = await extended()
    await sent(rig, { autoRenewEnabled: true, scheduledActions: [renew] })
    await rig.until('2027-04-15T00:00:00Z')
    expect(await shown(rig)).toMatchObject({
      offerId: expect.stringMatching(/^CFQ7TTC0LCHC:0002:/),
      offerName: 'Business Premium',
      termDuration: 'P1Y',
      commitmentEndDate: '2028-04-14T00:00:00Z',
      cancellationAllowedUntilDate: '2027-04-22T00:00:00.000Z',
      autoRenewEnabled: true,
    })
  })

  it('is left on any day under the partner it was transferred to as well', async () => {
    const rig = await extended()
    const [italy, central] = [await rig.app('italy'), await rig.app('central')]
    const path = `/v1/customers/${rossi}/transfers`
    const asked = {
      sourcePartnerTenantId: tenants.italy,
      sourcePartnerName: 'italy',
      customerEmailId: 'a@b.example',
      transferType: 5,
    }
    const { id } = (await central.post(path, asked)).body
    await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems: [{ subscriptionId: ids.suite }] })
    await rig.until('2027-03-30T10:00:00Z')
    const app = await rig.app('central')
    const moved = (await rig.state()).subscriptions.find((row: Body) => row.partner === 'central')
    expect((await change(app, moved.id, { quantity: 5 })).body.quantity).toBe(5)
    expect((await change(app, moved.id, { status: 'deleted' })).body.status).toBe('deleted')
  })

  it('can be there when the World begins', async () => {
    const rig = await aRig(worldOf({ extended: true, termEnds: '2026-12-20' }))
    expect(await shown(rig)).toMatchObject({
      effectiveStartDate: '2026-11-21T00:00:00Z',
      commitmentEndDateTime: '2026-12-20T23:59:59.999Z',
      billingCycleEndDateTime: '2026-12-20T23:59:59.999Z',
      scheduledActions: [extend],
      termDuration: 'P1M',
    })
  })
})

describe('an extension on purpose', () => {
  it.each([true, false])('goes with renewal %s', async autoRenewEnabled => {
    const rig = await aRig(worldOf())
    const { body } = await sent(rig, { autoRenewEnabled, scheduledActions: [extend] })
    expect(endOf(body)).toEqual(['active', autoRenewEnabled, [extend]])
    await rig.until('2027-03-15T00:00:00Z')
    expect((await shown(rig)).offerId).toMatch(/^CFQ7TTC0LCHC:00E2:/)
  })

  it('is refused where there is none', async () => {
    const rig = await aRig(worldOf({ started: '2024-03-15', term: 'P3Y' }))
    expect(codeOf(await sent(rig, { scheduledActions: [extend] }))).toEqual([400, 800002])
  })
})

describe('a cancel at the end of the term', () => {
  it('ends the service at once; the data goes 90 days later', async () => {
    const rig = await aRig(worldOf({ cancelAtTermEnd: true, autoRenew: false }))
    expect(await statusesOn(rig, '2027-03-14', '2027-03-15', '2027-06-12', '2027-06-13')).toEqual([
      'active',
      'disabled',
      'disabled',
      'deleted',
    ])
  })

  it('cannot be taken back afterwards', async () => {
    const rig = await aRig(worldOf({ cancelAtTermEnd: true, autoRenew: false }))
    await rig.until('2027-03-15T00:00:00Z')
    expect(codeOf(await sent(rig, { status: 'active' }))).toEqual([400, 800040])
    expect(codeOf(await sent(rig, { quantity: 21 }))).toEqual([400, 2001])
    expect(codeOf(await sent(rig, { autoRenewEnabled: true }))).toEqual([400, 800093])
  })

  it('is what happens to a suspended one', async () => {
    const rig = await aRig(worldOf())
    await sent(rig, { status: 'suspended' })
    expect(await statusesOn(rig, '2027-03-14', '2027-03-15')).toEqual(['suspended', 'disabled'])
  })

  it('charges to the last day of the term and credits nothing', async () => {
    const rig = await aRig(worldOf({ cancelAtTermEnd: true, autoRenew: false }))
    await rig.until('2027-12-31T00:00:00Z')
    const { days } = await rig.ledger()
    expect([days.length, days.at(-1).day, days.at(-1).credit]).toEqual([98, '2027-03-14', '0'])
  })
})

describe('outside of the new rules', () => {
  const outside = [
    ['bought before April 2025', { started: '2024-03-15', term: 'P3Y' }, {}],
    ['where the World has the rules of before', {}, { settings: { extendedTerm: false } }],
  ] as const

  it.each(outside)('%s: expired, disabled after 30 days, deleted after 90 more', async (_, over, more) => {
    const rig = await aRig(worldOf(over, more))
    await sent(rig, { autoRenewEnabled: false })
    const days = ['2027-03-14', '2027-03-15', '2027-04-13', '2027-04-14', '2027-07-12', '2027-07-13']
    expect(await statusesOn(rig, ...days)).toEqual([
      'active',
      'expired',
      'expired',
      'disabled',
      'disabled',
      'deleted',
    ])
    expect((await rig.ledger()).days.at(-1).day).toBe('2027-03-14')
  })

  it('a term that ends before 4 May 2026 expires', async () => {
    const rig = await aRig(
      worldOf({ started: '2025-05-04', autoRenew: false }, { clock: '2026-04-20T00:00:00Z' }),
    )
    expect(await statusesOn(rig, '2026-05-03', '2026-05-04')).toEqual(['active', 'expired'])
  })

  it('one that ends on it does not', async () => {
    const rig = await aRig(
      worldOf({ started: '2025-05-05', autoRenew: false }, { clock: '2026-04-20T00:00:00Z' }),
    )
    expect(await statusesOn(rig, '2026-05-05')).toEqual(['active'])
    expect((await shown(rig)).offerId).toMatch(/^CFQ7TTC0LCHC:00E2:/)
  })

  it('one that was renewed since April 2025 is inside', async () => {
    const rig = await aRig(worldOf({ started: '2023-03-15' }))
    await sent(rig, { autoRenewEnabled: false, scheduledActions: [cancel] })
    expect(await statusesOn(rig, '2027-03-15')).toEqual(['disabled'])
  })

  it.each(['Software', 'SaaS'])('%s expires', async productType => {
    const world = worldOf({ product: 'CFQ7TTC0PPPP:0001', autoRenew: false, productType })
    const rig = await aRig(world)
    expect(await statusesOn(rig, '2027-03-15')).toEqual(['expired'])
  })
})

describe('the back-fill', () => {
  it('schedules extensions where renewal is off and nothing is said, and nobody did it', async () => {
    const other = '7c1f6f0e-0000-4000-8000-00000000d002'
    const told = suite({ id: other, cancelAtTermEnd: true, autoRenew: false })
    const world = worldOf({ autoRenew: false }, { settings: { extensionDelay: 'never' } })
    const rig = await aRig({ ...world, subscriptions: [...(world.subscriptions ?? []), told] })
    const answer = await rig.control('POST', 'back-fill', {})
    expect(answer.body).toEqual({ filled: [{ partner: 'italy', customer: rossi, id: ids.suite }] })
    expect(endOf(await shown(rig))).toEqual(['active', true, [extend]])
    const records = (await (await rig.app('italy')).get('/v1/auditrecords')).body.items
    expect(records).toEqual([])
    expect(await rig.control('POST', 'back-fill', { subscription: other })).toMatchObject({ status: 404 })
  })

  it('can be sent back whole, and taken back', async () => {
    const rig = await aRig(worldOf({ extendAtTermEnd: true }))
    expect((await sent(rig, { friendlyName: 'renamed' })).status).toBe(200)
    await sent(rig, { autoRenewEnabled: true, scheduledActions: [] })
    await rig.until('2027-03-15T00:00:00Z')
    expect((await shown(rig)).commitmentEndDate).toBe('2028-03-14T00:00:00Z')
  })
})

/** Charges of the suite, by the billing month that begins on the 15th, of whole months. */
async function monthsOf(rig: Rig): Promise<readonly (readonly [string, string])[]> {
  const months = new Map<string, number[]>()
  for (const { day, charge } of (await rig.ledger()).days) {
    const date = new Date(`${day}T00:00:00Z`)
    date.setUTCDate(date.getUTCDate() - 14)
    const month = date.toISOString().slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), Number(charge)])
  }
  const whole = [...months].filter(([, charges]) => charges.length >= 28)
  return whole
    .map(([month, charges]) => [month, charges.reduce((sum, charge) => sum + charge, 0).toFixed(2)] as const)
    .slice(-3)
}
