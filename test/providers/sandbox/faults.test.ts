/** E14, E15, E16, E24: throttling, scripted trouble, oddities. Trouble on the connection is met over a real socket. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startSandbox } from '../../../providers/sandbox/index.ts'
import {
  aRig,
  aWorld,
  type Body,
  change,
  codeOf,
  ids,
  mail,
  type Rig,
  rigOf,
  rossi,
  scope,
  subscriptionPath,
  tenants,
} from './rig.ts'

const orders = `/v1/customers/${rossi}/orders`
const order = {
  billingCycle: 'monthly',
  partnerOnRecordAttestationAccepted: true,
  lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 5 }],
}

describe('E14: throttling', () => {
  it('answers 429 with the body of the gateway once the minute of a family is full', async () => {
    const rig = await aRig(aWorld(), { throttlePerMinute: 3 })
    const italy = await rig.app('italy')
    await rig.until('2026-12-07T06:00:18Z')
    for (let round = 0; round < 3; round += 1)
      expect((await italy.get(subscriptionPath(ids.mail))).status).toBe(200)
    const full = await italy.get(subscriptionPath(ids.mail))
    expect([full.status, full.body, full.headers.get('retry-after')]).toEqual([
      429,
      { statusCode: 429, message: 'Rate limit is exceeded. Try again in 42 seconds.' },
      '42',
    ])
    expect((await italy.get(orders)).status).toBe(200)
    expect((await (await rig.app('central')).get(`/v1/customers/${rossi}/subscriptions`)).status).toBe(200)
    await rig.advance('PT42S')
    expect((await italy.get(subscriptionPath(ids.mail))).status).toBe(200)
  })

  it('counts no control call, no token, no catalogue and no list of customers', async () => {
    const rig = await aRig(aWorld(), { throttlePerMinute: 1 })
    const central = await rig.app('central')
    for (let round = 0; round < 3; round += 1) {
      await rig.state()
      await rig.app('central')
      expect((await central.get('/v1/offers?country=IT')).status).toBe(200)
      expect((await central.get('/v1/customers')).status).toBe(200)
    }
    expect((await central.get(`/v1/customers/${rossi}`)).status).toBe(200)
    expect((await central.get(`/v1/customers/${rossi}/transfers`)).status).toBe(429)
  })
})

/** Over HTTP, with keep-alive off the table: a cut connection is a failure of fetch. */
async function overSocket(
  rig: Rig,
): Promise<(method: string, path: string, body?: unknown) => Promise<Response>> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
    client_secret: 'sandbox-central-app',
    scope,
  })
  const answer = await fetch(`${rig.sandbox.url}/${tenants.central}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return (method, path, body) =>
    fetch(`${rig.sandbox.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'MS-RequestId': 'r-1' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
}

const posts = async (rig: Rig) =>
  (await rig.control('GET', 'requests')).body.requests
    .filter((row: Body) => row.method === 'POST' && row.path === orders)
    .map((row: Body) => [row.status, row.replayed])

describe('E15: trouble', () => {
  it('drops a request before it happens: the repeat is the first', async () => {
    const rig = await aRig()
    const send = await overSocket(rig)
    await rig.faults({ match: { method: 'POST', path: '/orders' }, do: 'drop-before-commit' })
    await expect(send('POST', orders, order)).rejects.toThrow(TypeError)
    expect((await rig.state()).orders.filter((row: Body) => row.partner === 'central')).toEqual([])
    expect((await send('POST', orders, order)).status).toBe(201)
    expect(await posts(rig)).toEqual([
      [0, false],
      [201, false],
    ])
  })

  it('drops an answer after it happened: the repeat gets it', async () => {
    const rig = await aRig()
    const send = await overSocket(rig)
    await rig.faults({ match: { method: 'POST', path: '/orders' }, do: 'drop-after-commit' })
    await expect(send('POST', orders, order)).rejects.toThrow(TypeError)
    expect((await send('POST', orders, order)).status).toBe(201)
    expect((await rig.state()).orders.filter((row: Body) => row.partner === 'central')).toHaveLength(1)
    expect(await posts(rig)).toEqual([
      [0, false],
      [201, true],
    ])
  })

  it.each([
    ['hold-before-commit', 0],
    ['hold-after-commit', 1],
  ])('%s never answers, and the request shows at once', async (kind, count) => {
    const rig = await aRig()
    const send = await overSocket(rig)
    await rig.faults({ match: { method: 'POST', path: '/orders' }, do: kind })
    const held = send('POST', orders, order)
    const ended = expect(held).rejects.toThrow(TypeError)
    for (let seen = 0; seen === 0; seen = (await posts(rig)).length) await new Promise(setImmediate)
    expect((await rig.state()).orders.filter((row: Body) => row.partner === 'central')).toHaveLength(count)
    await rig.sandbox.close()
    await ended
  })

  it('answers a status instead, as often as it is told, with code or body', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await rig.faults(
      { match: { partner: 'central' }, do: 'status', code: 500, times: 'always' },
      { match: { path: '/subscriptions', partner: 'italy' }, do: 'status', code: 503, times: 2 },
      { match: { method: 'PATCH' }, do: 'status', status: 409, code: 900278 },
      { match: { path: '/orders' }, do: 'status', code: 409, body: { code: 800060, description: 'busy' } },
    )
    const list = `/v1/customers/${rossi}/subscriptions`
    expect((await italy.get(list)).status).toBe(503)
    expect((await italy.get(list)).status).toBe(503)
    expect((await italy.get(list)).status).toBe(200)
    expect(codeOf(await change(italy, ids.mail, { quantity: 6 }))).toEqual([409, 900278])
    expect(codeOf(await italy.get(orders))).toEqual([409, 800060])
    const central = await rig.app('italy')
    expect((await central.get(orders)).status).toBe(200)
    expect((await rig.control('GET', 'faults')).body.faults).toHaveLength(1)
    expect((await rig.control('DELETE', 'faults')).body).toEqual({ removed: 1 })
  })

  it('throttles on demand', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await rig.faults({ match: { path: '/orders' }, do: 'throttle', retryAfter: 7 })
    const answer = await italy.get(orders)
    expect([answer.status, answer.headers.get('retry-after'), answer.body.statusCode]).toEqual([
      429,
      '7',
      429,
    ])
  })

  it('lets time pass with a slow answer, and cuts off one that nobody waits for', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    await rig.faults({ match: { path: '/orders' }, do: 'delay', ms: 5000 })
    expect((await central.get(orders)).status).toBe(200)
    expect((await rig.control('GET', 'clock')).body.now).toBe('2026-12-07T06:00:05.000Z')
    await rig.faults({ match: { path: '/orders' }, do: 'delay', ms: 200_000 })
    await expect(central.post(orders, order)).rejects.toThrow(TypeError)
    expect((await rig.control('GET', 'clock')).body.now).toBe('2026-12-07T06:03:05.000Z')
    expect((await central.get(orders)).body.items).toHaveLength(1)
  })

  it.each([
    [{ code: 900278 }, [409, 900278]],
    [{ code: '800064' }, [409, 800064]],
    [{ code: 20002 }, [403, 20002]],
    [{ code: 2055 }, [400, 2055]],
    [{ code: 503 }, [503, 503]],
    [{ code: 503, body: { code: '800094' } }, [503, 800094]],
    [{ status: 400, code: 900278 }, [400, 900278]],
  ])('refuses on demand with the status a code comes with: %j', async (written, told) => {
    const rig = await aRig()
    await rig.faults({ match: { path: '/orders' }, do: 'status', ...written })
    expect(codeOf(await (await rig.app('italy')).get(orders))).toEqual(told)
  })

  it('garbles an answer once', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    await rig.faults({ match: { method: 'POST', path: '/orders' }, do: 'garble' })
    const garbled = await central.post(orders, order, { requestId: 'a' })
    expect([garbled.status, garbled.body]).toEqual([201, undefined])
    expect((await central.post(orders, order, { requestId: 'a' })).body.status).toBe('completed')
  })

  it('can begin with the World', async () => {
    const rig = await aRig(aWorld({ faults: [{ match: { path: '/offers' }, do: 'status', code: 502 }] }))
    expect((await (await rig.app('central')).get('/v1/offers?country=IT')).status).toBe(502)
  })

  it.each([
    [{}],
    [[{ do: 'explode' }]],
    [[{ do: 'status' }]],
    [[{ do: 'status', status: 200 }]],
    [[{ do: 'garble', times: 0 }]],
    [[{ do: 'garble', colour: 'red' }]],
    [[{ do: 'garble', match: { route: '/' } }]],
    [[{ do: 'delay', ms: -1 }]],
    [[{ do: 'garble', ms: 1 }]],
    [[{ do: 'drop-after-commit', status: 500 }]],
    [[{ do: 'replace-after-commit' }]],
    [[{ do: 'replace-after-commit', status: 199 }]],
    [[{ do: 'replace-after-commit', status: 403.5 }]],
    [[{ do: 'replace-after-commit', status: 403, code: 800069 }]],
    [[{ do: 'replace-after-commit', status: 302, headers: { Location: 'a\r\nb: c' } }]],
    [[{ do: 'replace-after-commit', status: 302, headers: { 'Loc ation': 'a' } }]],
    [[{ do: 'replace-after-commit', status: 302, headers: { Location: 1 } }]],
    [[{ do: 'replace-after-commit', status: 302, headers: ['Location'] }]],
    [[{ do: 'throttle', retryAfter: true }]],
    [[{ do: 'throttle', retryAfter: 'a\nb' }]],
    [[{ do: 'wrong-length' }]],
    [[{ do: 'wrong-length', length: -1 }]],
    [[{ do: 'trickle', bytes: 0.5 }]],
    [[{ do: 'huge-body', gzip: 'yes' }]],
    [[{ do: 'endless-pages', pages: 'all' }]],
  ])('is refused when it is written wrong: %j', async written => {
    const rig = await aRig()
    expect((await rig.control('POST', 'faults', written)).status).toBe(400)
    expect((await rig.control('GET', 'faults')).body).toEqual({ faults: [] })
  })
})

