import { afterEach, describe, expect, it } from 'vitest'
import { partnerName, productKey, subscriptionId, tenantId } from '../../../engine/model/ids.ts'
import { readerOver } from '../../../providers/partner-center/reader.ts'
import { type Api, anApi } from '../../support/api.ts'
import type { Script, Scripted } from '../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

const italy = partnerName('italy')
const customer = tenantId('c-1')

async function reading(script: Script) {
  api = await anApi(script)
  const { client, server } = api
  return { reader: readerOver(partner => (partner === italy ? client : null)), server }
}

/** Answers by the beginning of the path; anything else is a 599. */
const routes =
  (answers: Readonly<Record<string, Scripted>>): Script =>
  asked =>
    answers[asked.url.split('?')[0] ?? ''] ?? { status: 599 }

const notVisible: readonly (readonly [string, Scripted])[] = [
  ['403/20002', { status: 403, json: { code: '20002', description: 'no' } }],
  ['404/60003', { status: 404, json: { code: 60003, description: 'no' } }],
  ['404/1000', { status: 404, json: { code: '1000', description: 'no' } }],
]
const failing: readonly (readonly [string, Scripted, string])[] = [
  ['403 without a reason', { status: 403 }, 'PARTNER_CENTER.FOREIGN_ANSWER'],
  ['404 without a reason', { status: 404 }, 'PARTNER_CENTER.FOREIGN_ANSWER'],
  ['a page of a filter', { status: 404, text: '<h1>Not found</h1>' }, 'PARTNER_CENTER.FOREIGN_ANSWER'],
  ['a redirect', { status: 302, headers: { Location: '/login' } }, 'PARTNER_CENTER.FOREIGN_ANSWER'],
  [
    'a known code in other clothes',
    { status: 404, json: { error: { code: '1000', message: 'none' } } },
    'PARTNER_CENTER.FOREIGN_ANSWER',
  ],
  [
    'a known code under another status',
    { status: 400, json: { code: '60003', description: 'none' } },
    'PARTNER_CENTER.UNKNOWN_CODE',
  ],
  [
    'an answer about another one',
    { json: { id: 'C-2', relationshipToPartner: 'none' } },
    'PARTNER_CENTER.UNREADABLE',
  ],
  ['500', { status: 500 }, 'PARTNER_CENTER.UNAVAILABLE'],
  ['silence', 'drop', 'PARTNER_CENTER.NO_ANSWER'],
  ['401', { status: 401 }, 'PARTNER_CENTER.UNAUTHORISED'],
  ['a body that is not what it should be', { json: 'hello' }, 'PARTNER_CENTER.UNREADABLE'],
]

describe('a customer', () => {
  it('is present when the relationship stands', async () => {
    const { reader } = await reading([
      {
        json: {
          id: 'C-1',
          companyProfile: { companyName: 'Rossi', domain: 'r.example' },
          billingProfile: { defaultAddress: { country: 'IT' } },
          relationshipToPartner: 'reseller',
        },
      },
    ])
    expect(await reader.customer(italy, customer)).toEqual({
      kind: 'present',
      value: { partner: 'italy', tenant: 'c-1', name: 'Rossi', domain: 'r.example', country: 'IT' },
    })
  })

  it.each(notVisible)('is absent after %s', async (_, answer) => {
    const { reader } = await reading(() => answer)
    expect(await reader.customer(italy, customer)).toEqual({ kind: 'absent' })
    expect(await reader.subscriptions(italy, customer)).toEqual({ kind: 'absent' })
  })

  it('is absent when the partner is only an advisor', async () => {
    const { reader } = await reading([{ json: { id: 'C-1', relationshipToPartner: 'advisor' } }])
    expect(await reader.customer(italy, customer)).toEqual({ kind: 'absent' })
  })

  it.each(failing)('is unknown, never absent, after %s', async (_, answer, code) => {
    const { reader } = await reading(() => answer)
    expect(await reader.customer(italy, customer)).toMatchObject({ kind: 'unknown', because: { code } })
  })

  it('of a partner we have no way to is unknown', async () => {
    const { reader } = await reading([])
    expect(await reader.customer(partnerName('spain'), customer)).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.UNKNOWN_PARTNER' },
    })
  })
})

