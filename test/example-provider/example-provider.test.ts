import { afterEach, describe, expect, it } from 'vitest'
import { partnerName, productKey, seats, tenantId } from '../../engine/model/ids.ts'
import { createTransport, type Transport } from '../../providers/http/transport.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { type Script, type ScriptedServer, scriptedServer } from '../support/scripted-server.ts'
import { connectRegister } from './index.ts'

const open: { server?: ScriptedServer; transport?: Transport } = {}
afterEach(async () => {
  open.transport?.close()
  await open.server?.close()
})

const rossi = tenantId('7d3a0c5e-0000-4000-8000-000000000001')
const mail = productKey('CFQ7TTC0LH18:0001')

async function asked(script: Script) {
  const server = await scriptedServer(script)
  const transport = createTransport({ timeoutMs: 5_000 })
  Object.assign(open, { server, transport })
  const clock = jumpingClock()
  const reader = connectRegister({
    root: server.url,
    transport,
    clock,
    progress: () => {},
    random: () => 0.5,
  })
  const read = await reader.licences(partnerName('central'), rossi, [mail])
  return { read, requests: server.asked.length, now: clock.now() }
}

const pools = { pools: [{ sku: 'cfq7ttc0lh18:0001', licence: 'exchange', paid: 20, assigned: 12 }] }
const pool = { product: mail, licence: 'exchange', enabled: seats(20), consumed: seats(12) }

describe('a read', () => {
  it('is present, in our words, and holds what was asked for', async () => {
    const other = { sku: 'CFQ7TTC0LF8S:0002', licence: 'office', paid: 1, assigned: 1 }
    expect((await asked([{ json: { pools: [...pools.pools, other] } }])).read).toEqual({
      kind: 'present',
      value: [pool],
    })
  })

  it('is absent where the service says that there is nothing', async () => {
    expect((await asked([{ status: 404, json: { error: 'unknown customer' } }])).read).toEqual({
      kind: 'absent',
    })
  })

  it('waits as long as the service says, and does not count that as a failure', async () => {
    const { read, requests, now } = await asked([
      { status: 429, headers: { 'Retry-After': '30' }, json: {} },
      { json: pools },
    ])
    expect({ read, requests, now }).toEqual({
      read: { kind: 'present', value: [pool] },
      requests: 2,
      now: '2026-12-07T06:00:30.000Z',
    })
  })

  it.each([
    ['an outage', Array.from({ length: 3 }, () => ({ status: 503, json: {} })), 'HTTP 503', 3],
    [
      'a page in the place of an answer',
      Array.from({ length: 3 }, () => ({ text: '<h1>Welcome</h1>' })),
      'garbled',
      3,
    ],
    ['a count that is none', [{ json: { pools: [{ ...pools.pools[0], assigned: -1 }] } }], 'HTTP 200', 1],
    ['a 404 of somewhere else', [{ status: 404, json: {} }], 'HTTP 404', 1],
    ['another body', [{ json: { items: [] } }], 'HTTP 200', 1],
  ] as const)('is unknown after %s, and never absent', async (_, script, what, requests) => {
    expect(await asked([...script])).toMatchObject({
      read: {
        kind: 'unknown',
        because: { code: 'REGISTER.NO_ANSWER', detail: `central: the pools of ${rossi}: ${what}.` },
      },
      requests,
    })
  })
})
