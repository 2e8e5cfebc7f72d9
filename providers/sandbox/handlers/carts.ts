/** Carts and their checkout (api.md 11, E17, E18): every line is judged when it is put in, and again when it is bought. */
import {
  asFields,
  countField,
  type Fields,
  field,
  onlyFields,
  optionalText,
  textField,
} from '../body-reader.ts'
import { type Answer, type Call, customerOf, ok, type Route } from '../call.ts'
import { checkBase, createSubscription, needAgreement, resolveLine } from '../market/purchase.ts'
import { Refusal, refuse } from '../refusal.ts'
import type { CartLine, CartRow, OrderRow, SubscriptionRow } from '../rows.ts'
import { addDuration } from '../time.ts'
import { cartBody, orderBody } from '../wire-out.ts'
import { newOrder, note } from './orders.ts'

const cartFields = [
  'id',
  'creationTimestamp',
  'lastModifiedTimestamp',
  'expirationTimestamp',
  'lastModifiedUser',
  'status',
  'partnerOnRecordAttestationAccepted',
  'lineItems',
  'links',
  'attributes',
]
const lineFields = [
  'id',
  'catalogItemId',
  'quantity',
  'billingCycle',
  'termDuration',
  'friendlyName',
  'currencyCode',
  'participants',
  'provisioningContext',
  'addonItems',
  'orderGroup',
  'promotionId',
  'customTermEndDate',
  'coterminousSubscriptionId',
  'renewsTo',
  'attestationAccepted',
  'error',
  'links',
  'attributes',
]

const cartKey = (row: Pick<CartRow, 'partner' | 'id'>) => `${row.partner}/${row.id}`

function linesFrom(call: Call): readonly CartLine[] {
  const body = asFields(call.body, 'A cart')
  onlyFields(body, cartFields, 'A cart')
  const written = field(body, 'lineItems')
  if (!Array.isArray(written) || written.length === 0) throw refuse(400, 800009, 'A cart needs line items.')
  const lines: CartLine[] = []
  for (const item of written) {
    const base = lineFrom(call, asFields(item, 'A line'), null)
    lines.push(base)
    const addOns = field(asFields(item, 'A line'), 'addonItems')
    for (const addOn of Array.isArray(addOns) ? addOns : [])
      lines.push(lineFrom(call, asFields(addOn, 'A line'), base.id))
  }
  if (lines.some((line, position) => line.id !== position))
    throw refuse(400, 800009, 'Line ids count from 0 without gaps, add-ons after their base.')
  return lines
}

function lineFrom(call: Call, line: Fields, baseLine: number | null): CartLine {
  onlyFields(line, lineFields, 'A line')
  const context = field(line, 'provisioningContext')
  const parent =
    typeof context === 'object' && context !== null && !Array.isArray(context)
      ? optionalText(context as Fields, 'ParentSubscriptionId')
      : null // read case-insensitively like any body
  const catalogItemId = textField(line, 'catalogItemId', 'A line')
  const term = optionalText(line, 'termDuration') ?? ''
  const bare: CartLine = {
    id: countField(line, 'id', 'A line'),
    catalogItemId,
    quantity: countField(line, 'quantity', 'A line'),
    billing: textField(line, 'billingCycle', 'A line').toLowerCase(),
    term,
    friendlyName: optionalText(line, 'friendlyName'),
    baseLine,
    parent,
    orderGroup: catalogItemId.includes(':')
      ? `${term}/${textField(line, 'billingCycle', 'A line').toLowerCase()}`
      : 'OMS-0',
    error: null,
  }
  const refused = judge(call, bare)
  return {
    ...bare,
    orderGroup: bare.orderGroup === 'OMS-0' ? 'OMS-0' : '0',
    error: refused === null ? null : { errorCode: 10001, errorDescription: describe(refused) },
  }
}

function judge(call: Call, line: CartLine): Refusal | null {
  const resolved = resolveLine(call.service, call.caller.partner, customerOf(call), line)
  if (resolved instanceof Refusal) return resolved
  return line.baseLine === null
    ? checkBase(call.service, call.caller.partner.name, resolved, line.parent)
    : null
}

function describe(refused: Refusal): string {
  return typeof refused.body === 'object' && refused.body !== null && 'description' in refused.body
    ? String(refused.body.description)
    : 'The item is not valid.'
}

function create(call: Call): Answer {
  const customer = customerOf(call)
  const now = call.service.time.now()
  const row: CartRow = {
    id: call.service.newId('cart'),
    partner: call.caller.partner.name,
    customer: customer.tenantId,
    createdAt: now,
    modifiedAt: now,
    expiresAt: addDuration(now, 'P7D'),
    user: call.caller.clientId,
    lines: linesFrom(call),
    result: null,
  }
  call.service.store.put('carts', cartKey(row), row)
  return { status: 201, body: cartBody(call.service, row) }
}

