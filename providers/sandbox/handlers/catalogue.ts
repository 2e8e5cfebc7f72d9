/** What is for sale: legacy offers, and new-commerce products, SKUs and availabilities (api.md 12). */
import { type Answer, type Call, customerOf, needQuery, ok, onlyQuery, type Route } from '../call.ts'
import {
  availabilityId,
  findOffer,
  findSku,
  isSoldIn,
  type Offer,
  type Product,
  type Sku,
} from '../market/catalogue.ts'
import { refuse } from '../refusal.ts'
import { collection, link, linkStyle } from '../wire-out.ts'

const many = 10_000_000

/** The market of a call: the customer's own country, or the one asked for, which the partner must serve. */
function marketOf(call: Call): string {
  if (call.params['customer'] !== undefined) return customerOf(call).country
  const country = needQuery(call, 'country').toUpperCase()
  if (!call.caller.partner.markets.includes(country))
    throw refuse(403, 2030, `The partner is not onboarded for ${country}.`)
  return country
}

function offerBody(call: Call, offer: Offer, country: string) {
  return {
    id: offer.id,
    name: offer.name,
    description: offer.name,
    minimumQuantity: offer.minimumSeats ?? 1,
    maximumQuantity: offer.maximumSeats ?? many,
    uri: `/v1/offers/${offer.id}`,
    locale: 'en-US',
    country,
    category: { id: offer.category ?? '', name: offer.category ?? '', rank: 1 },
    prerequisiteOffers: offer.prerequisites ?? [],
    isAddOn: offer.isAddOn ?? false,
    hasAddOns: false,
    isAvailableForPurchase: offer.withdrawn !== true,
    billing: offer.usage === true ? 'usage' : 'license',
    supportedBillingCycles: offer.billingCycles ?? ['monthly', 'annual'],
    isAutoRenewable: offer.isTrial !== true,
    isMicrosoftProduct: true,
    isTrial: offer.isTrial ?? false,
    unitType: offer.usage === true ? 'Usage-based' : 'Licenses',
    links: {
      learnMore: { method: 'GET', headers: [] },
      self: link(`/offers/${offer.id}?country=${country}`, linkStyle(call.service)),
    },
    attributes: { objectType: 'Offer' },
  }
}

function offers(call: Call): Answer {
  onlyQuery(call, ['country', 'offset', 'size', 'offer_category_id'])
  const country = marketOf(call)
  const all = (call.service.world.catalogue?.offers ?? []).filter(offer => isSoldIn(offer, country))
  const offset = Number(call.query.get('offset') ?? '0')
  const size = Number(call.query.get('size') ?? String(all.length))
  return ok(
    collection(
      call.service,
      all.slice(offset, offset + size).map(offer => offerBody(call, offer, country)),
      `/offers?country=${country}`,
    ),
  )
}

function offer(call: Call): Answer {
  onlyQuery(call, ['country'])
  const country = marketOf(call)
  const id = call.params['offer'] ?? ''
  if (id.includes(':')) throw refuse(400, 2100, 'This id is of a product; use the products API.')
  const found = findOffer(call.service.world, id)
  if (found === undefined || !isSoldIn(found, country)) throw refuse(404, 1000, 'The offer was not found.')
  return ok(offerBody(call, found, country))
}

function addOns(call: Call): Answer {
  const country = marketOf(call)
  const id = (call.params['offer'] ?? '').toUpperCase()
  const found = (call.service.world.catalogue?.offers ?? []).filter(
    entry =>
      entry.isAddOn === true &&
      isSoldIn(entry, country) &&
      (entry.prerequisites ?? []).some(base => base.toUpperCase() === id),
  )
  return ok(
    collection(
      call.service,
      found.map(entry => offerBody(call, entry, country)),
      `/offers/${id}/addons`,
    ),
  )
}

function productBody(call: Call, product: Product) {
  return {
    id: product.id,
    title: product.title,
    description: product.title,
    productType: {
      id: product.productType ?? 'OnlineServicesNCE',
      displayName: product.productType ?? 'OnlineServicesNCE',
    },
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    links: { self: link(`/products/${product.id}`, linkStyle(call.service)) },
    attributes: { objectType: 'Product' },
  }
}

function products(call: Call): Answer {
  onlyQuery(call, ['country', 'targetView', 'targetSegment'])
  if (needQuery(call, 'targetView').toLowerCase() !== 'onlineservices')
    throw refuse(403, 400036, 'The target view is not allowed.')
  const country = marketOf(call)
  const found = (call.service.world.catalogue?.products ?? []).filter(product =>
    product.skus.some(sku => isSoldIn(sku, country)),
  )
  return ok(
    collection(
      call.service,
      found.map(product => productBody(call, product)),
      '/products',
    ),
  )
}

