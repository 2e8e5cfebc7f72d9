import { afterEach, describe, expect, it } from 'vitest'
import { collect } from '../../../../providers/partner-center/client/paging.ts'
import { listOffers } from '../../../../providers/partner-center/client/resources/catalog.ts'
import { listCustomers } from '../../../../providers/partner-center/client/resources/customers.ts'
import { listSubscriptions } from '../../../../providers/partner-center/client/resources/subscriptions.ts'
import { type Api, anApi } from '../../../support/api.ts'
import type { Script } from '../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

async function customers(script: Script) {
  api = await anApi(script)
  const pages = collect(listCustomers(api.client))
  return { server: api.server, ids: pages.then(list => list.map(item => (item as { id: string }).id)) }
}

const page = (ids: readonly string[], rest: object = {}) => ({
  json: { totalCount: ids.length, items: ids.map(id => ({ id })), ...rest },
})
const inLink = (token: string) => ({
  links: {
    next: {
      uri: '/v1/customers?size=500&seekOperation=Next',
      method: 'GET',
      headers: [{ key: 'ms-continuationtoken', value: token }],
    },
  },
})

describe('the list of customers', () => {
  it('is read with 500 per page, the token of the body first, else that of the link, until there is none', async () => {
    const { server, ids } = await customers([
      page(['a', 'b'], { continuationToken: 't1', ...inLink('other') }),
      page(['c'], inLink('t2')),
      page(['d']),
    ])
    expect(await ids).toEqual(['a', 'b', 'c', 'd'])
    expect(server.asked.map(({ url, headers }) => [url, headers['ms-continuationtoken']])).toEqual([
      ['/v1/customers?size=500', undefined],
      ['/v1/customers?size=500&seekOperation=Next', 't1'],
      ['/v1/customers?size=500&seekOperation=Next', 't2'],
    ])
  })

  it('ends with a 400/2000 behind a page, and nowhere else', async () => {
    expect(
      await (
        await customers([
          page(['a'], { continuationToken: 't' }),
          { status: 400, json: { code: 2000, description: 'no' } },
        ])
      ).ids,
    ).toEqual(['a'])
    await api?.close()
    await expect(
      (await customers([{ status: 400, json: { code: 2000, description: 'no' } }])).ids,
    ).rejects.toMatchObject({
      error: { code: '2000' },
    })
  })

  it('has each customer once, although the list moved between two pages', async () => {
    const { ids } = await customers([page(['a', 'b'], { continuationToken: 't' }), page(['B', 'c'])])
    expect(await ids).toEqual(['a', 'b', 'c'])
  })

  it.each([
    [
      'a page brings nothing new',
      [page(['a'], { continuationToken: 't1' }), page(['a'], { continuationToken: 't2' })],
    ],
    [
      'the token does not advance',
      [page(['a'], { continuationToken: 't1' }), page(['b'], { continuationToken: 't1' })],
    ],
  ])('fails instead of going round when %s', async (_, script) => {
    const { server, ids } = await customers(script)
    await expect(ids).rejects.toMatchObject({
      error: { diagnostic: { code: 'PARTNER_CENTER.PAGING_STUCK' } },
    })
    expect(server.asked).toHaveLength(2)
  })

  it.each([[{ totalCount: 0 }], [{ items: null }], [{ items: [], links: {} }]])(
    'is empty when the answer is %j',
    async json => {
      expect(await (await customers([{ json }])).ids).toEqual([])
    },
  )

  it.each([
    ['of each page', [2, 1]],
    ['of all pages', [3, 3]],
  ])('may count the items %s, and is unreadable when it holds fewer', async (_, [first = 0, second = 0]) => {
    const script = (last: readonly string[]) => [
      page(['c-1', 'c-2'], { totalCount: first, continuationToken: 't' }),
      page(last, { totalCount: second }),
    ]
    expect(await (await customers(script(['c-3']))).ids).toEqual(['c-1', 'c-2', 'c-3'])
    await expect((await customers(script([]))).ids).rejects.toMatchObject({
      error: { kind: 'unreadable', diagnostic: { code: 'PARTNER_CENTER.UNREADABLE' } },
    })
  })

  // Red once: such a list was read until the pipeline's own limit ended it.
  it('is given up when it goes on behind as many pages as no partner has', async () => {
    let count = 0
    const { server, ids } = await customers(() => {
      count += 1
      return page([`c-${count}`], { continuationToken: `t-${count}` })
    })
    await expect(ids).rejects.toMatchObject({
      error: {
        settles: false,
        meaning: 'there are more than 400 pages',
        diagnostic: { code: 'PARTNER_CENTER.PAGING_ENDLESS' },
      },
    })
    expect(server.asked).toHaveLength(401)
  })

  it('goes on behind an empty page that has a token', async () => {
    expect(await (await customers([page([], { continuationToken: 't' }), page(['a'])])).ids).toEqual(['a'])
  })
})

