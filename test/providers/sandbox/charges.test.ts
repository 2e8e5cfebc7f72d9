/** E34 and 2.5: what is charged and given back, in lines and in days, to the minor unit. */
import { describe, expect, it } from 'vitest'
import { creditsOf, linesOf, on, short, suite, sum, worldOf } from './charges-rig.ts'
import { aRig, type Body } from './rig.ts'

describe('E34: new commerce is rounded per seat, down', () => {
  it.each([
    ['9.419', 10, '94.10', '9.419'],
    ['9.408', 12, '112.80', '9.408'],
    ['8.333333', 500, '4165.00', '8.333333'],
    ['0.009', 1000, '0.00', '0.009'],
  ])('%s a seat and month, %i seats: %s', async (price, seats, total, unit) => {
    const rig = await aRig(worldOf({ seed: { product: suite, seats }, price }))
    await rig.until('2027-01-08T00:00:00Z')
    const [line] = await linesOf(rig)
    expect([line.subtotal, line.effectiveUnitPrice]).toEqual([total, unit])
  })

  it.each([
    ['9.408', 12, '112.89'],
    ['11.2258', 15, '168.38'],
  ])(
    'Q36: or once per line, where the World says so: %s a seat, %i seats: %s',
    async (price, seats, total) => {
      const rig = await aRig(worldOf({ seed: { product: suite, seats }, price }))
      await rig.control('POST', 'quirks', { lineRounding: true })
      await rig.until('2027-01-08T00:00:00Z')
      expect((await linesOf(rig))[0].subtotal).toBe(total)
    },
  )

  it('to the yen, where there is nothing smaller', async () => {
    const rig = await aRig(worldOf({ seed: { product: suite, seats: 7 }, price: '1234.9', currency: 'JPY' }))
    await rig.until('2027-01-08T00:00:00Z')
    expect((await linesOf(rig))[0].subtotal).toBe('8638')
  })

  it('seats that change are a pair of one kind, both for the rest of the period', async () => {
    const rig = await aRig(worldOf({ seed: { product: suite, seats: 10 }, price: '9.00' }))
    await on(rig, '2026-12-20', { quantity: 15 })
    await on(rig, '2026-12-25', { quantity: 12 })
    await rig.until('2027-01-15T00:00:00Z')
    const lines = await linesOf(rig)
    expect(short(lines)).toEqual([
      ['cycleCharge', '2026-12-15', '2027-01-14', 10, '90.00'],
      // 9.00 × 26 ÷ 31 = 7.5483…, and 9.00 × 21 ÷ 31 = 6.0967…
      ['addQuantity', '2026-12-20', '2027-01-14', -10, '-75.40'],
      ['addQuantity', '2026-12-20', '2027-01-14', 15, '113.10'],
      ['removeQuantity', '2026-12-25', '2027-01-14', -15, '-91.35'],
      ['removeQuantity', '2026-12-25', '2027-01-14', 12, '73.08'],
    ])
    expect([
      lines[1].referenceId === lines[2].referenceId,
      lines[2].referenceId === lines[3].referenceId,
    ]).toEqual([true, false])
    expect(lines[1].effectiveUnitPrice).toBe('7.5483870967')
    const { days } = await rig.ledger()
    expect(sum(days.filter((day: Body) => day.day >= '2026-12-15').map((day: Body) => day.charge))).toBe(
      '109.43',
    )
    expect(sum(lines.map(line => line.subtotal))).toBe('109.43')
  })

  it('suspended and resumed is no line', async () => {
    const rig = await aRig(worldOf({ seed: { product: suite, seats: 2 }, price: '9.00' }))
    await on(rig, '2026-12-20', { status: 'suspended' })
    await on(rig, '2026-12-28', { status: 'active' })
    await rig.until('2027-01-08T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([['cycleCharge', '2026-12-15', '2027-01-14', 2, '18.00']])
  })
})

describe('periods', () => {
  it('are counted from the live end of the cycle, not from the purchase', async () => {
    const seed = { product: suite, seats: 3, started: '2026-03-15', cycleEnds: '2026-12-09' }
    const rig = await aRig(worldOf({ seed, price: '9.00' }))
    await rig.until('2027-02-10T00:00:00Z')
    expect(short(await linesOf(rig))).toEqual([
      ['cycleCharge', '2026-12-10', '2027-01-09', 3, '27.00'],
      ['cycleCharge', '2027-01-10', '2027-02-09', 3, '27.00'],
    ])
    const { days } = await rig.ledger()
    expect(days[0].period).toEqual({ from: '2026-11-10', to: '2026-12-09', days: 30, price: '9.00' })
  })

  it('the last one is cut by the end of the term, and counts its own days', async () => {
    const cancel = { cancelAtTermEnd: true, autoRenew: false }
    const seed = { product: suite, seats: 3, termEnds: '2026-12-31', ...cancel }
    const rig = await aRig(worldOf({ seed, price: '9.00' }))
    await rig.until('2027-02-10T00:00:00Z')
    // 17 of 31 days: 9.00 × 17 ÷ 31 = 4.9354…
    expect(short(await linesOf(rig))).toEqual([['cycleCharge', '2026-12-15', '2026-12-31', 3, '14.79']])
    const days = (await rig.ledger()).days.filter((day: Body) => day.day >= '2026-12-15')
    expect([days.length, sum(days.map((day: Body) => day.charge)), days[0].period]).toEqual([
      17,
      '14.79',
      { from: '2026-12-15', to: '2026-12-31', days: 31, price: '9.00' },
    ])
  })

  it('begin anew with a term that follows a cut one', async () => {
    const rig = await aRig(
      worldOf({ seed: { product: suite, seats: 3, termEnds: '2026-12-31' }, price: '9.00' }),
    )
    await rig.until('2027-02-10T00:00:00Z')
    expect(short(await linesOf(rig)).slice(1)).toEqual([['renew', '2027-01-01', '2027-01-31', 3, '27.00']])
  })

  it('keep the 31st where a month has it, and know leap days', async () => {
    const seed = { product: suite, seats: 1, started: '2027-08-31' }
    const rig = await aRig(worldOf({ clock: '2027-12-01T00:00:00Z', seed, price: '29.00' }))
    await rig.until('2028-05-10T00:00:00Z')
    expect(
      (await linesOf(rig)).map(line => [line.chargeStartDate.slice(0, 10), line.chargeEndDate.slice(0, 10)]),
    ).toEqual([
      ['2027-12-31', '2028-01-30'],
      ['2028-01-31', '2028-02-28'],
      ['2028-02-29', '2028-03-30'],
      ['2028-03-31', '2028-04-29'],
      ['2028-04-30', '2028-05-30'],
    ])
    const { days } = await rig.ledger()
    expect(days.find((day: Body) => day.day === '2028-02-15').charge).toBe('1')
  })

  it('of three years paid at once are three years, and of three years paid by the month are months', async () => {
    const lines = async (billing: string) => {
      const seed = { product: suite, seats: 1, term: 'P3Y', billing, started: '2023-12-20' }
      const rig = await aRig(worldOf({ seed, price: '1096.00' }))
      await rig.until('2027-01-08T00:00:00Z')
      return { lines: short(await linesOf(rig)), days: (await rig.ledger()).days }
    }
    const whole = await lines('triennial')
    expect(whole.lines).toEqual([['renew', '2026-12-20', '2029-12-19', 1, '1096.00']])
    expect(whole.days.at(-1).period.days).toBe(1096)
    expect((await lines('monthly')).lines).toEqual([['renew', '2026-12-20', '2027-01-19', 1, '1096.00']])
  })
})

describe('a legacy credit', () => {
  const old = { started: '2025-03-15', seats: 5 }

  it('is that of the period that holds the day', async () => {
    const rig = await aRig(worldOf({ seed: { ...old, cycleEnds: '2026-12-09' }, price: '4.00' }))
    await on(rig, '2026-12-20', { status: 'suspended' })
    await rig.advance('P1D')
    // 20.00 × 21 ÷ 31.
    expect(await creditsOf(rig)).toEqual([['2026-12-20', '13.55']])
  })

  it('is net of seats that changed within the period', async () => {
    const rig = await aRig(worldOf({ seed: old, price: '4.00' }))
    await on(rig, '2026-12-18', { quantity: 9 })
    await on(rig, '2026-12-22', { quantity: 6 })
    await on(rig, '2026-12-28', { status: 'suspended' })
    await rig.until('2027-01-08T00:00:00Z')
    // Six seats are paid from the 28th on: 24.00 × 18 ÷ 31.
    expect(await creditsOf(rig)).toEqual([['2026-12-28', '13.94']])
    const lines = await linesOf(rig)
    // 3 days of five, 4 of nine and 6 of six seats, at 4.00 ÷ 31: 11.23 in all, rounded once, less the credit's own rounding.
    expect(sum(lines.map(line => line.totalForCustomer))).toBe('11.22')
  })

  const young = { started: '2026-12-01', seats: 5 }

  it('is the whole period within 30 days of the purchase', async () => {
    const rig = await aRig(worldOf({ seed: young, price: '4.00' }))
    await on(rig, '2026-12-20', { status: 'suspended' })
    await rig.advance('P1D')
    expect(await creditsOf(rig)).toEqual([['2026-12-20', '20.00']])
  })

  it('is, where seats changed meanwhile, what was charged from that day on', async () => {
    const rig = await aRig(worldOf({ seed: young, price: '4.00' }))
    await on(rig, '2026-12-10', { quantity: 8 })
    await on(rig, '2026-12-20', { status: 'suspended' })
    await rig.advance('P1D')
    // 32.00 × 12 ÷ 31.
    expect(await creditsOf(rig)).toEqual([['2026-12-20', '12.39']])
  })

  it('is never more than what was charged since it is on', async () => {
    const rig = await aRig(worldOf({ seed: young, price: '4.00' }))
    await on(rig, '2026-12-10', { status: 'suspended' })
    await on(rig, '2026-12-15', { status: 'active' })
    await on(rig, '2026-12-20', { status: 'suspended' })
    await rig.until('2027-01-08T00:00:00Z')
    // Charged again from the 15th: 20.00 × 17 ÷ 31.
    expect(await creditsOf(rig)).toEqual([
      ['2026-12-10', '20.00'],
      ['2026-12-20', '10.97'],
    ])
    expect(sum((await linesOf(rig)).map(line => line.totalForCustomer))).toBe('0.00')
  })
})

describe('a price the World does not tell', () => {
  it('is no amount anywhere', async () => {
    const world = worldOf({ seed: { product: suite, seats: 2 }, price: '9.00' })
    const products = (world.catalogue?.products ?? []).map(product => ({
      ...product,
      skus: product.skus.map(({ terms = [], ...sku }) => ({
        ...sku,
        terms: terms.map(({ term, billing }) => ({ term, billing })),
      })),
    }))
    const rig = await aRig({ ...world, catalogue: { ...world.catalogue, products } })
    await on(rig, '2026-12-20', { quantity: 3 })
    await rig.until('2027-01-08T00:00:00Z')
    const figures = (await linesOf(rig)).map(line => [
      line.quantity,
      line.unitPrice,
      line.effectiveUnitPrice,
      line.subtotal,
    ])
    expect(figures).toEqual([
      ['2', null, null, null],
      ['-2', null, null, null],
      ['3', null, null, null],
    ])
    const { days } = await rig.ledger()
    expect([days[0].charge, days[0].period]).toEqual([
      null,
      { from: '2026-11-15', to: '2026-12-14', days: 30, price: null },
    ])
  })
})

describe('an extended service term on an invoice', () => {
  it('says so, and what it adds', async () => {
    const seed = { product: suite, seats: 2, started: '2025-12-15', extendAtTermEnd: true }
    const rig = await aRig(worldOf({ seed, price: '10.00' }))
    await rig.until('2027-02-08T00:00:00Z')
    expect(
      (await linesOf(rig)).map(line => [
        line.chargeType,
        line.chargeStartDate.slice(0, 10),
        line.unitPrice,
        line.effectiveUnitPrice,
        line.subtotal,
        line.priceAdjustmentDescription,
        line.termAndBillingCycle,
      ]),
    ).toEqual([
      ['renew', '2026-12-15', '10', '10.3', '20.60', 'Extended Service Term', 'P1M billed monthly'],
      ['renew', '2027-01-15', '10', '10.3', '20.60', 'Extended Service Term', 'P1M billed monthly'],
    ])
  })
})
