/** The inventory as tables: customers, subscriptions, and what Microsoft needs to move Azure usage. */
import type { DeclaredConsolidation } from '../model/desired.ts'
import { dayOf, type PartnerName } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import { isLiving } from '../plan/bind.ts'
import { column, type DataTable } from '../tables/table.ts'
import type { AccountInventory, InventoryCustomer } from './inventory.ts'

export interface TableFilter {
  /** Tenant ids, domains or names, lower case; empty: all. */
  readonly customers: readonly string[]
  /** Words of the last or the status column, lower case; empty: all. */
  readonly statuses: readonly string[]
}

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
        day(one.boughtAt),
        day(one.termEndsAt),
        day(one.chargedUntil),
        one.cancellableUntil,
        one.parent,
        one.order,
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
      column('bought', 'day'),
      column('term ends', 'day'),
      column('charged until', 'day'),
      column('cancellable until', 'instant'),
      column('base subscription'),
      column('order'),
    ],
    rows,
  }
}

/** Words of the filter by which no customer of these accounts goes. */
export function unmatchedWords(
  accounts: readonly AccountInventory[],
  { customers }: TableFilter,
): readonly string[] {
  return customers.filter(word => entriesOf(accounts, { customers: [word], statuses: [] }).length === 0)
}

/** One row per customer with Azure usage in a source: what Microsoft asks for, and where it stands (S7). */
export function azureHandoffTable(
  consolidations: readonly DeclaredConsolidation[],
  accounts: readonly AccountInventory[],
  filter: TableFilter,
): DataTable {
  const byName = new Map(accounts.map(entry => [entry.partner, entry]))
  const rows = consolidations.flatMap(({ name, from, to }) => {
    const target = byName.get(to)
    const sources = from.flatMap(source => byName.get(source) ?? [])
    const found = new Map<string, (string | null)[]>()
    for (const entry of entriesOf(sources, filter)) {
      const old = azureOf(entry)
      if (old.length === 0) continue
      const there = target === undefined ? undefined : customerIn(target, entry)
      const fresh = there === undefined ? [] : azureOf(there)
      const state = stateOf({ old, fresh, isAccepted: there !== undefined, target })
      if (!isWanted(filter, state)) continue
      found.set(`${entry.row.tenant}/${entry.row.partner}`, [
        name,
        entry.row.name,
        entry.row.tenant,
        entry.row.domain,
        entry.row.partner,
        to,
        idsOf(old),
        idsOf(fresh),
        state,
      ])
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  })
  return {
    name: 'azure-handoff',
    columns: [
      'consolidation',
      'company name',
      'tenant id',
      'domain',
      'from',
      'to',
      'azure subscriptions there',
      'azure subscriptions here',
      'state',
    ].map(name => column(name)),
    rows,
  }
}

interface Handoff {
  readonly old: readonly LiveSubscription[]
  readonly fresh: readonly LiveSubscription[]
  readonly isAccepted: boolean
  readonly target: AccountInventory | undefined
}

function stateOf({ old, fresh, isAccepted, target }: Handoff): string {
  if (target?.customers.kind !== 'present') return 'unknown'
  const isOld = old.some(entry => entry.status === 'active')
  const isFresh = fresh.some(entry => entry.status === 'active')
  if (isOld && isFresh) return 'active in both'
  if (isFresh) return 'moved'
  if (!isOld) return 'over'
  return isAccepted ? 'ready' : 'not accepted'
}

function customerIn(
  { customers }: AccountInventory,
  { row }: InventoryCustomer,
): InventoryCustomer | undefined {
  return customers.kind === 'present'
    ? customers.value.find(entry => entry.row.tenant === row.tenant)
    : undefined
}

function azureOf(entry: InventoryCustomer): readonly LiveSubscription[] {
  return subscriptionsOf(entry).filter(one => one.kind === 'azure' && isLiving(one))
}

function idsOf(entries: readonly LiveSubscription[]): string | null {
  return entries.length === 0 ? null : entries.map(entry => `${entry.id} (${entry.status})`).join(' ')
}

function entriesOf(accounts: readonly AccountInventory[], filter: TableFilter): readonly InventoryCustomer[] {
  return accounts.flatMap(({ customers }) =>
    (customers.kind === 'present' ? customers.value : []).filter(
      ({ row }) =>
        filter.customers.length === 0 ||
        [row.tenant, row.domain, row.name].some(word => filter.customers.includes(word.toLowerCase())),
    ),
  )
}

function subscriptionsOf({ subscriptions }: InventoryCustomer): readonly LiveSubscription[] {
  return subscriptions.kind === 'present' ? subscriptions.value : []
}

function isWanted({ statuses }: TableFilter, status: string): boolean {
  return statuses.length === 0 || statuses.includes(status.toLowerCase())
}

function day(at: LiveSubscription['boughtAt']): string | null {
  return at === null ? null : dayOf(at)
}

function endOfTerm(live: LiveSubscription): string {
  if (live.cancelsAtTermEnd) return 'cancel'
  return live.autoRenew ? 'renew' : 'not renewed'
}
