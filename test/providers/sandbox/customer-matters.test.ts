/** What stands around a purchase: promotions, qualifications, provisioning, entitlements, profiles, the end of a relationship. */
import { describe, expect, test } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { aRig, aWorld, type Body, blu, buy, change, codeOf, ids, mail, rossi, verdi } from './rig.ts'

const of = (rest: string, customer: string = rossi) => `/v1/customers/${customer}/${rest}`

describe('promotions', () => {
  const promotion = {
    id: '39NFJQT1PZPK:0002:39NFJQT1Q5KN',
    name: 'Ten for new ones',
    product: 'CFQ7TTC0LCHC:0002',
    term: 'P1Y',
    billing: 'monthly',
    percent: 10,
    starts: '2026-12-01',
    ends: '2026-12-31',
    maximumSeats: 50,
    firstPurchase: true,
    markets: ['IT'],
  }
  const world = () => aWorld({ catalogue: { ...aWorld().catalogue, promotions: [promotion] } })

  test('are listed by market and segment, and told whole', async () => {
    const central = await (await aRig(world())).app('central')
    const idsIn = async (query: string) =>
      (await central.get(`/v1/productpromotions?${query}`)).body.items.map((item: Body) => item.id)
    expect([
      await idsIn('country=IT&segment=commercial'),
      await idsIn('country=IT&segment=education'),
      await idsIn('country=DE&segment=commercial'),
    ]).toEqual([[promotion.id], [], []])
    expect(codeOf(await central.get('/v1/productpromotions?country=IT'))).toEqual([400, 400056])
    expect(codeOf(await central.get('/v1/productpromotions/none?country=IT'))).toEqual([404, 1000])
    expect((await central.get(`/v1/productpromotions/${promotion.id}?country=IT`)).body).toEqual({
      id: promotion.id,
      name: promotion.name,
      description: promotion.name,
      startDate: '2026-12-01T00:00:00.000Z',
      endDate: '2026-12-31T00:00:00.000Z',
      isAutoApplicable: false,
      requiredProducts: [
        {
          productId: 'CFQ7TTC0LCHC',
          skuId: '0002',
          term: { duration: 'P1Y', billingCycle: 'monthly' },
          pricingPolicies: [{ type: 'PercentDiscount', value: 10 }],
        },
      ],
      constraints: [{ type: 'SeatCount', minimumSeats: 1, maximumSeats: 50 }, { type: 'FirstPurchase' }],
      links: { self: { uri: `/productpromotions/${promotion.id}`, method: 'GET', headers: [] } },
      attributes: { objectType: 'ProductPromotion' },
    })
  })

  test('are for who fits, which can be asked before', async () => {
    const rig = await aRig(world())
    const item = {
      id: 0,
      catalogItemId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0AAAA',
      quantity: 51,
      billingCycle: 'Monthly',
      termDuration: 'P1M',
      promotionId: promotion.id,
    }
    const eligibilities = async (partner: 'italy' | 'central', over: object) => {
      const caller = await rig.app(partner)
      const { body } = await caller.post(of('promotionEligibilities'), { items: [{ ...item, ...over }] })
      return body.items[0].eligibilities
    }
    expect(await eligibilities('central', { quantity: 5, termDuration: 'P1Y' })).toEqual([
      { promotionId: promotion.id, isEligible: true, errors: [] },
    ])
    expect(await eligibilities('italy', {})).toEqual([
      {
        promotionId: promotion.id,
        isEligible: false,
        errors: [
          {
            type: 'Term',
            description: 'The promotion is not for this term.',
            eligibleTerms: [{ duration: 'P1Y', billingCycle: 'monthly' }],
          },
          {
            type: 'SeatCount',
            description: 'The promotion is not for so many seats.',
            minRequiredSeats: 1,
            maxRequiredSeats: 50,
          },
          { type: 'FirstPurchase', description: 'The customer had the product before.' },
        ],
      },
    ])
  })
})