function productOf(call: Call): Product {
  const country = marketOf(call)
  const found = call.service.world.catalogue?.products?.find(
    product => product.id.toUpperCase() === (call.params['product'] ?? '').toUpperCase(),
  )
  if (found === undefined || !found.skus.some(sku => isSoldIn(sku, country)))
    throw refuse(404, 400013, 'The product was not found.')
  return found
}

function skuBody(call: Call, product: Product, sku: Sku) {
  return {
    id: sku.id,
    productId: product.id,
    title: sku.title ?? product.title,
    description: sku.title ?? product.title,
    minimumQuantity: sku.minimumSeats ?? 1,
    maximumQuantity: sku.maximumSeats ?? many,
    isTrial: sku.isTrial ?? false,
    supportedBillingCycles: [...new Set((sku.terms ?? []).map(term => term.billing))],
    purchasePrerequisites: ['MicrosoftCustomerAgreement'],
    dynamicAttributes: {
      isMicrosoftProduct: true,
      isAddon: sku.isAddOn ?? false,
      prerequisiteSkus: sku.prerequisites ?? [],
      provisioningId: sku.family,
    },
    links: {
      availabilities: link(`/products/${product.id}/skus/${sku.id}/availabilities`, linkStyle(call.service)),
    },
    attributes: { objectType: 'Sku' },
  }
}

function skus(call: Call): Answer {
  onlyQuery(call, ['country', 'targetSegment', 'targetView'])
  const product = productOf(call)
  const country = marketOf(call)
  return ok(
    collection(
      call.service,
      product.skus.filter(sku => isSoldIn(sku, country)).map(sku => skuBody(call, product, sku)),
      `/products/${product.id}/skus`,
    ),
  )
}

function skuOf(call: Call): { readonly product: Product; readonly sku: Sku } {
  const country = marketOf(call)
  const found = findSku(call.service.world, call.params['product'] ?? '', call.params['sku'] ?? '')
  if (found === undefined || !isSoldIn(found.sku, country))
    throw refuse(404, 400018, 'The sku was not found.')
  return found
}

function availabilities(call: Call): Answer {
  onlyQuery(call, ['country', 'targetSegment', 'targetView', 'IncludeLifeCycleState'])
  const { product, sku } = skuOf(call)
  const country = marketOf(call)
  const id = availabilityId(product.id, sku.id, call.service.time.now())
  const currency = call.caller.partner.currency
  const item = {
    id,
    productId: product.id,
    skuId: sku.id,
    catalogItemId: `${product.id}:${sku.id}:${id}`,
    defaultCurrency: { code: currency, symbol: currency },
    segment: sku.segment ?? 'commercial',
    country,
    isPurchasable: (sku.terms ?? []).length > 0,
    isRenewable: true,
    terms: (sku.terms ?? []).map(term => ({
      id: `${sku.id}-${term.term}-${term.billing}`,
      duration: term.term,
      description: `${term.term} ${term.billing}`,
      billingCycle: term.billing,
      renewalOptions: [],
      cancellationPolicies: [{ refundOptions: [{ sequenceId: 0, type: 'Full', expiresAfter: 'P7D' }] }],
    })),
    product: productBody(call, product),
    sku: skuBody(call, product, sku),
    links: {
      self: link(`/products/${product.id}/skus/${sku.id}/availabilities/${id}`, linkStyle(call.service)),
    },
    attributes: { objectType: 'Availability' },
  }
  return ok(collection(call.service, [item], `/products/${product.id}/skus/${sku.id}/availabilities`))
}

const reads: readonly (readonly [string, (call: Call) => Answer])[] = [
  ['/offers', offers],
  ['/offers/:offer', offer],
  ['/offers/:offer/addons', addOns],
  ['/products', products],
  ['/products/:product', call => ok(productBody(call, productOf(call)))],
  ['/products/:product/skus', skus],
  [
    '/products/:product/skus/:sku',
    call => {
      const { product, sku } = skuOf(call)
      return ok(skuBody(call, product, sku))
    },
  ],
  ['/products/:product/skus/:sku/availabilities', availabilities],
]

/** Both as the partner's catalogue by country, and as a customer's own. */
export const catalogueRoutes: readonly Route[] = reads.flatMap(([path, handle]): readonly Route[] => [
  { method: 'GET', path, family: 'other', handle },
  { method: 'GET', path: `/customers/:customer${path}`, family: 'other', handle },
])
