/** Licences of a customer's directory in made-up worlds: a legacy offer and its new-commerce twin share one. */
import type { ProductKey } from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import { mail, mailNce } from './builders/index.ts'

export function licenceOf(product: ProductKey): string {
  return `licence of ${product === mailNce ? mail : product}`
}

/** Seats of a licence that are active under any partner. */
export function enabledIn(live: readonly LiveSubscription[], licence: string): number {
  let enabled = 0
  for (const entry of live)
    if (entry.status === 'active' && entry.kind === 'licence' && licenceOf(entry.product) === licence)
      enabled += entry.seats ?? 0
  return enabled
}
