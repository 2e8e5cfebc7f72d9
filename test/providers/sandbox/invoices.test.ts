/** Invoices say in lines what the ledger says in days (facts 2.5, 15). */
import { Decimal } from 'decimal.js'
import { describe, expect, test } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { aRig, aWorld, type Body, buy, change, codeOf, ids, mail, premium, type Rig, rossi } from './rig.ts'

/** `mail`: 5 seats at 4.00 a month since 15 March; `suite`: 20 at 12.00; both under italy. */
function small(over: Partial<World> = {}): World {
  const world = aWorld()
  return {
    ...world,
    subscriptions: (world.subscriptions ?? []).filter(row => [ids.mail, ids.suite].some(id => id === row.id)),
    ...over,
  }
}

async function linesOf(rig: Rig, partner: 'italy' | 'central', subscription?: string): Promise<Body[]> {
  const caller = await rig.app(partner)
  const invoices = (await caller.get('/v1/invoices')).body.items
  const all: Body[] = []
  for (const invoice of invoices.toReversed()) {
    const { provider, type } = {
      provider: invoice.id.startsWith('G') ? 'onetime' : 'office',
      type: 'billinglineitems',
    }
    const { body } = await caller.get(
      `/v1/invoices/${invoice.id}/lineitems?provider=${provider}&invoicelineitemtype=${type}`,
    )
    all.push(...body.items)
  }
  return all.filter(line => subscription === undefined || line.subscriptionId === subscription)
}

const short = (lines: readonly Body[]) =>
  lines.map(line => [
    line.chargeType,
    line.chargeStartDate.slice(0, 10),
    line.chargeEndDate.slice(0, 10),
    Number(line.quantity),
    line.totalForCustomer === null ? null : Number(line.totalForCustomer),
  ])

