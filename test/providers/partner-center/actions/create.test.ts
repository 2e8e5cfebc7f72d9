import { afterEach, describe, expect, it } from 'vitest'
import { actionId, productKey, subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import { performersOver } from '../../../../providers/partner-center/actions/performers.ts'
import { aCreate, anAttempt, type NotedAttempt } from '../../../support/actions.ts'
import { type Api, anApi } from '../../../support/api.ts'
import type { Asked, Script, Scripted } from '../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

type Create = ReturnType<typeof aCreate>

async function creating(script: Script) {
  api = await anApi(script)
  const { client } = api
  const { perform, look } = performersOver(() => client)['subscription.create']
  return {
    perform: (action: Create = aCreate(), attempt: NotedAttempt = anAttempt()) => perform(action, attempt),
    look: (action: Create = aCreate(), attempt: NotedAttempt = anAttempt()) => look(action, attempt),
  }
}

const steps = () => api?.server.asked.map(({ method, url }) => `${method} ${url}`)
const bodyOf = (position: number): unknown => JSON.parse(api?.server.asked[position]?.body ?? 'null')

/** Answers by `METHOD path`; the last answer of a list stays. */
function routes(
  answers: Readonly<Record<string, Scripted | readonly Scripted[]>>,
): (asked: Asked) => Scripted {
  const counts = new Map<string, number>()
  return ({ method, url }) => {
    const key = `${method} ${url.split('?')[0]}`
    const found = answers[key]
    if (found === undefined) return { status: 599 }
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return Array.isArray(found) ? (found[Math.min(count, found.length - 1)] as Scripted) : (found as Scripted)
  }
}

const base = '/v1/customers/c-1'
const madeCart = { status: 201, json: { id: 'k-1', lineItems: [{ id: 0 }] } }
const line = {
  lineItemNumber: 0,
  offerId: '195416c1-3447-423a-b37b-ee59a99a19c4',
  quantity: 5,
  friendlyName: 'mail',
  subscriptionId: 'S-NEW',
}
const ordered = (facts: object = {}) => ({
  status: 201,
  json: { orders: [{ id: 'o-9', lineItems: [{ ...line, ...facts }] }], orderErrors: [] },
})
const at = '2026-12-07T06:00:00.000Z'
const living = {
  id: 'S-NEW',
  offerId: '195416C1-3447-423A-B37B-EE59A99A19C4',
  status: 'active',
  quantity: 5,
  friendlyName: 'mail',
  billingCycle: 'monthly',
  orderId: 'o-9',
}

describe('buying by cart', () => {
  it('makes a cart of one line, notes it before the checkout leaves, and checks it out', async () => {
    let notedBefore: unknown = null
    const attempt = anAttempt()
    const script = routes({
      [`POST ${base}/carts`]: madeCart,
      [`POST ${base}/carts/k-1/checkout`]: ordered(),
    })
    const { perform } = await creating(asked => {
      if (asked.url.endsWith('/checkout')) notedBefore = [...attempt.noted]
      return script(asked)
    })
    expect(await perform(aCreate(), attempt)).toEqual({
      kind: 'done',
      evidence: { cart: 'k-1', order: 'o-9', subscription: 's-new', at },
    })
    expect(notedBefore).toEqual([['cart', { id: 'k-1' }]])
    expect(bodyOf(0)).toEqual({
      lineItems: [
        {
          id: 0,
          catalogItemId: '195416C1-3447-423A-B37B-EE59A99A19C4',
          quantity: 5,
          billingCycle: 'monthly',
          friendlyName: 'mail',
        },
      ],
    })
    expect(
      api?.server.asked.map(({ headers }) => [headers['ms-requestid'], headers['ms-correlationid']]),
    ).toEqual([
      ['request-cart', 'correlation-1'],
      ['request-main', 'correlation-1'],
    ])
  })

  it('resolves the item of new commerce right before, and names term and base', async () => {
    const { perform } = await creating(
      routes({
        'GET /v1/products/CFQ7TTC0LH18/skus/0001/availabilities': {
          json: {
            items: [
              { id: 'TODAY', isPurchasable: true, terms: [{ duration: 'P1Y', billingCycle: 'Monthly' }] },
            ],
          },
        },
        [`POST ${base}/carts`]: madeCart,
        [`POST ${base}/carts/k-1/checkout`]: ordered({ offerId: 'CFQ7TTC0LH18:0001:TODAY' }),
      }),
    )
    const action = aCreate({
      product: productKey('CFQ7TTC0LH18:0001'),
      endsOn: utcDate('2027-06-30'),
      base: { kind: 'living', subscription: subscriptionId('s-base'), order: null },
    })
    expect(await perform(action)).toMatchObject({ kind: 'done', evidence: { subscription: 's-new' } })
    expect(bodyOf(1)).toMatchObject({
      lineItems: [
        {
          catalogItemId: 'CFQ7TTC0LH18:0001:TODAY',
          termDuration: 'P1Y',
          customTermEndDate: '2027-06-30T00:00:00Z',
          provisioningContext: { ParentSubscriptionId: 's-base' },
        },
      ],
    })
  })

  it('buys nothing that is not for sale in this form any more', async () => {
    const { perform } = await creating(
      routes({ 'GET /v1/products/CFQ7TTC0LH18/skus/0001/availabilities': { json: { items: [] } } }),
    )
    expect(await perform(aCreate({ product: productKey('CFQ7TTC0LH18:0001') }))).toMatchObject({
      kind: 'refused',
      because: { code: 'PARTNER_CENTER.NOT_SOLD_NOW' },
    })
    const asked = 'GET /v1/products/CFQ7TTC0LH18/skus/0001/availabilities?country=IT'
    expect(steps()).toEqual([
      asked,
      ...['education', 'government', 'nonprofit'].map(segment => `${asked}&targetSegment=${segment}`),
    ])
  })

  it('checks nothing out when a line has an error', async () => {
    const { perform } = await creating([
      {
        status: 201,
        json: {
          id: 'k-1',
          lineItems: [{ id: 0, error: { errorCode: 10002, errorDescription: 'no quota' } }],
        },
      },
    ])
    expect(await perform()).toMatchObject({
      kind: 'refused',
      because: { code: 'PARTNER_CENTER.CART_LINE', detail: 'italy: line 0: 10002 (no quota).' },
    })
    expect(steps()).toHaveLength(1)
  })

  it('is refused when the order group failed although the answer is 201', async () => {
    const { perform } = await creating([
      madeCart,
      {
        status: 201,
        json: { orders: [], orderErrors: [{ orderGroupId: '0', code: 800088, description: 'too many' }] },
      },
    ])
    expect(await perform()).toMatchObject({
      kind: 'refused',
      because: { detail: 'italy: the order group 0 failed with 800088 ("too many").' },
    })
  })

  it('is refused without the agreement, and says whom to ask', async () => {
    const { perform } = await creating([
      madeCart,
      { status: 403, json: { code: '13605', description: 'no' } },
    ])
    expect(await perform()).toMatchObject({
      kind: 'refused',
      because: { code: 'PARTNER_CENTER.AGREEMENT_MISSING' },
    })
  })

  it('goes on with the cart an earlier try noted', async () => {
    const { perform } = await creating(routes({ [`POST ${base}/carts/k-0/checkout`]: ordered() }))
    expect(await perform(aCreate(), anAttempt({ notes: { cart: { id: 'k-0' } } }))).toMatchObject({
      kind: 'done',
      evidence: { cart: 'k-0', order: 'o-9' },
    })
    expect(steps()).toEqual([`POST ${base}/carts/k-0/checkout`])
  })

  it('does not wait for a subscription that is not provisioned yet: the gate looks for all of them at once', async () => {
    const { perform } = await creating([madeCart, ordered({ subscriptionId: undefined })])
    expect(await perform()).toEqual({ kind: 'done', evidence: { cart: 'k-1', order: 'o-9', at } })
    expect(api?.clock.slept).toEqual([])
  })

  it('finds what a lost answer bought when the service says that the cart was submitted', async () => {
    const { perform } = await creating(
      routes({
        [`POST ${base}/carts`]: madeCart,
        [`POST ${base}/carts/k-1/checkout`]: { status: 400, json: { code: '800065', description: 'no' } },
        [`GET ${base}/subscriptions`]: { json: { items: [{ ...living, id: 's-old' }, living] } },
      }),
    )
    expect(await perform()).toMatchObject({
      kind: 'done',
      evidence: { cart: 'k-1', order: 'o-9', subscription: 's-new' },
    })
  })

  it('is unknown without an answer to the checkout, which is not repeated', async () => {
    const { perform } = await creating([madeCart, 'drop'])
    expect(await perform()).toMatchObject({ kind: 'unknown', because: { code: 'PARTNER_CENTER.NO_ANSWER' } })
    expect(steps()).toEqual([`POST ${base}/carts`, `POST ${base}/carts/k-1/checkout`])
  })
})

describe('looking for a purchase', () => {
  const noted = () => anAttempt({ notes: { cart: { id: 'k-1' } } })
  const list = (...items: readonly object[]) => ({ json: { items } })

  it('asks nobody when no cart was noted: then no checkout left', async () => {
    const { look } = await creating([])
    expect(await look()).toEqual({ kind: 'did not happen' })
    expect(steps()).toEqual([])
  })

  it.each([
    [
      'Ordered, and it lives',
      { json: { id: 'k-1', status: 'Ordered' } },
      list(living),
      { kind: 'happened', evidence: { cart: 'k-1', order: 'o-9', subscription: 's-new', at } },
    ],
    ['Ordered, and nothing shows', { json: { id: 'k-1', status: 'Ordered' } }, list(), { kind: 'ask again' }],
    [
      'Active, and nothing lives',
      { json: { id: 'k-1', status: 'active' } },
      list({ ...living, id: 's-old' }),
      { kind: 'did not happen' },
    ],
    [
      'Active, and it lives all the same',
      { json: { id: 'k-1', status: 'Active' } },
      list(living),
      { kind: 'happened', evidence: { cart: 'k-1', order: 'o-9', subscription: 's-new', at } },
    ],
    [
      'gone, and nothing lives',
      { status: 404, json: { code: 800008, description: 'no' } },
      list(),
      { kind: 'did not happen' },
    ],
  ])('believes a cart that is %s', async (_, cart, subscriptions, sighting) => {
    const { look } = await creating(
      routes({ [`GET ${base}/carts/k-1`]: cart, [`GET ${base}/subscriptions`]: subscriptions }),
    )
    expect(await look(aCreate(), noted())).toEqual(sighting)
  })

  it.each([
    ['a status nobody knows', { json: { id: 'k-1', status: 'Simmering' } }],
    ['no answer', 'drop'],
    ['a failure', { status: 500 }],
  ] as const)('cannot tell from %s', async (_, cart) => {
    const { look } = await creating(
      routes({ [`GET ${base}/carts/k-1`]: cart, [`GET ${base}/subscriptions`]: list() }),
    )
    expect(await look(aCreate(), noted())).toMatchObject({ kind: 'cannot tell' })
  })
})

describe('an add-on of a legacy base', () => {
  const created = actionId('base')
  const action = aCreate({ base: { kind: 'created by', action: created } })
  const attempt = () =>
    anAttempt({ evidence: { [created]: { subscription: subscriptionId('s-base'), order: 'o-base' } } })

  it('is bought on the order of the base that another action created', async () => {
    const { perform } = await creating(
      routes({
        [`PATCH ${base}/orders/o-base`]: {
          json: { id: 'o-base', lineItems: [{ offerId: '2F707C7C-2433-49A5-A437-9CA7CF40D3EB' }, line] },
        },
      }),
    )
    expect(await perform(action, attempt())).toEqual({
      kind: 'done',
      evidence: { order: 'o-base', subscription: 's-new', at },
    })
    expect(api?.server.asked[0]?.headers['ms-requestid']).toBe('request-main')
    expect(bodyOf(0)).toMatchObject({
      lineItems: [
        { offerId: '195416C1-3447-423A-B37B-EE59A99A19C4', parentSubscriptionId: 's-base', quantity: 5 },
      ],
    })
  })

  it('waits for the base that is ordered and not provisioned yet', async () => {
    const unnamed = {
      json: { id: 'o-base', lineItems: [{ offerId: '91FD106F-4B2C-4938-95AC-F54F74E9A239' }] },
    }
    const { perform } = await creating(
      routes({
        [`GET ${base}/orders/o-base`]: [
          { status: 404, json: { code: 20000, description: 'no' } },
          unnamed,
          {
            json: {
              id: 'o-base',
              lineItems: [{ offerId: '91FD106F-4B2C-4938-95AC-F54F74E9A239', subscriptionId: 'S-BASE' }],
            },
          },
        ],
        [`PATCH ${base}/orders/o-base`]: { json: { id: 'o-base', lineItems: [line] } },
      }),
    )
    const pending = anAttempt({ evidence: { [created]: { order: 'o-base' } } })
    expect(await perform(action, pending)).toMatchObject({
      kind: 'done',
      evidence: { subscription: 's-new' },
    })
    expect(bodyOf(3)).toMatchObject({ lineItems: [{ parentSubscriptionId: 's-base' }] })
    expect(api?.clock.slept).toEqual([2_000, 4_000])
  })

  it('asks the living base for its order when the plan does not know it', async () => {
    const { perform } = await creating(
      routes({
        [`GET ${base}/subscriptions/s-base`]: { json: { id: 's-base', orderId: 'o-7' } },
        [`PATCH ${base}/orders/o-7`]: { json: { id: 'o-7', lineItems: [line] } },
      }),
    )
    expect(
      await perform(
        aCreate({ base: { kind: 'living', subscription: subscriptionId('s-base'), order: null } }),
      ),
    ).toMatchObject({ kind: 'done' })
  })

  it('is not bought when nobody knows its base', async () => {
    const { perform, look } = await creating([])
    expect(await perform(action, anAttempt())).toMatchObject({
      kind: 'refused',
      because: { code: 'PARTNER_CENTER.NO_BASE' },
    })
    expect(await look(action, anAttempt())).toMatchObject({ kind: 'cannot tell' })
  })

  it.each([
    [
      'the order has the line',
      [line],
      { kind: 'happened', evidence: { order: 'o-base', subscription: 's-new', at } },
    ],
    [
      'the order has only the line of before',
      [{ ...line, subscriptionId: 's-old' }],
      { kind: 'did not happen' },
    ],
    ['the order has no such line', [], { kind: 'did not happen' }],
    [
      'the order has a line like that of before, and it is not provisioned yet',
      [
        { ...line, subscriptionId: 's-old' },
        { ...line, subscriptionId: null },
      ],
      { kind: 'happened', evidence: { order: 'o-base', at } },
    ],
  ])('is looked for: %s', async (_, lineItems, sighting) => {
    const { look } = await creating(
      routes({
        [`GET ${base}/orders/o-base`]: { json: { id: 'o-base', lineItems } },
        [`GET ${base}/subscriptions`]: { json: { items: [] } },
      }),
    )
    expect(await look(action, attempt())).toEqual(sighting)
  })

  it.each([
    ['a new line of the order', [{ ...line, offerId: null }], []],
    ['a new row of the list', [], [{ ...living, offerId: 'CFQ7TTC0LH18' }]],
  ])('may have happened where what it is cannot be read: %s', async (_, lineItems, items) => {
    const { look } = await creating(
      routes({
        [`GET ${base}/orders/o-base`]: { json: { id: 'o-base', lineItems } },
        [`GET ${base}/subscriptions`]: { json: { items } },
      }),
    )
    expect(await look(action, attempt())).toMatchObject({
      kind: 'cannot tell',
      because: { code: 'PARTNER_CENTER.UNREADABLE' },
    })
  })
})
