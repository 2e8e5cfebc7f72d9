/** E20 and the charging model of facts 2.5, with its worked figures. */
import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { aRig, aWorld, type Body, buy, change, ids, mail, premium, type Rig, rossi } from './rig.ts'

type Seed = NonNullable<World['subscriptions']>[number]

function worldOf(clock: string, ...subscriptions: readonly Partial<Seed>[]): World {
  return aWorld({
    clock,
    subscriptions: subscriptions.map(seed => ({
      id: ids.mail,
      partner: 'italy',
      customer: rossi,
      offer: mail,
      seats: 1,
      billing: 'monthly',
      started: '2026-02-13',
      ...seed,
    })),
  })
}

/** As a reader of the ledger does: add the days up, round once. */
const total = (days: readonly Body[], name: 'charge' | 'credit') =>
  days.reduce((sum: Decimal, day) => sum.plus(day[name]), new Decimal(0)).toFixed(2)

const daysOf = async (rig: Rig, subscription: string): Promise<readonly Body[]> =>
  (await rig.ledger()).days.filter((day: Body) => day.subscription === subscription)

describe('facts 2.5, worked figures', () => {
  it('(a) credits 1.71 of EUR 4.00 a month, 12 of 28 days left', async () => {
    // Bought a year ago, so that the whole-period refund of the first 30 days is out of the way.
    const rig = await aRig(worldOf('2026-02-28T09:00:00Z', { started: '2025-02-13' }))
    await rig.until('2026-03-01T10:00:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.until('2026-03-13T00:00:00Z')
    expect(await daysOf(rig, ids.mail)).toEqual([
      {
        day: '2026-02-28',
        partner: 'italy',
        customer: rossi,
        subscription: ids.mail,
        family: 'exchange-p1',
        charge: '0.1428571428571429',
        credit: '0',
        currency: 'EUR',
        seats: 1,
        period: { from: '2026-02-13', to: '2026-03-12', days: 28, price: '4.00' },
      },
      {
        day: '2026-03-01',
        partner: 'italy',
        customer: rossi,
        subscription: ids.mail,
        family: 'exchange-p1',
        charge: '0',
        credit: '1.71',
        currency: 'EUR',
        seats: 1,
        period: { from: '2026-02-13', to: '2026-03-12', days: 28, price: '4.00' },
      },
    ])
  })

  it('(b) credits 41.82 of EUR 48.00 a year, 318 of 365 days left', async () => {
    const rig = await aRig(worldOf('2026-02-28T09:00:00Z', { started: '2025-01-13', billing: 'annual' }))
    await rig.until('2026-03-01T10:00:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.advance('P1D')
    expect((await daysOf(rig, ids.mail)).at(-1)).toMatchObject({ day: '2026-03-01', credit: '41.82' })
  })

  it('(c) charges one day twice, 6.97, when the twin is bought on the 7th and the source suspended on the 8th', async () => {
    const world = worldOf('2026-12-07T10:00:00Z', { seats: 18, started: '2026-01-01' })
    const [offer, ...others] = world.catalogue?.offers ?? []
    if (offer === undefined) throw new Error('no offer')
    const priced = { ...offer, prices: { EUR: { monthly: '12.00' } } }
    const rig = await aRig({ ...world, catalogue: { ...world.catalogue, offers: [priced, ...others] } })
    await buy(await rig.app('central'), [{ catalogItemId: mail, quantity: 18 }])
    await rig.until('2026-12-08T00:05:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.until('2027-01-01T00:00:00Z')
    expect((await rig.ledger()).doubleBilled).toEqual([
      { customer: rossi, family: 'exchange-p1', day: '2026-12-07', partners: ['central', 'italy'] },
    ])
    const [seventh, eighth] = await daysOf(rig, ids.mail)
    expect(seventh.day).toBe('2026-12-07')
    expect(total([seventh], 'charge')).toBe('6.97')
    expect(eighth).toMatchObject({ day: '2026-12-08', charge: '0', credit: '167.23' })
  })
})

describe('charged days', () => {
  it('begin with the purchase and end before the switch-off', async () => {
    const rig = await aRig()
    const { orders } = await buy(await rig.app('central'), [{ catalogItemId: mail, quantity: 5 }])
    const id: string = orders[0].lineItems[0].subscriptionId
    expect(await daysOf(rig, id)).toEqual([])
    await rig.until('2026-12-09T23:59:59Z')
    await change(await rig.app('central'), id, { status: 'suspended' })
    await rig.advance('PT1S')
    expect((await daysOf(rig, id)).map(day => [day.day, total([day], 'charge'), day.credit])).toEqual([
      ['2026-12-07', '0.65', '0'],
      ['2026-12-08', '0.65', '0'],
      ['2026-12-09', '0.00', '20.00'],
    ])
  })

  it('add up to the price of the period, rounded once', async () => {
    const rig = await aRig(worldOf('2026-03-13T00:00:00Z', { seats: 7 }))
    await rig.until('2026-05-13T00:00:00Z')
    const days = await daysOf(rig, ids.mail)
    expect(days).toHaveLength(61)
    expect(total(days.slice(0, 31), 'charge')).toBe('28.00')
    expect(total(days.slice(31), 'charge')).toBe('28.00')
  })

  it('credit the whole period up to 30 days after the purchase, and the rest of it from the 31st on', async () => {
    for (const [until, credit] of [
      ['2026-03-15T10:00:00Z', '4.00'],
      ['2026-03-16T10:00:00Z', '3.61'],
    ] as const) {
      const rig = await aRig(worldOf('2026-02-13T00:00:00Z', {}))
      await rig.until(until)
      await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
      await rig.advance('P1D')
      expect((await daysOf(rig, ids.mail)).at(-1)).toMatchObject({ credit })
    }
  })

  it('go on without credit when it was off for a part of the day', async () => {
    const rig = await aRig(worldOf('2026-12-07T06:00:00Z', {}))
    const italy = await rig.app('italy')
    await change(italy, ids.mail, { status: 'suspended' })
    await change(italy, ids.mail, { status: 'active' })
    await rig.until('2026-12-08T00:00:00Z')
    expect((await daysOf(rig, ids.mail)).map(day => [day.day, day.credit])).toEqual([['2026-12-07', '0']])
  })

  it('follow the seats at the end of each day', async () => {
    const rig = await aRig(worldOf('2026-12-13T06:00:00Z', {}))
    await rig.until('2026-12-14T06:00:00Z')
    await change(await rig.app('italy'), ids.mail, { quantity: 31 })
    await rig.until('2026-12-15T00:00:00Z')
    expect((await daysOf(rig, ids.mail)).map(day => total([day], 'charge'))).toEqual(['0.13', '4.00'])
  })

  it('of new commerce go on while suspended, and end with a cancellation in its window', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { orders } = await buy(central, [
      { catalogItemId: await premium(central), quantity: 31, termDuration: 'P1Y' },
    ])
    const id: string = orders[0].lineItems[0].subscriptionId
    await change(central, id, { status: 'suspended' })
    await rig.until('2026-12-09T06:00:00Z')
    await change(await rig.app('central'), id, { status: 'deleted' })
    await rig.until('2026-12-12T00:00:00Z')
    expect((await daysOf(rig, id)).map(day => [day.day, day.charge, day.credit])).toEqual([
      ['2026-12-07', '12', '0'],
      ['2026-12-08', '12', '0'],
      ['2026-12-09', '0', '347.82'], // 31 × 11.22, which is 12.00 × 29 ÷ 31 rounded down
    ])
    const suite = (await daysOf(rig, ids.suite)).map(day => day.day)
    expect(suite).toEqual(['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11'])
  })

  it('of new commerce cancelled on the first day are credited whole', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const item = await premium(central)
    const { orders } = await buy(central, [{ catalogItemId: item, quantity: 2, termDuration: 'P1Y' }])
    const id: string = orders[0].lineItems[0].subscriptionId
    await change(central, id, { status: 'deleted' })
    await rig.advance('P1D')
    expect((await daysOf(rig, id)).map(day => [day.charge, day.credit])).toEqual([['0', '24.00']])
  })

  it('of new commerce end with the term, without credit', async () => {
    const rig = await aRig(aWorld({ clock: '2027-03-12T12:00:00Z' }))
    await change(await rig.app('italy'), ids.suite, {
      autoRenewEnabled: false,
      scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
    })
    await rig.until('2027-03-20T00:00:00Z')
    expect((await daysOf(rig, ids.suite)).map(day => [day.day, day.credit])).toEqual([
      ['2027-03-12', '0'],
      ['2027-03-13', '0'],
      ['2027-03-14', '0'],
    ])
  })

  it('are not told at a price the World does not tell, and not at all for usage and trials', async () => {
    const world = worldOf('2026-12-07T06:00:00Z', {}, { id: ids.base, trial: true })
    const [offer, ...others] = world.catalogue?.offers ?? []
    if (offer === undefined) throw new Error('no offer')
    const { prices: _, ...unpriced } = offer
    const rig = await aRig({ ...world, catalogue: { ...world.catalogue, offers: [unpriced, ...others] } })
    await rig.advance('P1D')
    const { days } = await rig.ledger()
    expect(days.map((day: Body) => [day.subscription, day.charge])).toEqual([[ids.mail, null]])
  })
})

describe('E20: double billing', () => {
  it('is not what the seed already had, nor anything on the day of the purchase', async () => {
    const rig = await aRig(worldOf('2026-12-07T06:00:00Z', {}, { id: ids.base, partner: 'central' }))
    await buy(await rig.app('central'), [{ catalogItemId: mail, quantity: 1 }])
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.advance('P3D')
    expect((await rig.ledger()).doubleBilled).toEqual([])
  })

  it('counts every day until the older one is off, also across generations of a family', async () => {
    const world = aWorld()
    const [product] = world.catalogue?.products ?? []
    const [sku] = product?.skus ?? []
    if (product === undefined || sku === undefined) throw new Error('no product')
    const twin = { ...product, skus: [{ ...sku, family: 'exchange-p1' }] }
    const rig = await aRig({ ...world, catalogue: { ...world.catalogue, products: [twin] } })
    const central = await rig.app('central')
    await buy(central, [{ catalogItemId: await premium(central), quantity: 5, termDuration: 'P1Y' }])
    await rig.until('2026-12-10T00:00:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.until('2026-12-15T00:00:00Z')
    const { doubleBilled } = await rig.ledger()
    expect(
      doubleBilled.filter((row: Body) => row.family === 'exchange-p1').map((row: Body) => row.day),
    ).toEqual([
      '2026-12-07',
      '2026-12-08',
      '2026-12-09',
      '2026-12-10',
      '2026-12-11',
      '2026-12-12',
      '2026-12-13',
      '2026-12-14',
    ])
  })
})
