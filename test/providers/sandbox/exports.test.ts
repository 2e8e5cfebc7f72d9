/** G11: reconciliation exports through Graph: asked for, polled, read from blobs; their rows are the lines of the invoice. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { aGraphRig, type GraphCaller, type GraphRig } from './graph/graph-rig.ts'
import { aWorld, type Body, ids } from './rig.ts'

const billing = '/v1.0/reports/partners/billing'
const billedPath = `${billing}/reconciliation/billed/export`
const unbilledPath = `${billing}/reconciliation/unbilled/export`

interface Made {
  readonly rig: GraphRig
  readonly italy: GraphCaller
}

async function inJanuary(settings: World['settings'] = {}, until = '2027-01-08T00:00:00Z'): Promise<Made> {
  const rig = await aGraphRig(aWorld({ settings }))
  await rig.until(until)
  return { rig, italy: await rig.graphApp('italy') }
}

async function invoicesOf({ rig }: Made): Promise<Body[]> {
  return (await (await rig.app('italy')).get('/v1/invoices')).body.items
}

const pathOf = (location: string | null) => new URL(location ?? '').pathname

/** What an export that is ready leads to. */
async function exported({ italy }: Made, path: string, body: object): Promise<Body> {
  const asked = await italy.post(path, body)
  expect([asked.status, asked.text]).toEqual([202, ''])
  return (await italy.get(pathOf(asked.headers.get('location')))).body
}

/** Without a token. */
async function blob({ rig }: Made, manifest: Body, position = 0): Promise<Response> {
  const url = `${manifest.rootDirectory}/${manifest.blobs[position].name}?${manifest.sasToken}`
  return rig.sandbox.fetch(new Request(url))
}

async function rowsOf(made: Made, manifest: Body): Promise<Body[]> {
  const bytes = new Uint8Array(await (await blob(made, manifest)).arrayBuffer())
  const lines = gunzipSync(bytes).toString().split('\n')
  expect(lines.pop()).toBe('')
  return lines.map(line => JSON.parse(line))
}

