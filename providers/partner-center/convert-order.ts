/** Orders in our words (facts 10, read 2026-11-30). */
import { subscriptionId } from '../../engine/model/ids.ts'
import type { PlacedOrder } from '../../engine/model/live.ts'
import { instantOf } from '../../engine/time/instant-of.ts'
import { idOf, listOf, plainWord, property, textAt } from './client/read-value.ts'
import { productOf } from './convert.ts'
import type { WireOrder } from './wire/order.ts'

/** Nothing is provisioned any more. */
const over = new Set(['cancelled', 'canceled', 'poreviewrejected', 'error'])

/** Of a word that nobody knows something may still come. */
function stateOf(status: string): PlacedOrder['state'] {
  if (over.has(status)) return 'over'
  return status === 'completed' ? 'complete' : 'open'
}

export function placedOrder(wire: WireOrder): PlacedOrder {
  return {
    id: idOf(wire),
    state: stateOf(plainWord(textAt(wire, 'status') ?? '')),
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
