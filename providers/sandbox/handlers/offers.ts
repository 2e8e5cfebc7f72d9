/** Legacy offers, their add-ons and categories (facts 12). */
import type { WireOffer } from '../../partner-center/wire/catalog.ts'
import { type Answer, type Call, ok, param, type Route } from '../call.ts'
import { cyclesOf, isSoldIn, type Offer, offerLimits } from '../market/catalogue.ts'
import { paged } from '../paging.ts'
import { refuse } from '../refusal.ts'
import { futureFields, link } from '../wire/links.ts'
import { marketOf, prefixOf } from './market-of.ts'
import { provisioningIdOf } from './products.ts'

const largest = 1000

function offerBody(call: Call, offer: Offer, country: string): WireOffer {
  const { service } = call
  const id = offer.id.toUpperCase()
  const category = offer.category ?? 'Enterprise'
  return {
    ...futureFields(service),
    id: offer.id,
    name: offer.name,
    description: offer.name,
    minimumQuantity: offerLimits(offer).minimum,
    maximumQuantity: offerLimits(offer).maximum,
    limit: offer.perCustomer ?? 0,
    limitUnitOfMeasure: offer.perCustomer === undefined ? 'none' : 'subscriptions',
    term: offer.usage === true ? 0 : offer.isTrial === true ? 1 : 12,
    termUnitOfMeasure: offer.usage === true ? 'none' : 'month',
    rank: 1,
    uri: `/offers/${offer.id}`,
    locale: 'en-us',
    country,
    category: { id: category, name: category, rank: 1 },
    prerequisiteOffers: offer.prerequisites ?? [],
    isAddOn: offer.isAddOn ?? false,
    hasAddOns: addOnsOf(call, id).length > 0,
    isAvailableForPurchase: offer.withdrawn !== true,
    billing: offer.usage === true ? 'usage' : 'license',
    supportedBillingCycles: offer.usage === true || offer.isTrial === true ? ['none'] : cyclesOf(offer),
    isAutoRenewable: offer.isTrial !== true,
    isMicrosoftProduct: true,
    isInternal: false,
    isTrial: offer.isTrial ?? false,
    conversionTargetOffers: [],
    upgradeTargetOffers: [],
    partnerQualifications: [],
    reselleeQualifications: [],
    resellerQualifications: [],
    salesGroupId: category,
    acquisitionType: 'none',
    supportedCatalogTypes: [],
    actions: [],
    // The licence SKU of the directory, as in `subscribedskus`: it ties an offer to the seats in use (facts 12, 16).
    product: {
      id: provisioningIdOf(offer.family),
      name: offer.name,
      unit: offer.usage === true ? 'Usage' : 'License(s)',
    },
    unitType: offer.usage === true ? 'Usage-based' : 'License(s)',
    links: {
      learnMore: { method: 'GET', headers: [] },
      self: link(service, `/offers/${offer.id}?country=${country}`),
    },
    attributes: { objectType: 'Offer' },
  }
}

function addOnsOf(call: Call, id: string): readonly Offer[] {
  return call.service.catalogue.offers.filter(
    offer => offer.isAddOn === true && (offer.prerequisites ?? []).some(base => base.toUpperCase() === id),
  )
}

function list(call: Call): Answer {
  const country = marketOf(call)
  const category = call.query.get('offer_category_id')?.toLowerCase()
  const offers = call.service.catalogue.offers.filter(
    offer =>
      isSoldIn(offer, country) &&
      (category === undefined || (offer.category ?? 'Enterprise').toLowerCase() === category),
  )
  return paged(
    call,
    `${prefixOf(call)}/offers`,
    offers.map(offer => () => offerBody(call, offer, country)),
    largest,
  )
}

function offerOf(call: Call): Offer {
  const country = marketOf(call)
  const id = param(call, 'offer')
  if (id.includes(':') || call.service.catalogue.product(id) !== undefined)
    throw refuse(400, 2100, 'The offers API does not know this id; use the products API.')
  const offer = call.service.catalogue.offer(id)
  if (offer === undefined || !isSoldIn(offer, country)) throw refuse(404, 1000, 'The offer was not found.')
  return offer
}

function addOns(call: Call): Answer {
  const country = marketOf(call)
  const base = offerOf(call)
  const found = addOnsOf(call, base.id.toUpperCase()).filter(offer => isSoldIn(offer, country))
  return paged(
    call,
    `${prefixOf(call)}/offers/${base.id}/addons`,
    found.map(offer => () => offerBody(call, offer, country)),
    largest,
  )
}

function categories(call: Call): Answer {
  const country = marketOf(call)
  const sold = call.service.catalogue.offers.filter(offer => isSoldIn(offer, country))
  const names = [...new Set(sold.map(offer => offer.category ?? 'Enterprise'))]
  return paged(
    call,
    '/offercategories',
    names.map(name => () => ({
      id: name,
      name,
      rank: 1,
      locale: 'en-us',
      country,
      attributes: { objectType: 'OfferCategory' },
    })),
    largest,
  )
}

const reads: readonly Pick<Route, 'path' | 'query' | 'handle'>[] = [
  { path: '/offers', query: ['country', 'offer_category_id', 'offset', 'size'], handle: list },
  {
    path: '/offers/:offer',
    query: ['country'],
    handle: call => ok(offerBody(call, offerOf(call), marketOf(call))),
  },
  { path: '/offers/:offer/addons', query: ['country', 'offset', 'size'], handle: addOns },
  { path: '/offercategories', query: ['country'], handle: categories },
]

/** Both as the partner's catalogue by country, and as a customer's own. */
export const offerRoutes: readonly Route[] = reads.flatMap(({ path, query, handle }): readonly Route[] => [
  { method: 'GET', path: `/v1${path}`, family: 'other', ...(query !== undefined && { query }), handle },
  {
    method: 'GET',
    path: `/v1/customers/:customer${path}`,
    family: 'other',
    ...(query !== undefined && { query }),
    handle,
  },
])
