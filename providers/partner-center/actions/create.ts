/**
 * `subscription.create`: the item is looked up again (T13), then one cart with one line is checked out (decision 0002). An add-on of a
 * legacy base is bought on the order of its base instead. The cart's id is noted before the checkout leaves; after a crash the cart says
 * whether it was ordered.
 */
import { diagnose } from '../../../engine/diagnostic.ts'
import { subscriptionId } from '../../../engine/model/ids.ts'
import type { Evidence } from '../../../engine/plan/action.ts'
import type { Outcome, Perform } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import { patiently } from '../client/patience.ts'
import { idOf, listOf, textAt } from '../client/read-value.ts'
import { checkoutCart, createCart, lineErrors } from '../client/resources/carts.ts'
import { findAvailabilities } from '../client/resources/catalog.ts'
import { addToOrder } from '../client/resources/orders.ts'
import { codes } from '../codes.ts'
import { orderableId } from '../convert-catalogue.ts'
import type { ClientOf } from '../reader.ts'
import type { WireCheckoutResult } from '../wire/cart.ts'
import { type Base, baseOf } from './base.ts'
import { clientFor } from './client-for.ts'
import { findBought, lineOf, lookForCart, lookForLine, type Purchase } from './find-bought.ts'
import { evidence, idsOf, looking, performing, refused } from './outcome.ts'

export function creating(clientOf: ClientOf<WriteClient>): Perform<'subscription.create'> {
  return {
    perform: (action, attempt) =>
      performing(clientOf, async clients => {
        const client = clientFor(clients, action.partner)
        if (!client.ok) return refused(client.because)
        const purchase: Purchase = { action, attempt }
        const base = await baseOf(client.value, purchase)
        if (base.kind === 'unknown') return refused(base.because)
        return isLegacyAddOn(purchase, base)
          ? buyOnOrder(client.value, purchase, base)
          : buyByCart(client.value, purchase, base)
      }),
    look: (action, attempt) =>
      looking(async () => {
        const client = clientFor(clientOf, action.partner)
        if (!client.ok) return { kind: 'cannot tell', because: client.because }
        const purchase: Purchase = { action, attempt }
        const base = await baseOf(client.value, purchase)
        if (base.kind === 'unknown') return { kind: 'cannot tell', because: base.because }
        return isLegacyAddOn(purchase, base)
          ? lookForLine(client.value, purchase, base)
          : lookForCart(client.value, purchase)
      }),
  }
}

type KnownBase = Extract<Base, { kind: 'base' }>

function isLegacyAddOn({ action }: Purchase, base: Base): base is KnownBase {
  return base.kind === 'base' && !action.product.includes(':')
}

async function buyByCart(client: WriteClient, purchase: Purchase, base: Base): Promise<Outcome> {
  const { action, attempt } = purchase
  const cart = attempt.notes['cart']?.['id'] ?? (await newCart(client, purchase, base))
  if (typeof cart !== 'string') return cart
  const checkout = await checkoutCart(
    client,
    round => idsOf(attempt, round === 0 ? null : `again-${round}`),
    { customer: action.customer, cart },
  )
  if (checkout.kind === 'was ordered') return bought(client, purchase, { cart })
  const [failed] = listOf(checkout.result.orderErrors)
  const order = orderIn(checkout.result, purchase)
  if (order === null && failed !== undefined)
    return refused(
      diagnose(codes.REFUSED, {
        detail: `${action.partner}: the order group ${textAt(failed, 'orderGroupId') ?? ''} failed with ${textAt(failed, 'code') ?? 'no code'} ("${textAt(failed, 'description') ?? ''}").`,
        correlationId: attempt.correlationId,
      }),
    )
  return bought(client, purchase, { cart, ...(order !== null && evidenceIn(order, purchase)) })
}

/** The new cart's id; or how it ended, when there is nothing to check out. */
async function newCart(
  client: WriteClient,
  { action, attempt }: Purchase,
  base: Base,
): Promise<string | Outcome> {
  const { customer, partner, product, term, billing, market } = action
  const [productId = '', sku] = product.split(':')
  const item =
    sku === undefined
      ? product
      : orderableId(await findAvailabilities(client, { product: productId, sku, country: market }), {
          product,
          term,
          billing,
        })
  if (item === null)
    return refused(
      diagnose(codes.NOT_SOLD_NOW, {
        detail: `${partner}: ${product} is not for sale in ${market} as ${term ?? 'legacy'} ${billing}.`,
        correlationId: attempt.correlationId,
      }),
    )
  const cart = await createCart(client, idsOf(attempt, 'cart'), {
    customer,
    cart: {
      // Only what names a partner on record is attested for; without one there is nothing to attest.
      ...(action.partnerOfRecord !== undefined && { partnerOnRecordAttestationAccepted: true }),
      lineItems: [
        {
          id: 0,
          catalogItemId: item,
          quantity: action.seats,
          billingCycle: billing,
          ...(term !== null && { termDuration: term }),
          ...(action.endsOn !== undefined && { customTermEndDate: `${action.endsOn}T00:00:00Z` }),
          friendlyName: action.name,
          ...(action.partnerOfRecord !== undefined && {
            participants: [{ key: 'transaction_reseller', value: action.partnerOfRecord }],
          }),
          ...(base.kind === 'base' && { provisioningContext: { ParentSubscriptionId: base.subscription } }),
        },
      ],
    },
  })
  const errors = lineErrors(cart)
  if (errors.length > 0)
    return refused(
      diagnose(codes.CART_LINE, {
        detail: `${partner}: ${errors.join('; ')}.`,
        correlationId: attempt.correlationId,
      }),
    )
  const id = idOf(cart)
  await attempt.note('cart', { id })
  return id
}

async function buyOnOrder(client: WriteClient, purchase: Purchase, base: KnownBase): Promise<Outcome> {
  const { action, attempt } = purchase
  if (base.order === null)
    return refused(
      diagnose(codes.NO_BASE, {
        detail: `${action.partner}: the order of the base ${base.subscription} is not known, and a legacy add-on is bought on it.`,
        correlationId: attempt.correlationId,
      }),
    )
  const { customer, product, seats, name } = action
  const addOn = { customer, order: base.order, offer: product, parent: base.subscription, seats, name }
  const order = await patiently(client, round =>
    addToOrder(client, idsOf(attempt, round === 0 ? null : `again-${round}`), addOn),
  )
  return bought(client, purchase, evidenceIn(order, purchase))
}

/**
 * It is ordered. A subscription that is not provisioned yet is not waited for: the gate looks for all of a customer's at once, and
 * waiting for each in turn could cost the day. Only when not even the order is known is it looked for here.
 */
async function bought(
  client: WriteClient,
  purchase: Purchase,
  known: Omit<Evidence, 'at'>,
): Promise<Outcome> {
  const isKnown = known.subscription !== undefined || known.order !== undefined
  return {
    kind: 'done',
    evidence: evidence(client, isKnown ? known : await findBought(client, purchase, known)),
  }
}

function orderIn(result: WireCheckoutResult, purchase: Purchase): unknown {
  const orders = listOf(result.orders)
  return orders.find(order => lineOf(order, purchase) !== null) ?? orders[0] ?? null
}

function evidenceIn(order: unknown, purchase: Purchase): Omit<Evidence, 'at'> {
  const found = lineOf(order, purchase)?.subscription
  const id = textAt(order, 'id')
  return {
    ...(id ? { order: id } : {}),
    ...(found ? { subscription: subscriptionId(found) } : {}),
  }
}