describe('qualifications', () => {
  test('are asked for under one partner, and approved after their time', async () => {
    const rig = await aRig(aWorld({ settings: { vettingDelay: 'PT2H' } }))
    const user = await rig.user('central')
    const asked = await user.post(of('qualifications'), {
      Qualification: 'education',
      EducationSegment: 'K12',
      Website: 'https://school.example',
    })
    const inReview = {
      qualification: 'Education',
      vettingStatus: 'InReview',
      vettingReason: null,
      vettingCreatedDate: '2026-12-07T06:00:00.000Z',
    }
    expect([asked.status, asked.body]).toEqual([201, inReview])
    expect((await user.get(of('qualifications'))).body).toEqual([inReview])
    await rig.advance('PT2H')
    const app = await rig.app('central')
    expect((await app.get(of('qualifications'))).body).toEqual([{ ...inReview, vettingStatus: 'Approved' }])
    expect((await (await rig.app('italy')).get(of('qualifications'))).body).toEqual([])
  })

  test.each([
    ['nonprofit, which is read-only', { Qualification: 'nonprofit' }, [400, 2000]],
    ['what nobody knows', { Qualification: 'baker' }, [400, 900126]],
    ['education without its segment', { Qualification: 'education' }, [400, 800002]],
    ['the government cloud without a code', { Qualification: 'GovernmentCommunityCloud' }, [400, 800002]],
  ])('but not %s', async (_, body, code) => {
    const user = await (await aRig()).user('central')
    expect(codeOf(await user.post(of('qualifications'), body))).toEqual(code)
  })

  test('by users alone', async () => {
    const app = await (await aRig()).app('central')
    expect(codeOf(await app.post(of('qualifications'), { Qualification: 'education' }))).toEqual([
      403, 900329,
    ])
  })
})

test.each([
  ['NotAllowed', 800075],
  ['UnderReview', 800073],
  ['Unknown', 800074],
  ['Not Ready', 800074],
] as const)('an account that is %s buys nothing', async (account, code) => {
  const customers = (aWorld().customers ?? []).map(row => ({ ...row, account }))
  const app = await (await aRig(aWorld({ customers }))).app('central')
  const lineItems = [{ id: 0, catalogItemId: mail, quantity: 1, billingCycle: 'monthly' }]
  const { id } = (await app.post(of('carts'), { lineItems })).body
  expect(codeOf(await app.post(of(`carts/${id}/checkout`)))).toEqual([403, code])
})

test('the state of an account is told where it was reviewed', async () => {
  const world = aWorld()
  const customers = (world.customers ?? []).map(row =>
    row.tenantId === rossi ? { ...row, account: 'UnderReview' as const } : row,
  )
  const app = await (await aRig({ ...world, customers })).app('italy')
  expect((await app.get(of('validationStatus?type=account'))).body).toEqual({
    type: 'account',
    status: 'UnderReview',
    lastUpdateDateTime: '2026-12-07T06:00:00Z',
    attributes: { objectType: 'ValidationStatus' },
  })
  const none = await app.get(of('validationStatus?type=account', blu))
  expect([none.status, none.body.code, 'source' in none.body]).toEqual([404, 600_074, false])
  expect(codeOf(await app.get(of('validationStatus?type=mood')))).toEqual([400, 2000])
})

test('an address is good when it is complete', async () => {
  const app = await (await aRig()).app('italy')
  const address = { AddressLine1: 'Via Po 1', City: 'Torino', PostalCode: '10123', Country: 'IT' }
  const statusOf = async (body: object) => (await app.post('/v1/validations/address', body)).body.status
  expect([await statusOf(address), await statusOf({ ...address, City: '' })]).toEqual([
    'VerifiedShippable',
    'None',
  ])
})

