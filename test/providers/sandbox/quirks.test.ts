/** The oddities of facts 19, each switched on by itself, from the World or while it runs; and all at once. */
import { describe, expect, test } from 'vitest'
import {
  aRig,
  aWorld,
  type Body,
  blu,
  buy,
  change,
  codeOf,
  ids,
  mail,
  premium,
  type Rig,
  rossi,
  subscriptionPath,
  tenants,
  verdi,
} from './rig.ts'

const odd = (quirks: object) => aRig(aWorld({ settings: { quirks } }))
const list = `/v1/customers/${rossi}/subscriptions`

describe('quirks are switched', () => {
  test('while it runs, one by one, and all but one', async () => {
    const rig = await aRig()
    const set = async (quirks: object) => (await rig.control('POST', 'quirks', quirks)).body
    const { written, effective } = (await rig.control('GET', 'quirks')).body
    expect([written, new Set(Object.values(effective))]).toEqual([{}, new Set([false, 0, 'result'])])
    expect((await set({ strayText: true })).written).toEqual({ strayText: true })
    expect((await rig.raw('GET', '/v1/customers')).text).toMatch(/^ï»¿/)
    await set({ strayText: null })
    const all = await set({ all: true, bom: false })
    expect(all.written).toEqual({ all: true, bom: false })
    expect(all.effective).toMatchObject({
      bom: false,
      crlf: true,
      unknownValues: true,
      asyncPatch: 0.5,
      checkoutRepeats: 'processing',
    })
    expect((await set({ bom: null, all: null })).written).toEqual({})
  })

  test('on top of what the World says', async () => {
    const rig = await odd({ crlf: true })
    await rig.control('POST', 'quirks', { bom: true })
    expect((await rig.control('GET', 'quirks')).body.written).toEqual({ crlf: true, bom: true })
  })

  test.each([
    [{ bom: 1 }],
    [{ colour: true }],
    [{ asyncPatch: 2 }],
    [{ unknownValues: [1] }],
    [{ checkoutRepeats: true }],
    [[]],
  ])('but not by %j', async quirks => {
    const rig = await aRig()
    expect((await rig.control('POST', 'quirks', quirks)).status).toBe(400)
  })

  test('and a repeat keeps the bytes it had before (E8)', async () => {
    const rig = await aRig()
    const app = await rig.app('italy')
    const options = { requestId: '2d5f0000-0000-4000-8000-00000000e001' }
    const { body } = await app.get(subscriptionPath(ids.mail))
    const six = { ...body, quantity: 6 }
    const first = await app.patch(subscriptionPath(ids.mail), six, options)
    await rig.control('POST', 'quirks', { all: true })
    expect((await app.patch(subscriptionPath(ids.mail), six, options)).text).toBe(first.text)
  })
})

