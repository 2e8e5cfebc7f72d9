/**
 * Writes of one customer in one account that do not wait for each other, done together: one list says that all of them are as planned, and one, asked for after
 * the last answer, proves them. Each is still judged, begun, sent and ended by itself; what a gate proves waits for the gate.
 */
import { isComplete } from '../../journal/fold.ts'
import type { ActionId } from '../../model/ids.ts'
import { type Action, isWrite, type WriteAction } from '../../plan/action.ts'
import { msBetween } from '../../time/utc-days.ts'
import { forgetLists, keepList } from '../facts/purchase-block.ts'
import { oldestToBeginMs, twinsAreOlderThan } from '../facts/twins.ts'
import type { Run } from '../run.ts'
import { runAction } from './run-action.ts'
import { type Answered, end, isProvenByGate, proven } from './run-write.ts'
import { askUntil, judgeAll, readFor } from './settle.ts'

/** The first of these, and those right behind it that may be done together with it. */
export function together(
  [first, ...others]: readonly Action[],
  finished: { has(id: ActionId): boolean },
  run: Run,
): readonly Action[] {
  if (first === undefined) return []
  const subject = subjectOf(first, run)
  const group: Action[] = [first]
  const subscriptions = new Set([subject?.subscription])
  for (const action of others) {
    const other = subjectOf(action, run)
    if (subject === null || other === null || other.account !== subject.account) break
    if (other.subscription !== null && subscriptions.has(other.subscription)) break
    if (!action.after.every(id => finished.has(id))) break
    subscriptions.add(other.subscription)
    group.push(action)
  }
  return group
}

interface Subject {
  readonly account: string
  /** null: it is bought. */
  readonly subscription: string | null
}

/** null: it is done by itself. */
function subjectOf(action: Action, run: Run): Subject | null {
  if (!isWrite(action) || isProvenByGate(action, run)) return null
  const account = `${action.partner}/${action.customer}`
  if ('subscription' in action) return { account: `changes in ${account}`, subscription: action.subscription }
  return action.kind === 'subscription.create'
    ? { account: `purchases in ${account}`, subscription: null }
    : null
}

export async function runTogether(group: readonly Action[], run: Run): Promise<void> {
  const began = run.clock.now()
  const writes = group.filter(isWrite)
  const sent: Sent[] = []
  const open: Sent[] = []
  const prove = () => proveAll(open.splice(0), run)
  try {
    for (const action of writes) {
      // The twins are looked at again: what is switched off already has to show by then.
      if (twinsAreOlderThan(oldestToBeginMs, action, run)) await prove()
      await runAction(action, run, answered => {
        sent.push({ ...answered, action })
        open.push({ ...answered, action })
        run.answered.add(action.id)
      })
    }
  } catch (error) {
    run.halt()
    // What was answered is proven and written down whatever became of the others.
    await prove()
    throw error
  }
  await prove()
  const eachMs = msBetween(began, run.clock.now()) / writes.length
  for (const { action } of sent)
    if (isComplete(run.records.get(action.id))) run.pace.finished(action.kind, eachMs)
}

type Sent = Answered & { readonly action: WriteAction }

async function proveAll(sent: readonly Sent[], run: Run): Promise<void> {
  const left = new Set(sent)
  for (const { action } of sent) forgetLists(action, run)
  if (left.size === 0) return
  const { last, isCutShort } = await askUntil(run, {
    async ask() {
      const index = await readFor(
        [...left].flatMap(({ action }) => action.proves),
        run,
      )
      for (const one of left) {
        if (one.action.kind === 'subscription.create') keepList(one.action, index, run)
        if (judgeAll(one.action.proves, index, run).judgement !== 'yes') continue
        left.delete(one)
        await end(one.action, one.attempt, one.outcome, run)
      }
      return index
    },
    isOver: () => left.size === 0,
  })
  for (const one of left) {
    const judged = judgeAll(one.action.proves, last, run)
    await end(one.action, one.attempt, proven(one, { ...judged, isCutShort }), run)
  }
}