describe('an invoice', () => {
  test('shows the periods that began in its month, two days after it for legacy, seven for modern', async () => {
    const rig = await aRig(small())
    const seen = async () => {
      const { items } = (await (await rig.app('italy')).get('/v1/invoices')).body
      return items.map((item: Body) => [item.id.slice(0, 3), item.billingPeriodStartDate, item.totalCharges])
    }
    await rig.until('2027-01-02T23:59:59Z')
    expect(await seen()).toEqual([])
    await rig.until('2027-01-03T00:00:00Z')
    expect(await seen()).toEqual([['D02', '2026-12-01T00:00:00.000Z', 20]])
    await rig.until('2027-01-08T00:00:00Z')
    expect(await seen()).toEqual([
      ['G00', '2026-12-01T00:00:00.000Z', 240],
      ['D02', '2026-12-01T00:00:00.000Z', 20],
    ])
    expect(short(await linesOf(rig, 'italy'))).toEqual([
      ['Cycle fee', '2026-12-15', '2027-01-14', 5, 20],
      ['cycleCharge', '2026-12-15', '2027-01-14', 20, 240],
    ])
  })

  test('E28: is told whole', async () => {
    const rig = await aRig(small())
    await rig.until('2027-01-08T00:00:00Z')
    const user = await rig.user('italy')
    const [modern] = (await user.get('/v1/invoices?size=1')).body.items
    expect(modern).toEqual({
      id: modern.id,
      invoiceDate: '2027-01-01T00:00:00.000Z',
      billingPeriodStartDate: '2026-12-01T00:00:00.000Z',
      billingPeriodEndDate: '2026-12-31T00:00:00.000Z',
      totalCharges: 240,
      paidAmount: 0,
      currencyCode: 'EUR',
      currencySymbol: 'EUR',
      pdfDownloadLink: `/invoices/${modern.id}/documents/statement`,
      taxReceipts: [],
      amendments: [],
      amendsOf: null,
      invoiceDetails: [
        {
          invoiceLineItemType: 'billing_line_items',
          billingProvider: 'one_time',
          links: {
            self: {
              uri: `/invoices/${modern.id}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems`,
              method: 'GET',
              headers: [],
            },
          },
        },
      ],
      documentType: 'invoice',
      invoiceType: 'OneTime',
      links: { self: { uri: `/invoices/${modern.id}`, method: 'GET', headers: [] } },
      attributes: { objectType: 'Invoice' },
    })
    expect((await user.get(`/v1/invoices/${modern.id}`)).body).toEqual(modern)
    const path = `/v1/invoices/${modern.id}/lineitems/onetime/billinglineitems`
    const { body } = await user.get(path)
    expect(body.items[0]).toEqual({
      partnerId: '1b0f0000-0000-4000-8000-00000000aa02',
      customerId: rossi,
      customerName: 'Panificio Rossi',
      customerDomainName: 'panificiorossi.example',
      customerCountry: 'IT',
      invoiceNumber: modern.id,
      mpnId: body.items[0].mpnId,
      resellerMpnId: '0',
      subscriptionId: ids.suite,
      orderId: body.items[0].orderId,
      orderDate: '2026-03-15T00:00:00.000Z',
      alternateId: body.items[0].orderId,
      productId: 'CFQ7TTC0LCHC',
      skuId: '0002',
      availabilityId: body.items[0].availabilityId,
      productName: 'Business Premium',
      skuName: 'Business Premium',
      productQualifiers: [],
      chargeType: 'cycleCharge',
      chargeStartDate: '2026-12-15T00:00:00.000Z',
      chargeEndDate: '2027-01-14T00:00:00.000Z',
      quantity: '20',
      billableQuantity: '20',
      unitType: 'Licenses',
      unitPrice: '12.00',
      effectiveUnitPrice: '12',
      subtotal: '240.00',
      taxTotal: '0',
      totalForCustomer: '240.00',
      currency: 'EUR',
      publisherName: 'Microsoft Corporation',
      publisherId: '',
      subscriptionDescription: 'Business Premium',
      subscriptionStartDate: '2026-03-15T00:00:00.000Z',
      subscriptionEndDate: '2027-03-14T00:00:00.000Z',
      termAndBillingCycle: 'P1Y billed monthly',
      referenceId: body.items[0].referenceId,
      priceAdjustmentDescription: '',
      discountDetails: '',
      creditReasonCode: '',
      pricingCurrency: 'EUR',
      pcToBCExchangeRate: '1',
      pcToBCExchangeRateDate: '2026-12-15T00:00:00.000Z',
      meterDescription: '',
      billingFrequency: 'monthly',
      reservationOrderId: '',
      promotionId: '',
      invoiceLineItemType: 'billing_line_items',
      billingProvider: 'one_time',
      attributes: { objectType: 'OneTimeInvoiceLineItem' },
    })
    const others = [
      await user.get(path.replace('onetime', 'office')),
      await user.get(path.replace('billing', 'usage')),
    ]
    expect(others.map(answer => answer.body.items)).toEqual([[], []])
  })

  test('is refused to whom it does not concern, and where it is asked for wrongly', async () => {
    const rig = await aRig(small())
    await rig.until('2027-01-08T00:00:00Z')
    const app = await rig.app('italy')
    const [{ id }] = (await app.get('/v1/invoices')).body.items
    expect([
      codeOf(await app.get(`/v1/invoices/${id}`)),
      codeOf(await app.get('/v1/invoices/G000000000/lineitems/onetime/billinglineitems')),
      codeOf(
        await app.get(`/v1/invoices/${id}/lineitems?provider=shop&invoicelineitemtype=billinglineitems`),
      ),
      codeOf(await app.get(`/v1/invoices/${id}/lineitems?provider=onetime`)),
      codeOf(await (await rig.app('central')).get(`/v1/invoices/${id}/lineitems/onetime/billinglineitems`)),
      codeOf(await app.get('/v1/invoices/summary')),
    ]).toEqual([
      [403, 900329],
      [404, 800037],
      [400, 2000],
      [400, 2000],
      [404, 800037],
      [501, 0],
    ])
  })

  test('quotes the numbers of modern lines, and of legacy ones where the World says so (Q15)', async () => {
    const figures = async (quotedNumbers: boolean) => {
      const rig = await aRig(small({ settings: { quirks: { quotedNumbers } } }))
      await rig.until('2027-01-08T00:00:00Z')
      return (await linesOf(rig, 'italy')).map(line => [line.quantity, line.totalForCustomer, line.unitPrice])
    }
    expect(await figures(false)).toEqual([
      [5, 20, 4],
      ['20', '240.00', '12.00'],
    ])
    expect(await figures(true)).toEqual([
      ['5', '20.00', '4.00'],
      ['20', '240.00', '12.00'],
    ])
  })

  test('pages the lines of legacy by offset, of modern by continuation', async () => {
    const rig = await aRig(aWorld())
    await rig.until('2027-01-08T00:00:00Z')
    const app = await rig.app('italy')
    const [, legacy] = (await app.get('/v1/invoices')).body.items
    const path = `/v1/invoices/${legacy.id}/lineitems/office/billinglineitems`
    const all = (await app.get(path)).body.items
    const second = (await app.get(`${path}?size=1&offset=1`)).body.items
    expect([all.length > 2, second]).toEqual([true, [all[1]]])
  })
})

