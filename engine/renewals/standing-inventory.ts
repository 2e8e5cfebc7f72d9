/** What the accounts show, with every row as the product that it stands for. */
import type { AccountInventory } from '../inventory/inventory.ts'
import type { Desired } from '../model/desired.ts'
import { standingIn } from '../model/stands-for.ts'

export function standingInventory(
  accounts: readonly AccountInventory[],
  desired: Pick<Desired, 'customers' | 'consolidations' | 'partners'>,
): readonly AccountInventory[] {
  const shown = accounts.flatMap(({ customers }) =>
    customers.kind === 'present'
      ? customers.value.map(({ row, subscriptions }) => ({ tenant: row.tenant, subscriptions }))
      : [],
  )
  const standsFor = standingIn(shown, desired)
  return accounts.map(({ partner, customers }) => ({
    partner,
    customers:
      customers.kind === 'present'
        ? {
            kind: 'present',
            value: customers.value.map(entry => {
              const { subscriptions } = standsFor({ tenant: entry.row.tenant, ...entry })
              return { ...entry, subscriptions }
            }),
          }
        : customers,
  }))
}
