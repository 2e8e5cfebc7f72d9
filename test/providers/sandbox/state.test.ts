/** What is kept: state that survives, control routes that only local programs reach, runs that repeat themselves. */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { StateInUse, startSandbox } from '../../../providers/sandbox/index.ts'
import type { World } from '../../../schemas/generated/world.ts'
import {
  aRig,
  aWorld,
  type Body,
  buy,
  change,
  ids,
  mail,
  premium,
  type Rig,
  rigOf,
  rossi,
  tenants,
} from './rig.ts'

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const open = async (stateDir: string, world: World = aWorld()) =>
  rigOf(await startSandbox({ world, stateDir, wallClock: () => 0 }))

/** Everything a World remembers, as one text. */
async function whole(rig: Rig): Promise<string> {
  const parts = [await rig.state(), await rig.ledger(), (await rig.control('GET', 'requests')).body]
  return JSON.stringify(parts)
}

async function busy(rig: Rig): Promise<void> {
  const central = await rig.user('central')
  const item = await premium(central)
  await buy(central, [
    { catalogItemId: item, quantity: 3, termDuration: 'P1Y' },
    { catalogItemId: mail, quantity: 5 },
  ])
  await rig.advance('P1D')
  await change(await rig.app('italy'), ids.mail, { status: 'suspended' }, { requestId: 'x' })
  await rig.faults({ match: { path: '/orders' }, do: 'status', code: 503, times: 3 })
  await rig.advance('P1D')
}

describe('a state folder', () => {
  it('gives the same world back after a restart', async () => {
    const folder = aFolder()
    const first = await open(folder)
    await busy(first)
    const before = await whole(first)
    await first.sandbox.close()
    const second = await open(folder)
    onTestFinished(() => second.sandbox.close())
    expect(await whole(second)).toBe(before)
    const again = await change(await second.app('italy'), ids.mail, { friendlyName: 'y' }, { requestId: 'x' })
    expect(again.body.friendlyName).toBe('mail')
    expect((await second.control('GET', 'faults')).body.faults).toHaveLength(1)
  })

  it('holds everything an answer told, without a stop', async () => {
    const folder = aFolder()
    const first = await open(folder)
    await busy(first)
    const before = await whole(first)
    const copy = aFolder()
    appendFileSync(join(copy, 'state.jsonl'), readFileSync(join(folder, 'state.jsonl')))
    const second = await open(copy)
    onTestFinished(async () => {
      await first.sandbox.close()
      await second.sandbox.close()
    })
    expect(await whole(second)).toBe(before)
  })

  it('drops a torn last line: nobody got that answer', async () => {
    const folder = aFolder()
    const first = await open(folder)
    await busy(first)
    const before = await whole(first)
    await first.sandbox.close()
    appendFileSync(join(folder, 'state.jsonl'), '{"rows":[["subscriptions","x",{"partner":"ce')
    const second = await open(folder)
    onTestFinished(() => second.sandbox.close())
    expect(await whole(second)).toBe(before)
  })

  it('goes on with its own World, and says when another is given', async () => {
    const folder = aFolder()
    const first = await open(folder)
    expect(first.sandbox.worldChanged).toBe(false)
    await first.sandbox.close()
    const second = await open(folder, aWorld({ name: 'another', customers: [], subscriptions: [] }))
    onTestFinished(() => second.sandbox.close())
    expect(second.sandbox.worldChanged).toBe(true)
    expect((await second.control('GET', 'health')).body.world).toBe('test')
    expect((await (await second.app('italy')).get(`/v1/customers/${rossi}`)).status).toBe(200)
  })
})

