/** A subscription that becomes another product in mid-term: an upgrade, a trial that is bought, an extended service term that is left. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { creditsOf, linesOf, short } from './charges-rig.ts'
import {
  aRig,
  aWorld,
  type Body,
  change,
  codeOf,
  ids,
  premium,
  type Rig,
  rossi,
  subscriptionPath,
} from './rig.ts'

type Written = NonNullable<World['subscriptions']>[number]

const product = 'CFQ7TTC0LCHC'
const large = `${product}:0004`
const other = '7c1f6f0e-0000-4000-8000-00000000d003'

/** 20 seats of the suite since 15 March; it can become a larger one, of which ten are there; and its trial. */
function worldOf(over: Partial<Written> = {}, more: object = {}): World {
  const { catalogue = {} } = aWorld()
  const term = (name: string, billing: string, price: string) => ({
    term: name,
    billing,
    prices: { EUR: price },
  })
  const products = (catalogue.products ?? []).map(entry => ({
    ...entry,
    skus: [
      ...entry.skus.map(sku => (sku.id === '0002' ? { ...sku, transitionsTo: [large] } : sku)),
      {
        id: '0004',
        title: 'Business Large',
        family: 'm365-l',
        maximumSeats: 40,
        terms: [term('P1Y', 'monthly', '24.00'), term('P1Y', 'annual', '276.00')],
        ...more,
      },
      {
        id: '0009',
        title: 'Trial',
        family: 'm365-bp',
        isTrial: true,
        terms: [{ term: 'P1M', billing: 'none' }],
      },
    ],
  }))
  const written = { partner: 'italy', customer: rossi, seats: 20, started: '2026-03-15' } as const
  const seed = { term: 'P1Y', billing: 'monthly', product: `${product}:0002`, ...over }
  return aWorld({
    catalogue: { ...catalogue, products },
    subscriptions: [
      { ...written, id: ids.suite, ...seed },
      { ...written, id: other, product: large, seats: 10, term: 'P1Y', billing: 'monthly' },
    ],
  })
}

const path = (id: string = ids.suite) => `${subscriptionPath(id)}/transitions`

async function made(over?: Partial<Written>, more?: object) {
  const rig = await aRig(worldOf(over, more))
  await rig.until('2026-12-10T09:00:00Z')
  const italy = await rig.app('italy')
  return {
    rig,
    italy,
    move: (body: object, id?: string) => italy.post(path(id), { toCatalogItemId: large, ...body }),
    shown: async (id: string = ids.suite): Promise<Body> =>
      (await (await rig.app('italy')).get(subscriptionPath(id))).body,
  }
}

const ofId = (lines: readonly Body[], id: string) => short(lines.filter(line => line.subscriptionId === id))

async function linesUntil(rig: Rig, now: string): Promise<Body[]> {
  await rig.until(now)
  return linesOf(rig)
}

describe('what a subscription can become', () => {
  const targetsOf = async (over?: Partial<Written>, more?: object) => {
    const { italy } = await made(over, more)
    const { body } = await italy.get(
      `${subscriptionPath(ids.suite)}/transitionEligibilities?eligibilityType=immediate`,
    )
    return body.items.map((item: Body) => [
      item.catalogItemId,
      item.quantity,
      ...item.eligibilities.map((one: Body) => [one.transitionType, one.isEligible, one.errors]),
    ])
  }

  it('is what the World says, with its seats, and with or without the licences of the users', async () => {
    expect(await targetsOf()).toEqual([
      [large, 20, ['transition_only', true, []], ['transition_with_license_transfer', true, []]],
    ])
  })

  it('says why not', async () => {
    const [[, , only]] = await targetsOf({ seats: 35 })
    expect(only).toEqual([
      'transition_only',
      false,
      [{ code: 800088, description: expect.stringContaining('30 are left') }],
    ])
  })

  it('is the paid twin of a trial, and, of an extension, what it extends too', async () => {
    expect((await targetsOf({ product: `${product}:0009`, seats: 25, started: '2026-11-20' }))[0][0]).toBe(
      `${product}:0002`,
    )
    const keys = (await targetsOf({ started: '2025-12-09', extendAtTermEnd: true })).map(([key]: Body) => key)
    expect(keys).toEqual([`${product}:0002`, large])
  })

  it('is asked for by a word', async () => {
    const { italy } = await made()
    const at = `${subscriptionPath(ids.suite)}/transitionEligibilities`
    expect(codeOf(await italy.get(at))).toEqual([400, 400056])
    expect(codeOf(await italy.get(`${at}?eligibilityType=later`))).toEqual([400, 800002])
  })
})

