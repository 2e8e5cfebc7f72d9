/** New-commerce products, SKUs and availabilities (facts 12). */
import type { WireAvailability, WireProduct, WireSku } from '../../partner-center/wire/catalog.ts'
import { type Answer, type Call, needQuery, ok, param, type Route } from '../call.ts'
import { uuidOf } from '../ids.ts'
import { windowOf } from '../lifecycle/windows.ts'
import { availabilityId, timeBefore } from '../market/availabilities.ts'
import {
  isSoldIn,
  isTermless,
  type Product,
  type ProductSku,
  productTypeOf,
  segmentOf,
  skuLimits,
} from '../market/catalogue.ts'
import { refuse } from '../refusal.ts'
import { collection, futureFields, link } from '../wire/links.ts'
import { marketOf, prefixOf } from './market-of.ts'

/** Which product types a view holds; an unknown view is refused. */
const views: Readonly<Record<string, (type: string) => boolean>> = {
  onlineservices: type => /^(OnlineServices|SaaS)/i.test(type),
  marketplacesaas: type => /^SaaS/i.test(type),
  microsoftazure: type => /^Azure$/i.test(type),
  azure: type => /^Azure$/i.test(type),
  azurereservations: type => /^AzureReservation/i.test(type),
  azurereservationsvm: type => /^AzureReservation/i.test(type),
  azurereservationssql: type => /^AzureReservation/i.test(type),
  azurereservationscosmosdb: type => /^AzureReservation/i.test(type),
  software: type => /^Software/i.test(type),
  softwareperpetual: type => /^Software/i.test(type),
  softwaresubscriptions: type => /^Software/i.test(type),
  softwaresuselinux: type => /^Software/i.test(type),
}
const segments = ['commercial', 'education', 'government', 'nonprofit']

/** The licence SKU of the customer's directory: the same for the twins of a family. */
export const provisioningIdOf = (family: string) => uuidOf('provisioning', family)

function segmentIn(call: Call): string {
  const segment = (call.query.get('targetSegment') ?? 'commercial').toLowerCase()
  if (!segments.includes(segment)) throw refuse(403, 400030, 'The target segment is not allowed.')
  return segment
}

function productBody(call: Call, product: Product): WireProduct {
  const type = productTypeOf(product)
  const path = `${prefixOf(call)}/products/${product.id}`
  return {
    ...futureFields(call.service),
    id: product.id,
    title: product.title,
    description: product.title,
    productType: { id: type, displayName: type },
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    links: { skus: link(call.service, `${path}/skus`), self: link(call.service, path) },
    attributes: { objectType: 'Product' },
  }
}

function skusOf(call: Call, product: Product): readonly ProductSku[] {
  const country = marketOf(call)
  const segment = segmentIn(call)
  return product.skus
    .filter(sku => isSoldIn(sku, country) && segmentOf(sku) === segment)
    .map(sku => ({ product, sku }))
}

function products(call: Call): Answer {
  const view = views[needQuery(call, 'targetView').toLowerCase()]
  if (view === undefined) throw refuse(403, 400036, 'The target view is not allowed.')
  const found = call.service.catalogue.products.filter(
    product => view(productTypeOf(product)) && skusOf(call, product).length > 0,
  )
  const items = found.map(product => productBody(call, product))
  return ok(collection(call.service, items, `${prefixOf(call)}/products`))
}

function productOf(call: Call): Product {
  const country = marketOf(call)
  const product = call.service.catalogue.product(param(call, 'product'))
  if (product === undefined || !product.skus.some(sku => isSoldIn(sku, country)))
    throw refuse(404, 400013, 'The product was not found.')
  return product
}

function skuBody(call: Call, { product, sku }: ProductSku): WireSku {
  const path = `${prefixOf(call)}/products/${product.id}/skus/${sku.id}`
  return {
    id: sku.id,
    productId: product.id,
    title: sku.title ?? product.title,
    description: sku.title ?? product.title,
    minimumQuantity: skuLimits(sku).minimum,
    maximumQuantity: skuLimits(sku).maximum,
    isTrial: sku.isTrial ?? false,
    supportedBillingCycles: [...new Set((sku.terms ?? []).map(term => term.billing))],
    purchasePrerequisites: ['MicrosoftCustomerAgreement'],
    inventoryVariables: [],
    provisioningVariables: sku.isAddOn === true ? ['ParentSubscriptionId'] : [],
    actions: [],
    dynamicAttributes: {
      isMicrosoftProduct: true,
      hasConstraints: false,
      isAddon: sku.isAddOn ?? false,
      prerequisiteSkus: sku.prerequisites ?? [],
      upgradeTargetOffers: [],
      provisioningId: provisioningIdOf(sku.family),
    },
    links: {
      availabilities: link(call.service, `${path}/availabilities`),
      self: link(call.service, path),
    },
    attributes: { objectType: 'Sku' },
  }
}