describe('bodies', () => {
  test('Q1: stray characters before the JSON', async () => {
    const rig = await odd({ strayText: true })
    expect((await rig.raw('GET', '/v1/customers')).text).toMatch(/^ï»¿\{"code"/)
  })

  test('Q2: absolute links, in turn with relative ones where both are on', async () => {
    const rig = await odd({ absoluteLinks: true })
    const uriOf = async () => (await (await rig.app('italy')).get(subscriptionPath(ids.suite))).body.links
    const links = await uriOf()
    expect(links.self.uri).toBe(`${rig.sandbox.url}/v1/customers/${rossi}/subscriptions/${ids.suite}`)
    await rig.control('POST', 'quirks', { v1Links: true })
    const starts = Object.values(await uriOf()).map((link: Body) => link.uri.slice(0, 4))
    expect(new Set(starts)).toEqual(new Set(['http', '/v1/']))
  })

  test('Q3: the continuation token only in the next link', async () => {
    const rig = await odd({ tokenInLinkOnly: true })
    const { body } = await (await rig.app('italy')).get('/v1/customers?size=1')
    expect(['continuationToken' in body, body.links.next.headers[0].key]).toEqual([
      false,
      'MS-ContinuationToken',
    ])
  })

  test('Q4: seekOperation in any spelling', async () => {
    const rig = await aRig()
    const app = await rig.app('italy')
    const { body } = await app.get('/v1/customers?size=1')
    const headers = { 'MS-ContinuationToken': body.continuationToken }
    for (const word of ['Next', 'next', '0'])
      expect(
        (await app.get(`/v1/customers?size=1&seekOperation=${word}`, { headers })).body.items,
      ).toHaveLength(1)
  })

  test('Q5: codes that are numbers', async () => {
    const rig = await odd({ numericCodes: true })
    expect((await rig.raw('GET', '/v1/customers')).body.code).toBe(800001)
  })

  test('Q8, Q20: a status nobody knows for the oldest subscription of one customer, which may come back', async () => {
    for (const quirks of [{ unknownValues: [rossi] }, null]) {
      const world = aWorld(quirks === null ? {} : { settings: { quirks } })
      const customers = (world.customers ?? []).map(row =>
        quirks === null && row.tenantId === rossi ? { ...row, unknownValues: true } : row,
      )
      const rig = await aRig({ ...world, customers })
      const app = await rig.app('italy')
      const { items } = (await app.get(list)).body
      expect(items.map((item: Body) => item.status)).toEqual([
        'quarantined',
        'active',
        'active',
        'active',
        'active',
      ])
      const renamed = await change(app, ids.mail, { friendlyName: 'post' })
      expect([renamed.status, renamed.body.status, renamed.body.friendlyName]).toEqual([
        200,
        'quarantined',
        'post',
      ])
    }
  })

  test('Q9: collections without links, attributes and items', async () => {
    const rig = await odd({ missingKeys: true, missingItems: true })
    expect((await (await rig.app('central')).get(list)).body).toEqual({ totalCount: 0 })
    expect(Object.keys((await (await rig.app('italy')).get('/v1/customers?size=1')).body)).toEqual([
      'totalCount',
      'items',
      'continuationToken',
      'links',
    ])
  })

  test('Q10: bare arrays, or the same in an envelope', async () => {
    const rig = await aRig()
    const app = await rig.app('italy')
    expect((await app.get(`/v1/customers/${rossi}/transfers`)).body).toEqual([])
    await rig.control('POST', 'quirks', { envelopes: true })
    expect((await app.get(`/v1/customers/${rossi}/transfers`)).body).toEqual({
      totalCount: 0,
      items: [],
      attributes: { objectType: 'Collection' },
    })
  })

  test('Q11: GUIDs in the other case in lists; each spelling finds the same', async () => {
    const rig = await odd({ otherCase: true })
    const app = await rig.app('italy')
    const [first] = (await app.get(list)).body.items
    expect(first.id).toBe(ids.mail.toUpperCase())
    const alone = await app.get(subscriptionPath(first.id, rossi.toUpperCase()))
    expect([alone.status, alone.body.id]).toEqual([200, ids.mail])
    expect((await app.patch(subscriptionPath(first.id), { ...first, quantity: 6 })).status).toBe(200)
  })

  test('Q12: empty ETags on new commerce', async () => {
    const rig = await odd({ emptyEtags: true })
    const app = await rig.app('italy')
    expect((await app.get(subscriptionPath(ids.suite))).body.attributes.etag).toBe('')
    expect((await change(app, ids.suite, { quantity: 21 })).status).toBe(200)
    const empty = await change(app, ids.suite, { quantity: 22 }, { headers: { 'If-Match': '""' } })
    expect(codeOf(empty)).toEqual([400, 2000])
  })

  test('Q13: the end of a relationship in Pascal case', async () => {
    const rig = await odd({ pascalCase: true })
    const user = await rig.user('italy')
    const { body } = await user.patch(`/v1/customers/${verdi}`, { relationshipToPartner: 'none' })
    expect([body.Id, body.RelationshipToPartner, body.CompanyProfile.TenantId]).toEqual([
      verdi,
      'none',
      verdi,
    ])
  })

  test('Q17: links with a body of null, and learnMore without uri', async () => {
    const rig = await odd({ nullBodies: true })
    const { body } = await (await rig.app('italy')).get(`/v1/offers/${mail}?country=IT`)
    expect(body.links.learnMore).toEqual({ method: 'GET', headers: [], body: null })
  })

  test('Q29: names, and words of refusals, in the language that is asked for', async () => {
    const app = await (await aRig()).app('italy')
    const options = { headers: { 'X-Locale': 'it-IT' } }
    const { body } = await app.get(subscriptionPath(ids.suite), options)
    expect([body.offerName, body.friendlyName]).toEqual(['Business Premium (it-IT)', 'Business Premium'])
    const offer = (await app.get(`/v1/offers/${mail}?country=IT`, options)).body
    expect(offer.name).toBe('Exchange Online (Plan 1) (it-IT)')
    const refused = (await app.get(subscriptionPath('nothing'), options)).body
    expect(refused.description).toBe('The subscription was not found. (it-IT)')
    expect((await app.patch(subscriptionPath(ids.suite), { ...body, friendlyName: 'x' })).status).toBe(200)
  })

  test('a stale ETag is a bare 412, where that is asked for', async () => {
    const app = await (await odd({ staleIs412: true })).app('italy')
    const answer = await app.patch(subscriptionPath(ids.mail), {}, { headers: { 'If-Match': '"old"' } })
    expect([answer.status, answer.body]).toEqual([412, { message: 'Precondition Failed' }])
  })

  test('Q30: a catalogue item that is not there is a 200 with code 400072', async () => {
    const rig = await odd({ softNotFound: true })
    const app = await rig.app('italy')
    const answer = await app.get('/v1/products/NOTHING/skus/0001?country=IT')
    expect([answer.status, answer.body.code]).toEqual([200, 400072])
    expect((await app.get(`/v1/customers/${rossi}/orders/nothing`)).status).toBe(404)
  })

  test('Q32: ends without a time are the day after, those with a time are not', async () => {
    const rig = await odd({ dayAfterEnds: true })
    const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.suite))
    expect([body.commitmentEndDate, body.commitmentEndDateTime]).toEqual([
      '2027-03-15T00:00:00Z',
      '2027-03-14T23:59:59.999Z',
    ])
  })

  test('Q35: values of activity records that are cut', async () => {
    const rig = await odd({ cutActivity: true })
    const app = await rig.app('italy')
    await change(app, ids.mail, { quantity: 6 })
    const [record] = (await app.get('/v1/auditrecords')).body.items
    expect(() => JSON.parse(record.resourceNewValue)).toThrow(SyntaxError)
  })

  test('words in mixed spelling and as numbers, which may come back', async () => {
    const rig = await odd({ mixedWords: true })
    const app = await rig.app('italy')
    const { body } = await app.get(subscriptionPath(ids.suite))
    expect([body.status, body.billingCycle, body.billingType, body.contractType]).toEqual([
      'Active',
      'Monthly',
      'License',
      0,
    ])
    const changed = await app.patch(subscriptionPath(ids.suite), { ...body, quantity: 21 })
    expect([changed.status, changed.body.quantity]).toEqual([200, 21])
    expect((await app.get(`/v1/customers/${rossi}`)).body.relationshipToPartner).toBe(1)
  })

  test('dates with offsets and seven digits', async () => {
    const rig = await odd({ oddDates: true })
    const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.suite))
    expect(body.commitmentEndDateTime).toBe('2027-03-14T23:59:59.9990000+00:00')
  })
})

