import { afterEach, describe, expect, it } from 'vitest'
import { createAgreement } from '../../../../providers/partner-center/client/resources/agreements.ts'
import {
  getOffer,
  getSku,
  listAvailabilities,
} from '../../../../providers/partner-center/client/resources/catalog.ts'
import { type Api, anApi, ids } from '../../../support/api.ts'

let api: Api | null = null
afterEach(() => api?.close())

describe('a request', () => {
  it('carries ids, the fixed locale and a token; query values are escaped', async () => {
    api = await anApi([{ json: {} }])
    await api.client.read('audit.list', {
      query: { filter: '{"Field":"CompanyName"}', size: 500, endDate: undefined },
    })
    expect(api.server.asked[0]?.url).toBe(
      '/v1/auditrecords?filter=%7B%22Field%22%3A%22CompanyName%22%7D&size=500',
    )
    expect(api.server.asked[0]?.headers).toMatchObject({
      'ms-requestid': 'id-1',
      'ms-correlationid': 'id-2',
      'x-locale': 'en-US',
      accept: 'application/json',
    })
    expect(api.server.asked[0]?.headers['authorization']).toMatch(/^Bearer ey/)
  })

  it('is not sent to a cloud that does not have the call', async () => {
    api = await anApi([], { cloud: 'china' })
    await expect(api.client.read('agreements.list', { path: { customer: 'c-1' } })).rejects.toMatchObject({
      error: {
        kind: 'not-sent',
        diagnostic: {
          code: 'PARTNER_CENTER.NOT_IN_CLOUD',
          detail:
            'italy: agreements.list does not exist in the cloud china (docs/partner-center-facts.md section 8).',
        },
      },
    })
    expect(api.server.asked).toEqual([])
  })

  it('is not sent where an id of the service cannot stand in an address', async () => {
    api = await anApi([])
    await expect(api.client.read('customers.get', { path: { customer: 'c-\ud800' } })).rejects.toMatchObject({
      error: {
        kind: 'not-sent',
        diagnostic: {
          code: 'HTTP.NOT_ADDRESSABLE',
          detail: 'italy: customers.get: the customer `c-\ufffd` holds half a character. Nothing was sent.',
        },
      },
    })
    expect(api.server.asked).toEqual([])
  })

  it('is repeated for a read without an answer', async () => {
    api = await anApi(['drop', 'drop', { json: { id: 'c-1' } }])
    expect(await api.client.read('customers.get', { path: { customer: 'c-1' } })).toMatchObject({
      status: 200,
      body: { id: 'c-1' },
    })
    expect(api.server.asked).toHaveLength(3)
  })
})

describe('the catalogue', () => {
  it.each([
    ['404/400013', { status: 404, json: { code: 400013, description: 'no' } }],
    ['200/400072', { status: 200, json: { code: '400072', description: 'not available' } }],
    ['400/2100', { status: 400, json: { code: 2100, description: 'no' } }],
    ['400/800070', { status: 400, json: { code: '800070', description: 'no' } }],
    ['403/2091', { status: 403, json: { code: '2091', description: 'no' } }],
  ])('does not sell what it answers with %s', async (_, answer) => {
    api = await anApi(() => answer)
    expect(await getOffer(api.client, 'O', 'IT')).toBeNull()
    expect(await getSku(api.client, 'P', { sku: '0001', country: 'IT' })).toBeNull()
    expect(
      await listAvailabilities(api.client, { product: 'P', sku: '0001', scope: { country: 'IT' } }),
    ).toEqual([])
  })

  it.each([403, 500, 401])('leaves %i a failure: it says nothing about the item', async status => {
    api = await anApi(() => ({ status }))
    await expect(getOffer(api.client, 'O', 'IT')).rejects.toMatchObject({ error: { status } })
  })

  it('is asked by country, or for a customer', async () => {
    api = await anApi(() => ({ json: { items: [] } }))
    await listAvailabilities(api.client, { product: 'P', sku: '0001', scope: { country: 'IT' } })
    await listAvailabilities(api.client, { product: 'P', sku: '0001', scope: { customer: 'c-1' } })
    expect(api.server.asked.map(({ url }) => url)).toEqual([
      '/v1/products/P/skus/0001/availabilities?country=IT',
      '/v1/customers/c-1/products/P/skus/0001/availabilities',
    ])
  })
})

describe('an agreement', () => {
  const confirm = (status: number, json: object) => async () => {
    api = await anApi([{ status, json }])
    return createAgreement(api.client, ids, { customer: 'c-1', agreement: { templateId: 't' } })
  }
  it('confirmed twice is confirmed (600061)', async () => {
    expect(await confirm(201, { templateId: 't' })()).toBe('confirmed')
    await api?.close()
    expect(await confirm(400, { code: 600061, message: 'm', errorName: 'e', isRetryable: false })()).toBe(
      'was confirmed',
    )
    await api?.close()
    await expect(confirm(400, { code: 2000, description: 'no' })()).rejects.toMatchObject({
      error: { code: '2000' },
    })
  })
})