test('a domain is taken, or free, without a body (Q31)', async () => {
  const app = await (await aRig()).app('italy')
  const asked = async (domain: string) => {
    const answer = await app.send('HEAD', `/v1/domains/${domain}`)
    return [answer.status, answer.text]
  }
  expect([await asked('panificiorossi.example'), await asked('free.example')]).toEqual([
    [200, ''],
    [404, ''],
  ])
})

describe('provisioning', () => {
  test('of an order and of a subscription, for users', async () => {
    const rig = await aRig(aWorld({ settings: { provisioningDelay: 'PT5M' } }))
    const user = await rig.user('central')
    const [order] = (await buy(user, [{ catalogItemId: mail, quantity: 3 }])).orders
    const [{ id }] = (await rig.state()).subscriptions.filter((row: Body) => row.partner === 'central')
    const statuses = async () => [
      (await user.get(of(`orders/${order.id}/provisioningstatus`))).body.items,
      await user.get(of(`subscriptions/${id}/provisioningstatus`)),
    ]
    const [early, hidden] = await statuses()
    expect(early).toEqual([
      {
        lineItemNumber: 0,
        status: 'Unfulfilled',
        quantityProvisioningInformation: [{ quantity: 3, status: 'unfulfilled' }],
      },
    ])
    expect(codeOf(hidden)).toEqual([404, 800007])
    await rig.advance('PT5M')
    const [done, shown] = await statuses()
    expect(done[0].status).toBe('Fulfilled')
    expect(shown.body).toEqual({
      skuId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'success',
      quantity: 3,
      endDate: '2027-12-06T00:00:00Z',
      attributes: { objectType: 'SubscriptionProvisioningStatus' },
    })
  })

  test('is told to users alone, and of licences alone', async () => {
    const rig = await aRig()
    const path = of(`subscriptions/${ids.suite}/provisioningstatus`)
    expect(codeOf(await (await rig.app('italy')).get(path))).toEqual([403, 900329])
    const user = await rig.user('italy')
    expect(codeOf(await user.get(of(`subscriptions/${ids.azure}/provisioningstatus`)))).toEqual([400, 800042])
  })
})

describe('entitlements', () => {
  test('are what the World tells, by kind', async () => {
    const entitlement = {
      partner: 'italy',
      customer: rossi,
      type: 'software' as const,
      product: 'DG7GMGF0D5RK:0005',
      quantity: 2,
      order: 'a1b2c3d4e5f6',
    }
    const reservation = {
      ...entitlement,
      type: 'virtual_machine_reserved_instance' as const,
      expires: '2027-05-01T00:00:00Z',
    }
    const rig = await aRig(aWorld({ entitlements: [entitlement, reservation] }))
    const app = await rig.app('italy')
    const body = {
      entitlementType: 'software',
      quantity: 2,
      productId: 'DG7GMGF0D5RK',
      skuId: '0005',
      referenceOrder: { id: 'a1b2c3d4e5f6', lineItemId: '0' },
      attributes: { objectType: 'Entitlement' },
    }
    expect((await app.get(of('entitlements'))).body.items).toEqual([
      body,
      { ...body, entitlementType: reservation.type, expiryDate: reservation.expires },
    ])
    expect((await app.get(of('entitlements?entitlementType=software'))).body.items).toEqual([body])
    expect((await (await rig.app('central')).get(of('entitlements'))).body.items).toEqual([])
  })

  test('of an Azure plan are its Azure subscriptions, which keep their id when Microsoft moves it', async () => {
    const plan = '7c1f6f0e-0000-4000-8000-00000000d00a'
    const world: World = aWorld({
      catalogue: {
        products: [
          {
            id: 'DZH318Z0BPS6',
            title: 'Azure plan',
            productType: 'Azure',
            skus: [{ id: '0001', family: 'azure' }],
          },
        ],
      },
      subscriptions: [
        {
          id: plan,
          partner: 'italy',
          customer: rossi,
          product: 'DZH318Z0BPS6:0001',
          seats: 1,
          started: '2025-01-01',
        },
      ],
    })
    const rig = await aRig(world)
    const italy = await rig.app('italy')
    const below = async (partner: 'italy' | 'central', id: string) =>
      (await (await rig.app(partner)).get(of(`subscriptions/${id}/azureEntitlements`))).body.items
    const [before] = await below('italy', plan)
    expect(before).toEqual({
      id: before.id,
      friendlyName: 'Azure plan',
      status: 'active',
      subscriptionId: plan,
      attributes: { objectType: 'AzureEntitlement' },
    })
    expect((await italy.get(of(`subscriptions/${plan}/azureEntitlements/${before.id}`))).body).toEqual(before)
    expect(codeOf(await italy.get(of(`subscriptions/${plan}/azureEntitlements/${rossi}`)))).toEqual([
      404, 800111,
    ])
    await rig.control('POST', 'azure-migrate', { customer: rossi, from: 'italy', to: 'central' })
    const [moved] = (await rig.state()).subscriptions.filter((row: Body) => row.partner === 'central')
    expect([(await below('italy', plan))[0].status, await below('central', moved.id)]).toEqual([
      'disabled',
      [{ ...before, subscriptionId: moved.id }],
    ])
  })
})

