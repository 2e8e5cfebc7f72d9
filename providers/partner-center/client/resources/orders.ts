/** Orders (facts 10, read 2026-11-23). New orders show in the list up to 15 minutes late. */
import type { BillingCycle } from '../../../../engine/model/live.ts'
import type { WireOrder, WireOrderProvisioning } from '../../wire/order.ts'
import type { ReadClient, WriteClient, WriteIds } from '../client.ts'
import { listed, named, resource, resources } from '../resource.ts'

export async function listOrders(client: ReadClient, customer: string): Promise<readonly WireOrder[]> {
  const answer = await client.read('orders.list', { path: { customer } })
  return resources(listed(client, 'orders.list', answer))
}

export async function getOrder(client: ReadClient, customer: string, order: string): Promise<WireOrder> {
  const answer = await client.read('orders.get', { path: { customer, order } })
  return named(client, 'orders.get', { answer, asked: order })
}

/** Legacy base offers; carts are the way for everything else. */
export async function createOrder(
  client: WriteClient,
  ids: WriteIds,
  { customer, order }: { readonly customer: string; readonly order: WireOrder },
): Promise<WireOrder> {
  const body = { kind: 'json', value: order } as const
  return resource(
    client,
    'orders.create',
    await client.write('orders.create', ids, { path: { customer }, body }),
  )
}

export interface AddOn {
  readonly customer: string
  /** The order that bought the base. */
  readonly order: string
  readonly offer: string
  readonly parent: string
  readonly seats: number
  readonly name: string
}

/** Buys a legacy add-on on the order of its base; the body holds only the new line, the answer all of them. */
export async function addToOrder(client: WriteClient, ids: WriteIds, addOn: AddOn): Promise<WireOrder> {
  const { customer, order, offer, parent, seats, name } = addOn
  const value: WireOrder = {
    id: null,
    referenceCustomerId: customer,
    lineItems: [
      {
        lineItemNumber: 0,
        offerId: offer,
        parentSubscriptionId: parent,
        quantity: seats,
        friendlyName: name,
      },
    ],
  }
  const answer = await client.write('orders.patch', ids, {
    path: { customer, order },
    body: { kind: 'json', value },
  })
  return resource(client, 'orders.patch', answer)
}

/** Changes how everything that an order bought is billed: the whole order, with another cycle (6000, 6001, 800072, 800085 when refused). */
export async function changeBillingCycle(
  client: WriteClient,
  ids: WriteIds,
  { customer, order, to }: { readonly customer: string; readonly order: string; readonly to: BillingCycle },
): Promise<WireOrder> {
  const fresh = await getOrder(client, customer, order)
  const answer = await client.write('orders.patch', ids, {
    path: { customer, order },
    body: { kind: 'json', value: { ...fresh, billingCycle: to } },
  })
  return resource(client, 'orders.patch', answer)
}

export async function getOrderProvisioning(
  client: ReadClient,
  customer: string,
  order: string,
): Promise<readonly WireOrderProvisioning[]> {
  const answer = await client.read('orders.provisioningstatus', { path: { customer, order } })
  return resources(listed(client, 'orders.provisioningstatus', answer))
}
