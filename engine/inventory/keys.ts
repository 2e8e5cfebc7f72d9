/** Readable handles for live subscriptions: from the name people gave it, else from its product. */
import { slug } from '../documents/slug.ts'
import type { LiveSubscription } from '../model/live.ts'

/**
 * A key per subscription, in the order given; none is one of `taken`. Of several with one name the product tells them apart, and
 * where that does not either, a number in the order of their ids.
 */
export function keysFor(
  subscriptions: readonly LiveSubscription[],
  taken: ReadonlySet<string> = new Set(),
): readonly string[] {
  const plainKeys = subscriptions.map(entry => plainKeyOf(entry))
  const used = new Set(taken)
  return subscriptions.map((entry, position) => {
    const plain = plainKeys[position] ?? ''
    const isShared = plainKeys.filter(other => other === plain).length > 1
    const product = slug(entry.productName)
    const base = isShared && product !== '' && product !== plain ? `${plain}-${product}` : plain
    let key = base
    for (let number = 2; used.has(key); number += 1) key = `${base}-${number}`
    used.add(key)
    return key
  })
}

function plainKeyOf(entry: LiveSubscription): string {
  return slug(entry.name) || slug(entry.productName) || slug(entry.product) || 'subscription'
}

/** A name that people chose; the service names a subscription after its product otherwise. */
export function chosenName(entry: LiveSubscription): string | null {
  const name = entry.name.trim()
  return name === '' || name === entry.productName ? null : name
}