function rowOf(call: Call): CartRow {
  const customer = customerOf(call)
  const row = call.service.store.get(
    'carts',
    cartKey({ partner: call.caller.partner.name, id: call.params['cart'] ?? '' }),
  )
  if (
    row === undefined ||
    row.customer !== customer.tenantId ||
    (row.result === null && row.expiresAt <= call.service.time.now())
  )
    throw refuse(404, 800008, 'The cart was not found.')
  return row
}

function update(call: Call): Answer {
  const row = rowOf(call)
  if (row.result !== null) throw refuse(400, 800065, 'The cart was submitted already.')
  const saved: CartRow = { ...row, lines: linesFrom(call), modifiedAt: call.service.time.now() }
  call.service.store.put('carts', cartKey(saved), saved)
  return { status: 201, body: cartBody(call.service, saved) }
}

/** Each order group succeeds or fails by itself; repeating gives the first answer again. */
function checkout(call: Call): Answer {
  const row = rowOf(call)
  if (row.result !== null) return { status: row.result.status, body: row.result.body }
  needAgreement(call.service, row.partner, row.customer)
  const orders: OrderRow[] = []
  const orderErrors: unknown[] = []
  for (const group of new Set(row.lines.map(line => line.orderGroup))) {
    const outcome = buyGroup(
      call,
      row,
      row.lines.filter(line => line.orderGroup === group),
    )
    if (outcome instanceof Refusal)
      orderErrors.push({ orderGroupId: group, ...codeOf(outcome), attributes: { objectType: 'OrderError' } })
    else orders.push(...outcome)
  }
  const body = {
    orders: orders.map(order => orderBody(call.service, order)),
    ...(orderErrors.length > 0 && { orderErrors }),
    attributes: { objectType: 'CartCheckoutResult' },
  }
  call.service.store.put('carts', cartKey(row), { ...row, result: { status: 201, body } })
  return { status: 201, body }
}

function codeOf(refused: Refusal): { readonly code: number; readonly description: string } {
  const code =
    typeof refused.body === 'object' && refused.body !== null && 'code' in refused.body
      ? Number(refused.body.code)
      : 800002
  return { code, description: describe(refused) }
}

function buyGroup(call: Call, cart: CartRow, lines: readonly CartLine[]): readonly OrderRow[] | Refusal {
  const resolved = []
  for (const line of lines) {
    const item = resolveLine(call.service, call.caller.partner, customerOf(call), line)
    if (item instanceof Refusal) return item
    const refused = line.baseLine === null ? checkBase(call.service, cart.partner, item, line.parent) : null
    if (refused !== null) return refused
    resolved.push({ line, item })
  }
  const id =
    resolved[0]?.item.commerce === 'nce'
      ? call.service.newId('order').replaceAll('-', '').slice(0, 12)
      : call.service.newId('order').toUpperCase()
  const made = new Map<number, SubscriptionRow>()
  for (const { line, item } of resolved) {
    const base = line.baseLine === null ? line.parent : (made.get(line.baseLine)?.id ?? null)
    made.set(
      line.id,
      createSubscription(call.service, {
        partner: cart.partner,
        customer: cart.customer,
        resolved: item,
        line,
        orderId: id,
        parent: base,
        acquired: 'cart',
      }),
    )
  }
  const bought = [...made.values()]
  const order = newOrder(call.service, {
    id,
    partner: cart.partner,
    customer: cart.customer,
    billing: lines[0]?.billing ?? 'monthly',
    legacy: resolved[0]?.item.commerce !== 'nce',
    lines: bought.map((row, number) => ({
      number,
      offerId: row.offerId,
      subscription: row.id,
      parent: row.parent,
      seats: row.seats,
      friendlyName: row.friendlyName,
      term: row.term,
    })),
  })
  note(call, order, 'create_order')
  return [order]
}

export const cartRoutes: readonly Route[] = [
  { method: 'POST', path: '/customers/:customer/carts', family: 'order', write: true, handle: create },
  {
    method: 'GET',
    path: '/customers/:customer/carts/:cart',
    family: 'order',
    handle: call => ok(cartBody(call.service, rowOf(call))),
  },
  { method: 'PUT', path: '/customers/:customer/carts/:cart', family: 'order', write: true, handle: update },
  {
    method: 'POST',
    path: '/customers/:customer/carts/:cart/checkout',
    family: 'order',
    write: true,
    handle: checkout,
  },
]
