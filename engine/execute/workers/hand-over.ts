/** Hands an apply to workers once everything before the first write was judged: what is begun here is what one process would begin. */
import { isComplete } from '../../journal/fold.ts'
import type { ActionId } from '../../model/ids.ts'
import { isSent } from '../../plan/action.ts'
import type { Clock } from '../../ports.ts'
import type { RunFacts } from '../carry-out.ts'
import { lockNamesOf } from '../locks.ts'
import { actionsOfCustomer } from '../of-customer.ts'
import { partsOf, waveGatesOf } from './parts.ts'
import type { SharedApplies } from './port.ts'
import { judgeWaveGate } from './wave-gates.ts'

export interface HandOver {
  readonly shared: SharedApplies
  readonly clock: Clock
  readonly who: string
  /** Before the names of its locks. */
  readonly lockPrefix: string
  readonly maxFailures: number | null
}

export interface HandedOver {
  readonly apply: string
  /** Of the actions that are sent, complete by now. */
  readonly alreadyDone: number
}

export async function handOver(
  { apply, plan, journal, records, moved }: RunFacts,
  { shared, clock, who, lockPrefix, maxFailures }: HandOver,
): Promise<HandedOver> {
  const parts = partsOf(plan).filter(({ customer }) =>
    actionsOfCustomer(plan, customer).some(({ id }) => !isComplete(records.get(id))),
  )
  const judged = new Set<ActionId>()
  for (const [id, gate] of waveGatesOf(plan)) {
    if (isComplete(records.get(id))) judged.add(id)
    else if (!parts.some(({ countsFor }) => countsFor.includes(id))) {
      // Nobody is left who would close the wave before it.
      const entry = judgeWaveGate(gate, records, clock.now())
      if (entry === null) continue
      await journal.append(entry)
      judged.add(id)
    }
  }
  await shared.begin({
    apply,
    plan,
    who,
    locks: lockNamesOf(plan).map(name => `${lockPrefix}${name}`),
    parts,
    moved,
    judged,
    maxFailures,
  })
  const { length: alreadyDone } = plan.actions.filter(
    action => isSent(action) && isComplete(records.get(action.id)),
  )
  return { apply, alreadyDone }
}
