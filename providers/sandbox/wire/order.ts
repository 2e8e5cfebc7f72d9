/** Orders as the service shows them (facts 10). */
import type { WireLinks } from '../../partner-center/wire/collection.ts'
import type { WireOrder } from '../../partner-center/wire/order.ts'
import { isSettled, type Service } from '../service.ts'
import type { OrderRow } from '../state/order-rows.ts'
import { futureFields, link } from './links.ts'
import { etagOf } from './subscription.ts'

/** To what was bought, for new commerce, and to the subscription once it is there. */
function lineLinks(service: Service, row: OrderRow, line: OrderRow['lines'][number]): WireLinks {
  const customer = `/customers/${row.customer}`
  const [productId = '', skuId, availabilityId] = line.offerId.split(':')
  const product = `${customer}/products/${productId}`
  return {
    ...(skuId !== undefined && {
      product: link(service, product),
      sku: link(service, `${product}/skus/${skuId}`),
      availability: link(service, `${product}/skus/${skuId}/availabilities/${availabilityId ?? ''}`),
    }),
    ...(isSettled(service, row) && {
      subscription: link(service, `${customer}/subscriptions/${line.subscription}`),
    }),
    provisioningStatus: link(service, `${customer}/orders/${row.id}/provisioningstatus`),
  }
}

/** `subscriptionId` is missing until the line is provisioned (E7). */
export function orderBody(service: Service, row: OrderRow, totalPrice: number | null = null): WireOrder {
  const settled = isSettled(service, row)
  const currency = service.store.partners.get(row.partner)?.currency ?? ''
  const self = `/customers/${row.customer}/orders/${row.id}`
  return {
    ...futureFields(service),
    id: row.id,
    alternateId: row.id.replaceAll('-', '').slice(0, 12).toLowerCase(),
    referenceCustomerId: row.customer,
    billingCycle: row.billing,
    currencyCode: currency,
    currencySymbol: currency,
    lineItems: row.lines.map(line => ({
      lineItemNumber: line.number,
      offerId: line.offerId,
      ...(settled && { subscriptionId: line.subscription }),
      ...(line.term !== '' && { termDuration: line.term }),
      transactionType: line.transactionType,
      friendlyName: line.friendlyName,
      quantity: line.quantity,
      links: lineLinks(service, row, line),
    })),
    creationDate: row.createdAt,
    status: settled ? 'completed' : 'pending',
    transactionType: 'UserPurchase',
    ...(totalPrice !== null && { totalPrice }),
    client: {
      marketplaceCountry: service.store.customers.get(row.customer)?.country ?? '',
      deviceFamily: 'UniversalStore-PartnerCenter',
      name: 'Partner Center Web',
    },
    links: {
      self: link(service, self),
      provisioningStatus: link(service, `${self}/provisioningstatus`),
      patchOperation: { ...link(service, self), method: 'PATCH' },
    },
    attributes: {
      ...(row.legacy && { etag: etagOf(row) }),
      objectType: 'Order',
    },
  }
}
