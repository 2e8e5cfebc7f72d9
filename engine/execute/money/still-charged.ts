/** What sources that still run beside their replacements have come to so far, and what binds them to the end of their terms (T11, T27). */
import { isComplete } from '../../journal/fold.ts'
import { chargedFor, isPairEnd, notRead, type PairEnd, sinceIn } from '../../journal/overlap.ts'
import { type ActionId, dayOf, type Instant, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Amount } from '../../model/money.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { isSwitchOff } from '../../plan/action.ts'
import { openWindow } from '../../plan/kinds/cancel.ts'
import { addDays, daysBetween } from '../../time/utc-days.ts'
import type { Run } from '../run.ts'
import { boughtAtIn, costIn, sourceIn } from './overlap-of.ts'

export interface StillCharged {
  /** The step that is to end the source. */
  readonly action: ActionId
  /** When the first of its replacements was there; null: they lived before the plan. */
  readonly since: Instant | null
  /** Whole days on both sides before the day of the answer, and what the source was charged for them. `days` null: not known, never 0. */
  readonly incurred: { readonly days: number | null; readonly money: Amount }
  /** New commerce that nothing ends before its term does; null: it can be ended sooner, or is not known to be bound. */
  readonly bound: {
    readonly until: UtcDate
    /** From the day of the answer to the end of the term. */
    readonly money: Amount
    /** Nothing keeps it from renewing then. */
    readonly renews: boolean
  } | null
}

export function stillCharged(run: Run): readonly StillCharged[] {
  const now = run.clock.now()
  const today = dayOf(now)
  const since = sinceIn({ ...run, boughtAt: boughtAtIn(run) })
  const costOf = costIn(run)
  return run.plan.actions.filter(isPairEnd).flatMap(action => {
    const isDone = isComplete(run.records.get(action.id))
    if (isDone && !run.undone.has(action.id)) return []
    // What was read last may be older than the step, which was proven: it came too late, and was done.
    const isToldToEnd = isDone && !isSwitchOff(action)
    const both = since(action)
    if (both === null) return []
    const { from } = both
    const source = sourceIn(run, action)
    const cost = (first: UtcDate, until: UtcDate) =>
      source === null ? notRead : chargedFor(action, source, { from: first, until }, costOf)
    const end = source === null ? null : boundTo(action, source, now)
    return [
      {
        action: action.id,
        since: both.bought,
        incurred:
          from === null
            ? { days: null, money: { kind: 'unknown', why: 'purchase day unknown' } }
            : { days: Math.max(0, daysBetween(from, today)), money: cost(from, today) },
        bound:
          end === null || source === null
            ? null
            : {
                until: end,
                money: cost(today, addDays(end, 1)),
                renews: !isToldToEnd && !endsWithTerm(source),
              },
      },
    ]
  })
}

/** The last day of the term to which it is billed whatever is done. */
function boundTo(action: PairEnd, source: LiveSubscription, now: Instant): UtcDate | null {
  if (source.commerce !== 'nce' || source.termEndsAt === null) return null
  const canCancel = action.kind === 'subscription.cancel' && openWindow(source, now) !== null
  return canCancel ? null : dayOf(source.termEndsAt)
}