describe('E16, E24: oddities of a World', () => {
  const odd = (quirks: object) => aRig(aWorld({ settings: { quirks } }))

  it('begins bodies with a byte-order mark', async () => {
    const rig = await odd({ bom: true })
    const answer = await fetch(`${rig.sandbox.url}/v1/customers`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(Array.from(bytes.slice(0, 4))).toEqual([0xef, 0xbb, 0xbf, 0x7b])
  })

  it('prints bodies over several lines', async () => {
    const rig = await odd({ crlf: true })
    expect((await rig.raw('GET', '/v1/customers')).text).toContain('{\r\n  "code"')
  })

  it('begins links with the version', async () => {
    const rig = await odd({ v1Links: true })
    const { body } = await (await rig.app('italy')).get(`/v1/customers/${rossi}`)
    expect(body.links.self.uri).toBe(`/v1/customers/${rossi}`)
  })

  it('doubles headers', async () => {
    const rig = await odd({ doubledHeaders: true })
    expect((await rig.raw('GET', '/v1/customers')).headers.get('x-locale')).toBe('en-US,en-US')
  })

  it('leaves items out of an empty collection', async () => {
    const rig = await odd({ missingItems: true })
    const { body } = await (await rig.app('central')).get(`/v1/customers/${rossi}/subscriptions`)
    expect([body.totalCount, 'items' in body]).toEqual([0, false])
  })

  it('adds properties and words nobody knows, which may come back', async () => {
    const rig = await odd({ unknownValues: true })
    const italy = await rig.app('italy')
    const { body } = await italy.get(subscriptionPath(ids.mail))
    expect([body.sustainabilityRating.grade, body.contractType]).toEqual(['B', 'retainer'])
    expect((await change(italy, ids.mail, { quantity: 6 })).status).toBe(200)
  })
})

it.each(['virtual', 'live'] as const)(
  'answers as slowly as it is told, in wall time, under a %s clock',
  async clock => {
    const rig = await aRig(aWorld(), { latencyMs: 200, clock })
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const before = (await rig.control('GET', 'clock')).body.now
    let isAnswered = false
    const asking = rig.raw('GET', '/v1/customers').then(() => {
      isAnswered = true
    })
    await vi.advanceTimersByTimeAsync(199)
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await asking
    expect((await rig.control('GET', 'clock')).body.now).toBe(before)
  },
)

it('serves on the port it is told', async () => {
  const first = await startSandbox({ world: aWorld(), wallClock: () => 0 })
  await first.close()
  const { port } = new URL(first.url)
  const second = await startSandbox({ world: aWorld(), wallClock: () => 0, port: Number(port) })
  onTestFinished(() => second.close())
  expect(second.url).toBe(`http://127.0.0.1:${port}`)
  expect((await rigOf(second).control('GET', 'health')).body.ready).toBe(true)
})
