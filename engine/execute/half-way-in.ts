import { foldJournal } from '../journal/fold.ts'
import { halfWayPurchases } from '../journal/half-way-purchases.ts'
import type { HalfWayPurchase } from '../plan/move/half-way-purchase.ts'
import type { JournalStore } from '../ports.ts'

/** Bought by the applies of a store that are not finished; a damaged journal tells of nothing. */
export async function halfWayIn(store: JournalStore): Promise<readonly HalfWayPurchase[]> {
  const found: HalfWayPurchase[] = []
  for (const { apply, finished, damaged } of await store.list()) {
    if (finished || damaged !== undefined) continue
    const state = foldJournal(await store.read(apply))
    if (state !== null) found.push(...halfWayPurchases(state))
  }
  return found
}
