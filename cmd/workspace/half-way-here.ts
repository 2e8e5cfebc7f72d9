/** What unfinished applies of this workspace have bought, for a plan that hangs on it (T17). */
import { foldJournal } from '../../engine/journal/fold.ts'
import { halfWayPurchases } from '../../engine/journal/half-way-purchases.ts'
import type { HalfWayPurchase } from '../../engine/plan/move/half-way-purchase.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { tell } from '../answer.ts'
import type { Shell } from '../shell.ts'
import { journalHere } from './journal-store.ts'
import type { Site } from './with-workspace.ts'

/** Whether something that is off may have been moved before, and stops a customer by it. */
export function hangsOnEarlierMoves({ customers }: Plan): boolean {
  return customers.some(({ seats }) =>
    seats.some(({ verdict, movedBefore }) => verdict === 'fewer' && movedBefore !== undefined),
  )
}

/** A journal that cannot be read proves nothing: the customers stay as they were planned, and the reader is told. */
export async function halfWayHere(
  site: Site,
  { shell, journal }: { readonly shell: Shell; readonly journal: JournalStore | undefined },
): Promise<readonly HalfWayPurchase[]> {
  try {
    return await unfinishedIn(journal ?? journalHere(site, shell))
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    tell(
      shell,
      error.diagnostics.map(entry => ({ ...entry, severity: 'warning' })),
    )
    return []
  }
}

async function unfinishedIn(store: JournalStore): Promise<readonly HalfWayPurchase[]> {
  const found: HalfWayPurchase[] = []
  for (const { apply, finished, damaged } of await store.list()) {
    if (finished || damaged !== undefined) continue
    const state = foldJournal(await store.read(apply))
    if (state !== null) found.push(...halfWayPurchases(state))
  }
  return found
}