describe('the list of subscriptions', () => {
  async function subscriptions(script: Script) {
    api = await anApi(script)
    const { client, server, clock, events } = api
    return {
      server,
      clock,
      events,
      ids: listSubscriptions(client, 'c-1').then(list => list.map(item => item.id)),
    }
  }

  it('documents no pages; a link is followed all the same, with and without /v1', async () => {
    const { server, ids } = await subscriptions([
      page(['A'], { links: { next: { uri: '/customers/c-1/subscriptions?page=2' } } }),
      page(['B'], {
        links: {
          next: {
            uri: '/v1/customers/c-1/subscriptions?page=3',
            headers: [{ key: 'MS-ContinuationToken', value: 't' }],
          },
        },
      }),
      page(['C']),
    ])
    expect(await ids).toEqual(['A', 'B', 'C'])
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/v1/customers/c-1/subscriptions',
      '/v1/customers/c-1/subscriptions?page=2',
      '/v1/customers/c-1/subscriptions?page=3',
    ])
    expect(server.asked[2]?.headers['ms-continuationtoken']).toBe('t')
  })

  it('sends no token to another host', async () => {
    const { server, ids } = await subscriptions([
      page(['A'], { links: { next: { uri: 'https://evil.example/v1/more' } } }),
    ])
    await expect(ids).rejects.toMatchObject({
      error: { diagnostic: { code: 'PARTNER_CENTER.FOREIGN_LINK' } },
    })
    expect(server.asked).toHaveLength(1)
  })

  it('fails instead of going round when a link leads back', async () => {
    const next = { links: { next: { uri: '/customers/c-1/subscriptions' } } }
    await expect((await subscriptions([page(['A'], next), page(['B'], next)])).ids).rejects.toMatchObject({
      error: { diagnostic: { code: 'PARTNER_CENTER.PAGING_STUCK' } },
    })
  })

  it('is asked for again after a 409, which comes and goes under load', async () => {
    const { clock, events, ids } = await subscriptions([{ status: 409 }, { status: 409 }, page(['A'])])
    expect(await ids).toEqual(['A'])
    expect(clock.slept).toEqual([30_000, 30_000])
    expect(events).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'waiting', why: 'retry', partner: 'italy', ms: 30_000 })),
    )
  })

  it.each([
    ['something else under `items`', { json: { items: 'x' } }],
    ['text', { json: 'nothing' }],
    ['nothing at all', { json: null }],
    ['an object that is no collection', { json: {} }],
    ['an empty list of anybody', { json: [] }],
    ['a count, and none of what it counts', { json: { totalCount: 3 } }],
    ['a count, and null in place of what it counts', { json: { totalCount: 2, items: null } }],
    ['fewer than it counts', { json: { totalCount: 2, items: [{ id: 'one' }] } }],
    ['more than it counts', { json: { totalCount: 0, items: [{ id: 'one' }] } }],
  ])('is unreadable, and never taken for empty, when it brings %s', async (_, answer) => {
    const { ids } = await subscriptions(() => answer)
    await expect(ids).rejects.toMatchObject({
      error: { kind: 'unreadable', diagnostic: { code: 'PARTNER_CENTER.UNREADABLE' } },
    })
  })

  it.each([[{ json: { totalCount: 0 } }], [{ json: { items: null } }]])(
    'is empty when `items` is missing (Q9): %j',
    async answer => {
      expect(await (await subscriptions([answer])).ids).toEqual([])
    },
  )

  it('is given up after a few conflicts', async () => {
    const { server, ids } = await subscriptions(() => ({ status: 409 }))
    await expect(ids).rejects.toMatchObject({ error: { kind: 'foreign', status: 409 } })
    expect(server.asked).toHaveLength(4)
  })
})

describe('the list of offers', () => {
  it('is read by offset until a page is short', async () => {
    const ids = Array.from({ length: 501 }, (_, position) => `O-${position}`)
    api = await anApi([page(ids.slice(0, 500)), page(ids.slice(500))])
    expect(await collect(listOffers(api.client, 'IT'))).toHaveLength(501)
    expect(api.server.asked.map(({ url }) => url)).toEqual([
      '/v1/offers?country=IT&size=500&offset=0',
      '/v1/offers?country=IT&size=500&offset=500',
    ])
  })
})