describe('one subscription', () => {
  const path = '/v1/customers/c-1/subscriptions/s-1'
  const reads = async (answer: Scripted) => {
    const { reader } = await reading(routes({ [path]: answer }))
    return reader.subscription(italy, customer, subscriptionId('s-1'))
  }

  it('is present whatever its status', async () => {
    expect(
      await reads({ json: { id: 's-1', offerId: 'o-1', status: 'deleted', quantity: 5 } }),
    ).toMatchObject({
      kind: 'present',
      value: { id: 's-1', partner: 'italy', customer: 'c-1', status: 'deleted' },
    })
  })

  it('is absent where the service says that it has none', async () => {
    expect(await reads({ status: 404, json: { code: 20003, description: 'not found' } })).toEqual({
      kind: 'absent',
    })
  })

  // A customer who is out of reach tells nothing about a subscription, and neither does a stranger.
  it.each([...notVisible, ...failing].map(([name, answer]) => [name, answer] as const))(
    'is unknown after %s',
    async (_, answer) => {
      expect(await reads(answer)).toMatchObject({ kind: 'unknown' })
    },
  )
})

describe('the list of customers', () => {
  it('has those the partner may sell to, each once', async () => {
    const item = (id: string, relationshipToPartner: string) => ({
      id,
      companyProfile: { companyName: id, domain: `${id}.example` },
      relationshipToPartner,
    })
    const { reader } = await reading([
      {
        json: {
          items: [item('A', 'reseller'), item('b', 'advisor'), item('a', 'reseller'), item('c', 'brand_new')],
        },
      },
    ])
    const read = await reader.customers(italy)
    expect(read.kind === 'present' && read.value.map(row => row.tenant)).toEqual(['a', 'c'])
  })

  it('is unknown when a page cannot be read: half a list is not a list', async () => {
    const { reader } = await reading([
      { json: { items: [{ id: 'a' }], continuationToken: 't' } },
      { status: 500 },
      { status: 500 },
      { status: 500 },
    ])
    expect(await reader.customers(italy)).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.UNAVAILABLE' },
    })
  })

  it('is unknown when somebody in it has no name', async () => {
    const { reader } = await reading([{ json: { items: [{ id: 'a' }, {}] } }])
    expect(await reader.customers(italy)).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.UNREADABLE' },
    })
  })
})

describe('an agreement', () => {
  const list = '/v1/customers/c-1/agreements'
  const direct = '/v1/customers/c-1/directSignedMicrosoftCustomerAgreementStatus'
  it.each([
    [
      'the partner confirmed it',
      { [list]: { json: { items: [{ templateId: 't' }] } } },
      { kind: 'present', value: { how: 'confirmed by the partner' } },
    ],
    [
      'the customer signed it',
      { [list]: { json: { items: [] } }, [direct]: { json: { isSigned: true } } },
      { kind: 'present', value: { how: 'signed by the customer' } },
    ],
    [
      'nobody did',
      { [list]: { json: { items: [] } }, [direct]: { json: { isSigned: false } } },
      { kind: 'absent' },
    ],
  ])('when %s', async (_, answers, read) => {
    const { reader } = await reading(routes(answers))
    expect(await reader.agreement(italy, customer)).toEqual(read)
  })

  it('is unknown when one of the two cannot be read', async () => {
    const { reader } = await reading(
      routes({
        [list]: { json: { items: [] } },
        [direct]: { status: 403, json: { code: '900329', description: 'no' } },
      }),
    )
    expect(await reader.agreement(italy, customer)).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.APP_ONLY_REFUSED' },
    })
  })
})

