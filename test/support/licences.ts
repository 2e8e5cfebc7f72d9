/** Licences of a customer's directory in made-up worlds: a legacy offer and its new-commerce twin share one. */
import { type ProductKey, seats } from '../../engine/model/ids.ts'
import type { CustomerActual, LiveSubscription } from '../../engine/model/live.ts'
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

/** The directory counts what is active, whoever sold it. */
export function withPools(customers: readonly CustomerActual[]): readonly CustomerActual[] {
  return customers.map(entry => {
    if (entry.licences.kind !== 'present') return entry
    const live = customers
      .filter(other => other.tenant === entry.tenant)
      .flatMap(other => (other.subscriptions.kind === 'present' ? other.subscriptions.value : []))
    const pools = entry.licences.value.map(pool => ({
      ...pool,
      enabled: seats(enabledIn(live, pool.licence)),
    }))
    return { ...entry, licences: { kind: 'present', value: pools } }
  })
}
