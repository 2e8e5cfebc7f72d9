import { afterEach, describe, expect, it } from 'vitest'
import { type ProxyFor, proxiesOf } from '../../../providers/http/proxy.ts'
import { createTransport } from '../../../providers/http/transport.ts'
import { type ForwardProxy, forwardProxy } from '../../support/forward-proxy.ts'
import { aRequest } from '../../support/requests.ts'
import { scriptedServer } from '../../support/scripted-server.ts'

const api = 'https://api.partnercenter.microsoft.com/v1/customers'
const password = 'p@ss:word/1'
const secret = encodeURIComponent(password)

function proxies(env: Record<string, string>): ProxyFor {
  const found = proxiesOf(env)
  if (typeof found !== 'function') throw new Error(found.detail)
  return found
}
const socks = 'socks5h://ada:hidden@one:1080'
const hostFor = (env: Record<string, string>, url: string) => proxies(env)(url)?.host ?? null

describe('the proxy of a request', () => {
  it.each<[string, Record<string, string>, string, string | null]>([
    ['none where none is named', {}, api, null],
    ['that for https', { HTTPS_PROXY: 'http://one:8080', HTTP_PROXY: 'http://two' }, api, 'one'],
    ['that for http', { HTTPS_PROXY: 'http://one', HTTP_PROXY: 'http://two' }, 'http://a.example/', 'two'],
    ['that for everything, where there is no other', { ALL_PROXY: 'http://all' }, api, 'all'],
    [
      'the one in small letters first',
      { https_proxy: 'http://small', HTTPS_PROXY: 'http://big' },
      api,
      'small',
    ],
    ['one without a scheme', { HTTPS_PROXY: 'one:3128' }, api, 'one'],
    ['none for a name excepted', { HTTPS_PROXY: 'one', NO_PROXY: 'a.example, microsoft.com' }, api, null],
    [
      'none for what lies below a domain excepted',
      { HTTPS_PROXY: 'one', no_proxy: '.MICROSOFT.com' },
      api,
      null,
    ],
    ['one for a name that only ends alike', { HTTPS_PROXY: 'one', NO_PROXY: 'soft.com' }, api, 'one'],
    ['one for another port', { HTTPS_PROXY: 'one', NO_PROXY: 'microsoft.com:8443' }, api, 'one'],
    ['none for that port', { HTTPS_PROXY: 'one', NO_PROXY: '*.microsoft.com:443' }, api, null],
    ['none where all is excepted', { HTTPS_PROXY: 'one', NO_PROXY: '*' }, api, null],
    [
      'that for https beside one for everything that is none',
      { HTTPS_PROXY: 'one', ALL_PROXY: socks },
      api,
      'one',
    ],
    [
      'none where all is excepted, whatever the rest holds',
      { ALL_PROXY: socks, NO_PROXY: 'a.example,*' },
      api,
      null,
    ],
    ['none for this machine', { ALL_PROXY: 'one' }, 'http://127.0.0.1:8080/', null],
    ['none for this machine, by its name', { ALL_PROXY: 'one' }, 'https://localhost/', null],
    ['none for this machine, in the sixth version', { ALL_PROXY: 'one' }, 'http://[::1]:80/', null],
  ])('is %s', (_, env, url, host) => {
    expect(hostFor(env, url)).toBe(host)
  })

  it('has its port and its credentials, which may be written in percent', () => {
    expect(proxies({ HTTPS_PROXY: `https://ada:${secret}@proxy.example` })(api)).toEqual({
      protocol: 'https',
      host: 'proxy.example',
      port: 443,
      auth: { username: 'ada', password },
    })
  })

  it.each(['socks5://ada:hidden@one', 'http://', 'http://ada:hidden@one:port', 'http://ada:%E0%A4%A@one'])(
    'that is no address is told by its variable alone: %s',
    value => {
      expect(proxiesOf({ HTTPS_PROXY: value })).toMatchObject({
        code: 'HTTP.BAD_PROXY',
        detail: 'HTTPS_PROXY holds no http:// or https:// address.',
      })
    },
  )

  it('for everything that is no address is told where there is none for https', () => {
    expect(proxiesOf({ HTTP_PROXY: 'one', ALL_PROXY: socks })).toMatchObject({
      code: 'HTTP.BAD_PROXY',
      detail: 'ALL_PROXY holds no http:// or https:// address.',
    })
  })
})

describe('a request through a proxy', () => {
  let proxy: ForwardProxy
  afterEach(() => proxy.close())

  async function send(url: string, tunnelMs = 60_000) {
    const transport = createTransport({
      timeoutMs: 600_000,
      tunnelMs,
      proxyFor: proxies({ ALL_PROXY: `http://ada:${secret}@${proxy.host}` }),
    })
    try {
      return await transport.send(aRequest({ url }))
    } finally {
      transport.close()
    }
  }
  const authorization = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`

  it('in the clear is forwarded whole', async () => {
    const server = await scriptedServer([{ json: { id: 'a' } }])
    proxy = await forwardProxy({ port: Number(new URL(server.url).port) })
    expect(await send('http://service.example/v1/customers')).toMatchObject({
      status: 200,
      body: { id: 'a' },
    })
    expect(proxy.asked).toEqual([`GET http://service.example/v1/customers ${authorization}`])
    await server.close()
  })

  it.each([403, 407, 502])('that the proxy refuses with %i is no answer of the service', async refusal => {
    proxy = await forwardProxy({ refusal })
    expect(await send(api)).toEqual({ kind: 'no answer', why: 'refused by the proxy' })
    expect(proxy.asked).toEqual([`CONNECT api.partnercenter.microsoft.com:443 ${authorization}`])
  })

  it('whose tunnel the proxy ends without a word is given up long before an answer would be', async () => {
    proxy = await forwardProxy({ hangsUp: true })
    expect(await send(api, 500)).toEqual({ kind: 'no answer', why: 'time-out' })
    expect(proxy.asked).toEqual([`CONNECT api.partnercenter.microsoft.com:443 ${authorization}`])
  })
})