describe('G11: a reconciliation export of an invoice', () => {
  it('holds its lines', async () => {
    const made = await inJanuary()
    const [modern] = await invoicesOf(made)
    const operation = await exported(made, billedPath, { invoiceId: modern.id })
    const manifest = operation.resourceLocation
    expect(operation).toEqual({
      '@odata.type': '#microsoft.graph.partners.billing.exportSuccessOperation',
      '@odata.context': expect.stringMatching(/\/v1\.0\/\$metadata#reports\/partners\/billing\/operations/),
      id: operation.id,
      createdDateTime: '2027-01-08T00:00:00.000Z',
      lastActionDateTime: '2027-01-08T00:00:00.000Z',
      status: 'succeeded',
      resourceLocation: {
        id: manifest.id,
        schemaVersion: '2',
        dataFormat: 'compressedJSONLines',
        createdDateTime: '2027-01-08T00:00:00.000Z',
        eTag: manifest.eTag,
        partnerTenantId: '1b0f0000-0000-4000-8000-00000000aa02',
        rootDirectory: `${made.rig.sandbox.url}/billing-exports/${operation.id}`,
        sasToken: manifest.sasToken,
        partitionType: 'default',
        blobCount: 1,
        blobs: [{ name: 'part-00000.json.gz', partitionValue: 'default' }],
      },
    })
    expect((await made.italy.get(`${billing}/manifests/${manifest.id}`)).body).toEqual(manifest)
    const rows = await rowsOf(made, manifest)
    expect(
      rows.map(row => [
        row.SubscriptionId,
        row.InvoiceNumber,
        row.ChargeType,
        row.ChargeStartDate,
        row.Quantity,
        row.UnitPrice,
        row.EffectiveUnitPrice,
        row.Subtotal,
        row.Currency,
      ]),
    ).toEqual([[ids.suite, modern.id, 'cycleCharge', '2026-12-15T00:00:00.000Z', 20, 12, 12, 240, 'EUR']])
    expect(Object.keys(rows[0])).toHaveLength(47)
  })

  it('holds less where less is asked for', async () => {
    const made = await inJanuary()
    const [{ id: invoiceId }] = await invoicesOf(made)
    const wish = { invoiceId, attributeSet: 'basic' }
    const { resourceLocation } = await exported(made, billedPath, wish)
    const [row] = await rowsOf(made, resourceLocation)
    expect([Object.keys(row).length, row.Subtotal, row.PublisherName]).toEqual([28, 240, undefined])
  })

  it('takes its time, and says so', async () => {
    const made = await inJanuary({ exportDelay: 'PT5M' })
    const [{ id: invoiceId }] = await invoicesOf(made)
    const asked = await made.italy.post(billedPath, { invoiceId })
    const path = pathOf(asked.headers.get('location'))
    await made.rig.advance('PT4M')
    const running = await made.italy.get(path)
    expect([running.status, running.headers.get('retry-after'), running.body]).toEqual([
      200,
      '10',
      {
        '@odata.type': '#microsoft.graph.partners.billing.runningOperation',
        '@odata.context': running.body['@odata.context'],
        id: running.body.id,
        createdDateTime: '2027-01-08T00:00:00.000Z',
        lastActionDateTime: '2027-01-08T00:04:00.000Z',
        status: 'running',
      },
    ])
    await made.rig.advance('PT1M')
    expect((await made.italy.get(path)).body.status).toBe('succeeded')
  })

  it('leads to its manifest by a link where the World says so', async () => {
    const made = await inJanuary({ quirks: { linkedManifests: true } })
    const [{ id: invoiceId }] = await invoicesOf(made)
    const operation = await exported(made, billedPath, { invoiceId })
    expect(operation.resourceLocation).toBeUndefined()
    const { body } = await made.italy.get(pathOf(operation['resourceLocation@odata.navigationLink']))
    expect(await rowsOf(made, body)).toHaveLength(1)
  })

  it.each([
    ['an invoice nobody has', (): string => 'G000000000'],
    ['one of legacy', ([, legacy]: Body[]): string => legacy.id],
  ])('of %s fails with 5000', async (_, of) => {
    const made = await inJanuary()
    const operation = await exported(made, billedPath, { invoiceId: of(await invoicesOf(made)) })
    expect([operation.status, operation['@odata.type'], operation.error]).toEqual([
      'failed',
      '#microsoft.graph.partners.billing.failedOperation',
      { code: '5000', message: 'There is no data to export.' },
    ])
  })

  it('is split after 2,000 lines', async () => {
    const world = aWorld()
    const [suite] = (world.subscriptions ?? []).filter(({ id }) => id === ids.suite)
    if (suite === undefined) throw new Error('no suite')
    const { id: _, ...other } = suite
    const subscriptions = Array.from({ length: 2001 }, () => ({ ...other, seats: 1 }))
    const rig = await aGraphRig({ ...world, subscriptions })
    await rig.until('2027-01-08T00:00:00Z')
    const made = { rig, italy: await rig.graphApp('italy') }
    const [{ id: invoiceId }] = await invoicesOf(made)
    const { resourceLocation } = await exported(made, billedPath, { invoiceId })
    expect(resourceLocation.blobs.map((entry: Body) => entry.name)).toEqual([
      'part-00000.json.gz',
      'part-00001.json.gz',
    ])
    expect(await rowsOf(made, resourceLocation)).toHaveLength(2000)
  })
})

describe('what is not billed yet', () => {
  it.each([
    ['current', '2026-12-20T00:00:00Z', [['2026-12-15T00:00:00.000Z', '', 240]]],
    ['last', '2027-01-05T00:00:00Z', [['2026-12-15T00:00:00.000Z', '', 240]]],
  ])('of the %s month on %s', async (billingPeriod, until, rows) => {
    const made = await inJanuary({}, until)
    const { resourceLocation } = await exported(made, unbilledPath, { currencyCode: 'EUR', billingPeriod })
    const found = await rowsOf(made, resourceLocation)
    expect(found.map(row => [row.ChargeStartDate, row.InvoiceNumber, row.Subtotal])).toEqual(rows)
  })

  it.each([
    ['billed since', { currencyCode: 'EUR', billingPeriod: 'last' }],
    ['in another currency', { currencyCode: 'USD', billingPeriod: 'current' }],
  ])('is nothing when %s', async (_, wish) => {
    const made = await inJanuary({}, '2027-01-20T00:00:00Z')
    expect((await exported(made, unbilledPath, wish)).error.code).toBe('5000')
  })
})

describe('exports', () => {
  it('of usage have nothing', async () => {
    const made = await inJanuary()
    const [{ id: invoiceId }] = await invoicesOf(made)
    const wishes = [
      [`${billing}/usage/billed/export`, { invoiceId }],
      [`${billing}/usage/unbilled/export`, { currencyCode: 'EUR', billingPeriod: 'current' }],
    ] as const
    for (const [path, wish] of wishes) expect((await exported(made, path, wish)).error.code).toBe('5000')
  })

  it.each([
    [billedPath, {}],
    [billedPath, { invoiceId: 'G001', attributeSet: 'some' }],
    [billedPath, { invoiceId: 'G001', format: 'csv' }],
    [unbilledPath, { currencyCode: 'EUR' }],
    [unbilledPath, { currencyCode: 'EUR', billingPeriod: 'next' }],
  ])('%s with %o is refused in the words of Graph', async (path, wish) => {
    const answer = await (await inJanuary()).italy.post(path, wish)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'badRequest'])
  })

  it('are for tokens of Graph, with the permission, and for who asked', async () => {
    const made = await inJanuary()
    const [{ id: invoiceId }] = await invoicesOf(made)
    const partnerCenter = await (await made.rig.app('italy')).post(billedPath, { invoiceId })
    expect(partnerCenter.status).toBe(401)
    const { id } = await exported(made, billedPath, { invoiceId })
    const central = await made.rig.graphApp('central')
    expect((await central.get(`${billing}/operations/${id}`)).status).toBe(404)
  })

  it('are signed for an hour, for what they are and nothing else', async () => {
    const made = await inJanuary()
    const [{ id: invoiceId }] = await invoicesOf(made)
    const { id, resourceLocation } = await exported(made, billedPath, { invoiceId })
    const place = `${resourceLocation.rootDirectory}/part-00000.json.gz`
    const statusOf = async (url: string) => (await made.rig.sandbox.fetch(new Request(url))).status
    const signed = `${place}?${resourceLocation.sasToken}`
    expect([
      await statusOf(signed),
      await statusOf(signed.replace(/se=[^&]*/, 'se=2099-01-01T00%3A00%3A00.000Z')),
      await statusOf(place),
      await statusOf(signed.replace('part-00000', 'part-00001')),
    ]).toEqual([200, 403, 403, 404])
    await made.rig.advance('PT1H')
    expect(await statusOf(signed)).toBe(403)
    const again = await (await made.rig.graphApp('italy')).get(`${billing}/operations/${id}`)
    expect(again.body.resourceLocation.eTag).toBe(resourceLocation.eTag)
    expect((await blob(made, again.body.resourceLocation)).status).toBe(200)
  })
})
