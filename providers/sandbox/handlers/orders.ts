/** Orders: legacy purchases, add-ons on an existing base, billing cycle changes (api.md 10, E7). */
import { recordActivity } from '../audit.ts'
import {
  asFields,
  countField,
  type Fields,
  field,
  onlyFields,
  optionalText,
  textField,
} from '../body-reader.ts'
import { type Answer, type Call, customerOf, ok, onlyQuery, type Route } from '../call.ts'
import { checkBase, createSubscription, type Line, needAgreement, resolveLine } from '../market/purchase.ts'
import { Refusal, refuse } from '../refusal.ts'
import type { CustomerRow, OrderRow } from '../rows.ts'
import { type Service, saveSubscription, subscriptionKey } from '../service.ts'
import { addDuration } from '../time.ts'
import { collection, orderBody } from '../wire-out.ts'

export const orderKey = (row: Pick<OrderRow, 'partner' | 'id'>) => `${row.partner}/${row.id}`

const orderFields = [
  'id',
  'alternateId',
  'referenceCustomerId',
  'billingCycle',
  'currencyCode',
  'lineItems',
  'creationDate',
  'status',
  'transactionType',
  'partnerOnRecordAttestationAccepted',
  'links',
  'attributes',
  'totalPrice',
]
const lineFields = [
  'lineItemNumber',
  'offerId',
  'subscriptionId',
  'parentSubscriptionId',
  'quantity',
  'friendlyName',
  'termDuration',
  'transactionType',
  'partnerIdOnRecord',
  'links',
  'attributes',
]

export function newOrder(
  service: Service,
  facts: Pick<OrderRow, 'partner' | 'customer' | 'billing' | 'legacy' | 'lines' | 'id'>,
): OrderRow {
  const now = service.time.now()
  const settings = service.world.settings
  const row: OrderRow = {
    ...facts,
    createdAt: now,
    settledAt: addDuration(now, settings?.provisioningDelay ?? 'PT0S'),
    listedFrom: addDuration(now, settings?.orderListDelay ?? 'PT0S'),
  }
  service.store.put('orders', orderKey(row), row)
  return row
}

function list(call: Call): Answer {
  onlyQuery(call, ['billingType', 'include_price'])
  const customer = customerOf(call)
  const rows = call.service.store
    .all('orders')
    .filter(
      row =>
        row.partner === call.caller.partner.name &&
        row.customer === customer.tenantId &&
        row.listedFrom <= call.service.time.now(),
    )
  return ok(
    collection(
      call.service,
      rows.map(row => orderBody(call.service, row)),
      `/customers/${customer.tenantId}/orders`,
    ),
  )
}

function rowOf(call: Call): OrderRow {
  const customer = customerOf(call)
  const row = call.service.store.get(
    'orders',
    orderKey({ partner: call.caller.partner.name, id: call.params['order'] ?? '' }),
  )
  if (row === undefined || row.customer !== customer.tenantId)
    throw refuse(404, 20000, 'The order was not found.')
  return row
}

function create(call: Call): Answer {
  const customer = customerOf(call)
  const body = asFields(call.body, 'An order')
  onlyFields(body, orderFields, 'An order')
  if (field(body, 'partnerOnRecordAttestationAccepted') !== true)
    throw refuse(400, 900206, 'The attestation of the partner on record is missing.')
  needAgreement(call.service, call.caller.partner.name, customer.tenantId)
  const lines = linesOf(body)
  const billing = textField(body, 'billingCycle', 'An order').toLowerCase()
  const id = call.service.newId('order').toUpperCase()
  const resolved = lines.map((line, position) => {
    if (countField(line, 'lineItemNumber', 'A line') !== position)
      throw refuse(400, 800071, 'Line numbers count from 0 without gaps.')
    return purchaseOf(call, customer, line, billing, null)
  })
  const bought = resolved.map(entry =>
    createSubscription(call.service, {
      partner: call.caller.partner.name,
      customer: customer.tenantId,
      resolved: entry.resolved,
      line: entry.line,
      orderId: id,
      parent: null,
      acquired: 'order',
    }),
  )
  const row = newOrder(call.service, {
    id,
    partner: call.caller.partner.name,
    customer: customer.tenantId,
    billing,
    legacy: true,
    lines: bought.map((subscription, number) => ({
      number,
      offerId: subscription.offerId,
      subscription: subscription.id,
      parent: null,
      seats: subscription.seats,
      friendlyName: subscription.friendlyName,
      term: '',
    })),
  })
  note(call, row, 'create_order')
  return { status: 201, body: orderBody(call.service, row) }
}

