import { afterEach, describe, expect, it } from 'vitest'
import {
  type Edit,
  patchSubscription,
} from '../../../../../providers/partner-center/client/resources/patch-subscription.ts'
import { type Api, anApi } from '../../../../support/api.ts'
import type { Script } from '../../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

const idsOf = (round: number) => ({
  requestId: `request-${round + 1}`,
  correlationId: 'correlation-1',
  mayLeave: () => undefined,
})
const toTen: Edit = found =>
  found.quantity === 10
    ? { kind: 'done' }
    : found.quantity === 5
      ? { kind: 'change', fields: { quantity: 10 } }
      : { kind: 'moved' }

async function patching(script: Script) {
  api = await anApi(script)
  const { client, server, clock } = api
  const answer = patchSubscription(client, {
    customer: 'c-1',
    subscription: 'S-1',
    edit: toTen,
    idsOf,
  })
  return { server, clock, answer }
}

const sent = (position: number) => {
  const asked = api?.server.asked[position]
  return {
    method: asked?.method,
    headers: asked?.headers,
    json: asked?.body ? (JSON.parse(asked.body) as unknown) : null,
  }
}

const legacy = {
  id: 'S-1',
  quantity: 5,
  status: 'active',
  autoRenewEnabled: true,
  scheduledNextTermInstructions: null,
  somethingNew: { deep: [1, { kept: true }], text: 'ä\u2028' },
  attributes: { etag: 'eyJpZCI6IlMtMSJ9', objectType: 'Subscription', alsoNew: 1 },
  links: { self: { uri: '/customers/c-1/subscriptions/S-1', method: 'GET', headers: [] } },
}

