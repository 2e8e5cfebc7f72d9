/** What is worth asking, judged from what was read so far. Asking too much is slow; too little would show as `not read`. */
import { fieldChanges } from '../diff/fields.ts'
import type { Desired } from '../model/desired.ts'
import type { CatalogueActual, CustomerActual } from '../model/live.ts'
import { bind } from '../plan/bind.ts'
import { isOff } from '../plan/off.ts'
import type { ScopedCustomer } from '../plan/scope.ts'
import { marketOf } from '../plan/sellable.ts'

export interface Seen {
  readonly target: CustomerActual
  readonly sources: readonly CustomerActual[]
}

/** Something declared is missing or different, or a source still runs. */
export function mayBeWritten({ customer, written }: ScopedCustomer, { target, sources }: Seen): boolean {
  if (!written) return false
  if (target.subscriptions.kind !== 'present') return true
  const { bound, unbound, findings } = bind(customer, target.subscriptions.value)
  if (unbound.length + findings.length > 0) return true
  for (const declared of customer.subscriptions) {
    const living = bound.get(declared.key)
    if (living !== undefined && fieldChanges(declared, living).length > 0) return true
  }
  return sources.some(
    ({ subscriptions }) =>
      subscriptions.kind !== 'present' ||
      subscriptions.value.some(entry => entry.kind !== 'azure' && !isOff(entry.status)),
  )
}

/** Licences are read for seats that go down under a policy that wants to know how many are in use. */
export function needsLicences(
  desired: Desired,
  { customer }: ScopedCustomer,
  target: CustomerActual,
): boolean {
  const isWanted = desired.policies.some(rule =>
    rule.limits.some(limit => limit.kind === 'decreaseBelowConsumed'),
  )
  if (!isWanted || target.subscriptions.kind !== 'present') return false
  const { bound } = bind(customer, target.subscriptions.value)
  return customer.subscriptions.some(declared => {
    const living = bound.get(declared.key)
    return living !== undefined && living.seats !== null && declared.seats < living.seats
  })
}

/** Products that are declared and do not live yet, once per partner and market. */
export function itemsNeeded(
  scoped: readonly ScopedCustomer[],
  customers: readonly CustomerActual[],
): readonly Omit<CatalogueActual, 'item'>[] {
  const byAccount = new Map(customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const needed = new Map<string, Omit<CatalogueActual, 'item'>>()
  for (const { customer, partner } of scoped) {
    const seen = byAccount.get(`${partner.name}/${customer.tenant}`)
    if (seen?.customer.kind !== 'present' || seen.subscriptions.kind !== 'present') continue
    const market = marketOf(partner, seen.customer.value)
    if (market.kind !== 'known') continue
    for (const { product, state } of bind(customer, seen.subscriptions.value).unbound) {
      if (state !== 'active') continue
      const item = { partner: partner.name, market: market.country, product }
      needed.set(`${item.partner}/${item.market}/${item.product}`, item)
    }
  }
  return [...needed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}