describe('answers', () => {
  test('Q23: availability ids that change every day', async () => {
    const rig = await odd({ dailyAvailabilities: true })
    const today = await premium(await rig.app('central'))
    await rig.advance('P1D')
    const app = await rig.app('central')
    expect(await premium(app)).not.toBe(today)
    const cart = await app.post(`/v1/customers/${rossi}/carts`, {
      lineItems: [{ id: 0, catalogItemId: today, quantity: 1, billingCycle: 'monthly', termDuration: 'P1Y' }],
    })
    expect(cart.body.lineItems[0].error).toMatchObject({ errorCode: 10001 })
  })

  test('Q25: a customer without relationship is refused in several ways', async () => {
    const rig = await odd({ variedStrangers: true })
    const app = await rig.app('central')
    const paths = ['', '/subscriptions', `/subscriptions/${ids.mail}`, '/orders/a1b2c3d4e5f6']
    const codes = await Promise.all(
      paths.map(async path => codeOf(await app.get(`/v1/customers/${blu}${path}`))),
    )
    expect(codes).toEqual([
      [403, 20002],
      [403, 20002],
      [404, 60003],
      [404, 1000],
    ])
  })

  test('Q26: a page after the last is 400/2000', async () => {
    const rig = await odd({ extraPage: true })
    const app = await rig.app('italy')
    const { body } = await app.get('/v1/customers?size=500')
    expect(body.items).toHaveLength(3)
    const headers = { 'MS-ContinuationToken': body.continuationToken }
    expect(codeOf(await app.get('/v1/customers?size=500&seekOperation=Next', { headers }))).toEqual([
      400, 2000,
    ])
  })

  test('a customer that shows on two pages', async () => {
    const rig = await odd({ repeatedCustomers: true })
    const app = await rig.app('italy')
    const seen: string[] = []
    let answer = await app.get('/v1/customers?size=1')
    seen.push(...answer.body.items.map((item: Body) => item.id))
    while (answer.body.continuationToken !== undefined) {
      const headers = { 'MS-ContinuationToken': answer.body.continuationToken }
      answer = await app.get('/v1/customers?size=1&seekOperation=Next', { headers })
      seen.push(...answer.body.items.map((item: Body) => item.id))
    }
    expect(seen).toHaveLength(5)
    expect(new Set(seen)).toEqual(new Set([rossi, blu, verdi]))
  })

  test('Q27: every fifth list of subscriptions is a conflict', async () => {
    const rig = await odd({ listConflicts: true })
    const app = await rig.app('italy')
    const statuses: number[] = []
    for (let count = 0; count < 6; count += 1) statuses.push((await app.get(list)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 409, 200])
  })

  test('Q27: asking again helps, whoever else asks meanwhile', async () => {
    const rig = await odd({ listConflicts: true })
    const app = await rig.app('italy')
    const other = `/v1/customers/${verdi}/subscriptions`
    const statuses: number[] = []
    for (const path of [list, list, list, list, list, other, other, other, other, list])
      statuses.push((await app.get(path)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 409, 200, 200, 200, 200, 200])
  })

  test('Q28, E7: orders that list late, and subscriptions that come late', async () => {
    const rig = await odd({ lateOrders: true, lateSubscriptions: true })
    const app = await rig.app('central')
    const [order] = (await buy(app, [{ catalogItemId: mail, quantity: 2 }])).orders
    expect([order.status, 'subscriptionId' in order.lineItems[0]]).toEqual(['pending', false])
    const counts = async () => [
      (await app.get(list)).body.items.length,
      (await app.get(`/v1/customers/${rossi}/orders`)).body.items.length,
    ]
    expect(await counts()).toEqual([0, 0])
    await rig.advance('PT2M')
    expect(await counts()).toEqual([1, 0])
    await rig.advance('PT13M')
    expect(await counts()).toEqual([1, 1])
  })
})

