/** The name people know a product by: the target's catalogue, else what a living subscription calls it, else its id. */

import type { ActualIndex } from '../model/actual-index.ts'
import type { DeclaredPartner } from '../model/desired.ts'
import type { ProductKey } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'

export interface NameFacts {
  readonly partner: DeclaredPartner
  readonly index: ActualIndex
  readonly subscriptions: readonly LiveSubscription[]
}

export function productNames({ partner, index, subscriptions }: NameFacts): (product: ProductKey) => string {
  return product => {
    for (const market of [...partner.markets].sort()) {
      const read = index.item(partner.name, market, product)
      if (read.kind === 'present') return read.value.name
    }
    const called = subscriptions.filter(entry => entry.product === product).map(entry => entry.productName)
    return called.sort()[0] ?? product
  }
}