describe('profiles of a customer', () => {
  test('the company, for users', async () => {
    const rig = await aRig()
    expect((await (await rig.user('italy')).get(of('profiles/company'))).body).toMatchObject({
      tenantId: rossi,
      companyName: 'Panificio Rossi',
      attributes: { objectType: 'CustomerCompanyProfile' },
    })
    expect(codeOf(await (await rig.app('italy')).get(of('profiles/company')))).toEqual([403, 900329])
  })

  test('the billing profile is written whole, under its ETag', async () => {
    const rig = await aRig()
    const app = await rig.app('italy')
    const { body } = await app.get(of('profiles/billing'))
    expect(body.attributes.etag).toMatch(/^-?\d{10,19}$/)
    const headers = { 'If-Match': `"${body.attributes.etag}"` }
    const changed = { ...body, companyName: 'Rossi S.p.A.' }
    expect(codeOf(await app.put(of('profiles/billing'), changed))).toEqual([400, 2000])
    const saved = await app.put(of('profiles/billing'), changed, { headers })
    expect(saved.body).toEqual({
      ...changed,
      attributes: { ...changed.attributes, etag: saved.body.attributes.etag },
    })
    expect(codeOf(await app.put(of('profiles/billing'), changed, { headers }))).toEqual([400, 2055])
    expect((await app.get(`/v1/customers/${rossi}`)).body.billingProfile.companyName).toBe('Rossi S.p.A.')
    const fresh = { 'If-Match': `"${saved.body.attributes.etag}"` }
    const moved = { ...changed, defaultAddress: { ...changed.defaultAddress, country: 'DE' } }
    expect(codeOf(await app.put(of('profiles/billing'), moved, { headers: fresh }))).toEqual([400, 800002])
  })
})

describe('inventory', () => {
  const path = '/v1/extensions/product/checkInventory'
  const ask = {
    TargetItems: [
      { ProductId: 'CFQ7TTC0LCHC', SkuId: '0002' },
      { ProductId: 'DZH318Z0BQ3Q', SkuId: '0001' },
    ],
    InventoryContext: { customerId: rossi, azureSubscriptionId: 'x', armRegionName: 'italynorth' },
  }

  test('is never short of what is known, and says nothing of the rest (Q10)', async () => {
    const app = await (await aRig()).app('italy')
    expect((await app.post(`${path}?country=IT`, ask)).body).toEqual([
      { productId: 'CFQ7TTC0LCHC', skuId: '0002', isRestricted: false, restrictions: [] },
    ])
    expect(codeOf(await app.post(`${path}?country=FR`, ask))).toEqual([403, 2030])
    expect(codeOf(await app.post(`${path}?country=IT`, { ...ask, Colour: 1 }))).toEqual([400, 2000])
  })
})