describe('of 2026', () => {
  const cancel = { scheduleType: 'TermEnd', actionType: 'Cancel' }

  test('Q38: scheduled actions in capitals, and one nobody knows, which may come back', async () => {
    const rig = await odd({ oddActions: true })
    const italy = await rig.app('italy')
    const first = await change(italy, ids.suite, { autoRenewEnabled: false, scheduledActions: [cancel] })
    const shown = [
      { scheduleType: 'TERMEND', actionType: 'CANCEL' },
      { scheduleType: 'ANNIVERSARY', actionType: 'REVIEW' },
    ]
    expect([first.status, first.body.scheduledActions]).toEqual([200, shown])
    const second = await change(italy, ids.suite, { friendlyName: 'office' })
    expect([second.status, second.body.scheduledActions, second.body.friendlyName]).toEqual([
      200,
      shown,
      'office',
    ])
    const made = await change(italy, ids.suite, {
      scheduledActions: [cancel, { scheduleType: 'TermEnd', actionType: 'Rethink' }],
    })
    expect(codeOf(made)).toEqual([400, 800002])
  })

  test('Q39: other names of the same, which may come back', async () => {
    const rig = await odd({ otherNames: true, capitalProductType: true })
    const central = await rig.app('central')
    const { orders } = await buy(central, [
      { catalogItemId: await premium(central), quantity: 2, termDuration: 'P1Y' },
    ])
    const path = subscriptionPath(orders[0].lineItems[0].subscriptionId)
    const { body } = await central.get(path)
    expect([body.refundOptions, body.productType, body.refundOption, body.ProductType]).toEqual([
      undefined,
      undefined,
      [
        { type: 'Full', expiresAfter: '2026-12-08T06:00:00.000Z' },
        { type: 'Partial', expiresAfter: '2026-12-14T06:00:00.000Z' },
      ],
      { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    ])
    expect((await central.patch(path, { ...body, quantity: 3 })).body.quantity).toBe(3)
  })

  test('Q40: a zero-width character before JSON', async () => {
    const rig = await odd({ zeroWidth: true })
    const { text } = await (await rig.app('italy')).get(list)
    const plain = await rig.raw('GET', '/v1/customers')
    expect([text.codePointAt(0), plain.text.codePointAt(0), plain.text.at(1)]).toEqual([0x200b, 0x200b, '{'])
  })

  test('Q42: one customer is throttled, and others are not', async () => {
    const rig = await aRig(aWorld({ settings: { quirks: { customerBudgets: true } } }), {
      throttlePerMinute: 2,
    })
    const italy = await rig.app('italy')
    const statuses: number[] = []
    const other = `/v1/customers/${verdi}/subscriptions`
    for (const path of [
      list,
      list.toUpperCase().replace('/V1', '/v1'),
      list,
      other,
      '/v1/customers',
      other,
      list,
    ])
      statuses.push((await italy.get(path)).status)
    expect(statuses).toEqual([200, 200, 429, 200, 200, 200, 429])
    await rig.control('POST', 'quirks', { customerBudgets: false })
    await rig.advance('PT1M')
    expect([
      (await italy.get(list)).status,
      (await italy.get(other)).status,
      (await italy.get(list)).status,
    ]).toEqual([200, 200, 429])
  })
})

describe('all at once', () => {
  /** A careful client gets through: what it sends back is what it was shown. */
  async function legacyPair(rig: Rig): Promise<Body> {
    const [italy, central] = [await rig.app('italy'), await rig.app('central')]
    const parse = (text: string) => JSON.parse(text.slice(text.indexOf('{')))
    const cart = await central.post(`/v1/customers/${rossi}/carts`, {
      lineItems: [{ id: 0, catalogItemId: mail, quantity: 5, billingCycle: 'monthly', friendlyName: 'mail' }],
    })
    const checkout = await central.post(`/v1/customers/${rossi}/carts/${parse(cart.text).id}/checkout`)
    expect(checkout.status).toBe(201)
    await rig.advance('PT15M')
    const read = parse((await italy.get(subscriptionPath(ids.mail))).text)
    const off = await italy.patch(subscriptionPath(ids.mail), { ...read, status: 'suspended' })
    expect([200, 202]).toContain(off.status)
    await rig.advance('PT1M')
    return (await rig.state()).subscriptions
      .filter((row: Body) => row.family === 'exchange-p1')
      .map((row: Body) => [row.partner, row.seats, row.status])
  }

  test('the same is done as without any', async () => {
    const quiet = await legacyPair(await aRig())
    expect(await legacyPair(await odd({ all: true }))).toEqual(quiet)
    expect(quiet).toEqual([
      ['italy', 5, 'suspended'],
      ['central', 5, 'active'],
    ])
  })

  test('a token is had as ever', async () => {
    const rig = await odd({ all: true })
    const form = {
      grant_type: 'refresh_token',
      client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
      refresh_token: 'sandbox-central-user',
      scope: 'https://api.partnercenter.microsoft.com/.default',
    }
    const { text } = await rig.token(tenants.central, form)
    expect(JSON.parse(text.slice(text.indexOf('{'))).token_type).toBe('Bearer')
  })
})