function skus(call: Call): Answer {
  const product = productOf(call)
  const items = skusOf(call, product).map(item => skuBody(call, item))
  return ok(collection(call.service, items, `${prefixOf(call)}/products/${product.id}/skus`))
}

function skuOf(call: Call): ProductSku {
  const product = productOf(call)
  const wanted = param(call, 'sku').toUpperCase()
  const found = skusOf(call, product).find(({ sku }) => sku.id.toUpperCase() === wanted)
  if (found === undefined) throw refuse(404, 400018, 'The sku was not found.')
  return found
}

/** The one on sale now, and last month's, which is only good for renewals. */
function availabilities(call: Call): Answer {
  const item = skuOf(call)
  const { service } = call
  const now = service.time.now()
  const path = `${prefixOf(call)}/products/${item.product.id}/skus/${item.sku.id}/availabilities`
  const isOnSale = isTermless(item.product) || (item.sku.terms ?? []).length > 0
  return ok(
    collection(
      service,
      [
        availabilityBody(call, item, { at: timeBefore(service), isPurchasable: false }),
        availabilityBody(call, item, { at: now, isPurchasable: isOnSale }),
      ],
      path,
    ),
  )
}

function termIdOf(
  { product, sku }: ProductSku,
  term: { readonly term: string; readonly billing: string },
): string {
  return uuidOf('term', product.id, sku.id, term.term, term.billing)
}

function availabilityBody(
  call: Call,
  item: ProductSku,
  { at, isPurchasable }: { readonly at: string; readonly isPurchasable: boolean },
): WireAvailability {
  const { product, sku } = item
  const country = marketOf(call)
  const id = availabilityId(call.service, item, country, at)
  const path = `${prefixOf(call)}/products/${product.id}/skus/${sku.id}/availabilities/${id}`
  return {
    id,
    productId: product.id,
    skuId: sku.id,
    catalogItemId: `${product.id}:${sku.id}:${id}`,
    defaultCurrency: { code: call.caller.partner.currency, symbol: call.caller.partner.currency },
    segment: segmentOf(sku),
    country,
    isPurchasable,
    isRenewable: true,
    renewalInstructions: (sku.terms ?? []).map(term => ({
      applicableTermIds: [termIdOf(item, term)],
      renewalOptions: [{ renewToId: `${product.id}:${sku.id}`, isAutoRenewable: sku.isTrial !== true }],
    })),
    includedQuantityOptions: [],
    product: productBody(call, product),
    sku: skuBody(call, item),
    terms: (sku.terms ?? []).map(term => ({
      id: termIdOf(item, term),
      duration: term.term,
      description: `${term.term} billed ${term.billing}`,
      billingCycle: term.billing,
      renewalOptions: [],
      cancellationPolicies: [
        {
          refundOptions: [
            { sequenceId: 0, type: 'Full', expiresAfter: 'P1D' },
            { sequenceId: 1, type: 'Partial', expiresAfter: windowOf(productTypeOf(product)) },
          ],
        },
      ],
    })),
    links: { self: link(call.service, path) },
    attributes: { objectType: 'Availability' },
  }
}

function availability(call: Call): Answer {
  const item = skuOf(call)
  const wanted = param(call, 'availability').toUpperCase()
  const now = call.service.time.now()
  if (wanted !== availabilityId(call.service, item, marketOf(call), now))
    throw refuse(400, 900143, 'The availability was not found.')
  return ok(availabilityBody(call, item, { at: now, isPurchasable: true }))
}

const common = ['country', 'targetSegment', 'targetView', 'IncludeLifeCycleState']
const sku = '/products/:product/skus/:sku'
const reads: readonly (readonly [string, Route['handle']])[] = [
  ['/products', products],
  ['/products/:product', call => ok(productBody(call, productOf(call)))],
  ['/products/:product/skus', skus],
  [sku, call => ok(skuBody(call, skuOf(call)))],
  [`${sku}/availabilities`, availabilities],
  [`${sku}/availabilities/:availability`, availability],
]

export const productRoutes: readonly Route[] = reads.flatMap(([path, handle]): readonly Route[] => [
  { method: 'GET', path: `/v1${path}`, family: 'other', query: common, handle },
  { method: 'GET', path: `/v1/customers/:customer${path}`, family: 'other', query: common, handle },
])
