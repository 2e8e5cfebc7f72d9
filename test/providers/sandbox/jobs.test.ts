/** E22: what happens by itself, at its own time, however far the clock is moved. */
import { describe, expect, it } from 'vitest'
import {
  aRig,
  aWorld,
  type Body,
  change,
  codeOf,
  ids,
  mail,
  type Rig,
  rossi,
  subscriptionPath,
  tenants,
} from './rig.ts'

const shown = async (rig: Rig, id: string): Promise<Body> =>
  (await (await rig.app('italy')).get(subscriptionPath(id))).body

describe('E22: new commerce', () => {
  it('renews at the end of its term, with new windows', async () => {
    const rig = await aRig()
    await rig.until('2027-03-14T23:59:59Z')
    expect((await shown(rig, ids.suite)).effectiveStartDate).toBe('2026-03-15T00:00:00Z')
    await rig.until('2027-03-15T00:00:00Z')
    expect(await shown(rig, ids.suite)).toMatchObject({
      status: 'active',
      effectiveStartDate: '2027-03-15T00:00:00Z',
      commitmentEndDateTime: '2028-03-14T23:59:59.999Z',
      cancellationAllowedUntilDate: '2027-03-22T00:00:00.000Z',
      refundableQuantity: { totalQuantity: 20 },
    })
  })

  it('takes over what was scheduled', async () => {
    const rig = await aRig()
    await change(await rig.app('italy'), ids.suite, {
      scheduledNextTermInstructions: {
        product: { termDuration: 'P1M', billingCycle: 'monthly' },
        quantity: 15,
      },
    })
    await rig.until('2027-03-15T00:00:00Z')
    expect(await shown(rig, ids.suite)).toMatchObject({
      quantity: 15,
      termDuration: 'P1M',
      commitmentEndDate: '2027-04-14T00:00:00Z',
      scheduledNextTermInstructions: null,
    })
  })

  it.each([
    ['global', '2027-03-06', '2027-03-07'],
    ['china', '2027-02-04', '2027-02-05'],
  ] as const)(
    'suspended legacy in the cloud %s is deleted after its retention',
    async (cloud, last, gone) => {
      const world = aWorld()
      const partners = world.partners.map(row => ({ ...row, cloud }))
      const rig = await aRig({ ...world, partners })
      const resource =
        cloud === 'china'
          ? 'https://partner.partnercenterapi.microsoftonline.cn'
          : 'https://api.partnercenter.microsoft.com'
      const app = partners.find(({ name }) => name === 'italy')?.apps?.[0]
      const form = {
        grant_type: 'client_credentials',
        client_id: app?.clientId ?? '',
        client_secret: app?.clientSecret ?? '',
        resource,
      }
      const token = (await rig.token(tenants.italy, form, 1)).body.access_token
      const options = { headers: { Authorization: `Bearer ${token}` } }
      const { body } = await rig.raw('GET', subscriptionPath(ids.mail), options)
      const off = { ...options, body: { ...body, status: 'suspended' } }
      expect((await rig.raw('PATCH', subscriptionPath(ids.mail), off)).status).toBe(200)
      const statusOn = async (day: string) => {
        await rig.until(`${day}T00:00:00Z`)
        return (await rig.state()).subscriptions.find((row: Body) => row.id === ids.mail).status
      }
      expect([await statusOn(last), await statusOn(gone)]).toEqual(['suspended', 'deleted'])
    },
  )

  it('counts terms from the day it was bought: the 31st stays the 31st', async () => {
    const world = aWorld({
      clock: '2026-02-01T00:00:00Z',
      subscriptions: [
        {
          id: ids.suite,
          partner: 'italy',
          customer: rossi,
          product: 'CFQ7TTC0LCHC:0002',
          seats: 1,
          term: 'P1M',
          billing: 'monthly',
          started: '2026-01-31',
        },
      ],
    })
    const rig = await aRig(world)
    const ends: string[] = []
    for (const day of ['2026-02-01', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']) {
      await rig.until(`${day}T00:00:00Z`)
      ends.push((await shown(rig, ids.suite)).commitmentEndDate.slice(0, 10))
    }
    expect(ends).toEqual(['2026-02-27', '2026-03-30', '2026-04-29', '2026-05-30', '2026-06-29'])
  })
})

describe('E22: legacy', () => {
  it('renews for another year, and is charged on', async () => {
    const rig = await aRig()
    await rig.until('2027-03-16T00:00:00Z')
    expect(await shown(rig, ids.mail)).toMatchObject({
      status: 'active',
      commitmentEndDate: '2028-03-14T00:00:00Z',
    })
    const { days } = await rig.ledger()
    const last = days.filter((day: Body) => day.subscription === ids.mail).at(-1)
    expect([last.day, last.credit]).toEqual(['2027-03-15', '0'])
  })

  it('without renewal expires', async () => {
    const rig = await aRig()
    await change(await rig.app('italy'), ids.mail, { autoRenewEnabled: false })
    await rig.until('2027-03-15T00:00:00Z')
    expect((await shown(rig, ids.mail)).status).toBe('expired')
  })

  it('is deleted 90 days after its suspension', async () => {
    const rig = await aRig()
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.until('2027-03-06T23:59:59Z')
    expect((await shown(rig, ids.mail)).status).toBe('suspended')
    await rig.until('2027-03-07T00:00:00Z')
    expect((await shown(rig, ids.mail)).status).toBe('deleted')
  })

  it('trial ends after a month', async () => {
    const trial = { id: ids.mail, partner: 'italy', customer: rossi, offer: mail, seats: 25, trial: true }
    const rig = await aRig(aWorld({ subscriptions: [{ ...trial, billing: 'none', started: '2026-11-25' }] }))
    expect((await shown(rig, ids.mail)).autoRenewEnabled).toBe(false)
    expect(codeOf(await change(await rig.app('italy'), ids.mail, { autoRenewEnabled: true }))).toEqual([
      400, 800093,
    ])
    await rig.until('2026-12-25T00:00:00Z')
    expect((await shown(rig, ids.mail)).status).toBe('expired')
  })
})

describe('a live clock', () => {
  it('ticks with the wall from where the World begins, and jobs run when somebody looks', async () => {
    let wall = 5_000_000
    const rig = await aRig(aWorld({ clock: '2027-03-14T23:59:50Z' }), {
      clock: 'live',
      wallClock: () => wall,
    })
    const italy = await rig.app('italy')
    wall += 10_000
    const { body } = await italy.get(subscriptionPath(ids.suite))
    expect(body.effectiveStartDate).toBe('2027-03-15T00:00:00Z')
    expect((await rig.control('GET', 'clock')).body).toEqual({ now: '2027-03-15T00:00:00.000Z' })
  })
})
