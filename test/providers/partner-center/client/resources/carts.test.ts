import { afterEach, describe, expect, it } from 'vitest'
import {
  checkoutCart,
  createCart,
  lineErrors,
} from '../../../../../providers/partner-center/client/resources/carts.ts'
import { addToOrder } from '../../../../../providers/partner-center/client/resources/orders.ts'
import { type Api, anApi, ids } from '../../../../support/api.ts'
import type { Script } from '../../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

const line = { id: 0, catalogItemId: 'P:0001:A', quantity: 5, billingCycle: 'monthly' } as const

async function checkout(script: Script) {
  api = await anApi(script)
  return checkoutCart(api.client, () => ids, { customer: 'c-1', cart: 'k-1' })
}

describe('a cart', () => {
  it('is made with its own request id, and read back', async () => {
    api = await anApi([{ status: 201, json: { id: 'k-1', lineItems: [line] } }])
    const cart = await createCart(api.client, ids, { customer: 'c-1', cart: { lineItems: [line] } })
    expect(cart).toEqual({ id: 'k-1', lineItems: [line] })
    expect(api.server.asked[0]).toMatchObject({
      method: 'POST',
      url: '/v1/customers/c-1/carts',
      body: JSON.stringify({ lineItems: [line] }),
    })
    expect(api.server.asked[0]?.headers['ms-requestid']).toBe('request-1')
  })

  it('without an id is unreadable', async () => {
    api = await anApi([{ status: 201, json: { lineItems: [] } }])
    await expect(
      createCart(api.client, ids, { customer: 'c-1', cart: { lineItems: [] } }),
    ).rejects.toMatchObject({
      error: {
        kind: 'unreadable',
        diagnostic: {
          code: 'PARTNER_CENTER.UNREADABLE',
          detail: 'italy: carts.create answered 201: it does not hold what this call is answered with.',
        },
      },
    })
  })

  it('tells the errors of all its lines, add-ons included; code 0 and null are none', () => {
    const error = (errorCode: number | string | null) => ({
      ...line,
      error: { errorCode, errorDescription: 'words' },
    })
    expect(
      lineErrors({
        id: 'k-1',
        lineItems: [
          line,
          error(0),
          error(null),
          { ...error(10001), addonItems: [{ ...error('BaseOfferSeatQuantityNotMet'), id: 1 }] },
        ],
      }),
    ).toEqual(['line 0: 10001 (words)', 'line 1: BaseOfferSeatQuantityNotMet (words)'])
  })
})

describe('a checkout', () => {
  it('sends an empty body and gives the result, errors of order groups included', async () => {
    const result = {
      orders: [{ id: 'o-1', lineItems: [] }],
      orderErrors: [{ orderGroupId: '1', code: 800088 }],
    }
    expect(
      await checkout([
        {
          status: 201,
          text: `x1{"orders":[{"id":"o-1","lineItems":[]}],"orderErrors":[{"orderGroupId":"1","code":800088}]}`,
        },
      ]),
    ).toEqual({ kind: 'ordered', result })
    expect(api?.server.asked[0]).toMatchObject({
      method: 'POST',
      url: '/v1/customers/c-1/carts/k-1/checkout',
      body: '',
    })
    expect(api?.server.asked[0]?.headers['content-length']).toBe('0')
  })

  it('of a cart that was submitted says so (400/800065)', async () => {
    expect(await checkout([{ status: 400, json: { code: '800065', description: 'no' } }])).toEqual({
      kind: 'was ordered',
    })
  })

  it.each(['800064', '800060'])(
    'waits while it runs (409/%s), and asks again under the same id',
    async code => {
      expect(
        await checkout([
          { status: 409, json: { code, description: 'no' } },
          { status: 409, json: { code, description: 'no' } },
          { status: 201, json: { orders: [{ id: 'o-1', lineItems: [] }] } },
        ]),
      ).toMatchObject({ kind: 'ordered' })
      expect(api?.clock.slept).toEqual([2_000, 4_000])
      expect(api?.server.asked.map(({ headers }) => headers['ms-requestid'])).toEqual([
        'request-1',
        'request-1',
        'request-1',
      ])
    },
  )

  it('does not wait for ever', async () => {
    await expect(
      checkout(() => ({ status: 409, json: { code: 800064, description: 'no' } })),
    ).rejects.toMatchObject({
      error: { code: '800064' },
    })
  })

  it('goes back without an answer instead of being repeated', async () => {
    await expect(checkout(['drop', { status: 201, json: { orders: [] } }])).rejects.toMatchObject({
      error: { kind: 'no-answer' },
    })
    expect(api?.server.asked).toHaveLength(1)
  })
})

describe('an add-on of a legacy base', () => {
  it('is bought on the order of its base, as its only line', async () => {
    api = await anApi([{ json: { id: 'o-1', lineItems: [] } }])
    await addToOrder(api.client, ids, {
      customer: 'c-1',
      order: 'o-1',
      offer: 'OFFER',
      parent: 's-1',
      seats: 3,
      name: 'archive',
    })
    expect(api.server.asked[0]).toMatchObject({ method: 'PATCH', url: '/v1/customers/c-1/orders/o-1' })
    expect(JSON.parse(api.server.asked[0]?.body ?? '')).toEqual({
      id: null,
      referenceCustomerId: 'c-1',
      lineItems: [
        {
          lineItemNumber: 0,
          offerId: 'OFFER',
          parentSubscriptionId: 's-1',
          quantity: 3,
          friendlyName: 'archive',
        },
      ],
    })
  })
})
