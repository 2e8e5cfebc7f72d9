/** E19: the activity log. */
import { describe, expect, it } from 'vitest'
import { aRig, type Body, buy, change, codeOf, ids, mail, rossi, tenants } from './rig.ts'

describe('E19: activity records', () => {
  it('tell who changed what, under the correlation id of the caller', async () => {
    const rig = await aRig()
    const italy = await rig.user('italy')
    await change(italy, ids.mail, { quantity: 6 }, { correlationId: 'c-1' })
    const { body } = await italy.get('/v1/auditrecords?startDate=2026-12-07')
    expect(body.items).toEqual([
      {
        id: `${tenants.italy}_${rossi}_${ids.mail}_updatesubscription_639322200000000001`,
        participants: [tenants.italy],
        partnerId: tenants.italy,
        customerId: rossi,
        customerName: 'Panificio Rossi',
        userPrincipalName: 'ops@italy.example',
        applicationId: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a02',
        resourceType: 'subscription',
        resourceOldValue: '{"Quantity":5,"Status":"active","AutoRenewEnabled":true}',
        resourceNewValue: `{"Id":"${ids.mail}","Quantity":6,"Status":"active","AutoRenewEnabled":true}`,
        operationType: 'update_subscription',
        originalCorrelationId: 'c-1',
        operationDate: '2026-12-07T06:00:00.0000001Z',
        operationStatus: 'succeeded',
        customizedData: [
          { key: 'SubscriptionId', value: ids.mail },
          { key: 'Quantity', value: '6' },
          { key: 'OrderId', value: expect.any(String) },
        ],
        attributes: { objectType: 'AuditRecord' },
      },
    ])
    const one = await italy.get(`/v1/auditrecords/${body.items[0].id}`)
    expect(one.body).toEqual(body.items[0])
    expect(codeOf(await (await rig.app('central')).get(`/v1/auditrecords/${body.items[0].id}`))).toEqual([
      404, 1000,
    ])
  })

  it('run newest first, failures too, page by page', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await change(italy, ids.mail, { quantity: 6 })
    await change(italy, ids.suite, { quantity: 19 })
    await rig.advance('PT1S')
    await buy(italy, [{ catalogItemId: mail }])
    const { body } = await italy.get('/v1/auditrecords?size=2')
    const summary = (items: readonly Body[]) =>
      items.map(item => [item.operationType, item.operationStatus, item.userPrincipalName])
    expect(summary(body.items)).toEqual([
      ['create_order', 'succeeded', ''],
      ['update_subscription', 'failed', ''],
    ])
    const headers = { 'MS-ContinuationToken': body.continuationToken }
    const next = await italy.get(`/v1${body.links.next.uri}`, { headers })
    expect(summary(next.body.items)).toEqual([['update_subscription', 'succeeded', '']])
    expect(next.body.links.next).toBe(undefined)
  })

  it('are filtered by company, customer and kind', async () => {
    const rig = await aRig()
    const italy = await rig.app('italy')
    await change(italy, ids.mail, { quantity: 6 })
    const count = async (filter: object) =>
      (await italy.get(`/v1/auditrecords?filter=${encodeURIComponent(JSON.stringify(filter))}`)).body.items
        ?.length
    expect(await count({ Field: 'CompanyName', Value: 'ROSSI', Operator: 'substring' })).toBe(1)
    expect(await count({ Field: 'CompanyName', Value: 'blu', Operator: 'substring' })).toBe(0)
    expect(await count({ Field: 'CustomerId', Value: rossi, Operator: 'equals' })).toBe(1)
    expect(await count({ Field: 'ResourceType', Value: 'Subscription', Operator: 'equals' })).toBe(1)
    expect(await count({ Field: 'ResourceType', Value: 'Order', Operator: 'equals' })).toBe(0)
    expect(await count({ Field: 'Colour', Value: 'red', Operator: 'equals' })).toBe(undefined)
  })

  it.each([
    ['older than 90 days', 'startDate=2026-09-07&endDate=2026-09-08'],
    ['longer than 30 days', 'startDate=2026-11-06'],
    ['back to front', 'startDate=2026-12-07&endDate=2026-12-01'],
    ['no date', 'startDate=yesterday'],
  ])('refuse a span that is %s, without a code', async (_, query) => {
    const rig = await aRig()
    const answer = await (await rig.app('italy')).get(`/v1/auditrecords?${query}`)
    expect([answer.status, answer.body]).toEqual([400, { message: 'The request is invalid.' }])
  })

  it.each([
    'startDate=2026-11-07',
    'startDate=2026-09-08&endDate=2026-10-08',
    'startDate=12/01/2026%2000:00:00',
  ])('accept %s', async query => {
    const rig = await aRig()
    expect((await (await rig.app('italy')).get(`/v1/auditrecords?${query}`)).status).toBe(200)
  })

  it('know of a customer that accepted, and not of what happens by itself', async () => {
    const rig = await aRig()
    await rig.control('POST', 'accept', {
      partner: 'central',
      customer: 'ce240acf-7db1-4d2b-a699-0f492590429e',
    })
    const operations = async (query: string) =>
      (await (await rig.app('central')).get(`/v1/auditrecords${query}`)).body.items.map(
        (item: Body) => item.operationType,
      )
    expect(await operations('')).toEqual(['add_customer'])
    await rig.until('2027-03-20T00:00:00Z')
    expect(await operations('?startDate=2027-03-01')).toEqual([])
  })
})
