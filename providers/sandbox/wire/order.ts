/** Orders as the service shows them (api.md 10). */
import type { WireOrder } from '../../partner-center/wire/order.ts'
import { isSettled, type Service } from '../service.ts'
import type { OrderRow } from '../state/rows.ts'
import { futureFields, link } from './links.ts'
import { etagOf } from './subscription.ts'

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
      ...(settled && {
        links: {
          subscription: link(service, `/customers/${row.customer}/subscriptions/${line.subscription}`),
        },
      }),
    })),
    creationDate: row.createdAt,
    status: settled ? 'completed' : 'pending',
    transactionType: 'UserPurchase',
    ...(totalPrice !== null && { totalPrice }),
    links: { self: link(service, self), provisioningStatus: link(service, `${self}/provisioningstatus`) },
    attributes: {
      ...(row.legacy && { etag: etagOf(row) }),
      objectType: 'Order',
    },
  }
}
