/**
 * Whether a request may still leave, asked in the last moment: a step waits for throttles, tokens and repeats, and meanwhile a day ends, a
 * window closes, or what the gate saw is old (T11, T24). Delegated administration knows no window; what it was judged by grows old all the same.
 */
import type { SkipReason } from '../../journal/entry.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import { isWrite, type SentAction, type WriteAction } from '../../plan/action.ts'
import { isBearable } from '../../time/clock-skew.ts'
import { addMs } from '../../time/utc-days.ts'
import { Withheld } from '../../withheld.ts'
import { whyNotNow } from '../actions/purchase-time.ts'
import { type Run, recordOf } from '../run.ts'
import { hasBegun, lateToBuy } from './deadlines.ts'
import { listIsOld } from './purchase-block.ts'
import { isOlderThan, oldestToSendMs, twinsAreOlderThan } from './twins.ts'

/** `index`: what the action was judged by. Made before the attempt begins, which by itself begins no customer. */
export function leaveOf(action: SentAction, run: Run): () => void {
  if (!isWrite(action))
    return () => {
      if (isOlderThan(oldestToSendMs, run.judged.get(action.id), run)) throw new Withheld(null)
    }
  const begun = hasBegun(action.customer, run)
  let heardBefore = run.serviceTime.heard()
  return () => {
    // One answer with another time is no evidence: judging again asks for a second one, if this one is news.
    const heard = run.serviceTime.heard()
    if (!isBearable(run.serviceTime.skewMs()) && heard !== heardBefore) {
      heardBefore = heard
      throw new Withheld(null)
    }
    const seen = run.seen.get(action.customer)
    const notNow =
      notByEitherClock(action, { run, begun }) ?? (seen && tooLate(action, { run, begun, index: seen.index }))
    if (notNow) throw new Withheld(notNow)
    if (twinsAreOlderThan(oldestToSendMs, action, run) || listIsOld(action, run)) throw new Withheld(null)
  }
}

interface Judging {
  readonly run: Run
  /** Something of the customer was written before this attempt. */
  readonly begun: boolean
}

/** What is bought or brought over is billed for the service's day: near midnight both clocks have to allow it. */
export function notByEitherClock(action: WriteAction, { run, begun }: Judging): SkipReason | null {
  const { plan, clock, serviceTime } = run
  const facts = { plan, isAskedFor: isAskedFor(action, run), hasBegun: begun }
  const now = clock.now()
  return (
    whyNotNow(action, { ...facts, now }) ??
    whyNotNow(action, { ...facts, now: addMs(now, serviceTime.skewMs() ?? 0) })
  )
}

/** Before the customer's first write all of its deadlines leave room for all of its steps; later on no purchase is made for one that is over. */
export function tooLate(
  action: WriteAction,
  { run, begun, index }: Judging & { readonly index: ActualIndex },
): SkipReason | null {
  if (isAskedFor(action, run)) return null
  const late = lateToBuy(action, { run, begun, index })
  if (late === null) return null
  const { closes, at } = late.deadline
  return { kind: 'deadline too near', closes, at, neededMs: Math.ceil(late.neededMs) }
}

/** The service blocks every write on what a transfer names until it is accepted: to leave it there is worse than to finish it late. */
function isAskedFor({ id, kind }: WriteAction, run: Run): boolean {
  const { open, notes } = recordOf(run, id)
  return kind === 'subscription.transfer' && open && notes['transfer'] !== undefined
}
