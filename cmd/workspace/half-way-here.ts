/** What unfinished applies of this workspace have bought, for a plan that hangs on it (T17). */
import { purchasesElsewhere } from '../../engine/execute/actions/purchases-elsewhere.ts'
import { halfWayIn } from '../../engine/execute/half-way-in.ts'
import { indexActual } from '../../engine/model/actual-index.ts'
import type { Actual } from '../../engine/model/live.ts'
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

/** What may have been bought already and does not show: a plan that buys it again is refused by `apply` until it does. */
export async function tellUnfinished(
  plan: Plan,
  actual: Actual,
  { shell, ...site }: Site & { readonly shell: Shell; readonly journal?: JournalStore },
): Promise<void> {
  const { clock, reader } = site.tenants
  if (!plan.actions.some(({ kind }) => kind === 'subscription.create')) return
  try {
    const store = site.journal ?? journalHere(site, shell)
    const here = { store, reader, performers: null, index: indexActual(actual), now: clock.now() }
    const found = await purchasesElsewhere(plan, new Map(), here)
    tell(
      shell,
      found.map(({ because }) => ({ ...because, severity: 'warning' })),
    )
  } catch (error) {
    // The plan is right all the same; `apply` needs the journal, and says what is wrong with it.
    if (!(error instanceof Trouble)) throw error
  }
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
