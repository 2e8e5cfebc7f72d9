/** Finds what a purchase produced: in the order's lines, in the customer's list, or by asking the cart whether it was ordered. */
import { diagnose } from '../../../engine/diagnostic.ts'
import { subscriptionId } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import type { ActionOf, Evidence } from '../../../engine/plan/action.ts'
import type { Check } from '../../../engine/plan/check.ts'
import { isNewSubscription } from '../../../engine/plan/checks.ts'
import type { Attempt, Sighting } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import { isFailure } from '../client/errors/failure.ts'
import { listOf, numberOf, plainWord, property, textAt } from '../client/read-value.ts'
import { getCart } from '../client/resources/carts.ts'
import { getOrder } from '../client/resources/orders.ts'
import { listSubscriptions } from '../client/resources/subscriptions.ts'
import { until } from '../client/settle.ts'
import { codes } from '../codes.ts'
import { liveSubscription, productOf } from '../convert.ts'
import type { WireCart } from '../wire/cart.ts'
import { evidence } from './outcome.ts'

export interface Purchase {
  readonly action: ActionOf<'subscription.create'>
  readonly attempt: Attempt
}

export interface BoughtLine {
  /** null: not provisioned yet. */
  readonly subscription: string | null
}

/** Orders do not carry cart line ids: product, seats and name tell the line (Q28). */
export function lineOf(order: unknown, { action }: Purchase): BoughtLine | null {
  const lines = listOf(property(order, 'lineItems')).filter(
    line =>
      productOf(textAt(line, 'offerId') ?? '') === action.product &&
      numberOf(property(line, 'quantity')) === action.seats,
  )
  const named = lines.find(line => textAt(line, 'friendlyName') === action.name)
  const found = named ?? (lines.length === 1 ? lines[0] : undefined)
  return found === undefined ? null : { subscription: textAt(found, 'subscriptionId') || null }
}

/** Waits until the list has it; what is known already when it never shows: the gate looks again. */
export async function findBought(
  client: WriteClient,
  purchase: Purchase,
  known: Omit<Evidence, 'at'>,
): Promise<Omit<Evidence, 'at'>> {
  const settled = await until(client, {
    look: () => inList(client, purchase),
    isShown: found => found !== null,
  })
  return settled.last === null ? known : { ...known, ...settled.last }
}

async function inList(
  client: WriteClient,
  { action }: Purchase,
): Promise<Pick<Evidence, 'subscription' | 'order'> | null> {
  const proof = action.proves.find(
    (check): check is Extract<Check, { kind: 'new subscription lives' }> =>
      check.kind === 'new subscription lives',
  )
  if (proof === undefined) return null
  const list = await listSubscriptions(client, action.customer)
  const found = list
    .map(wire => liveSubscription(action.partner, action.customer, wire))
    .find((entry: LiveSubscription) => isNewSubscription(proof, entry))
  return found === undefined
    ? null
    : { subscription: found.id, ...(found.order !== null && { order: found.order }) }
}

/** A cart that was never noted was never checked out: the note is durable before the checkout leaves. */
export async function lookForCart(client: WriteClient, purchase: Purchase): Promise<Sighting> {
  const { action, attempt } = purchase
  const id = attempt.notes['cart']?.['id']
  if (id === undefined) return { kind: 'did not happen' }
  const cart = await cartOrNull(client, action.customer, id)
  const status = plainWord(textAt(cart, 'status') ?? '')
  if (status === 'ordered') {
    const known = await findBought(client, purchase, { cart: id })
    // Ordered in part, perhaps (E18): the order of this line failed. The same checkout under its own id is answered from
    // memory, and the answer tells which.
    if (known.subscription === undefined) return { kind: 'ask again' }
    return { kind: 'happened', evidence: evidence(client, known) }
  }
  const found = await inList(client, purchase)
  if (found !== null) return { kind: 'happened', evidence: evidence(client, { cart: id, ...found }) }
  // Gone after seven days: what it had ordered would be in the list by then.
  if (cart === null || status === 'active') return { kind: 'did not happen' }
  return {
    kind: 'cannot tell',
    because: diagnose(codes.UNREADABLE, {
      detail: `${action.partner}: the cart ${id} is ${textAt(cart, 'status') ?? 'without a status'}.`,
      correlationId: attempt.correlationId,
    }),
  }
}

async function cartOrNull(client: WriteClient, customer: string, id: string): Promise<WireCart | null> {
  try {
    return await getCart(client, customer, id)
  } catch (error) {
    // A 404 of somebody else says nothing about the cart.
    if (isFailure(error, '800008')) return null
    throw error
  }
}

/** A legacy add-on is a line of its base's order, or an add-on of that base in the list. */
export async function lookForLine(
  client: WriteClient,
  purchase: Purchase,
  base: { readonly order: string | null },
): Promise<Sighting> {
  const { customer } = purchase.action
  const order = base.order === null ? null : await getOrder(client, customer, base.order)
  const line = order === null ? null : lineOf(order, purchase)
  const isKnown = (id: string) =>
    purchase.action.proves.some(
      check => check.kind === 'new subscription lives' && check.notAmong.includes(subscriptionId(id)),
    )
  const isNew = line !== null && !(line.subscription && isKnown(line.subscription))
  const found =
    isNew && line.subscription
      ? { subscription: subscriptionId(line.subscription) }
      : await inList(client, purchase)
  if (found === null && !isNew) return { kind: 'did not happen' }
  return {
    kind: 'happened',
    evidence: evidence(client, { ...(base.order !== null && { order: base.order }), ...found }),
  }
}
