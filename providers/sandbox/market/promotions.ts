/** Promotions (facts 12): a share off the price of a first term, for who fits their conditions. */

import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { pairOf } from '../state/store.ts'
import { dayOf } from '../time/calendar.ts'
import { isSoldIn } from './catalogue.ts'
import { cannot, type NotForSale } from './not-for-sale.ts'
import type { Promotion } from './promotion.ts'
import type { Buyer } from './purchase.ts'

/** Why somebody does not get it; names as on the wire. */
export interface PromotionError {
  readonly type: string
  readonly description: string
  readonly minRequiredSeats?: number
  readonly maxRequiredSeats?: number
  readonly eligibleTerms?: readonly { readonly duration: string; readonly billingCycle: string }[]
}

export interface PromotedItem {
  readonly productKey: string
  readonly quantity: number
  readonly term: string
  readonly billing: string
}

export function promotionErrors(
  service: Service,
  buyer: Buyer,
  promotion: Promotion,
  item: PromotedItem,
): readonly PromotionError[] {
  const errors: PromotionError[] = []
  const today = dayOf(service.time.now())
  if (!isSoldIn(promotion, buyer.customer.country))
    errors.push({ type: 'Market', description: 'The promotion is not for this market.' })
  if ((promotion.starts ?? today) > today || (promotion.ends ?? today) < today)
    errors.push({ type: 'Date', description: 'The promotion does not run now.' })
  if (promotion.product.toUpperCase() !== item.productKey)
    errors.push({ type: 'Product', description: 'The promotion is not for this product.' })
  if (promotion.term !== item.term || promotion.billing !== item.billing)
    errors.push({
      type: 'Term',
      description: 'The promotion is not for this term.',
      eligibleTerms: [{ duration: promotion.term, billingCycle: promotion.billing }],
    })
  const { minimumSeats = 1, maximumSeats } = promotion
  if (item.quantity < minimumSeats || item.quantity > (maximumSeats ?? item.quantity))
    errors.push({
      type: 'SeatCount',
      description: 'The promotion is not for so many seats.',
      minRequiredSeats: minimumSeats,
      ...(maximumSeats !== undefined && { maxRequiredSeats: maximumSeats }),
    })
  if (promotion.firstPurchase === true && hadBefore(service, buyer, item.productKey))
    errors.push({ type: 'FirstPurchase', description: 'The customer had the product before.' })
  return errors
}

function hadBefore(service: Service, { partner, customer }: Buyer, productKey: string): boolean {
  return service.store.subscriptions
    .in(pairOf(partner.name, customer.tenantId))
    .some(row => row.productKey === productKey)
}

/** Null: nothing is wrong with it. */
export function judgePromotion(
  service: Service,
  buyer: Buyer,
  id: string,
  item: PromotedItem,
): NotForSale | null {
  const promotion = service.catalogue.promotion(id)
  const [error] =
    promotion === undefined
      ? [{ description: 'The promotion is not known.' }]
      : promotionErrors(service, buyer, promotion, item)
  return error === undefined ? null : cannot(10014, refuse(400, 27007, error.description))
}
