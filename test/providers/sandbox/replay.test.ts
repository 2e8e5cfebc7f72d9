/** E8: a write that comes again with its MS-RequestId. */
import { describe, expect, it } from 'vitest'
import { aRig, type Body, change, codeOf, ids, mail, rossi, subscriptionPath, verdi } from './rig.ts'

const orders = `/v1/customers/${rossi}/orders`
const order = (quantity: number) => ({
  billingCycle: 'monthly',
  partnerOnRecordAttestationAccepted: true,
  lineItems: [{ lineItemNumber: 0, offerId: mail, quantity }],
})

describe('E8: repeats', () => {
  it('get the first answer byte for byte, also with another body, and change nothing', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const first = await central.post(orders, order(5), { requestId: '2D5F0000-0000-4000-8000-00000000E001' })
    const again = await central.post(orders, order(9), { requestId: '2d5f0000-0000-4000-8000-00000000e001' })
    expect([again.status, again.text]).toEqual([201, first.text])
    expect((await central.get(orders)).body.items).toHaveLength(1)
    expect((await central.get('/v1/auditrecords')).body.items).toHaveLength(1)
    const { requests } = (await rig.control('GET', 'requests')).body
    const posts = requests.filter((row: Body) => row.path === orders && row.method === 'POST')
    expect(posts.map((row: Body) => [row.status, row.replayed])).toEqual([
      [201, false],
      [201, true],
    ])
  })

  it('with another body are a conflict, where that is asked for', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    await rig.control('POST', 'quirks', { otherBodyConflicts: true })
    const first = await central.post(orders, order(5), { requestId: 'a' })
    const other = await central.post(orders, order(9), { requestId: 'a' })
    expect([other.status, other.body]).toEqual([
      409,
      { message: 'The MS-RequestId was used for another body.' },
    ])
    expect((await central.post(orders, order(5), { requestId: 'a' })).text).toBe(first.text)
  })

  it('are by method, path, id and partner: others are new requests', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const italy = await rig.app('italy')
    await central.post(orders, order(5), { requestId: 'a' })
    await italy.post(orders, order(5), { requestId: 'a' })
    await central.post(orders, order(5), { requestId: 'b' })
    await central.post(orders, order(5))
    expect((await central.get(orders)).body.items).toHaveLength(3)
    expect((await italy.get(orders)).body.items).toHaveLength(5)
  })

  it('of a settled refusal get the refusal again, even when it would pass now', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const path = `/v1/customers/${verdi}/orders`
    expect(codeOf(await central.post(path, order(5), { requestId: 'a' }))).toEqual([403, 13605])
    await rig.control('POST', 'accept', { partner: 'central', customer: verdi })
    expect(codeOf(await central.post(path, order(5), { requestId: 'a' }))).toEqual([403, 13605])
    expect((await central.post(path, order(5), { requestId: 'b' })).status).toBe(201)
  })

  it.each([408, 429, 500, 503])('after %i are first tries', async status => {
    const rig = await aRig()
    const central = await rig.app('central')
    await rig.faults({ match: { method: 'POST' }, do: 'status', status })
    expect((await central.post(orders, order(5), { requestId: 'a' })).status).toBe(status)
    expect((await central.post(orders, order(5), { requestId: 'a' })).status).toBe(201)
  })

  it('after a 401 are first tries, so that a fresh token helps', async () => {
    const rig = await aRig()
    const stranger = await rig.raw('POST', orders, { body: order(5), requestId: 'a' })
    expect(stranger.status).toBe(401)
    expect((await (await rig.app('central')).post(orders, order(5), { requestId: 'a' })).status).toBe(201)
  })

  it('are known for 24 hours', async () => {
    const rig = await aRig()
    await (await rig.app('central')).post(orders, order(5), { requestId: 'a' })
    await rig.advance('P1D')
    await (await rig.app('central')).post(orders, order(5), { requestId: 'a' })
    expect((await (await rig.app('central')).get(orders)).body.items).toHaveLength(1)
    await rig.advance('PT0.001S')
    await (await rig.app('central')).post(orders, order(5), { requestId: 'a' })
    expect((await (await rig.app('central')).get(orders)).body.items).toHaveLength(2)
  })

  it('do not apply to reads', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const options = { requestId: 'a' }
    await italy.get(subscriptionPath(ids.mail), options)
    await change(italy, ids.mail, { quantity: 6 }, options)
    expect((await italy.get(subscriptionPath(ids.mail), options)).body.quantity).toBe(6)
  })

  it('echo the ids of the request; without one the service makes its own', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    const echoed = await italy.get('/v1/customers', { requestId: 'r', correlationId: 'c' })
    expect([echoed.headers.get('ms-requestid'), echoed.headers.get('ms-correlationid')]).toEqual(['r', 'c'])
    const made = await italy.get('/v1/customers')
    expect(made.headers.get('ms-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(made.headers.get('date')).toBe('Mon, 07 Dec 2026 06:00:00 GMT')
  })
})
