import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { createTransport, type Transport } from '../../../providers/http/transport.ts'
import { aRequest } from '../../support/requests.ts'
import { type Script, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts'

const open: { server?: ScriptedServer; transport?: Transport } = {}
afterEach(async () => {
  open.transport?.close()
  await open.server?.close()
})

async function serving(script: Script, timeoutMs = 5_000) {
  const server = await scriptedServer(script)
  const transport = createTransport({ timeoutMs })
  Object.assign(open, { server, transport })
  return { server, transport, url: `${server.url}/v1/customers` }
}

describe('transport', () => {
  it('answers with status, lower-case headers without doubles, and the parsed body', async () => {
    const { transport, url } = await serving([
      { status: 404, headers: { 'X-Locale': 'en-US,en-US', 'MS-CV': 'a.1' }, json: { code: 60003 } },
    ])
    const outcome = await transport.send(aRequest({ url }))
    expect(outcome).toMatchObject({ kind: 'response', status: 404, body: { code: 60003 }, text: null })
    expect(outcome.kind === 'response' && outcome.headers).toMatchObject({
      'x-locale': 'en-US',
      'ms-cv': 'a.1',
    })
  })

  it.each([
    ['a byte-order mark', '\uFEFF{"id":"a"}', { id: 'a' }],
    ['stray characters', 'x1\r\n{\r\n  "id": "a"\r\n}', { id: 'a' }],
    ['a bare array', '[1]', [1]],
    ['nothing', '', undefined],
  ])('reads a body that begins with %s', async (_, text, body) => {
    const { transport, url } = await serving([{ text }])
    expect(await transport.send(aRequest({ url }))).toMatchObject({ status: 200, body })
  })

  it('keeps the beginning of a body that is no JSON', async () => {
    const { transport, url } = await serving([
      { status: 502, headers: { 'Content-Type': 'text/html' }, text: '<h1>Bad gateway</h1>' },
    ])
    expect(await transport.send(aRequest({ url }))).toMatchObject({
      status: 502,
      body: undefined,
      text: '<h1>Bad gateway</h1>',
    })
  })

  it('takes a success whose JSON is cut off for no answer', async () => {
    const { transport, url } = await serving([{ text: '{"id": "a", "na' }])
    expect(await transport.send(aRequest({ url }))).toEqual({ kind: 'no answer', why: 'garbled' })
  })

  it('does not follow a redirect', async () => {
    const { server, transport, url } = await serving([
      { status: 302, headers: { Location: 'http://127.0.0.1:1/steal' } },
    ])
    expect(await transport.send(aRequest({ url }))).toMatchObject({ status: 302 })
    expect(server.asked).toHaveLength(1)
  })

  it.each([
    ['drop', 'connection lost'],
    ['hang', 'time-out'],
    // Red once: the library's time-out began anew with each byte, and the answer never ended.
    ['trickle', 'time-out'],
  ] as const)('says why there is no answer when the server does %s', async (scripted, why) => {
    const { transport, url } = await serving([scripted], 150)
    expect(await transport.send(aRequest({ url }))).toEqual({ kind: 'no answer', why })
  })

  it('reads no more than an answer may have', async () => {
    const server = await scriptedServer([{ json: { items: 'a'.repeat(5_000) } }, { json: { items: 'b' } }])
    const transport = createTransport({ timeoutMs: 5_000, longestBody: 4_096 })
    Object.assign(open, { server, transport })
    expect(await transport.send(aRequest({ url: server.url }))).toEqual({
      kind: 'no answer',
      why: 'too large',
    })
    expect(await transport.send(aRequest({ url: server.url }))).toMatchObject({ body: { items: 'b' } })
  })

  it('gives an answer up in the middle of its body when it is aborted', async () => {
    const { transport, url } = await serving(['trickle'])
    const abort = new AbortController()
    const pending = transport.send(aRequest({ url, signal: abort.signal }))
    setTimeout(() => abort.abort(), 20)
    expect(await pending).toEqual({ kind: 'no answer', why: 'aborted' })
  })

  // Was red: Node's warning of too many listeners came to stderr of every plan, once a customer was read side by side.
  it('takes any number of requests that one stop ends, and says nothing of it', async () => {
    const { transport, url } = await serving(Array.from({ length: 12 }, () => ({ json: {} })))
    const { signal } = new AbortController()
    const warned: string[] = []
    const told = ({ name }: Error) => warned.push(name)
    process.on('warning', told)
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => transport.send(aRequest({ url, signal }))),
    )
    // A warning comes with the next tick.
    await new Promise(resolve => setImmediate(resolve))
    process.off('warning', told)
    expect([answers.map(({ kind }) => kind), warned]).toEqual([Array(12).fill('response'), []])
  })

  it('says when nobody listens, and when it was aborted', async () => {
    const { server, transport, url } = await serving(['hang'])
    const abort = new AbortController()
    const pending = transport.send(aRequest({ url, signal: abort.signal }))
    setTimeout(() => abort.abort(), 20)
    expect(await pending).toEqual({ kind: 'no answer', why: 'aborted' })
    await server.close()
    expect(await transport.send(aRequest({ url }))).toEqual({ kind: 'no answer', why: 'connection refused' })
  })

  it.each([
    ['json', { kind: 'json', value: { seats: 5 } }, '{"seats":5}', 'application/json', undefined],
    ['text', { kind: 'text', json: '{ "seats": 5 }' }, '{ "seats": 5 }', 'application/json', undefined],
    ['form', { kind: 'form', fields: { a: 'b c' } }, 'a=b+c', 'application/x-www-form-urlencoded', undefined],
    ['none', { kind: 'none' }, '', undefined, '0'],
  ] as const)('sends a body of kind %s', async (_, body, sent, type, length) => {
    const { server, transport, url } = await serving([{}])
    await transport.send(aRequest({ url, method: 'POST', body }))
    expect(server.asked[0]?.body).toBe(sent)
    expect(server.asked[0]?.headers['content-type']).toBe(type)
    if (length !== undefined) expect(server.asked[0]?.headers['content-length']).toBe(length)
  })

  it('lets nothing of a request into what it says of a failure', async () => {
    const { transport, url } = await serving(['drop'])
    const outcome = await transport.send(aRequest({ url, headers: { Authorization: 'Bearer top-secret' } }))
    expect(JSON.stringify(outcome) + inspect(outcome, { depth: 20, showHidden: true })).not.toContain(
      'top-secret',
    )
  })

  it('tells its watcher when a request begins and when it is over, whatever came of it', async () => {
    const server = await scriptedServer([{}, 'drop'])
    const seen: string[] = []
    const transport = createTransport({
      timeoutMs: 5_000,
      onStart: request => void seen.push(`begin ${request.requestId}`),
      onEnd: (request, outcome) => void seen.push(`end ${request.requestId} ${outcome.kind}`),
    })
    Object.assign(open, { server, transport })
    await transport.send(aRequest({ url: server.url, requestId: 'a' }))
    await transport.send(aRequest({ url: server.url, requestId: 'b' }))
    expect(seen).toEqual(['begin a', 'end a response', 'begin b', 'end b no answer'])
  })
})