describe('the end of a relationship', () => {
  const end = { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } }

  test('needs that nothing is active', async () => {
    const user = await (await aRig()).user('italy')
    expect(codeOf(await user.patch(`/v1/customers/${rossi}`, end))).toEqual([400, 2000])
  })

  test('makes the customer invisible to that partner alone, and is recorded', async () => {
    const rig = await aRig()
    const user = await rig.user('italy')
    const answer = await user.patch(`/v1/customers/${verdi}`, end)
    expect([answer.status, answer.body.id, answer.body.relationshipToPartner]).toEqual([200, verdi, 'none'])
    expect(codeOf(await user.get(`/v1/customers/${verdi}`))).toEqual([403, 20002])
    expect(codeOf(await user.get(of('subscriptions', verdi)))).toEqual([403, 20002])
    expect((await (await rig.app('central')).get(`/v1/customers/${verdi}`)).status).toBe(200)
    const [record] = (await user.get('/v1/auditrecords')).body.items
    expect([record.operationType, record.operationStatus]).toEqual([
      'remove_partner_customer_relationship',
      'succeeded',
    ])
  })

  test('takes the whole customer as it was read', async () => {
    const user = await (await aRig()).user('italy')
    const { body } = await user.get(`/v1/customers/${verdi}`)
    const answer = await user.patch(`/v1/customers/${verdi}`, { ...body, relationshipToPartner: 'none' })
    expect([answer.status, answer.body.relationshipToPartner]).toEqual([200, 'none'])
  })

  test('is for users', async () => {
    const app = await (await aRig()).app('italy')
    expect(codeOf(await app.patch(`/v1/customers/${verdi}`, end))).toEqual([403, 900329])
  })

  test('is not the end of delegated access, which changes nothing else', async () => {
    const user = await (await aRig()).user('italy')
    const shown = (await user.get(`/v1/customers/${verdi}`)).body
    const answer = await user.patch(`/v1/customers/${verdi}`, { ...shown, allowDelegatedAccess: false })
    expect([answer.status, answer.body.relationshipToPartner]).toEqual([200, 'reseller'])
    const [record] = (await user.get('/v1/auditrecords')).body.items
    expect([record.resourceType, record.operationType]).toEqual([
      'partner_customer_dap',
      'dap_admin_relationship_terminated',
    ])
    expect(codeOf(await user.patch(`/v1/customers/${verdi}`, { relationshipToPartner: 'reseller' }))).toEqual(
      [400, 2000],
    )
  })
})

describe('activity', () => {
  test('shows as late as the World says', async () => {
    const rig = await aRig(aWorld({ settings: { activityDelay: 'PT10M' } }))
    const app = await rig.app('italy')
    await change(app, ids.mail, { quantity: 6 })
    const count = async () => (await app.get('/v1/auditrecords')).body.items.length
    expect(await count()).toBe(0)
    await rig.advance('PT9M59S')
    expect(await count()).toBe(0)
    await rig.advance('PT1S')
    expect(await count()).toBe(1)
  })

  test('of renewals, where the World records them', async () => {
    const rig = await aRig(aWorld({ settings: { recordedRenewals: true } }))
    await rig.until('2027-03-16T00:00:00Z')
    const { items } = (await (await rig.app('italy')).get('/v1/auditrecords')).body
    const found = items.find((row: Body) => row.customizedData[0].value === ids.suite)
    expect([
      found.operationType,
      found.applicationId,
      found.operationDate.slice(0, 19),
      found.resourceOldValue,
    ]).toEqual([
      'update_subscription',
      'Microsoft',
      '2027-03-15T00:00:00',
      JSON.stringify({ Id: ids.suite, Quantity: 20, Status: 'active', CommitmentEndDate: '2027-03-15' }),
    ])
  })
})