describe('a state folder that somebody has', () => {
  it('is not opened by another process while that one lives', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.ppid, began: null }))
    await expect(open(folder)).rejects.toThrow(StateInUse)
  })

  it.each([
    ['is gone', { pid: 2 ** 22 + 1, began: null }],
    ['is another by that number', { pid: process.ppid, began: 'never' }],
    ['did not write it to the end', '{"pid"'],
  ])('is taken over when it %s', async (_, owner) => {
    const folder = aFolder()
    writeFileSync(join(folder, 'owner.json'), typeof owner === 'string' ? owner : JSON.stringify(owner))
    const { sandbox } = await open(folder)
    await sandbox.close()
    expect(existsSync(join(folder, 'owner.json'))).toBe(false)
  })
})

it('does not go back in time when a live clock starts again', async () => {
  const folder = aFolder()
  let wall = 1_000
  const live = async () => {
    const site = await startSandbox({
      world: aWorld(),
      stateDir: folder,
      clock: 'live',
      wallClock: () => wall,
    })
    return {
      now: async () => (await rigOf(site).control('GET', 'clock')).body.now,
      close: () => site.close(),
    }
  }
  const first = await live()
  wall += 90_000
  expect(await first.now()).toBe('2026-12-07T06:01:30.000Z')
  await first.close()
  wall += 5_000
  const second = await live()
  onTestFinished(() => second.close())
  expect(await second.now()).toBe('2026-12-07T06:01:30.000Z')
})

describe('the same requests', () => {
  it('make the same bytes', async () => {
    const [one, other] = [await aRig(), await aRig()]
    await busy(one)
    await busy(other)
    expect(await whole(one)).toBe(await whole(other))
  })

  it("make the same ids for a customer whatever others' requests come between", async () => {
    const quiet = await aRig()
    const loud = await aRig()
    const idOf = async (rig: Rig) =>
      (await buy(await rig.app('italy'), [{ catalogItemId: mail }])).orders[0].lineItems[0].subscriptionId
    const expected = await idOf(quiet)
    await buy(await loud.app('italy'), [{ catalogItemId: mail }], 'ce240acf-7db1-4d2b-a699-0f492590429e')
    expect(await idOf(loud)).toBe(expected)
  })
})

