/** Which customers and which rows of an inventory somebody asked for. */
import type { LiveSubscription } from '../model/live.ts'
import type { AccountInventory, InventoryCustomer } from './inventory.ts'

export interface TableFilter {
  /** Tenant ids, domains or names, lower case; empty: all. */
  readonly customers: readonly string[]
  /** Words of the last or the status column, lower case; empty: all. */
  readonly statuses: readonly string[]
}

/** What the status column of a table can say, as far as it is known. */
export const statusWords = {
  customers: ['active', 'suspended', 'empty', 'retired', 'unknown'],
  subscriptions: ['active', 'suspended', 'expired', 'disabled', 'deleted', 'pending', 'none'],
  'azure-handoff': ['ready', 'active in both', 'moved', 'over', 'not accepted', 'unknown'],
  admin: [
    'active',
    'activating',
    'approvalPending',
    'approved',
    'created',
    'expired',
    'expiring',
    'terminated',
    'terminating',
    'terminationRequested',
    'none',
    'unknown',
  ],
} as const

export function entriesOf(
  accounts: readonly AccountInventory[],
  filter: TableFilter,
): readonly InventoryCustomer[] {
  return accounts.flatMap(({ customers }) =>
    (customers.kind === 'present' ? customers.value : []).filter(
      ({ row }) =>
        filter.customers.length === 0 ||
        [row.tenant, row.domain, row.name].some(word => filter.customers.includes(word.toLowerCase())),
    ),
  )
}

/** Words of the filter by which no customer of these accounts goes. */
export function unmatchedWords(
  accounts: readonly AccountInventory[],
  { customers }: TableFilter,
): readonly string[] {
  return customers.filter(word => entriesOf(accounts, { customers: [word], statuses: [] }).length === 0)
}

/** None where they could not be read, which whoever read them has said. */
export function subscriptionsOf({ subscriptions }: InventoryCustomer): readonly LiveSubscription[] {
  return subscriptions.kind === 'present' ? subscriptions.value : []
}

export function isWanted({ statuses }: TableFilter, status: string): boolean {
  return statuses.length === 0 || statuses.includes(status.toLowerCase())
}
