/** E15: answers that something between put in the place of the service's, and servers that mean no good. */
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { aRig, aWorld, type Body, type Caller, ids, mail, type Rig, rossi, subscriptionPath } from './rig.ts'

const orders = `/v1/customers/${rossi}/orders`
const order = {
  billingCycle: 'monthly',
  partnerOnRecordAttestationAccepted: true,
  lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 5 }],
}

const bought = async (rig: Rig) =>
  (await rig.state()).orders.filter((row: Body) => row.partner === 'central').length

/** Without what names the moment. */
const headersOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name !== 'date' && name !== 'content-length'))

describe('replace-after-commit: the work is done, and something else answers', () => {
  const html = '<html><body>403 Forbidden</body></html>'
  const page = { 'content-type': 'text/html; charset=utf-8' }
  const json = { 'content-type': 'application/json; charset=utf-8' }
  test.each([
    ['a page', { status: 403, body: html }, [403, page, html]],
    [
      'a redirect',
      { status: 302, headers: { Location: 'https://login.example/' } },
      [302, { location: 'https://login.example/' }, ''],
    ],
    ['foreign JSON', { status: 404, body: { error: 'no route' } }, [404, json, '{"error":"no route"}']],
    ['a foreign success', { status: 200, body: { ok: true } }, [200, json, '{"ok":true}']],
    [
      'a code nobody knows',
      { status: 400, body: { code: '999999', description: 'no', source: 'PartnerFD' } },
      [400, json, '{"code":"999999","description":"no","source":"PartnerFD"}'],
    ],
    ['a list', { status: 201, body: [1] }, [201, json, '[1]']],
    ['nothing', { status: 204 }, [204, {}, '']],
    [
      'another content type',
      { status: 410, headers: { 'Content-Type': 'text/plain', Via: '1.1 gate' }, body: 'gone' },
      [410, { 'content-type': 'text/plain', via: '1.1 gate' }, 'gone'],
    ],
    ['no content type', { status: 502, headers: { 'Content-Type': null }, body: 'bad' }, [502, {}, 'bad']],
  ])('%s', async (_, written, told) => {
    const rig = await aRig()
    const central = await rig.app('central')
    await rig.faults({ match: { method: 'POST', path: '/orders' }, do: 'replace-after-commit', ...written })
    const answer = await central.post(orders, order, { requestId: 'a' })
    expect([answer.status, headersOf(answer.headers), answer.text]).toEqual(told)
    expect(await bought(rig)).toBe(1)
    const log = (await rig.control('GET', 'requests')).body.requests
    expect(log.at(-1).status).toBe(told[0])
    // The service remembers what it answered: the same id gets that, and nothing is bought twice.
    const again = await central.post(orders, order, { requestId: 'a' })
    expect([again.status, again.body.status, await bought(rig)]).toEqual([201, 'completed', 1])
  })

  test('over a socket, with the bytes as they are written', async () => {
    const rig = await aRig()
    await rig.faults({
      do: 'replace-after-commit',
      status: 302,
      headers: { Location: '/elsewhere' },
      body: html,
    })
    const answer = await fetch(`${rig.sandbox.url}/v1/customers`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([
      302,
      '/elsewhere',
      html,
    ])
  })

  test('on a read as well, as often as it is told', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await rig.faults({
      match: { method: 'GET' },
      do: 'replace-after-commit',
      status: 404,
      body: html,
      times: 2,
    })
    const seen: number[] = []
    for (let count = 0; count < 3; count += 1) seen.push((await italy.get(subscriptionPath(ids.mail))).status)
    expect(seen).toEqual([404, 404, 200])
  })

  test('on a token as well', async () => {
    const rig = await aRig()
    await rig.faults({
      match: { path: '/oauth2/' },
      do: 'replace-after-commit',
      status: 200,
      body: { access_token: 'x' },
    })
    const { body } = await rig.token('central.example', {})
    expect(body).toEqual({ access_token: 'x' })
  })

  test('replace-before-commit answers the same, and nothing is done', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    await rig.faults({ match: { method: 'POST' }, do: 'replace-before-commit', status: 403, body: html })
    const answer = await central.post(orders, order, { requestId: 'a' })
    expect([answer.status, answer.text, await bought(rig)]).toEqual([403, html, 0])
  })

  test('can begin with the World', async () => {
    const rig = await aRig(aWorld({ faults: [{ do: 'replace-after-commit', status: 503, body: 'busy' }] }))
    expect((await rig.raw('GET', '/v1/customers')).text).toBe('busy')
  })
})

describe('Retry-After', () => {
  test.each([
    [{ retryAfter: 0 }, '0'],
    [{ retryAfter: -5 }, '-5'],
    [{ retryAfter: 1e21 }, '1e+21'],
    [{ retryAfter: '99999999999999' }, '99999999999999'],
    [{ retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }, 'Wed, 21 Oct 2015 07:28:00 GMT'],
    [{ retryAfter: 'soon' }, 'soon'],
    [{ headers: { 'Retry-After': null } }, null],
    [{}, '30'],
  ])('of a throttle fault: %j', async (written, told) => {
    const rig = await aRig()
    await rig.faults({ do: 'throttle', ...written })
    const answer = await (await throttledNext(rig)).get('/v1/customers')
    expect([answer.status, answer.headers.get('retry-after'), answer.body.statusCode]).toEqual([
      429,
      told,
      429,
    ])
  })

  test('of a status fault', async () => {
    const rig = await aRig()
    await rig.faults({
      match: { path: '/v1/' },
      do: 'status',
      status: 503,
      retryAfter: -1,
      headers: { Server: 'gate' },
    })
    const answer = await (await rig.app('italy')).get('/v1/customers')
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('server')]).toEqual([
      503,
      '-1',
      'gate',
    ])
  })

  /** A caller that does not use the fault up with its token. */
  async function throttledNext(rig: Rig): Promise<Caller> {
    const faults = (await rig.control('GET', 'faults')).body.faults
    await rig.control('DELETE', 'faults')
    const italy = await rig.app('italy')
    await rig.faults({ do: 'throttle', headers: faults[0].headers, retryAfter: faults[0].retryAfter })
    return italy
  }
})