describe('all of a subscription', () => {
  it('keeps its id, its term and its windows, and is charged anew for the rest of the period', async () => {
    const { rig, italy, move, shown } = await made()
    const before = await shown()
    const answer = await move({})
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        operationId: answer.body.operationId,
        fromCatalogItemId: `${product}:0002`,
        fromSubscriptionId: ids.suite,
        toCatalogItemId: large,
        toSubscriptionId: ids.suite,
        quantity: 20,
        termDuration: 'P1Y',
        billingCycle: 'monthly',
        transitionType: 'transition_only',
        events: [
          { name: 'Conversion', status: 'Completed', timestamp: '2026-12-10T09:00:00.000Z', errors: [] },
        ],
        attributes: { objectType: 'Transition' },
      },
    ])
    const after = await shown()
    expect([after.offerName, after.offerId.slice(0, 17), after.quantity]).toEqual([
      'Business Large',
      large,
      20,
    ])
    for (const name of [
      'commitmentEndDate',
      'billingCycleEndDate',
      'cancellationAllowedUntilDate',
      'orderId',
    ])
      expect(after[name]).toBe(before[name])
    const asked = await italy.get(`${path()}?operationId=${answer.body.operationId}`)
    expect(asked.body.items).toEqual([answer.body])
    // 12.00 and 24.00 × 5 ÷ 30 days.
    expect(ofId(await linesUntil(rig, '2027-01-08T00:00:00Z'), ids.suite)).toEqual([
      ['convert', '2026-12-10', '2026-12-14', -20, '-40.00'],
      ['convert', '2026-12-10', '2026-12-14', 20, '80.00'],
      ['cycleCharge', '2026-12-15', '2027-01-14', 20, '480.00'],
    ])
    expect(await creditsOf(rig)).toEqual([])
  })

  it('stands on each line as what it was then', async () => {
    const { rig } = await made()
    await rig.until('2026-12-16T09:00:00Z')
    await (await rig.app('italy')).post(path(), { toCatalogItemId: large })
    const lines = (await linesUntil(rig, '2027-01-08T00:00:00Z')).filter(
      ({ subscriptionId }) => subscriptionId === ids.suite,
    )
    expect(lines.map(line => [line.chargeStartDate.slice(0, 10), line.skuId, line.skuName])).toEqual([
      ['2026-12-15', '0002', 'Business Premium'],
      ['2026-12-16', '0002', 'Business Premium'],
      ['2026-12-16', '0004', 'Business Large'],
    ])
  })

  it('begins a term of its own with another cycle, which can be cancelled', async () => {
    const { rig, move, shown } = await made()
    await move({ billingCycle: 'annual' })
    const after = await shown()
    expect([after.commitmentEndDate, after.billingCycle, after.cancellationAllowedUntilDate]).toEqual([
      '2027-12-09T00:00:00Z',
      'annual',
      '2026-12-17T09:00:00.000Z',
    ])
    expect(ofId(await linesUntil(rig, '2027-01-08T00:00:00Z'), ids.suite)).toEqual([
      ['convert', '2026-12-10', '2026-12-14', -20, '-40.00'],
      ['convert', '2026-12-10', '2027-12-09', 20, '5520.00'],
    ])
  })

  it('drops what was planned for the next term', async () => {
    const { rig, italy, move, shown } = await made()
    await change(italy, ids.suite, { scheduledNextTermInstructions: { quantity: 3 } })
    await move({})
    expect((await shown()).scheduledNextTermInstructions).toBe(null)
    await rig.until('2027-03-15T00:00:00Z')
    expect((await shown()).quantity).toBe(20)
  })

  it('can go into another subscription: then it is gone, which is no cancel', async () => {
    const { rig, move, shown } = await made()
    const answer = await move({ toSubscriptionId: other })
    expect(answer.body.toSubscriptionId).toBe(other)
    expect([(await shown()).status, (await shown(other)).quantity]).toEqual(['deleted', 30])
    const lines = await linesUntil(rig, '2027-01-08T00:00:00Z')
    expect(ofId(lines, ids.suite)).toEqual([['cancelImmediate', '2026-12-10', '2026-12-14', -20, '-40.00']])
    expect(ofId(lines, other)).toEqual([
      ['addQuantity', '2026-12-10', '2026-12-14', -10, '-40.00'],
      ['addQuantity', '2026-12-10', '2026-12-14', 30, '120.00'],
      ['cycleCharge', '2026-12-15', '2027-01-14', 30, '720.00'],
    ])
    expect(await creditsOf(rig)).toEqual([])
  })
})

