/** Carts and their checkout (facts 11, E17, E18): lines are judged when they are put in, and again when they are bought. */
import { recordActivity } from '../audit.ts'
import { type Answer, actorOf, type Call, created, customerOf, ok, param, type Route } from '../call.ts'
import { newId } from '../ids.ts'
import { buy, type Purchase } from '../market/buy.ts'
import { cartLines, itemKeyOf, itemOf } from '../market/cart-lines.ts'
import { checkCredit } from '../market/credit.ts'
import { checkBuyer, checkRoom } from '../market/gates.ts'
import { checkoutRepeats } from '../quirks.ts'
import { type Refusal, refuse, scriptedRefusal } from '../refusal.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import type { CartLineRow, CartRow, OrderRow } from '../state/order-rows.ts'
import { keyOf } from '../state/store.ts'
import { addDuration } from '../time/calendar.ts'
import { cartBody, checkoutBody } from '../wire/cart.ts'
import { cartRequest } from './cart-body.ts'
import { noteOrder } from './orders.ts'

const lifetime = 'P7D'
/** How long a checkout is said to run. */
const processing = 'PT1M'

function create(call: Call): Answer {
  const { service, caller } = call
  const customer = customerOf(call)
  const request = cartRequest(call.body)
  const now = service.time.now()
  const row: CartRow = {
    id: newId(service, 'cart', caller.partner.name, customer.tenantId),
    partner: caller.partner.name,
    customer: customer.tenantId,
    createdAt: now,
    modifiedAt: now,
    expiresAt: addDuration(now, lifetime),
    user: caller.clientId,
    attested: request.attested,
    lines: cartLines(service, { partner: caller.partner, customer }, request.lines),
    checkout: null,
  }
  service.store.carts.put(row)
  return created(cartBody(service, row))
}

/** Carts that nobody checked out in time are gone. */
function cartOf(call: Call): CartRow {
  const customer = customerOf(call)
  const row = call.service.store.carts.get(keyOf(call.caller.partner.name, param(call, 'cart')))
  const isGone = row?.checkout === null && row.expiresAt <= call.service.time.now()
  if (row === undefined || row.customer !== customer.tenantId || isGone)
    throw refuse(404, 800008, 'The cart was not found.')
  return row
}

function update(call: Call): Answer {
  const { service, caller } = call
  const row = cartOf(call)
  if (row.checkout !== null) throw refuse(400, 800065, 'The cart was submitted already.')
  const request = cartRequest(call.body)
  const saved: CartRow = {
    ...row,
    attested: request.attested,
    modifiedAt: service.time.now(),
    lines: cartLines(service, { partner: caller.partner, customer: customerOf(call) }, request.lines),
  }
  service.store.carts.put(saved)
  return created(cartBody(service, saved))
}

/** Each order group succeeds or fails by itself; repeating gives what the first checkout made. */
function checkout(call: Call): Answer {
  const { service } = call
  const cart = cartOf(call)
  if (call.body !== undefined) throw refuse(400, 2000, 'A checkout has no body.')
  if (cart.checkout !== null) return repeated(call, cart, cart.checkout)
  const customer = customerOf(call)
  checkBuyer(service, call.caller.partner, customer)
  const orders: OrderRow[] = []
  const errors: { group: string; code: number; description: string }[] = []
  const groups = [...new Set(cart.lines.map(line => line.orderGroup))]
  for (const group of groups) {
    const isScripted = call.fault?.kind === 'partial-checkout' && group === groups.at(-1)
    const outcome = isScripted ? scriptedFailure(call) : buyGroup(call, cart, customer, group)
    if ('lines' in outcome) orders.push(outcome)
    else {
      errors.push({ group, code: outcome.code, description: outcome.description })
      noteFailed(call, cart, outcome)
    }
  }
  const result = { orders: orders.map(order => order.id), errors }
  service.store.carts.put({ ...cart, modifiedAt: service.time.now(), checkout: result })
  return created(checkoutBody(service, cart, result))
}

/** Three forms (facts 4.6, 11): the first result; that it was submitted; that it is still under way, for a while. */
function repeated(call: Call, cart: CartRow, result: NonNullable<CartRow['checkout']>): Answer {
  const { service } = call
  const form = checkoutRepeats(service)
  if (form === 'result') return created(checkoutBody(service, cart, result))
  const isRunning = form === 'processing' && addDuration(cart.modifiedAt, processing) > service.time.now()
  throw isRunning
    ? refuse(409, 800064, 'The cart is being processed.')
    : refuse(400, 800065, 'The cart was submitted already.')
}

/** E18: the last order group fails, as a fault asks for. */
function scriptedFailure(call: Call): Refusal {
  const code = Number(call.fault?.code)
  return scriptedRefusal(400, code > 0 ? code : 800005, 'Scripted fault.')
}

function buyGroup(call: Call, cart: CartRow, customer: CustomerRow, group: string): OrderRow | Refusal {
  const { service, caller } = call
  const lines = cart.lines.filter(line => line.orderGroup === group)
  const purchases: Purchase[] = []
  for (const line of lines) {
    const together = purchases
      .filter(({ item }) => item.productKey === itemKeyOf(line.catalogItemId))
      .reduce((sum, { quantity }) => sum + quantity, 0)
    const item = itemOf(service, { partner: caller.partner, customer }, { ...line, together }, cart.lines)
    if ('refusal' in item) return item.refusal
    purchases.push({ ...line, item, base: baseOf(line, lines) })
  }
  const full =
    checkRoom(service, cart.partner, cart.customer, purchases.length) ??
    checkCredit(service, caller.partner, purchases)
  if (full !== null) return full
  const order = buy(service, {
    partner: cart.partner,
    customer: cart.customer,
    billing: lines[0]?.billing ?? 'none',
    acquired: 'cart',
    purchases,
  })
  noteOrder(call, order, 'create_order')
  return order
}

function baseOf(line: CartLineRow, lines: readonly CartLineRow[]): Purchase['base'] {
  if (line.baseLine !== null) return { position: lines.findIndex(other => other.id === line.baseLine) }
  return line.parent === null ? null : { id: line.parent }
}

function noteFailed(call: Call, cart: CartRow, refusal: Refusal): void {
  recordActivity(
    call.service,
    {
      partner: cart.partner,
      customer: cart.customer,
      resource: 'order',
      operation: 'create_order',
      status: 'failed',
      newValue: { Code: refusal.code },
      data: { CartId: cart.id },
    },
    actorOf(call),
  )
}

const buyers = ['adminAgent', 'salesAgent'] as const

export const cartRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/customers/:customer/carts',
    family: 'order',
    write: true,
    roles: buyers,
    handle: create,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/carts/:cart',
    family: 'order',
    handle: call => ok(cartBody(call.service, cartOf(call))),
  },
  {
    method: 'PUT',
    path: '/v1/customers/:customer/carts/:cart',
    family: 'order',
    write: true,
    roles: buyers,
    handle: update,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customer/carts/:cart/checkout',
    family: 'order',
    write: true,
    roles: buyers,
    refusedAs: { resource: 'order', operation: 'create_order' },
    handle: checkout,
  },
]