describe('an item of the catalogue', () => {
  it('of new commerce is a sku and what can be bought of it', async () => {
    const { reader, server } = await reading(
      routes({
        '/v1/products/CFQ7TTC0LH18/skus/0001': {
          json: { id: '0001', title: 'Suite', minimumQuantity: 1, maximumQuantity: 300 },
        },
        '/v1/products/CFQ7TTC0LH18/skus/0001/availabilities': {
          json: {
            items: [{ id: 'A', isPurchasable: true, terms: [{ duration: 'P1Y', billingCycle: 'monthly' }] }],
          },
        },
      }),
    )
    expect(await reader.catalogueItem(italy, 'IT', productKey('CFQ7TTC0LH18:0001'))).toEqual({
      kind: 'present',
      value: {
        product: 'CFQ7TTC0LH18:0001',
        commerce: 'nce',
        name: 'Suite',
        minimumSeats: 1,
        maximumSeats: 300,
        terms: [{ term: 'P1Y', billing: 'monthly' }],
        addOn: false,
        prerequisites: [],
        trial: false,
        purchasable: true,
      },
    })
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/v1/products/CFQ7TTC0LH18/skus/0001?country=IT',
      '/v1/products/CFQ7TTC0LH18/skus/0001/availabilities?country=IT',
    ])
  })

  it('that is sold to schools alone is found there, and said to be for them', async () => {
    const { reader, server } = await reading(({ url }) =>
      url.includes('targetSegment=education')
        ? {
            json: url.includes('availabilities')
              ? { items: [{ id: 'A', terms: [{ duration: 'P1Y', billingCycle: 'annual' }] }] }
              : { id: '0001', title: 'Campus' },
          }
        : { status: 404, json: { code: 400018, description: 'no' } },
    )
    expect(await reader.catalogueItem(italy, 'IT', productKey('CFQ7TTC0LH18:0001'))).toMatchObject({
      kind: 'present',
      value: { name: 'Campus', segment: 'education', purchasable: true },
    })
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/v1/products/CFQ7TTC0LH18/skus/0001?country=IT',
      '/v1/products/CFQ7TTC0LH18/skus/0001?country=IT&targetSegment=education',
      '/v1/products/CFQ7TTC0LH18/skus/0001/availabilities?country=IT&targetSegment=education',
    ])
  })

  it('that nobody sells is absent', async () => {
    const { reader } = await reading(() => ({ status: 404, json: { code: 400018, description: 'no' } }))
    expect(await reader.catalogueItem(italy, 'IT', productKey('CFQ7TTC0LH18:0001'))).toEqual({
      kind: 'absent',
    })
    expect(
      await reader.catalogueItem(italy, 'IT', productKey('91FD106F-4B2C-4938-95AC-F54F74E9A239')),
    ).toEqual({ kind: 'absent' })
  })
})

describe('licences', () => {
  it('are told apart by the licence of the catalogue, and those nobody can name are left out', async () => {
    const { reader } = await reading(
      routes({
        '/v1/customers/c-1/subscribedskus': {
          json: {
            items: [
              { productSku: { id: 'LIC-1' }, activeUnits: 20, consumedUnits: '18' },
              { productSku: { id: 'lic-2' }, activeUnits: 7, consumedUnits: 7 },
              { productSku: { id: 'lic-9' }, activeUnits: 1 },
            ],
          },
        },
        '/v1/customers/c-1': { json: { id: 'c-1', billingProfile: { defaultAddress: { country: 'IT' } } } },
        '/v1/products/CFQ7TTC0LH18/skus/0001': {
          json: { id: '0001', dynamicAttributes: { provisioningId: 'lic-1' } },
        },
        '/v1/products/CFQ8/skus/0001': { status: 404, json: { code: 400018, description: 'no' } },
        '/v1/offers/91FD106F-4B2C-4938-95AC-F54F74E9A239': {
          json: { id: '91FD106F-4B2C-4938-95AC-F54F74E9A239', product: { id: 'LIC-2' } },
        },
      }),
    )
    expect(
      await reader.licences(italy, customer, [
        productKey('CFQ7TTC0LH18:0001'),
        productKey('91FD106F-4B2C-4938-95AC-F54F74E9A239'),
        productKey('CFQ8:0001'),
      ]),
    ).toEqual({
      kind: 'present',
      value: [
        { product: 'CFQ7TTC0LH18:0001', licence: 'lic-1', enabled: 20, consumed: 18 },
        { product: '91FD106F-4B2C-4938-95AC-F54F74E9A239', licence: 'lic-2', enabled: 7, consumed: 7 },
      ],
    })
  })
})

describe('the Azure subscriptions below a plan', () => {
  const plan = subscriptionId('plan-1')
  const item = { id: 'AZ-1', friendlyName: 'Production', status: 'Active', subscriptionId: 'plan-1' }

  it('are told by id, name and status; a word we do not know is kept', async () => {
    const { reader } = await reading(
      routes({
        '/v1/customers/c-1/subscriptions/plan-1/azureEntitlements': {
          json: { items: [item, { id: 'az-2', status: 'frozen' }] },
        },
      }),
    )
    expect(await reader.azureSubscriptions(italy, customer, plan)).toEqual({
      kind: 'present',
      value: [
        { id: 'az-1', name: 'Production', status: 'active' },
        { id: 'az-2', name: null, status: 'unknown:frozen' },
      ],
    })
  })

  it.each(failing)('are unknown, never none, after %s', async (_, answer, code) => {
    const { reader } = await reading(() => answer)
    expect(await reader.azureSubscriptions(italy, customer, plan)).toMatchObject({
      kind: 'unknown',
      because: { code },
    })
  })

  it('are unknown when one of them has no id', async () => {
    const { reader } = await reading([{ json: { items: [item, { friendlyName: 'Test' }] } }])
    expect(await reader.azureSubscriptions(italy, customer, plan)).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.UNREADABLE' },
    })
  })
})
