/** How far a purchase is (facts 9, 10), what it entitles to (16), and what lies below an Azure plan. */
import type { WireEntitlement } from '../../partner-center/wire/entitlement.ts'
import type { WireOrderProvisioning } from '../../partner-center/wire/order.ts'
import type {
  WireAzureEntitlement,
  WireSubscriptionProvisioning,
} from '../../partner-center/wire/subscription.ts'
import { type Answer, type Call, customerOf, ok, param, type Route } from '../call.ts'
import { uuidOf } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { isSettled } from '../service.ts'
import { keyOf } from '../state/store.ts'
import { lastDayBefore } from '../time/calendar.ts'
import { collection } from '../wire/links.ts'
import { orderOf } from './orders.ts'
import { provisioningIdOf } from './products.ts'
import { subscriptionOf } from './subscriptions.ts'

function ofOrder(call: Call): Answer {
  const order = orderOf(call)
  const settled = isSettled(call.service, order)
  const items = order.lines.map(
    (line): WireOrderProvisioning => ({
      lineItemNumber: line.number,
      status: settled ? 'Fulfilled' : 'Unfulfilled',
      quantityProvisioningInformation: [
        { quantity: line.quantity, status: settled ? 'fulfilled' : 'unfulfilled' },
      ],
    }),
  )
  return ok(
    collection(call.service, items, `/customers/${order.customer}/orders/${order.id}/provisioningstatus`),
  )
}

/** Licences alone; nothing is told before the subscription shows. */
function ofSubscription(call: Call): Answer {
  const customer = customerOf(call)
  const { service } = call
  const row = service.store.subscriptions.get(keyOf(call.caller.partner.name, param(call, 'subscription')))
  if (row === undefined || row.customer !== customer.tenantId || row.visibleFrom > service.time.now())
    throw refuse(404, 800007, 'There is no provisioning information.')
  if (row.commerce === 'azure') throw refuse(400, 800042, 'The subscription has no licences.')
  const body: WireSubscriptionProvisioning = {
    skuId: provisioningIdOf(row.family),
    status: row.status === 'active' ? 'success' : 'none',
    quantity: row.seats,
    ...(row.termEnd !== null && { endDate: lastDayBefore(row.termEnd) }),
    attributes: { objectType: 'SubscriptionProvisioningStatus' },
  }
  return ok(body)
}

function entitlements(call: Call): Answer {
  const customer = customerOf(call)
  const kind = call.query.get('entitlementType')?.toLowerCase()
  const items = (call.service.world.entitlements ?? [])
    .filter(
      row =>
        row.partner === call.caller.partner.name &&
        row.customer.toLowerCase() === customer.tenantId &&
        (kind === undefined || row.type === kind),
    )
    .map((row, position): WireEntitlement => {
      const [productId = '', skuId = ''] = row.product.split(':')
      return {
        entitlementType: row.type,
        quantity: row.quantity,
        productId,
        skuId,
        referenceOrder: {
          id: row.order ?? uuidOf('entitlement', row.partner, row.customer, String(position)).slice(0, 8),
          lineItemId: '0',
        },
        ...(row.expires !== undefined && { expiryDate: row.expires }),
        attributes: { objectType: 'Entitlement' },
      }
    })
  return ok(collection(call.service, items, `/customers/${customer.tenantId}/entitlements`))
}

/** One Azure subscription below each plan; it keeps its id when Microsoft moves the plan. */
function azureEntitlements(call: Call): Answer {
  const plan = subscriptionOf(call)
  if (plan.commerce !== 'azure' || plan.productType === '')
    throw refuse(400, 800042, 'The subscription is not an Azure plan.')
  const id = uuidOf('azure', plan.customer, plan.productKey)
  const item: WireAzureEntitlement = {
    id,
    friendlyName: plan.friendlyName,
    status: plan.status === 'active' ? 'active' : 'disabled',
    subscriptionId: plan.id,
    attributes: { objectType: 'AzureEntitlement' },
  }
  const self = `/customers/${plan.customer}/subscriptions/${plan.id}/azureEntitlements`
  const wanted = call.params['entitlement']
  if (wanted === undefined) return ok(collection(call.service, [item], self))
  if (wanted.toLowerCase() !== id) throw refuse(404, 800111, 'The Azure entitlement was not found.')
  return ok(item)
}

const subscription = '/v1/customers/:customer/subscriptions/:subscription'

export const provisioningRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customer/orders/:order/provisioningstatus',
    family: 'order',
    userOnly: true,
    handle: ofOrder,
  },
  {
    method: 'GET',
    path: `${subscription}/provisioningstatus`,
    family: 'subscription',
    userOnly: true,
    handle: ofSubscription,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/entitlements',
    family: 'customer',
    query: ['entitlementType'],
    handle: entitlements,
  },
  {
    method: 'GET',
    path: `${subscription}/azureEntitlements`,
    family: 'subscription',
    handle: azureEntitlements,
  },
  {
    method: 'GET',
    path: `${subscription}/azureEntitlements/:entitlement`,
    family: 'subscription',
    handle: azureEntitlements,
  },
]
