/** One action's turn: keep what holds, settle what is open, skip what cannot start, else carry it out. */
import type { SkipReason } from '../../journal/entry.ts'
import { isComplete } from '../../journal/fold.ts'
import { type Action, isSent, isWrite, type SentAction } from '../../plan/action.ts'
import { msBetween } from '../../time/utc-days.ts'
import { namesOf } from '../action-events.ts'
import { blameFor } from '../blame.ts'
import { customerOf, type Run, write } from '../run.ts'
import { stoppedByCircuit } from './circuit.ts'
import { runGate } from './run-gate.ts'
import { type Later, runWrite, settleOpen } from './run-write.ts'

/** `later`: what it did is proven together with what else is done at the same time, by whoever collects that. */
export async function runAction(action: Action, run: Run, later?: Later): Promise<void> {
  if (isComplete(run.records.get(action.id)) || run.signal.aborted) return
  if (isSent(action) && !(await maySend(action, run))) return
  if (run.signal.aborted) return
  const because = whyNotStarted(action, run)
  if (because === 'not started') return
  if (because !== null) {
    await write(run, { kind: 'action.skipped', action: action.id, because })
    run.progress({ kind: 'action.ended', ...namesOf(action, run), outcome: 'skipped' })
    return
  }
  const began = run.clock.now()
  if (isSent(action)) await runWrite(action, run, later)
  else await runGate(action, run)
  if (isComplete(run.records.get(action.id)))
    run.pace.finished(action.kind, msBetween(began, run.clock.now()))
}

/**
 * Everything that is open of a customer is looked for before anything of it goes on: what is there has begun the customer, and what is
 * absent has not.
 */
async function maySend(action: SentAction, run: Run): Promise<boolean> {
  if (!isWrite(action)) return settleOpen(action, run)
  const open = run.unsettled.get(action.customer) ?? []
  run.unsettled.delete(action.customer)
  for (const other of open) run.mayGoOn.set(other.id, await settleOpen(other, run))
  return run.mayGoOn.get(action.id) ?? true
}

/** `not started`: it waits for a step that itself was only not started, so there is nothing to blame. */
function whyNotStarted(action: Action, run: Run): SkipReason | 'not started' | null {
  const customer = customerOf(action)
  if (customer !== null && run.leftOut.has(customer)) return { kind: 'customer moved', customer }
  const refused = stoppedByCircuit(action, run)
  if (refused !== null) return { kind: 'depends on', culprit: refused }
  return blameFor(action, run.records)
}