describe('bodies', () => {
  test('trickle in the pieces and the pauses that are written, by the wall', async () => {
    const rig = await aRig()
    const whole = (await rig.raw('GET', '/v1/customers')).text
    await rig.faults({ do: 'trickle', bytes: 64, ms: 500 })
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const response = await rig.sandbox.fetch(new Request(`${rig.sandbox.url}/v1/customers`))
    const reading = response.text()
    const pieces = Math.ceil(whole.length / 64)
    await vi.advanceTimersByTimeAsync(500 * pieces - 1)
    let isRead = false
    void reading.then(() => {
      isRead = true
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(isRead).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await reading).toBe(whole)
    expect((await rig.control('GET', 'clock')).body.now).toBe('2026-12-07T06:00:00.000Z')
  })

  test.each([[{}], [{ gzip: true }]])('are as huge as they are told: %j', async over => {
    const rig = await aRig()
    const whole = (await rig.raw('GET', '/v1/customers')).text
    await rig.faults({ do: 'huge-body', bytes: 3_000_000, ...over })
    const text = await (await fetch(`${rig.sandbox.url}/v1/customers`)).text()
    expect([text.length, text.trimEnd()]).toEqual([whole.length + 3_000_000, whole])
  })

  test.each([
    [10, 10],
    [0, 0],
  ])('tell a length of %i, and have more behind it', async (length, read) => {
    const rig = await aRig()
    await rig.faults({ do: 'wrong-length', length })
    const seen = await overTheWire(rig)
    expect([seen.includes(`Content-Length: ${length}\r\n`), seen.split('\r\n\r\n')[1]?.length]).toEqual([
      true,
      expect.any(Number),
    ])
    expect(seen.split('\r\n\r\n')[1]?.length).toBeGreaterThan(read)
  })

  test('that are shorter than they tell are waited for until the client goes', async () => {
    const rig = await aRig()
    await rig.faults({ do: 'wrong-length', length: 100_000 })
    const leave = new AbortController()
    const response = await fetch(`${rig.sandbox.url}/v1/customers`, { signal: leave.signal })
    expect(response.headers.get('content-length')).toBe('100000')
    const reading = response.text()
    leave.abort()
    await expect(reading).rejects.toThrow('aborted')
  })

  /** All bytes of one exchange as they come. */
  function overTheWire(rig: Rig): Promise<string> {
    const { port } = new URL(rig.sandbox.url)
    return new Promise(resolve => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET /v1/customers HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
      )
      socket.on('data', data => {
        text += data.toString()
      })
      socket.on('close', () => resolve(text))
    })
  }
})

describe('endless-pages', () => {
  async function threePages(rig: Rig, path: string, pages: string) {
    await rig.faults({ match: { path }, do: 'endless-pages', times: 'always', pages })
    const italy = await rig.user('italy')
    const seen: Body[] = []
    let [uri, token] = [path, '']
    for (let count = 0; count < 3; count += 1) {
      const { status, body } = await italy.get(uri, { headers: { 'MS-ContinuationToken': token } })
      expect(status).toBe(200)
      seen.push(body)
      uri = `/v1${body.links.next.uri}`
      token = body.continuationToken ?? ''
    }
    return seen
  }
  const idsOf = (pages: readonly Body[]) => pages.map(page => page.items.map((item: Body) => item.id))

  test.each(['repeated', 'stuck'])('by continuation: %s', async pages => {
    const seen = await threePages(await aRig(), '/v1/customers?size=2', pages)
    const first = idsOf(seen)[0]
    expect([first.length, idsOf(seen)]).toEqual([2, [first, first, first]])
    expect(new Set(seen.map(page => page.continuationToken)).size).toBe(pages === 'stuck' ? 1 : 3)
  })

  test('with nothing on them', async () => {
    expect(idsOf(await threePages(await aRig(), '/v1/customers', 'empty'))).toEqual([[], [], []])
  })

  test('with items nobody had before', async () => {
    const seen = idsOf(await threePages(await aRig(), '/v1/customers', 'fresh'))
    expect([seen.map(page => page.length), new Set(seen.flat()).size]).toEqual([[3, 3, 3], 9])
  })

  test('by offset', async () => {
    const seen = await threePages(await aRig(), '/v1/offers?country=IT&size=2', 'repeated')
    expect(seen.map(page => [page.items.length, page.links.next.uri, page.continuationToken])).toEqual([
      [2, '/offers?country=IT&size=2&offset=2', undefined],
      [2, '/offers?country=IT&size=2&offset=4', undefined],
      [2, '/offers?country=IT&size=2&offset=6', undefined],
    ])
  })

  test('leave alone what is no list', async () => {
    const rig = await aRig()
    await rig.faults({ match: { path: '/subscriptions/' }, do: 'endless-pages' })
    const { body } = await (await rig.app('italy')).get(subscriptionPath(ids.mail))
    expect([body.id, 'next' in body.links]).toEqual([ids.mail, false])
  })
})