describe('the control API', () => {
  it('tells the whole world, without secrets', async () => {
    const rig = await aRig()
    const state = await rig.state()
    expect(Object.keys(state)).toEqual([
      'now',
      'partners',
      'customers',
      'relationships',
      'subscriptions',
      'orders',
      'carts',
      'transfers',
      'delegatedAdmin',
    ])
    expect(state.delegatedAdmin).toEqual({ relationships: [], groups: [] })
    expect(state.now).toBe('2026-12-07T06:00:00.000Z')
    expect(JSON.stringify(state)).not.toContain('sandbox-')
    expect(state.relationships[0]).toEqual({
      partner: 'italy',
      customer: rossi,
      acceptedAt: '2026-12-07T06:00:00.000Z',
      visibleFrom: '2026-12-07T06:00:00.000Z',
      agreement: true,
      directSigned: false,
      qualifications: [],
    })
  })

  it('logs requests in order, as they were sent, and counts them by route', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await italy.get(`/v1/customers/${rossi}/subscriptions?size=5`, { requestId: 'r' })
    await rig.raw('GET', '/v1/nothing')
    const { requests } = (await rig.control('GET', 'requests')).body
    expect(requests.slice(1)).toEqual([
      {
        at: '2026-12-07T06:00:00.000Z',
        method: 'GET',
        path: `/v1/customers/${rossi}/subscriptions?size=5`,
        partner: 'italy',
        requestId: 'r',
        status: 200,
        replayed: false,
      },
      {
        at: '2026-12-07T06:00:00.000Z',
        method: 'GET',
        path: '/v1/nothing',
        partner: null,
        requestId: null,
        status: 404,
        replayed: false,
      },
    ])
    expect((await rig.control('GET', 'requests?count=1')).body).toEqual({
      total: 3,
      counts: {
        'GET /v1/customers/{id}/subscriptions': 1,
        'GET /v1/nothing': 1,
        'POST /{id}/oauth2/v2.0/token': 1,
      },
    })
  })

  it.each([
    [{ advance: 'P1D', now: '2026-12-09T00:00:00Z' }],
    [{}],
    [{ advance: 'tomorrow' }],
    [{ now: 'tomorrow' }],
    [{ now: '2026-12-07T05:59:59Z' }],
    [{ advance: '-P1D' }],
    [{ later: 'P1D' }],
  ])('refuses to move time by %j', async body => {
    const rig = await aRig()
    expect((await rig.control('POST', 'clock', body)).status).toBe(400)
    expect((await rig.control('GET', 'clock')).body.now).toBe('2026-12-07T06:00:00.000Z')
  })

  it.each([
    ['a page', { Origin: 'https://example.com' }],
    ['a page of the same origin', { 'Sec-Fetch-Site': 'same-origin' }],
    ['a page that was opened from elsewhere', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page without an origin of its own', { Origin: 'null' }],
    ['a name that leads here', { Host: 'sandbox.example' }],
    ['a name that begins like this machine', { Host: '127.0.0.1.example' }],
  ])('refuses %s', async (_, headers) => {
    const rig = await aRig()
    const json = { 'Content-Type': 'application/json' }
    expect([
      (await rig.raw('GET', '/sandbox/state', { headers })).status,
      (await rig.raw('OPTIONS', '/sandbox/clock', { headers })).status,
      (
        await rig.raw('POST', '/sandbox/clock', {
          headers: { ...headers, ...json },
          body: { advance: 'P1D' },
        })
      ).status,
      (await rig.raw('GET', '/v1/customers', { headers })).status,
      (await rig.raw('POST', `/${tenants.central}/oauth2/token`, { headers })).status,
      (await rig.state()).now,
      (await rig.control('GET', 'requests')).body.requests,
    ]).toEqual([403, 403, 403, 403, 403, '2026-12-07T06:00:00.000Z', []])
  })

  it.each([['text/plain;charset=UTF-8'], ['application/x-www-form-urlencoded']])(
    'takes JSON that a program sends as %s, as curl and a plain fetch do',
    async type => {
      const rig = await aRig()
      const options = { headers: { 'Content-Type': type }, body: { advance: 'P1D' } }
      expect((await rig.raw('POST', '/sandbox/clock', options)).status).toBe(200)
      expect((await rig.state()).now).toBe('2026-12-08T06:00:00.000Z')
    },
  )

  it('answers programs that name this machine in any way', async () => {
    const rig = await aRig()
    for (const Host of ['localhost:4100', '127.0.0.1', '[::1]:4100'])
      expect((await rig.raw('GET', '/sandbox/health', { headers: { Host } })).status).toBe(200)
  })

  it('refuses routes it does not have', async () => {
    const rig = await aRig()
    expect((await rig.control('GET', 'everything')).status).toBe(404)
    expect((await rig.control('POST', 'state', {})).status).toBe(404)
    expect((await rig.control('POST', 'clock', '{')).status).toBe(400)
  })
})

it('takes a thousand monthly subscriptions through a year, each term counted from its anchor', async () => {
  const customers = Array.from({ length: 1000 }, (_, number) => ({
    tenantId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name: `Customer ${number}`,
    domain: `customer${number}.example`,
    country: 'IT',
    relationships: [{ partner: 'italy', agreement: true }],
  }))
  const subscriptions = customers.map(({ tenantId: customer }) => ({
    partner: 'italy',
    customer,
    product: 'CFQ7TTC0LCHC:0002',
    seats: 3,
    term: 'P1M',
    billing: 'monthly',
    started: '2026-11-30',
  }))
  const rig = await aRig(aWorld({ customers, subscriptions }))
  await rig.advance('P1Y')
  const { subscriptions: rows } = await rig.state()
  expect(rows.map((row: Body) => row.termEnd)).toEqual(customers.map(() => '2027-12-30'))
})
