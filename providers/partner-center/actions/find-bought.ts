/** Finds what a purchase produced: in the order's lines, in the customer's list, or by asking the cart whether it was ordered. */
import { diagnose } from '../../../engine/diagnostic.ts'
import { subscriptionId } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { couldBeAnything, unreadableProduct } from '../../../engine/model/readable.ts'
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

/** Orders do not carry cart line ids: product, seats and name tell the line (Q28). What was there before is none of it. */
export function lineOf(order: unknown, purchase: Purchase): BoughtLine | null {
  const { action } = purchase
  const lines = newLines(order, purchase).filter(
    line => productIn(line) === action.product && numberOf(property(line, 'quantity')) === action.seats,
  )
  const named = lines.find(line => textAt(line, 'friendlyName') === action.name)
  const found = named ?? (lines.length === 1 ? lines[0] : undefined)
  return found === undefined ? null : { subscription: textAt(found, 'subscriptionId') || null }
}

const productIn = (line: unknown) => productOf(textAt(line, 'offerId') ?? '')
const isUnreadable = (line: unknown) => productIn(line) === unreadableProduct

function newLines(order: unknown, { action }: Purchase): readonly unknown[] {
  const isKnown = (id: string) =>
    action.proves.some(
      check => check.kind === 'new subscription lives' && check.notAmong.includes(subscriptionId(id)),
    )
  return listOf(property(order, 'lineItems')).filter(line => !isKnown(textAt(line, 'subscriptionId') ?? ''))
}

/** Waits until the list has it; what is known already when it never shows: the gate looks again. */
export async function findBought(
  client: WriteClient,
  purchase: Purchase,
  known: Omit<Evidence, 'at'>,
): Promise<Omit<Evidence, 'at'>> {
  const settled = await until(client, {
    look: () => inList(client, purchase),
    isShown: found => found.kind === 'found',
  })
  return settled.last.kind === 'found' ? { ...known, ...settled.last.evidence } : known
}

type InList =
  | { readonly kind: 'found'; readonly evidence: Pick<Evidence, 'subscription' | 'order'> }
  /** A row that was not there before, and of which it cannot be read what it is: it may be this very purchase (T31). */
  | { readonly kind: 'unreadable'; readonly subscription: string }
  | { readonly kind: 'nothing' }

async function inList(client: WriteClient, { action }: Purchase): Promise<InList> {
  const proof = action.proves.find(
    (check): check is Extract<Check, { kind: 'new subscription lives' }> =>
      check.kind === 'new subscription lives',
  )
  if (proof === undefined) return { kind: 'nothing' }
  const list = (await listSubscriptions(client, action.customer)).map(wire =>
    liveSubscription(action.partner, action.customer, wire),
  )
  const found = list.find((entry: LiveSubscription) => isNewSubscription(proof, entry))
  if (found !== undefined)
    return {
      kind: 'found',
      evidence: { subscription: found.id, ...(found.order !== null && { order: found.order }) },
    }
  const unreadable = list.find(entry => couldBeAnything(entry) && !proof.notAmong.includes(entry.id))
  return unreadable === undefined ? { kind: 'nothing' } : { kind: 'unreadable', subscription: unreadable.id }
}

function cannotTell({ action, attempt }: Purchase, what: string): Sighting {
  return {
    kind: 'cannot tell',
    because: diagnose(codes.UNREADABLE, {
      detail: `${action.partner}: ${what}.`,
      correlationId: attempt.correlationId,
    }),
  }
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
  if (found.kind === 'found')
    return { kind: 'happened', evidence: evidence(client, { cart: id, ...found.evidence }) }
  if (found.kind === 'unreadable') return cannotTell(purchase, mayBe(found.subscription))
  // Gone after seven days: what it had ordered would be in the list by then.
  if (cart === null || status === 'active') return { kind: 'did not happen' }
  return cannotTell(purchase, `the cart ${id} is ${textAt(cart, 'status') ?? 'without a status'}`)
}

const mayBe = (what: string) => `${what} is new, and may be this purchase: what it is cannot be read`

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
  const order = base.order === null ? null : await getOrder(client, purchase.action.customer, base.order)
  const ofOrder = base.order === null ? {} : { order: base.order }
  const line = order === null ? null : lineOf(order, purchase)
  if (line !== null && line.subscription !== null) {
    const subscription = subscriptionId(line.subscription)
    return { kind: 'happened', evidence: evidence(client, { ...ofOrder, subscription }) }
  }
  const found = await inList(client, purchase)
  if (found.kind === 'found' || line !== null) {
    const shown = found.kind === 'found' ? found.evidence : {}
    return { kind: 'happened', evidence: evidence(client, { ...ofOrder, ...shown }) }
  }
  if (found.kind === 'unreadable') return cannotTell(purchase, mayBe(found.subscription))
  return newLines(order, purchase).some(isUnreadable)
    ? cannotTell(purchase, mayBe(`a line of the order ${base.order ?? ''}`))
    : { kind: 'did not happen' }
}
