/** What unfinished applies of this workspace have bought, for a plan that hangs on it (T17). */
import { halfWayIn } from '../../engine/execute/half-way-in.ts'
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

/** Whether somebody is moved: an account that shows nothing of a customer may have left it half-way (T27). */
export function movesSomebody({ customers }: Plan): boolean {
  return customers.some(({ consolidation }) => consolidation !== null)
}

/** A journal that cannot be read proves nothing: the customers stay as they were planned. `isTold`: the reader hears of it. */
export async function halfWayHere(
  site: Site,
  {
    shell,
    journal,
    isTold,
  }: { readonly shell: Shell; readonly journal?: JournalStore | undefined; readonly isTold: boolean },
): Promise<readonly HalfWayPurchase[]> {
  try {
    return await halfWayIn(journal ?? journalHere(site, shell))
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    if (isTold)
      tell(
        shell,
        error.diagnostics.map(entry => ({ ...entry, severity: 'warning' })),
      )
    return []
  }
}