describe('changing a subscription', () => {
  it('sends the whole of a fresh read with one edit, fields it does not know included, and its ETag in quotes', async () => {
    const { answer } = await patching([{ json: legacy }, { json: { ...legacy, quantity: 10 } }])
    expect(await answer).toEqual({ kind: 'done', subscription: { ...legacy, quantity: 10 } })
    expect(sent(1).json).toEqual({ ...legacy, quantity: 10 })
    expect(sent(1).headers).toMatchObject({
      'if-match': '"eyJpZCI6IlMtMSJ9"',
      'ms-requestid': 'request-1',
      'ms-correlationid': 'correlation-1',
      'x-locale': 'en-US',
      accept: 'application/json',
      'content-type': 'application/json',
    })
  })

  it('sends what it does not touch as it came, digit by digit', async () => {
    const text = (quantity: number) =>
      `{"id":"S-1","ledger":12345678901234567890,"price":1.10,"quantity":${quantity}}`
    const { answer } = await patching([{ text: text(5) }, { text: text(10) }])
    expect(await answer).toMatchObject({ kind: 'done' })
    expect(api?.server.asked[1]?.body).toBe(text(10))
  })

  it.each([[undefined], [''], [null]])('sends no If-Match when the ETag is %j', async etag => {
    const nce = { ...legacy, attributes: { etag, objectType: 'Subscription' } }
    const { answer } = await patching([{ json: nce }, { json: { ...nce, quantity: 10 } }])
    expect(await answer).toMatchObject({ kind: 'done' })
    expect(sent(1).headers).not.toHaveProperty('if-match')
  })

  it('sends nothing when it is so already, or when it is not what the change was meant for', async () => {
    const done = await patching([{ json: { ...legacy, quantity: 10 } }])
    expect(await done.answer).toMatchObject({ kind: 'done' })
    expect(done.server.asked).toHaveLength(1)
    await api?.close()
    const moved = await patching([{ json: { ...legacy, quantity: 7 } }])
    expect(await moved.answer).toMatchObject({ kind: 'moved', subscription: { quantity: 7 } })
    expect(moved.server.asked).toHaveLength(1)
  })

  it.each([
    ['400/2055', { status: 400, json: { code: '2055', description: 'no' } }],
    ['412', { status: 412 }],
  ])(
    'reads again and applies the edit to what is there now after %s, once, under a new id',
    async (_, stale) => {
      const other = { ...legacy, friendlyName: 'renamed meanwhile', attributes: { etag: 'v2' } }
      const { answer } = await patching([
        { json: legacy },
        stale,
        { json: other },
        { json: { ...other, quantity: 10 } },
      ])
      expect(await answer).toMatchObject({ kind: 'done' })
      expect(sent(3).json).toEqual({ ...other, quantity: 10 })
      expect(sent(3).headers).toMatchObject({ 'if-match': '"v2"', 'ms-requestid': 'request-2' })
    },
  )

  it('gives up when it is stale twice', async () => {
    const { answer, server } = await patching([
      { json: legacy },
      { status: 412 },
      { json: legacy },
      { status: 412 },
    ])
    await expect(answer).rejects.toMatchObject({
      error: { kind: 'foreign', status: 412, settles: false },
    })
    expect(server.asked).toHaveLength(4)
  })

  it('follows the Location of a 202 until the change shows', async () => {
    const { answer, server, clock } = await patching([
      { json: legacy },
      { status: 202, headers: { Location: '/customers/c-1/subscriptions/S-1' } },
      { json: legacy },
      { status: 503 },
      { status: 503 },
      { status: 503 },
      { json: { ...legacy, quantity: 10 } },
    ])
    expect(await answer).toMatchObject({ kind: 'done', subscription: { quantity: 10 } })
    expect(server.asked.slice(2).map(({ url }) => url)).toEqual(
      Array.from({ length: 5 }, () => '/v1/customers/c-1/subscriptions/S-1'),
    )
    expect(clock.slept).toContain(2_000)
  })

  it('does not follow a Location on another host', async () => {
    const { answer, server } = await patching([
      { json: legacy },
      { status: 202, headers: { Location: 'https://evil.example/x' } },
      { json: { ...legacy, quantity: 10 } },
    ])
    expect(await answer).toMatchObject({ kind: 'done' })
    expect(server.asked[2]?.url).toBe('/v1/customers/c-1/subscriptions/S-1')
  })

  it('says so when the change does not show within twenty minutes', async () => {
    const { answer, clock } = await patching(asked =>
      asked.method === 'PATCH' ? { status: 202 } : { json: legacy },
    )
    expect(await answer).toMatchObject({ kind: 'not shown', subscription: { quantity: 5 } })
    expect(clock.now() > '2026-12-07T06:20:00' && clock.now() < '2026-12-07T06:22:00').toBe(true)
  })

  it.each(['800082', '800081'])(
    'comes back later under a new id when it is not ready yet (%s)',
    async code => {
      const { answer, clock } = await patching([
        { json: legacy },
        { status: 400, json: { code, description: 'no' } },
        { json: legacy },
        { json: { ...legacy, quantity: 10 } },
      ])
      expect(await answer).toMatchObject({ kind: 'done' })
      expect(clock.slept).toEqual([30_000])
      expect([sent(1), sent(3)].map(({ headers }) => headers?.['ms-requestid'])).toEqual([
        'request-1',
        'request-2',
      ])
    },
  )

  it('does not wait for an operation that can take a day (409/900278), and for others not for ever', async () => {
    const day = await patching([
      { json: legacy },
      { status: 409, json: { code: '900278', description: 'no' } },
    ])
    await expect(day.answer).rejects.toMatchObject({ error: { code: '900278' } })
    expect(day.clock.slept).toEqual([])
    await api?.close()
    const ever = await patching(asked =>
      asked.method === 'GET'
        ? { json: legacy }
        : { status: 400, json: { code: '800082', description: 'no' } },
    )
    await expect(ever.answer).rejects.toMatchObject({ error: { code: '800082' } })
    expect(ever.clock.slept).toEqual([30_000, 30_000, 30_000])
  })

  it('repeats under the same id when no answer came: the number is absolute', async () => {
    const { answer } = await patching([{ json: legacy }, 'drop', { json: { ...legacy, quantity: 10 } }])
    expect(await answer).toMatchObject({ kind: 'done' })
    expect([sent(1), sent(2)].map(({ method, headers }) => [method, headers?.['ms-requestid']])).toEqual([
      ['PATCH', 'request-1'],
      ['PATCH', 'request-1'],
    ])
  })
})
