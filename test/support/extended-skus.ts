/**
 * The SKU under which the service shows an extended service term. Worlds hold what every subscription is of, so that laws compare that; plans and applies
 * are given what the service would show.
 */
import { productKey } from '../../engine/model/ids.ts'
import type { Actual, LiveSubscription, Read } from '../../engine/model/live.ts'

export const extendedWords = ' (Extended Service Term)'

export function shownAs(live: LiveSubscription): LiveSubscription {
  const { product, productName } = live
  const isExtended = /:\d+$/.test(product) && productName.endsWith(extendedWords)
  return isExtended ? { ...live, product: productKey(`${product}EST`) } : live
}

export function shownIn(read: Read<readonly LiveSubscription[]>): Read<readonly LiveSubscription[]> {
  return read.kind === 'present' && read.value.some(live => shownAs(live) !== live)
    ? { kind: 'present', value: read.value.map(shownAs) }
    : read
}

export function shownByService(actual: Actual): Actual {
  const { beside } = actual
  const shown = <T extends { readonly subscriptions: Read<readonly LiveSubscription[]> }>(entry: T): T => ({
    ...entry,
    subscriptions: shownIn(entry.subscriptions),
  })
  return {
    ...actual,
    customers: actual.customers.map(shown),
    ...(beside !== undefined && { beside: beside.map(shown) }),
  }
}