describe('some seats of a subscription', () => {
  it('become one of their own, with the windows and dates of the source', async () => {
    const { rig, italy, move, shown } = await made({ started: '2026-12-08' })
    const { body } = await move({ quantity: 8 })
    const [source, part] = [await shown(), await shown(body.toSubscriptionId)]
    expect([source.quantity, source.offerName, source.refundableQuantity.totalQuantity]).toEqual([
      12,
      'Business Premium',
      12,
    ])
    expect([part.quantity, part.offerName, part.refundableQuantity.totalQuantity]).toEqual([
      8,
      'Business Large',
      8,
    ])
    for (const name of ['commitmentEndDate', 'billingCycleEndDate', 'cancellationAllowedUntilDate'])
      expect(part[name]).toBe(source[name])
    const order = (await italy.get(`/v1/customers/${rossi}/orders/${part.orderId}`)).body
    expect(order.lineItems.map((line: Body) => [line.subscriptionId, line.transactionType])).toEqual([
      [part.id, 'convert'],
    ])
    const lines = await linesUntil(rig, '2027-01-08T00:00:00Z')
    // 29 of 31 days: 11.2258 and 22.4516 a seat.
    expect(ofId(lines, ids.suite).slice(1)).toEqual([
      ['removeQuantity', '2026-12-10', '2027-01-07', -20, '-224.40'],
      ['removeQuantity', '2026-12-10', '2027-01-07', 12, '134.64'],
    ])
    expect(ofId(lines, part.id)).toEqual([['convert', '2026-12-10', '2027-01-07', 8, '179.60']])
    expect((await rig.ledger()).doubleBilled).toEqual([])
  })
})

describe('a trial', () => {
  const seed = { product: `${product}:0009`, seats: 25, started: '2026-11-20' }

  it('is bought now: its paid twin, a year by the month, with a window', async () => {
    const { rig, move, shown } = await made(seed)
    await move({ toCatalogItemId: `${product}:0002` })
    const after = await shown()
    expect([after.isTrial, after.termDuration, after.billingCycle, after.commitmentEndDate]).toEqual([
      false,
      'P1Y',
      'monthly',
      '2027-12-09T00:00:00Z',
    ])
    expect([after.autoRenewEnabled, after.scheduledNextTermInstructions, after.quantity]).toEqual([
      true,
      null,
      25,
    ])
    expect(after.refundableQuantity.totalQuantity).toBe(25)
    expect(ofId(await linesUntil(rig, '2027-01-08T00:00:00Z'), ids.suite)).toEqual([
      ['convert', '2026-12-10', '2027-01-09', 25, '300.00'],
    ])
  })

  it('goes with all of its seats, into nothing else, and at no promotion', async () => {
    const { move } = await made(seed)
    const twin = { toCatalogItemId: `${product}:0002` }
    expect(codeOf(await move({ ...twin, quantity: 5 }))).toEqual([400, 800095])
    expect(codeOf(await move({}))).toEqual([400, 2006])
    expect(codeOf(await move({ ...twin, promotionId: 'autumn' }))).toEqual([400, 27007])
  })
})

