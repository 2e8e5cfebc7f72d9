/** What production clients look for in the answers, whole: offers, availabilities, orders, profiles. */
import { expect, it } from 'vitest'
import { aRig, buy, mail, premium, rossi, tenants } from './rig.ts'

const link = (uri: string, method = 'GET') => ({ uri, method, headers: [] })

it('E26: an availability carries its product and sku, and what it renews to', async () => {
  const central = await (await aRig()).app('central')
  const path = '/products/CFQ7TTC0LCHC/skus/0002'
  const { items } = (await central.get(`/v1${path}/availabilities?country=IT`)).body
  const item = items[1]
  const product = (await central.get('/v1/products/CFQ7TTC0LCHC?country=IT')).body
  const sku = (await central.get(`/v1${path}?country=IT`)).body
  const { terms, id, ...rest } = item
  expect(
    terms.map((term: { duration: string; billingCycle: string }) => [term.duration, term.billingCycle]),
  ).toEqual([
    ['P1Y', 'monthly'],
    ['P1Y', 'annual'],
    ['P1M', 'monthly'],
  ])
  expect(terms[0].cancellationPolicies).toEqual([
    {
      refundOptions: [
        { sequenceId: 0, type: 'Full', expiresAfter: 'P1D' },
        { sequenceId: 1, type: 'Partial', expiresAfter: 'P7D' },
      ],
    },
  ])
  expect(rest).toEqual({
    productId: 'CFQ7TTC0LCHC',
    skuId: '0002',
    catalogItemId: `CFQ7TTC0LCHC:0002:${id}`,
    defaultCurrency: { code: 'EUR', symbol: 'EUR' },
    segment: 'commercial',
    country: 'IT',
    isPurchasable: true,
    isRenewable: true,
    renewalInstructions: terms.map((term: { id: string }) => ({
      applicableTermIds: [term.id],
      renewalOptions: [{ renewToId: 'CFQ7TTC0LCHC:0002', isAutoRenewable: true }],
    })),
    includedQuantityOptions: [],
    product,
    sku,
    links: { self: link(`${path}/availabilities/${id}`) },
    attributes: { objectType: 'Availability' },
  })
})

it('E27: an offer carries all its keys, empty lists where there is nothing', async () => {
  const central = await (await aRig()).app('central')
  const { product, ...rest } = (await central.get(`/v1/offers/${mail}?country=IT`)).body
  expect([product.name, product.unit]).toEqual(['Exchange Online (Plan 1)', 'License(s)'])
  expect(rest).toEqual({
    id: mail,
    name: 'Exchange Online (Plan 1)',
    description: 'Exchange Online (Plan 1)',
    minimumQuantity: 1,
    maximumQuantity: 10_000_000,
    limit: 0,
    limitUnitOfMeasure: 'none',
    term: 12,
    termUnitOfMeasure: 'month',
    rank: 1,
    uri: `/offers/${mail}`,
    locale: 'en-us',
    country: 'IT',
    category: { id: 'Enterprise', name: 'Enterprise', rank: 1 },
    prerequisiteOffers: [],
    isAddOn: false,
    hasAddOns: false,
    isAvailableForPurchase: true,
    billing: 'license',
    supportedBillingCycles: ['monthly', 'annual'],
    isAutoRenewable: true,
    isInternal: false,
    isMicrosoftProduct: true,
    isTrial: false,
    conversionTargetOffers: [],
    upgradeTargetOffers: [],
    partnerQualifications: [],
    reselleeQualifications: [],
    resellerQualifications: [],
    salesGroupId: 'Enterprise',
    acquisitionType: 'none',
    supportedCatalogTypes: [],
    actions: [],
    unitType: 'License(s)',
    links: { learnMore: { method: 'GET', headers: [] }, self: link(`/offers/${mail}?country=IT`) },
    attributes: { objectType: 'Offer' },
  })
})

it('E29: an order and its lines lead to what was bought', async () => {
  const central = await (await aRig()).app('central')
  const catalogItemId = await premium(central)
  const { orders } = await buy(central, [{ catalogItemId: mail }, { catalogItemId, termDuration: 'P1Y' }])
  const [legacy, modern] = orders
  const customer = `/customers/${rossi}`
  const self = (id: string) => ({
    self: link(`${customer}/orders/${id}`),
    provisioningStatus: link(`${customer}/orders/${id}/provisioningstatus`),
    patchOperation: link(`${customer}/orders/${id}`, 'PATCH'),
  })
  const client = {
    marketplaceCountry: 'IT',
    deviceFamily: 'UniversalStore-PartnerCenter',
    name: 'Partner Center Web',
  }
  expect([legacy.client, legacy.links, modern.client, modern.links]).toEqual([
    client,
    self(legacy.id),
    client,
    self(modern.id),
  ])
  const [, , availability] = catalogItemId.split(':')
  expect([legacy.lineItems[0].links, modern.lineItems[0].links]).toEqual([
    {
      subscription: link(`${customer}/subscriptions/${legacy.lineItems[0].subscriptionId}`),
      provisioningStatus: link(`${customer}/orders/${legacy.id}/provisioningstatus`),
    },
    {
      product: link(`${customer}/products/CFQ7TTC0LCHC`),
      sku: link(`${customer}/products/CFQ7TTC0LCHC/skus/0002`),
      availability: link(`${customer}/products/CFQ7TTC0LCHC/skus/0002/availabilities/${availability}`),
      subscription: link(`${customer}/subscriptions/${modern.lineItems[0].subscriptionId}`),
      provisioningStatus: link(`${customer}/orders/${modern.id}/provisioningstatus`),
    },
  ])
})

it('E30: profiles carry the whole address and the whole contact', async () => {
  const user = await (await aRig()).user('central')
  const address = {
    country: 'IT',
    region: '',
    city: 'Example',
    state: '',
    addressLine1: 'Example Street 1',
    addressLine2: '',
    postalCode: '00000',
    firstName: 'Partner',
    lastName: 'Contact',
    phoneNumber: '+10000000000',
  }
  const contact = {
    firstName: 'Partner',
    lastName: 'Contact',
    email: 'admin@central.example',
    phoneNumber: '+10000000000',
  }
  expect((await user.get('/v1/profiles/organization')).body).toEqual({
    id: tenants.central,
    companyName: 'central',
    defaultAddress: address,
    tenantId: tenants.central,
    domain: 'central.example',
    email: 'admin@central.example',
    language: 'en',
    culture: 'en-IT',
    profileType: 'organization_profile',
    links: { self: link('/profiles/organization') },
    attributes: { etag: expect.any(String), objectType: 'OrganizationProfile' },
  })
  expect((await user.get('/v1/profiles/legalbusiness')).body).toEqual({
    companyName: 'central',
    address,
    primaryContact: contact,
    companyApproverAddress: address,
    companyApproverEmail: 'admin@central.example',
    vettingStatus: 'authorized',
    vettingSubStatus: 'none',
    profileType: 'legal_business_profile',
    links: { self: link('/profiles/legalbusiness') },
    attributes: { objectType: 'LegalBusinessProfile' },
  })
  expect((await user.get('/v1/profiles/billing')).body).toEqual({
    companyName: 'central',
    address,
    primaryContact: contact,
    purchaseOrderNumber: '',
    taxId: '',
    billingCurrency: 'EUR',
    billingDay: 1,
    profileType: 'billing_profile',
    links: { self: link('/profiles/billing') },
    attributes: { etag: expect.any(String), objectType: 'PartnerBillingProfile' },
  })
})
