/** Orders in our words (facts 10, read 2026-11-30). */
import { subscriptionId } from '../../engine/model/ids.ts'
import type { PlacedOrder } from '../../engine/model/live.ts'
import { instantOf } from '../../engine/time/instant-of.ts'
import { idOf, listOf, plainWord, property, textAt } from './client/read-value.ts'
import { productOf } from './convert.ts'
import type { WireOrder } from './wire/order.ts'

/** Nothing is provisioned any more; a word that nobody knows is none of these. */
const over = new Set(['cancelled', 'canceled', 'poreviewrejected', 'error'])

export function placedOrder(wire: WireOrder): PlacedOrder {
  return {
    id: idOf(wire),
    isOver: over.has(plainWord(textAt(wire, 'status') ?? '')),
    placedAt: instantOf(wire.creationDate),
    lines: listOf(property(wire, 'lineItems')).map(line => {
      const made = textAt(line, 'subscriptionId')
      return {
        product: productOf(textAt(line, 'offerId') ?? ''),
        subscription: made ? subscriptionId(made) : null,
      }
    }),
  }
}
