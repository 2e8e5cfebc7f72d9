/** Orders: purchases without a cart, add-ons on an existing base, billing cycles (facts 10, E7). */
import { billingCycles } from '../body-reader.ts'
import { type Answer, type Call, created, customerOf, ok, param, type Route, record } from '../call.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import { buy, buyInto, type Purchase } from '../market/buy.ts'
import { itemKeyOf } from '../market/cart-lines.ts'
import { cyclesOf } from '../market/catalogue.ts'
import { checkCredit } from '../market/credit.ts'
import { checkBase, checkBuyer, checkRoom } from '../market/gates.ts'
import { priceOf } from '../market/prices.ts'
import { resolveItem } from '../market/resolve.ts'
import { sumOfPeriods } from '../money/amounts.ts'
import { isOn } from '../quirks.ts'
import { refuse, stale } from '../refusal.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import type { OrderRow } from '../state/order-rows.ts'
import { keyOf, pairOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { dayOf } from '../time/calendar.ts'
import { collection } from '../wire/links.ts'
import { orderBody } from '../wire/order.ts'
import { etagOf } from '../wire/subscription.ts'
import { checkAttested, type OrderLineRequest, orderRequest } from './order-body.ts'

function list(call: Call): Answer {
  const { service } = call
  const customer = customerOf(call)
  const billing = call.query.get('billingType')?.toLowerCase().replace('onetime', 'one_time')
  if (billing !== undefined && !billingCycles.some(cycle => cycle === billing))
    throw refuse(400, 2000, 'The billing type is not supported.')
  const rows = service.store.orders
    .in(pairOf(call.caller.partner.name, customer.tenantId))
    .filter(row => row.listedFrom <= service.time.now() && (billing === undefined || row.billing === billing))
  const items = rows.map(row => orderBody(service, row, totalOf(call, row)))
  return ok(collection(service, items, `/customers/${customer.tenantId}/orders`))
}

export function orderOf(call: Call): OrderRow {
  const customer = customerOf(call)
  const row = call.service.store.orders.get(keyOf(call.caller.partner.name, param(call, 'order')))
  if (row === undefined || row.customer !== customer.tenantId)
    throw refuse(404, 20000, 'The order was not found.')
  return row
}

/** With `include_price=true`, when the World tells all prices. */
function totalOf(call: Call, row: OrderRow): number | null {
  if (call.query.get('include_price') !== 'true') return null
  const { service, caller } = call
  const prices = row.lines.map(line => {
    const subscription = service.store.subscriptions.get(keyOf(row.partner, line.subscription))
    if (subscription === undefined) return null
    const price = priceOf(service.catalogue, subscription, caller.partner.currency)
    return price === null ? null : { price, seats: line.quantity }
  })
  return sumOfPeriods(prices, caller.partner.currency)
}

function create(call: Call): Answer {
  const customer = customerOf(call)
  const request = orderRequest(call.body, customer.tenantId)
  checkAttested(request, request.lines)
  if (request.lines.length === 0) throw refuse(400, 800002, 'An order needs line items.')
  if (request.lines.some((line, position) => line.number !== position))
    throw refuse(400, 800071, 'Line item numbers count from 0 without gaps.')
  const billing = request.billing
  if (billing === undefined) throw refuse(400, 800002, 'An order needs a billingCycle.')
  checkBuyer(call.service, call.caller.partner, customer)
  const purchases = purchasesOf(call, customer, request.lines, billing)
  if (new Set(purchases.map(purchase => purchase.item.productType === '')).size > 1)
    throw refuse(400, 4018, 'An order takes items of one catalogue.')
  const full =
    checkRoom(call.service, call.caller.partner.name, customer.tenantId, purchases.length) ??
    checkCredit(call.service, call.caller.partner, purchases)
  if (full !== null) throw full
  const order = buy(call.service, {
    partner: call.caller.partner.name,
    customer: customer.tenantId,
    billing,
    acquired: 'order',
    purchases,
  })
  noteOrder(call, order, 'create_order')
  return created(orderBody(call.service, order))
}

function purchasesOf(
  call: Call,
  customer: CustomerRow,
  lines: readonly OrderLineRequest[],
  billing: string,
): readonly Purchase[] {
  const taken = new Map<string, number>()
  return lines.map(line => {
    const key = itemKeyOf(line.offerId)
    const together = taken.get(key) ?? 0
    taken.set(key, together + line.quantity)
    return purchaseOf(call, customer, { ...line, together }, billing)
  })
}

/** An add-on names its base; a base has none. */
function purchaseOf(
  call: Call,
  customer: CustomerRow,
  line: OrderLineRequest & { readonly together: number },
  billing: string,
): Purchase {
  const { service, caller } = call
  const { quantity, term, friendlyName, parent, partnerOnRecord } = line
  const wanted = { ...line, catalogItemId: line.offerId, billing }
  const item = resolveItem(service, { partner: caller.partner, customer }, wanted)
  if ('refusal' in item) throw item.refusal
  const base =
    parent === null ? null : { partner: caller.partner.name, customer: customer.tenantId, id: parent }
  const wrong = checkBase(service, item, base)
  if (wrong !== null) throw wrong.refusal
  return {
    item,
    quantity,
    billing,
    term,
    friendlyName,
    partnerOnRecord,
    base: parent === null ? null : { id: parent },
  }
}

function patch(call: Call): Answer {
  const { service } = call
  const order = orderOf(call)
  const customer = customerOf(call)
  const request = orderRequest(call.body, customer.tenantId, Object.keys(orderBody(service, order)))
  const header = call.headers.get('if-match')?.replace(/^W\//, '').replaceAll('"', '')
  const isStale = [header, request.etag].some(etag => etag !== undefined && etag !== etagOf(order))
  if (order.legacy && isStale) throw stale(isOn(service, 'staleIs412'))
  if (request.status === 'cancelled') throw refuse(403, 800019, 'Only orders of software can be cancelled.')
  checkLines(order, request.lines)
  const bought = request.lines.filter(line => line.subscription === null && line.parent !== null)
  checkAttested(request, bought)
  if (bought.length > 0) return addTo(call, order, customer, bought)
  if (request.billing !== undefined && request.billing !== order.billing)
    return rebill(call, order, request.billing)
  return ok(orderBody(service, order))
}

/** Lines that exist come back as they are; a new one names its parent. */
function checkLines(order: OrderRow, lines: readonly OrderLineRequest[]): void {
  for (const line of lines) {
    const known = order.lines.find(({ subscription, number }) =>
      line.subscription === null
        ? line.parent === null && number === line.number
        : subscription.toLowerCase() === line.subscription.toLowerCase(),
    )
    const isNew = line.subscription === null && line.parent !== null
    if (!isNew && known?.quantity !== line.quantity)
      throw refuse(
        400,
        800002,
        'Lines of an order cannot be changed; a new one names its parentSubscriptionId.',
      )
  }
}

/** The body holds only the new lines; the answer lists all (facts 10). */
function addTo(
  call: Call,
  order: OrderRow,
  customer: CustomerRow,
  lines: readonly OrderLineRequest[],
): Answer {
  const { service } = call
  if (!order.legacy) throw refuse(400, 800042, 'New-commerce add-ons are bought through a cart.')
  checkBuyer(service, call.caller.partner, customer)
  const purchases = purchasesOf(call, customer, lines, order.billing)
  const own = new Set(order.lines.map(line => line.subscription.toLowerCase()))
  if (lines.some(line => !own.has(line.parent?.toLowerCase() ?? '')))
    throw refuse(400, 800029, 'The parent does not belong to this order.')
  const full =
    checkRoom(service, order.partner, order.customer, purchases.length) ??
    checkCredit(service, call.caller.partner, purchases)
  if (full !== null) throw full
  const saved = buyInto(service, order, purchases)
  noteOrder(call, saved, 'update_order')
  return ok(orderBody(service, saved))
}

/** Another billing cycle for all of a legacy order, from today on. */
function rebill(call: Call, order: OrderRow, billing: string): Answer {
  const { service } = call
  if (!order.legacy) throw refuse(400, 800097, 'The billing cycle is changed on the subscription.')
  const rows: SubscriptionRow[] = []
  for (const line of order.lines) {
    const row = service.store.subscriptions.get(keyOf(order.partner, line.subscription))
    if (row?.status !== 'active') throw refuse(400, 6000, 'A subscription of the order is not active.')
    const offer = service.catalogue.offer(row.productKey)
    if (offer === undefined || !cyclesOf(offer).includes(billing))
      throw refuse(400, 6001, `${row.offerName} cannot be billed ${billing}.`)
    rows.push(row)
  }
  const today = dayOf(service.time.now())
  for (const row of rows) saveSubscription(service, { ...row, billing, billingAnchor: today })
  const saved = { ...order, billing, version: order.version + 1 }
  service.store.orders.put(saved)
  noteOrder(call, saved, 'update_order')
  return ok(orderBody(service, saved))
}

export function noteOrder(call: Call, order: OrderRow, operation: 'create_order' | 'update_order'): void {
  const data: Record<string, string> = { OrderId: order.id, BillingCycle: order.billing }
  for (const line of order.lines) {
    data[`SubscriptionId-${line.number}`] = line.subscription
    data[`OfferId-${line.number}`] = line.offerId
    data[`SubscriptionName-${line.number}`] = line.friendlyName
    data[`Quantity-${line.number}`] = String(line.quantity)
  }
  record(call, {
    customer: order.customer,
    resource: 'order',
    operation,
    resourceId: order.id,
    newValue: { Id: order.id, BillingCycle: order.billing, LineItems: order.lines.length },
    data,
  })
}

const buyers = ['adminAgent', 'salesAgent'] as const

export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customer/orders',
    family: 'order',
    query: ['billingType', 'include_price'],
    handle: list,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customer/orders',
    family: 'order',
    write: true,
    roles: buyers,
    refusedAs: { resource: 'order', operation: 'create_order' },
    handle: create,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/orders/:order',
    family: 'order',
    query: ['include_price'],
    handle: call => ok(orderBody(call.service, orderOf(call), totalOf(call, orderOf(call)))),
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customer/orders/:order',
    family: 'order',
    write: true,
    roles: buyers,
    refusedAs: { resource: 'order', operation: 'update_order' },
    handle: patch,
  },
]
