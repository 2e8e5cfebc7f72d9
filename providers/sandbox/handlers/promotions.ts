/** Promotions, and who gets them (facts 12). */
import type {
  WirePromotion,
  WirePromotionEligibilities,
  WirePromotionEligibility,
} from '../../partner-center/wire/catalog.ts'
import {
  asFields,
  billingCycles,
  countField,
  onlyFields,
  optionalList,
  optionalText,
  textField,
  wordField,
} from '../body-reader.ts'
import { type Answer, type Call, customerOf, needQuery, ok, param, type Route } from '../call.ts'
import { isSoldIn, segmentOf } from '../market/catalogue.ts'
import type { Promotion } from '../market/promotion.ts'
import { promotionErrors } from '../market/promotions.ts'
import { refuse } from '../refusal.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import { startOf } from '../time/calendar.ts'
import { collection, link } from '../wire/links.ts'
import { marketOf } from './market-of.ts'

function soldIn(call: Call): readonly Promotion[] {
  const country = marketOf(call)
  return call.service.catalogue.promotions.filter(promotion => isSoldIn(promotion, country))
}

function segmentOfPromotion(call: Call, { product }: Promotion): string {
  const [productId = '', skuId = ''] = product.split(':')
  const found = call.service.catalogue.sku(productId, skuId)
  return found === undefined ? 'commercial' : segmentOf(found.sku)
}

function list(call: Call): Answer {
  const segment = needQuery(call, 'segment').toLowerCase()
  const items = soldIn(call)
    .filter(promotion => segmentOfPromotion(call, promotion) === segment)
    .map(promotion => promotionBody(call, promotion))
  return ok(collection(call.service, items, '/productpromotions'))
}

function one(call: Call): Answer {
  const wanted = param(call, 'promotion').toLowerCase()
  const found = soldIn(call).find(promotion => promotion.id.toLowerCase() === wanted)
  if (found === undefined) throw refuse(404, 1000, 'The promotion was not found.')
  return ok(promotionBody(call, found))
}

function promotionBody(call: Call, promotion: Promotion): WirePromotion {
  const [productId = '', skuId = ''] = promotion.product.split(':')
  return {
    id: promotion.id,
    name: promotion.name,
    description: promotion.name,
    ...(promotion.starts !== undefined && { startDate: startOf(promotion.starts) }),
    ...(promotion.ends !== undefined && { endDate: startOf(promotion.ends) }),
    isAutoApplicable: false,
    requiredProducts: [
      {
        productId,
        skuId,
        term: { duration: promotion.term, billingCycle: promotion.billing },
        pricingPolicies: [{ type: 'PercentDiscount', value: promotion.percent }],
      },
    ],
    constraints: constraintsOf(promotion),
    links: { self: link(call.service, `/productpromotions/${promotion.id}`) },
    attributes: { objectType: 'ProductPromotion' },
  }
}

function constraintsOf({ minimumSeats, maximumSeats, firstPurchase }: Promotion): readonly unknown[] {
  return [
    ...(minimumSeats === undefined && maximumSeats === undefined
      ? []
      : [{ type: 'SeatCount', minimumSeats: minimumSeats ?? 1, maximumSeats: maximumSeats ?? null }]),
    ...(firstPurchase === true ? [{ type: 'FirstPurchase' }] : []),
  ]
}

/** A question, though it is a POST: nothing changes. */
function eligibilities(call: Call): Answer {
  const customer = customerOf(call)
  const body = asFields(call.body, 'The body')
  onlyFields(body, ['items', 'attributes'], 'The body')
  const items = optionalList(body, 'items').map(item => eligibilityOf(call, customer, item))
  const answer: WirePromotionEligibilities = collection(
    call.service,
    items,
    `/customers/${customer.tenantId}/promotionEligibilities`,
  )
  return ok(answer)
}

function eligibilityOf(call: Call, customer: CustomerRow, value: unknown): WirePromotionEligibility {
  const item = asFields(value, 'An item')
  onlyFields(
    item,
    ['id', 'catalogItemId', 'quantity', 'billingCycle', 'termDuration', 'promotionId'],
    'An item',
  )
  const catalogItemId = textField(item, 'catalogItemId', 'An item')
  const asked = optionalText(item, 'promotionId')?.toLowerCase() ?? null
  const quantity = countField(item, 'quantity', 'An item')
  const wanted = {
    productKey: catalogItemId.split(':').slice(0, 2).join(':').toUpperCase(),
    quantity,
    term: optionalText(item, 'termDuration') ?? '',
    billing: wordField(item, 'billingCycle', billingCycles) ?? 'none',
  }
  const buyer = { partner: call.caller.partner, customer }
  const promotions = call.service.catalogue.promotions.filter(promotion =>
    asked === null
      ? promotion.product.toUpperCase() === wanted.productKey
      : promotion.id.toLowerCase() === asked,
  )
  return {
    id: countField(item, 'id', 'An item'),
    catalogItemId,
    quantity,
    eligibilities: promotions.map(promotion => {
      const errors = promotionErrors(call.service, buyer, promotion, wanted)
      return { promotionId: promotion.id, isEligible: errors.length === 0, errors }
    }),
  }
}

export const promotionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/productpromotions',
    family: 'other',
    query: ['country', 'segment'],
    handle: list,
  },
  {
    method: 'GET',
    path: '/v1/productpromotions/:promotion',
    family: 'other',
    query: ['country'],
    handle: one,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customer/promotionEligibilities',
    family: 'other',
    handle: eligibilities,
  },
]