function purchaseOf(call: Call, customer: CustomerRow, line: Fields, billing: string, parent: string | null) {
  const wanted: Line = {
    catalogItemId: textField(line, 'offerId', 'A line'),
    quantity: countField(line, 'quantity', 'A line'),
    billing,
    term: '',
    friendlyName: optionalText(line, 'friendlyName'),
  }
  const resolved = resolveLine(call.service, call.caller.partner, customer, wanted)
  if (resolved instanceof Refusal) throw resolved
  if (resolved.commerce === 'nce') throw refuse(400, 800004, 'New commerce is bought through a cart.')
  const refused = checkBase(call.service, call.caller.partner.name, resolved, parent)
  if (refused !== null) throw refused
  return { resolved, line: wanted }
}

function linesOf(body: Fields): readonly Fields[] {
  const lines = field(body, 'lineItems')
  if (!Array.isArray(lines) || lines.length === 0) throw refuse(400, 800002, 'An order needs line items.')
  return lines.map(line => {
    const fields = asFields(line, 'A line')
    onlyFields(fields, lineFields, 'A line')
    return fields
  })
}

/** An add-on for a base of this order, or another billing cycle for all of it. */
function patch(call: Call): Answer {
  const row = rowOf(call)
  const customer = customerOf(call)
  const body = asFields(call.body, 'An order')
  onlyFields(body, orderFields, 'An order')
  const billing = optionalText(body, 'billingCycle')?.toLowerCase()
  if (billing !== undefined && billing !== row.billing) return changeCycle(call, row, billing)
  needAgreement(call.service, row.partner, row.customer)
  const lines = linesOf(body).filter(line => field(line, 'subscriptionId') === undefined)
  const resolved = lines.map(line => ({
    ...purchaseOf(call, customer, line, row.billing, textField(line, 'parentSubscriptionId', 'A line')),
    parent: textField(line, 'parentSubscriptionId', 'A line'),
  }))
  for (const entry of resolved)
    if (!row.lines.some(line => line.subscription.toLowerCase() === entry.parent.toLowerCase()))
      throw refuse(400, 800029, 'The parent is not of this order.')
  const bought = resolved.map(entry =>
    createSubscription(call.service, {
      partner: row.partner,
      customer: row.customer,
      resolved: entry.resolved,
      line: entry.line,
      orderId: row.id,
      parent: entry.parent,
      acquired: 'order',
    }),
  )
  const added = bought.map((subscription, position) => ({
    number: row.lines.length + position,
    offerId: subscription.offerId,
    subscription: subscription.id,
    parent: subscription.parent,
    seats: subscription.seats,
    friendlyName: subscription.friendlyName,
    term: '',
  }))
  const settledAt = addDuration(
    call.service.time.now(),
    call.service.world.settings?.provisioningDelay ?? 'PT0S',
  )
  const saved: OrderRow = {
    ...row,
    lines: [...row.lines, ...added],
    settledAt: added.length > 0 ? settledAt : row.settledAt,
  }
  call.service.store.put('orders', orderKey(saved), saved)
  note(call, saved, 'update_order')
  return ok(orderBody(call.service, saved))
}

function changeCycle(call: Call, row: OrderRow, billing: string): Answer {
  if (!row.legacy) throw refuse(400, 800097, 'The billing cycle cannot be changed here.')
  if (billing !== 'monthly' && billing !== 'annual')
    throw refuse(400, 6001, 'The offer does not support the billing cycle.')
  for (const line of row.lines) {
    const subscription = call.service.store.get(
      'subscriptions',
      subscriptionKey({ partner: row.partner, id: line.subscription }),
    )
    if (subscription === undefined || subscription.status !== 'active')
      throw refuse(400, 6000, 'A subscription of the order is not active.')
    saveSubscription(call.service, { ...subscription, billing })
  }
  const saved = { ...row, billing }
  call.service.store.put('orders', orderKey(saved), saved)
  note(call, saved, 'update_order')
  return ok(orderBody(call.service, saved))
}

export function note(call: Call, row: OrderRow, operationType: 'create_order' | 'update_order'): void {
  const data: Record<string, string> = { OrderId: row.id, BillingCycle: row.billing }
  for (const line of row.lines) {
    data[`SubscriptionId-${line.number}`] = line.subscription
    data[`OfferId-${line.number}`] = line.offerId
    data[`Quantity-${line.number}`] = String(line.seats)
  }
  recordActivity(
    call.service,
    {
      partner: row.partner,
      customer: row.customer,
      resourceType: 'order',
      operationType,
      status: 'succeeded',
      newValue: { Id: row.id },
      data,
    },
    call,
  )
}

export const orderRoutes: readonly Route[] = [
  { method: 'GET', path: '/customers/:customer/orders', family: 'order', handle: list },
  { method: 'POST', path: '/customers/:customer/orders', family: 'order', write: true, handle: create },
  {
    method: 'GET',
    path: '/customers/:customer/orders/:order',
    family: 'order',
    handle: call => ok(orderBody(call.service, rowOf(call))),
  },
  {
    method: 'PATCH',
    path: '/customers/:customer/orders/:order',
    family: 'order',
    write: true,
    handle: patch,
  },
]
