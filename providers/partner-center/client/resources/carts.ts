/** Carts (facts 11, read 2026-11-23). A cart with errors is created all the same, and a checkout can succeed in part. */

import { settling } from '../../limits.ts'
import type { WireCart, WireCartRequest, WireCheckoutResult } from '../../wire/cart.ts'
import type { ReadClient, WriteClient, WriteIds } from '../client.ts'
import { isFailure } from '../errors/failure.ts'
import { listOf, property, textAt } from '../read-value.ts'
import { anyResource, named, resource } from '../resource.ts'
import { nowMs, rested } from '../rest.ts'

export async function createCart(
  client: WriteClient,
  ids: WriteIds,
  { customer, cart }: { readonly customer: string; readonly cart: WireCartRequest },
): Promise<WireCart> {
  const answer = await client.write('carts.create', ids, {
    path: { customer },
    body: { kind: 'json', value: cart },
  })
  return resource(client, 'carts.create', answer)
}

export async function getCart(client: ReadClient, customer: string, cart: string): Promise<WireCart> {
  const answer = await client.read('carts.get', { path: { customer, cart } })
  return named(client, 'carts.get', { answer, asked: cart })
}

/** `10001 (CatalogItemIdIsNotValid …)` for every line in trouble, add-ons included. */
export function lineErrors(cart: WireCart): readonly string[] {
  return listOf(cart.lineItems).flatMap(errorsOf)
}

function errorsOf(line: unknown): readonly string[] {
  const below = listOf(property(line, 'addonItems')).flatMap(errorsOf)
  const error = property(line, 'error')
  const code = textAt(error, 'errorCode')
  if (code === null || code === '0') return below
  const words = textAt(error, 'errorDescription') ?? 'no description'
  return [`line ${textAt(line, 'id') ?? 'without a number'}: ${code} (${words})`, ...below]
}

export type Checkout =
  | { readonly kind: 'ordered'; readonly result: WireCheckoutResult }
  /** It was checked out before, and the answer is lost: the order must be looked for. */
  | { readonly kind: 'was ordered' }

/**
 * Buys. A repeat gives the first result [2026], or 400/800065; while it runs, 409/800064: then we wait and ask again, each round
 * with an id of its own. A 409 is a settled answer, which its id would be given for ever (facts 4.1, E8).
 */
export async function checkoutCart(
  client: WriteClient,
  idsOf: (round: number) => WriteIds,
  { customer, cart }: { readonly customer: string; readonly cart: string },
): Promise<Checkout> {
  const beganMs = nowMs(client)
  let pauseMs: number = settling.firstPauseMs
  for (let round = 0; ; round += 1) {
    try {
      const answer = await client.write('carts.checkout', idsOf(round), { path: { customer, cart } })
      return { kind: 'ordered', result: anyResource(client, 'carts.checkout', answer) }
    } catch (error) {
      if (isFailure(error, '800065')) return { kind: 'was ordered' }
      const isOver = nowMs(client) - beganMs >= settling.deadlineMs
      if (!isFailure(error, '800064', '800060') || isOver) throw error
      if (!(await rested(client, pauseMs, 'settling'))) throw error
    }
    pauseMs = Math.min(pauseMs * 2, settling.longestPauseMs)
  }
}
