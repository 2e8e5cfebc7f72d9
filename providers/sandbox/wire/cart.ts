/** Carts as the service shows them (facts 11). */
import type { WireCart, WireCartLine, WireCheckoutResult } from '../../partner-center/wire/cart.ts'
import type { Service } from '../service.ts'
import type { CartLineRow, CartRow } from '../state/order-rows.ts'
import { keyOf } from '../state/store.ts'
import { link } from './links.ts'
import { orderBody } from './order.ts'

export function cartBody(service: Service, row: CartRow): WireCart {
  const currency = service.store.partners.get(row.partner)?.currency ?? ''
  return {
    id: row.id,
    creationTimestamp: row.createdAt,
    lastModifiedTimestamp: row.modifiedAt,
    expirationTimestamp: row.expiresAt,
    lastModifiedUser: row.user,
    status: row.checkout === null ? 'Active' : 'Ordered',
    partnerOnRecordAttestationAccepted: row.attested,
    lineItems: row.lines.filter(line => line.baseLine === null).map(line => lineBody(row, line, currency)),
    links: { self: link(service, `/customers/${row.customer}/carts/${row.id}`) },
    attributes: { objectType: 'Cart' },
  }
}

function lineBody(cart: CartRow, line: CartLineRow, currency: string): WireCartLine {
  const addOns = cart.lines.filter(other => other.baseLine === line.id)
  return {
    id: line.id,
    catalogItemId: line.catalogItemId,
    quantity: line.quantity,
    billingCycle: line.billing,
    ...(line.term !== '' && { termDuration: line.term }),
    ...(line.friendlyName !== null && { friendlyName: line.friendlyName }),
    ...(line.promotionId !== null && { promotionId: line.promotionId }),
    ...(line.customTermEndDate !== null && { customTermEndDate: line.customTermEndDate }),
    ...(line.coterminous !== null && { coterminousSubscriptionId: line.coterminous }),
    ...(line.partnerOnRecord !== '' && {
      participants: [{ key: 'transaction_reseller', value: line.partnerOnRecord }],
    }),
    ...(line.parent !== null && { provisioningContext: { ParentSubscriptionId: line.parent } }),
    currencyCode: currency,
    orderGroup: line.orderGroup,
    ...(addOns.length > 0 && { addonItems: addOns.map(addOn => lineBody(cart, addOn, currency)) }),
    ...(line.error !== null && {
      error: {
        errorCode: line.error.errorCode,
        errorDescription: line.error.errorDescription,
        additionalInformation: line.error.available,
      },
    }),
  }
}

/** What the checkout made, with its orders as they are now. */
export function checkoutBody(
  service: Service,
  cart: CartRow,
  checkout: NonNullable<CartRow['checkout']>,
): WireCheckoutResult {
  const orders = checkout.orders.flatMap(id => {
    const order = service.store.orders.get(keyOf(cart.partner, id))
    return order === undefined ? [] : [orderBody(service, order)]
  })
  return {
    orders,
    ...(checkout.errors.length > 0 && {
      orderErrors: checkout.errors.map(error => ({
        orderGroupId: error.group,
        code: error.code,
        description: error.description,
        attributes: { objectType: 'OrderError' },
      })),
    }),
    attributes: { objectType: 'CartCheckoutResult' },
  }
}