describe('an extended service term', () => {
  it('is left for a new term of what it extends', async () => {
    const { rig, move, shown } = await made({ started: '2025-12-09', extendAtTermEnd: true })
    await move({ toCatalogItemId: `${product}:0002` })
    const after = await shown()
    expect([after.offerName, after.termDuration, after.commitmentEndDate, after.scheduledActions]).toEqual([
      'Business Premium',
      'P1Y',
      '2027-12-09T00:00:00Z',
      undefined,
    ])
    // A month of the extension costs 14.40 and 3 %; 30 of 31 days of it are given back.
    expect(ofId(await linesUntil(rig, '2027-01-08T00:00:00Z'), ids.suite)).toEqual([
      ['renew', '2026-12-09', '2027-01-08', 20, '296.60'],
      ['convert', '2026-12-10', '2027-01-08', -20, '-287.00'],
      ['convert', '2026-12-10', '2027-01-09', 20, '240.00'],
    ])
  })
})

describe('on a date of its own', () => {
  const dated = (actionType: string, day: string, more: object = {}) => ({
    scheduleType: 'CustomDate',
    actionType,
    effectiveDate: `${day}T00:00:00Z`,
    ...more,
  })

  /** Scheduled on 10 December, looked at on 7 January. */
  async function scheduled(over: Partial<Written>, actions: readonly object[], autoRenewEnabled = false) {
    const { rig, italy, shown } = await made(over)
    const answer = await change(italy, ids.suite, { autoRenewEnabled, scheduledActions: actions })
    if (answer.status !== 200) throw new Error(answer.text)
    const lines = ofId(await linesUntil(rig, '2027-01-08T00:00:00Z'), ids.suite)
    return { lines, after: await shown(), credits: await creditsOf(rig) }
  }

  it('a cancel is one, while there is a window', async () => {
    const { after, lines, credits } = await scheduled({ started: '2026-12-08' }, [
      dated('Cancel', '2026-12-12'),
    ])
    expect([after.status, lines.at(-1), credits]).toEqual([
      'deleted',
      // 12.00 × 27 ÷ 31 = 10.4516.
      ['cancelImmediate', '2026-12-12', '2027-01-07', -20, '-209.00'],
      [['2026-12-12', '209.00']],
    ])
  })

  it('a cancel is one on any day of an extension', async () => {
    const extend = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }
    const seed = { started: '2025-12-09', extendAtTermEnd: true }
    const { after, lines } = await scheduled(seed, [extend, dated('Cancel', '2026-12-20')], true)
    expect([after.status, lines.at(-1)]).toEqual([
      'deleted',
      // 14.40 and 3 %, × 20 ÷ 31 = 9.5690.
      ['cancelImmediate', '2026-12-20', '2027-01-08', -20, '-191.20'],
    ])
  })

  it('a transition is one, of all seats', async () => {
    const instructions = { product: { productId: product, skuId: '0004' }, quantity: 20 }
    const { after, lines } = await scheduled({}, [dated('Transition', '2026-12-20', { instructions })], true)
    expect([after.offerName, after.scheduledActions]).toEqual(['Business Large', undefined])
    // 26 of 31 days at 12.00 and at 24.00.
    expect(lines).toEqual([
      ['cycleCharge', '2026-12-15', '2027-01-14', 20, '240.00'],
      ['convert', '2026-12-20', '2027-01-14', -20, '-201.20'],
      ['convert', '2026-12-20', '2027-01-14', 20, '402.40'],
    ])
  })

  it.each([
    ['a cancel without a window', dated('Cancel', '2026-12-20')],
    [
      'a transition of some seats',
      dated('Transition', '2026-12-20', {
        instructions: { product: { productId: product, skuId: '0004' }, quantity: 5 },
      }),
    ],
    ['a renewal', dated('RenewToNewTerm', '2026-12-20', { instructions: { quantity: 3 } })],
    ['an extension', dated('RenewToExtendedServiceTerm', '2026-12-20')],
  ])('%s passes without effect', async (_, action) => {
    const { after, lines, credits } = await scheduled({}, [action], true)
    expect([after.status, after.offerName, after.quantity, after.scheduledActions, credits]).toEqual([
      'active',
      'Business Premium',
      20,
      undefined,
      [],
    ])
    expect(lines).toEqual([['cycleCharge', '2026-12-15', '2027-01-14', 20, '240.00']])
  })
})

