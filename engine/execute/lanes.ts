/**
 * One lane per customer, several at a time, each step after all it waits for. Lanes start in the order of the plan, so a
 * lane only ever waits for lanes that started before it (a wave gate waits for the needed wave's customers).
 */
import type { SkipReason } from '../journal/entry.ts'
import type { ActionId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'
import { mapPool } from '../read/pool.ts'
import { customerOf, isComplete, type Run, untouched } from './run.ts'
import { runGate } from './run-gate.ts'
import { runWrite } from './run-write.ts'

export async function runLanes(run: Run): Promise<void> {
  const finished = new Map<ActionId, { readonly promise: Promise<void>; readonly resolve: () => void }>()
  for (const action of run.plan.actions) finished.set(action.id, deferred())
  const total = run.plan.actions.length
  let done = 0
  run.progress({ kind: 'stage.began', stage: 'apply', total })
  await mapPool(lanesOf(run.plan.actions), run.width, async lane => {
    for (const action of lane) {
      for (const before of action.after) await finished.get(before)?.promise
      await runAction(action, run)
      finished.get(action.id)?.resolve()
      done += 1
      run.progress({ kind: 'stage.advanced', stage: 'apply', done, total, what: action.id })
    }
  })
  run.progress({ kind: 'stage.ended', stage: 'apply' })
}

function lanesOf(actions: readonly Action[]): readonly (readonly Action[])[] {
  const lanes = new Map<string, Action[]>()
  for (const action of actions) {
    const key = customerOf(action) ?? action.id
    lanes.set(key, [...(lanes.get(key) ?? []), action])
  }
  return [...lanes.values()]
}

async function runAction(action: Action, run: Run): Promise<void> {
  const record = run.records.get(action.id) ?? untouched
  if (isComplete(record) || run.signal.aborted) return
  const customer = customerOf(action)
  if (customer !== null && run.skipped.has(customer))
    return skipAction(action, { kind: 'customer moved', customer }, run)
  const culprit = action.after.map(before => culpritOf(before, run)).find(found => found !== null)
  if (culprit !== undefined && culprit !== null) {
    // A step that was stopped by the operator, or waits for one, is simply not started.
    if (run.records.get(culprit) === undefined) return
    return skipAction(action, { kind: 'depends on', culprit }, run)
  }
  if (action.kind !== 'gate.customer' && action.kind !== 'gate.wave') {
    await runWrite(action, run)
    return
  }
  run.progress({ kind: 'action.began', action: action.id, attempt: record.attempt + 1 })
  const outcome = await runGate(action, run)
  await run.journal.append({ kind: 'action.ended', action: action.id, attempt: record.attempt + 1, outcome })
  run.records.set(action.id, { ...record, attempt: record.attempt + 1, outcome, skipped: null })
  run.progress({ kind: 'action.ended', action: action.id, outcome: outcome.kind })
}

/** The step whose trouble keeps this one from starting: the first cause, not the last link. */
function culpritOf(before: ActionId, run: Run): ActionId | null {
  const record = run.records.get(before)
  if (isComplete(record)) return null
  return record?.skipped?.kind === 'depends on' ? record.skipped.culprit : before
}

async function skipAction(action: Action, because: SkipReason, run: Run): Promise<void> {
  await run.journal.append({ kind: 'action.skipped', action: action.id, because })
  run.records.set(action.id, { ...(run.records.get(action.id) ?? untouched), skipped: because })
  run.progress({ kind: 'action.ended', action: action.id, outcome: 'skipped' })
}

function deferred() {
  let resolve = (): void => undefined
  const promise = new Promise<void>(done => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