describe('switching off', () => {
  test('legacy: the next invoice credits from that day, and no later one charges', async () => {
    const rig = await aRig(small())
    await rig.until('2026-12-20T09:00:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.until('2027-03-10T00:00:00Z')
    expect(short(await linesOf(rig, 'italy', ids.mail))).toEqual([
      ['Cycle fee', '2026-12-15', '2027-01-14', 5, 20],
      ['Prorated credit for the rest of the period', '2026-12-20', '2027-01-14', -5, -16.77],
    ])
    const { days } = await rig.ledger()
    expect(days.find((day: Body) => day.subscription === ids.mail && day.credit !== '0').credit).toBe('16.77')
  })

  test('legacy, back on in the same period: charged from then on', async () => {
    const rig = await aRig(small())
    await rig.until('2026-12-20T09:00:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'suspended' })
    await rig.until('2026-12-30T09:00:00Z')
    await change(await rig.app('italy'), ids.mail, { status: 'active' })
    await rig.until('2027-01-08T00:00:00Z')
    expect(short(await linesOf(rig, 'italy', ids.mail)).at(-1)).toEqual([
      'Cycle fee',
      '2026-12-30',
      '2027-01-14',
      5,
      10.32, // 20.00 × 16 ÷ 31
    ])
  })

  test('new commerce: a suspended one is charged on', async () => {
    const rig = await aRig(small())
    await change(await rig.app('italy'), ids.suite, { status: 'suspended' })
    await rig.until('2027-02-08T00:00:00Z')
    expect(short(await linesOf(rig, 'italy', ids.suite))).toEqual([
      ['cycleCharge', '2026-12-15', '2027-01-14', 20, 240],
      ['cycleCharge', '2027-01-15', '2027-02-14', 20, 240],
    ])
  })

  test('new commerce, cancelled on the day of purchase: charged and given back', async () => {
    const rig = await aRig(small())
    const central = await rig.app('central')
    const lines = [{ catalogItemId: await premium(central), quantity: 2, termDuration: 'P1Y' }]
    const id = (await buy(central, lines)).orders[0].lineItems[0].subscriptionId
    await change(central, id, { status: 'deleted' })
    await rig.until('2027-01-08T00:00:00Z')
    expect(short(await linesOf(rig, 'central'))).toEqual([
      ['new', '2026-12-07', '2027-01-06', 2, 24],
      ['cancelImmediate', '2026-12-07', '2027-01-06', -2, -24],
    ])
  })

  test('a transfer: the source is given back what the target is charged', async () => {
    const rig = await aRig(small({ settings: { transferDelay: 'PT0S' } }))
    const [italy, central] = [await rig.app('italy'), await rig.app('central')]
    const path = `/v1/customers/${rossi}/transfers`
    const asked = {
      sourcePartnerTenantId: '1b0f0000-0000-4000-8000-00000000aa02',
      sourcePartnerName: 'italy',
      customerEmailId: 'a@b.example',
      transferType: 5,
    }
    const { id } = (await central.post(path, asked)).body
    await italy.patch(`${path}/${id}`, { status: 'Accept', lineItems: [{ subscriptionId: ids.suite }] })
    await rig.until('2027-01-08T00:00:00Z')
    expect(short(await linesOf(rig, 'italy', ids.suite))).toEqual([
      ['cancelImmediate', '2026-12-08', '2026-12-14', -20, -56], // 12.00 × 7 ÷ 30, times 20
    ])
    expect(short(await linesOf(rig, 'central'))).toEqual([
      ['new', '2026-12-08', '2026-12-14', 20, 56],
      ['cycleCharge', '2026-12-15', '2027-01-14', 20, 240],
    ])
  })
})

test('more and fewer seats in mid-period are a pair of lines each, and a period is rounded once', async () => {
  const rig = await aRig(small())
  const italy = await rig.app('italy')
  await rig.until('2026-12-20T00:00:00Z')
  const caller = await rig.app('italy')
  await change(caller, ids.mail, { quantity: 8 })
  await rig.until('2026-12-25T00:00:00Z')
  await change(await rig.app('italy'), ids.mail, { quantity: 7 })
  await rig.until('2027-01-08T00:00:00Z')
  expect(italy).toBeDefined()
  expect(short(await linesOf(rig, 'italy', ids.mail))).toEqual([
    ['Cycle fee', '2026-12-15', '2027-01-14', 5, 20],
    ['Prorated credit for the licences before', '2026-12-20', '2027-01-14', -5, -16.77], // 20.00 × 26 ÷ 31
    ['Prorated fee for the licences now', '2026-12-20', '2027-01-14', 8, 26.83], // 30.06 in all, not 30.07
    ['Prorated credit for the licences before', '2026-12-25', '2027-01-14', -8, -21.67],
    ['Prorated fee for the licences now', '2026-12-25', '2027-01-14', 7, 18.96],
  ])
})

test('lines and days of whole periods come to the same money', async () => {
  const rig = await aRig(small())
  const central = await rig.app('central')
  await buy(central, [{ catalogItemId: mail, quantity: 3 }])
  await change(await rig.app('italy'), ids.mail, { quantity: 9 })
  await rig.until('2027-03-31T00:00:00Z')
  const { days } = await rig.ledger()
  const sum = (values: readonly Body[]) =>
    values.reduce((total: Decimal, value) => total.plus(value), new Decimal(0))
  const ofMail = (from: string, to: string) =>
    sum(
      days
        .filter((day: Body) => day.subscription === ids.mail && day.day >= from && day.day < to)
        .map((day: Body) => day.charge),
    )
  const lines = await linesOf(rig, 'italy', ids.mail)
  const between = (from: string, to: string) =>
    sum(
      lines
        .filter(line => line.chargeStartDate >= from && line.chargeStartDate < to)
        .map(line => line.totalForCustomer),
    )
  expect(ofMail('2026-12-15', '2027-02-15').toFixed(2)).toBe(between('2026-12-15', '2027-02-15').toFixed(2))
})

test('an item whose price the World does not tell has lines without amounts', async () => {
  const world = small()
  const offers = (world.catalogue?.offers ?? []).map(offer => ({ ...offer, prices: {} }))
  const rig = await aRig({ ...world, catalogue: { ...world.catalogue, offers } })
  await rig.until('2027-01-08T00:00:00Z')
  expect(short(await linesOf(rig, 'italy', ids.mail))).toEqual([
    ['Cycle fee', '2026-12-15', '2027-01-14', 5, null],
  ])
})
