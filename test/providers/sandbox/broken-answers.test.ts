/** E15: bodies that end early, come slowly or break off, connections that are reset, checkouts that fail in part. */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { aRig, aWorld, type Body, buy, ids, mail, premium, type Rig, rossi, subscriptionPath } from './rig.ts'

const path = `/v1/customers/${rossi}/orders`
const order = {
  billingCycle: 'monthly',
  partnerOnRecordAttestationAccepted: true,
  lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 1 }],
}

async function ordersOf(rig: Rig): Promise<number> {
  return (await rig.state()).orders.filter((row: Body) => row.partner === 'central').length
}

/** Over the wire: how the exchange ends, as Node's fetch tells it. */
async function overTheWire(rig: Rig, token: string): Promise<string> {
  try {
    const response = await fetch(`${rig.sandbox.url}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(order),
    })
    try {
      await response.text()
      return String(response.status)
    } catch {
      return `${response.status}, broken body`
    }
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    return cause?.code ?? 'no answer'
  }
}

async function tokenOf(rig: Rig): Promise<string> {
  const { body } = await rig.token('central.example', {
    grant_type: 'client_credentials',
    client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
    client_secret: 'sandbox-central-app',
    scope: 'https://api.partnercenter.microsoft.com/.default',
  })
  return body.access_token
}

test.each([
  ['reset-before-commit', 'ECONNRESET', 0],
  ['reset-after-commit', 'ECONNRESET', 1],
  ['cut-body', '201, broken body', 1],
  ['truncate', '201', 1],
  ['slow-body', '201', 1],
])('%s: %s, %i orders', async (kind, told, orders) => {
  const rig = await aRig()
  const token = await tokenOf(rig)
  await rig.faults({ match: { method: 'POST', path: '/orders' }, do: kind })
  expect([await overTheWire(rig, token), await ordersOf(rig)]).toEqual([told, orders])
})

test('a truncated body is half of what it should be', async () => {
  const rig = await aRig()
  const app = await rig.app('italy')
  const whole = (await app.get(subscriptionPath(ids.mail))).text
  await rig.faults({ do: 'truncate' })
  expect((await app.get(subscriptionPath(ids.mail))).text).toBe(whole.slice(0, Math.floor(whole.length / 2)))
})

test('a slow body takes its time, and comes whole', async () => {
  const rig = await aRig()
  const app = await rig.app('italy')
  const whole = (await app.get(subscriptionPath(ids.mail))).text
  await rig.faults({ do: 'slow-body', ms: 5000 })
  expect((await app.get(subscriptionPath(ids.mail))).text).toBe(whole)
  expect((await rig.state()).now).toBe('2026-12-07T06:00:05.000Z')
})

test('a storm of 429 says each time how long to wait', async () => {
  const rig = await aRig()
  const app = await rig.app('italy')
  await rig.faults({ do: 'throttle', times: 3, retryAfter: 7 })
  const seen: unknown[] = []
  for (let count = 0; count < 4; count += 1) {
    const answer = await app.get('/v1/customers')
    seen.push([answer.status, answer.headers.get('retry-after')])
  }
  expect(seen).toEqual([
    [429, '7'],
    [429, '7'],
    [429, '7'],
    [200, null],
  ])
})

describe('a partial checkout', () => {
  test('fails in its last group, and says so again when it is repeated', async () => {
    const rig = await aRig(aWorld())
    const central = await rig.app('central')
    const cart = await central.post(`/v1/customers/${rossi}/carts`, {
      lineItems: [
        { id: 0, catalogItemId: mail, quantity: 1, billingCycle: 'monthly' },
        {
          id: 1,
          catalogItemId: await premium(central),
          quantity: 1,
          billingCycle: 'monthly',
          termDuration: 'P1Y',
        },
      ],
    })
    await rig.faults({ match: { path: '/checkout' }, do: 'partial-checkout', code: 800088 })
    const checkout = await central.post(`/v1/customers/${rossi}/carts/${cart.body.id}/checkout`)
    expect([checkout.status, checkout.body.orders.length, checkout.body.orderErrors]).toEqual([
      201,
      1,
      [
        {
          orderGroupId: '0',
          code: 800088,
          description: 'Scripted fault.',
          attributes: { objectType: 'OrderError' },
        },
      ],
    ])
    const again = await central.post(`/v1/customers/${rossi}/carts/${cart.body.id}/checkout`)
    expect(again.text).toBe(checkout.text)
  })

  test('touches no other checkout', async () => {
    const rig = await aRig()
    await rig.faults({ match: { path: '/checkout', partner: 'italy' }, do: 'partial-checkout' })
    const bought = await buy(await rig.app('central'), [{ catalogItemId: mail }])
    expect('orderErrors' in bought).toBe(false)
  })
})

test('a client that goes away leaves the sandbox serving', async () => {
  const rig = await aRig()
  const { port } = new URL(rig.sandbox.url)
  await new Promise<void>(resolve => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('POST /v1/customers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
      socket.resetAndDestroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
  expect((await fetch(`${rig.sandbox.url}/sandbox/health`)).status).toBe(200)
})
