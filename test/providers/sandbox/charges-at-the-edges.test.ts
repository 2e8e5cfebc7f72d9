/** What is charged where a period, a term and a change of hands meet: first days, pauses, ends of legacy terms. */
import { describe, expect, it } from 'vitest'
import { creditsOf, linesOf, on, short, suite, sum, worldOf } from './charges-rig.ts'
import { aRig, type Body, change, codeOf, ids, type Rig, subscriptionPath } from './rig.ts'

const chargedDays = async (rig: Rig) =>
  (await rig.ledger()).days.filter((day: Body) => day.charge !== '0').map((day: Body) => day.day)

describe('a legacy period', () => {
  it('runs on over the end of the term, and the next one begins when it is over', async () => {
    const seed = { started: '2025-12-20', cycleEnds: '2026-12-09' }
    const rig = await aRig(worldOf({ seed, price: '31.00' }))
    await rig.until('2027-02-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      ['Cycle fee', '2026-12-10', '2027-01-09', 1, '31'],
      ['Cycle fee', '2027-01-10', '2027-02-09', 1, '31'],
    ])
    const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.suite))
    expect([body.billingCycleEndDate, body.commitmentEndDate]).toEqual([
      '2027-02-09T00:00:00Z',
      '2027-12-19T00:00:00Z',
    ])
  })

  it('is given back from the end of a term that is not renewed, which is no credit of a switch-off', async () => {
    const seed = { started: '2025-12-20', cycleEnds: '2026-12-09', autoRenew: false }
    const rig = await aRig(worldOf({ seed, price: '31.00' }))
    await rig.until('2027-02-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      ['Cycle fee', '2026-12-10', '2027-01-09', 1, '31'],
      ['Prorated credit for the rest of the period', '2026-12-20', '2027-01-09', -1, '-21'],
    ])
    expect([await creditsOf(rig), (await chargedDays(rig)).at(-1)]).toEqual([[], '2026-12-19'])
  })
})

describe('a switch-off on the first day of a period', () => {
  it('gives back the whole of what was charged that day: legacy', async () => {
    const rig = await aRig(worldOf({ seed: { started: '2025-03-15', seats: 5 }, price: '4.00' }))
    await on(rig, '2026-12-15', { status: 'suspended' })
    await rig.until('2027-02-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      ['Cycle fee', '2026-12-15', '2027-01-14', 5, '20'],
      ['Prorated credit for the rest of the period', '2026-12-15', '2027-01-14', -5, '-20'],
    ])
    expect(await creditsOf(rig)).toEqual([['2026-12-15', '20.00']])
    expect((await chargedDays(rig)).at(-1)).toBe('2026-12-14')
  })

  it('gives back the whole of what was charged that day: new commerce, on the day of its renewal', async () => {
    const seed = { product: suite, started: '2025-12-20', seats: 3 }
    const rig = await aRig(worldOf({ seed, price: '9.00' }))
    await on(rig, '2026-12-20', { status: 'deleted' })
    await rig.until('2027-02-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      ['renew', '2026-12-20', '2027-01-19', 3, '27.00'],
      ['cancelImmediate', '2026-12-20', '2027-01-19', -3, '-27.00'],
    ])
    expect(await creditsOf(rig)).toEqual([['2026-12-20', '27.00']])
  })

  it('has the seats the day began with', async () => {
    const rig = await aRig(worldOf({ seed: { started: '2025-03-15', seats: 5 }, price: '4.00' }))
    await on(rig, '2026-12-15', { quantity: 8 })
    await on(rig, '2026-12-15', { status: 'suspended' })
    await rig.advance('P1D')
    expect(await creditsOf(rig)).toEqual([['2026-12-15', '20.00']])
  })
})

describe('a legacy pause', () => {
  it('and all else of its period come to one amount, rounded once', async () => {
    const rig = await aRig(worldOf({ seed: {}, price: '1.00' }))
    await on(rig, '2026-12-18', { status: 'suspended' })
    await on(rig, '2026-12-26', { status: 'active' })
    await rig.until('2027-01-08T00:00:00Z')
    const lines = await linesOf(rig)
    // 3 + 20 of 31 days: 0.7419…; the credit is 28 ÷ 31 = 0.9032…
    expect(lines.map(line => line.totalForCustomer)).toEqual([1, -0.9, 0.64])
    expect(sum(lines.map(line => line.totalForCustomer))).toBe('0.74')
  })

  it('over the end of a term and of a period charges nothing until it is over', async () => {
    const rig = await aRig(worldOf({ seed: { started: '2025-12-20' }, price: '31.00' }))
    await on(rig, '2026-12-18', { status: 'suspended' })
    await on(rig, '2026-12-23', { status: 'active' })
    await rig.until('2027-01-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      // 2 of 30 days, and 28 of 31.
      ['Prorated credit for the rest of the period', '2026-12-18', '2026-12-19', -1, '-2.07'],
      ['Cycle fee', '2026-12-23', '2027-01-19', 1, '28'],
    ])
    const days = await chargedDays(rig)
    expect(days.filter((day: string) => day >= '2026-12-16' && day <= '2026-12-24')).toEqual([
      '2026-12-16',
      '2026-12-17',
      '2026-12-23',
      '2026-12-24',
    ])
    const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.suite))
    expect([body.status, body.commitmentEndDate]).toEqual(['active', '2027-12-19T00:00:00Z'])
  })

  it('outlasts a term that does not renew: then there is nothing to come back to', async () => {
    const rig = await aRig(worldOf({ seed: { started: '2025-12-20', autoRenew: false }, price: '31.00' }))
    await on(rig, '2026-12-18', { status: 'suspended' })
    await rig.until('2026-12-20T09:00:00Z')
    const answer = await change(await rig.app('italy'), ids.suite, { status: 'active' })
    expect(codeOf(answer)).toEqual([400, 800040])
  })
})

describe('another cycle of new commerce', () => {
  it('begins with the next term where the end of this one cuts the running period', async () => {
    const seed = { product: suite, seats: 3, billing: 'annual', termEnds: '2026-12-31' } as const
    const rig = await aRig(worldOf({ seed, price: '31.00' }))
    await on(rig, '2026-12-10', { billingCycle: 'monthly' })
    await rig.until('2027-04-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      ['renew', '2027-01-01', '2027-01-31', 3, '93.00'],
      ['cycleCharge', '2027-02-01', '2027-02-28', 3, '93.00'],
      ['cycleCharge', '2027-03-01', '2027-03-31', 3, '93.00'],
    ])
  })

  it('does not begin in an extended service term, which is billed by the month of the term before', async () => {
    const seed = { product: suite, billing: 'annual', started: '2025-12-15', extendAtTermEnd: true } as const
    const world = worldOf({ seed, price: '120.00' })
    const products = (world.catalogue?.products ?? []).map(product => ({
      ...product,
      skus: product.skus.map(sku => ({
        ...sku,
        terms: (sku.terms ?? []).filter(({ term }) => term === 'P1Y'),
      })),
    }))
    const rig = await aRig({ ...world, catalogue: { ...world.catalogue, products } })
    await on(rig, '2026-12-10', { billingCycle: 'monthly' })
    await rig.until('2027-01-08T00:00:00Z')
    // A twelfth of a year's 120.00, and 23 %.
    expect(short(await linesOf(rig))).toEqual([['renew', '2026-12-15', '2027-01-14', 1, '12.30']])
  })
})
