/** The inventory as tables: customers, and subscriptions. */
import { dayOf, type PartnerName } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { renewalOf } from '../model/renewal.ts'
import { column, type DataTable } from '../tables/table.ts'
import type { AccountInventory } from './inventory.ts'
import { entriesOf, isWanted, subscriptionsOf, type TableFilter } from './table-filter.ts'

/** `retired`: accounts whose day has passed. Customers stay listed there for good (S9), which is no work left over. */
export function customersTable(
  accounts: readonly AccountInventory[],
  filter: TableFilter,
  retired: ReadonlySet<PartnerName> = new Set(),
): DataTable {
  const rows = entriesOf(accounts, filter).flatMap(entry => {
    const living = subscriptionsOf(entry).filter(isLiving)
    const active = living.filter(one => one.status === 'active')
    const seats = active.reduce((sum, one) => sum + (one.kind === 'licence' ? (one.seats ?? 0) : 0), 0)
    const idle = retired.has(entry.row.partner) ? 'retired' : living.length > 0 ? 'suspended' : 'empty'
    const status = active.length > 0 ? 'active' : idle
    const known = entry.subscriptions.kind === 'present' ? status : 'unknown'
    if (!isWanted(filter, known)) return []
    const { partner, tenant, name, domain } = entry.row
    const country = entry.details.kind === 'present' ? entry.details.value.country : null
    const counts = known === 'unknown' ? [null, null, null] : [living.length, active.length, seats]
    return [[partner, tenant, name, domain, country, ...counts, known]]
  })
  return {
    name: 'customers',
    columns: [
      column('partner'),
      column('tenant id'),
      column('company name'),
      column('domain'),
      column('country'),
      column('subscriptions', 'number'),
      column('active', 'number'),
      column('active seats', 'number'),
      column('status'),
    ],
    rows,
  }
}

export function subscriptionsTable(accounts: readonly AccountInventory[], filter: TableFilter): DataTable {
  const rows = entriesOf(accounts, filter).flatMap(({ row, ...entry }) =>
    subscriptionsOf({ row, ...entry })
      .filter(one => isWanted(filter, one.status))
      .map(one => [
        one.partner,
        row.tenant,
        row.name,
        row.domain,
        one.id,
        one.name,
        one.product,
        one.productName,
        one.kind,
        one.commerce,
        one.status,
        one.seats,
        one.term,
        one.billing,
        one.trial ? 'yes' : 'no',
        one.commerce === 'nce' ? endOfTerm(one) : null,
        one.nextTerm?.seats ?? null,
        one.nextTerm?.product ?? null,
        one.nextTerm?.term ?? null,
        one.nextTerm?.billing ?? null,
        one.nextTerm?.endsOn ?? null,
        one.nextTerm?.promotion ?? null,
        day(one.boughtAt),
        day(one.termEndsAt),
        day(one.chargedUntil),
        one.cancellableUntil,
        one.parent,
        one.order,
        one.partnerOfRecord,
      ]),
  )
  return {
    name: 'subscriptions',
    columns: [
      column('partner'),
      column('tenant id'),
      column('company name'),
      column('domain'),
      column('subscription id'),
      column('subscription'),
      column('product'),
      column('product name'),
      column('kind'),
      column('commerce'),
      column('status'),
      column('seats', 'number'),
      column('term'),
      column('billing'),
      column('trial'),
      column('end of term'),
      column('seats of next term', 'number'),
      column('product of next term'),
      column('term of next term'),
      column('billing of next term'),
      column('next term ends', 'day'),
      column('promotion of next term'),
      column('bought', 'day'),
      column('term ends', 'day'),
      column('charged until', 'day'),
      column('cancellable until', 'instant'),
      column('base subscription'),
      column('order'),
      column('partner of record'),
    ],
    rows,
  }
}

function day(at: LiveSubscription['boughtAt']): string | null {
  return at === null ? null : dayOf(at)
}

function endOfTerm(live: LiveSubscription): string {
  return endsOfTerm[renewalOf(live).kind]
}

const endsOfTerm = {
  renews: 'renew',
  cancels: 'cancel',
  extends: 'extend',
  lapses: 'not renewed',
  unknown: 'unknown',
} as const