describe('the licences of the users', () => {
  it('follow a while later, where that was asked for', async () => {
    const { rig, italy, move } = await made()
    const { body } = await move({ transitionType: 'Transition_With_License_Transfer' })
    const now = '2026-12-10T09:00:00.000Z'
    const conversion = { name: 'Conversion', status: 'Completed', timestamp: now, errors: [] }
    expect(body.events).toEqual([
      conversion,
      { name: 'LicenseReassignment', status: 'InProgress', timestamp: now, errors: [] },
    ])
    await rig.advance('PT1M')
    expect((await italy.get(path())).body.items[0].events).toEqual([
      conversion,
      {
        name: 'LicenseReassignment',
        status: 'Completed',
        timestamp: '2026-12-10T09:00:30.000Z',
        errors: [],
      },
    ])
  })
})

describe('is refused', () => {
  it.each([
    ['into what nobody sells', { toCatalogItemId: `${product}:0099` }, [404, 400018]],
    ['into what it cannot become', { toCatalogItemId: `${product}:0003` }, [400, 2006]],
    ['into nothing', { toCatalogItemId: null }, [400, 800002]],
    ['with more seats than there are', { quantity: 21 }, [400, 2002]],
    ['with none', { quantity: 0 }, [400, 2002]],
    ['for a term that is not sold', { termDuration: 'P3Y' }, [500, 800084]],
    ['into a subscription that is not there', { toSubscriptionId: ids.mail }, [404, 20003]],
    ['into itself', { toSubscriptionId: ids.suite }, [400, 2006]],
    [
      'into a subscription of another cycle',
      { toSubscriptionId: other, billingCycle: 'annual' },
      [400, 800002],
    ],
    ['at a promotion nobody knows', { promotionId: 'autumn' }, [400, 27007]],
    ['in a way nobody knows', { transitionType: 'by_magic' }, [400, 900126]],
    ['with a property nobody knows', { reason: 'none' }, [400, 2000]],
  ])('%s', async (_, body, code) => {
    const { move, shown } = await made()
    expect(codeOf(await move(body))).toEqual(code)
    expect((await shown()).offerName).toBe('Business Premium')
  })

  it('beyond the seats of the product', async () => {
    expect(codeOf(await (await made({ seats: 31 })).move({}))).toEqual([403, 800088])
  })

  it('where it is suspended, deleted, or legacy', async () => {
    const { italy, move } = await made()
    await change(italy, ids.suite, { status: 'suspended' })
    expect(codeOf(await move({}))).toEqual([400, 800091])
    const fresh = await made({ started: '2026-12-09' })
    await change(fresh.italy, ids.suite, { status: 'deleted' })
    expect(codeOf(await fresh.move({}))).toEqual([400, 2011])
    const rig = await aRig()
    const app = await rig.app('italy')
    expect(codeOf(await app.post(path(ids.mail), { toCatalogItemId: await premium(app) }))).toEqual([
      400, 800042,
    ])
  })

  it('and leaves a record, as what is done does', async () => {
    const { rig, move } = await made()
    await move({ quantity: 21 })
    await move({ quantity: 2 })
    const { body } = await (await rig.app('italy')).get('/v1/auditrecords?startDate=2026-12-10')
    expect(body.items.map((one: Body) => [one.operationType, one.operationStatus])).toEqual([
      ['upgrade_subscription', 'succeeded'],
      ['upgrade_subscription', 'failed'],
    ])
  })
})
