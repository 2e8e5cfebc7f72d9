/**
 * How fast this run is, and whether a customer's pair can still be finished on its day. A pair that is bought before midnight
 * and switched off after it is charged on both sides for a day (api.md 2.5), so one that would not make it is not begun.
 */
import type { ActionId, Instant, TenantId } from '../model/ids.ts'
import type { Action, ActionKind } from '../plan/action.ts'
import { endOfDay, msBetween } from '../time/utc-days.ts'

/** Measured on the run's own clock, so waits and throttling are in it. */
export interface Pace {
  finished(kind: ActionKind, ms: number): void
  /** Mean of what was measured for this kind; before the first one, 0: nothing is held back by a guess. */
  expectedMs(kind: ActionKind): number
}

export function createPace(): Pace {
  const measured = new Map<ActionKind, { count: number; totalMs: number }>()
  return {
    finished(kind, ms) {
      const entry = measured.get(kind) ?? { count: 0, totalMs: 0 }
      measured.set(kind, { count: entry.count + 1, totalMs: entry.totalMs + ms })
    },
    expectedMs(kind) {
      const entry = measured.get(kind)
      return entry === undefined ? 0 : entry.totalMs / entry.count
    },
  }
}

export interface PairFacts {
  /** All actions of the plan. */
  readonly actions: readonly Action[]
  readonly hasBegun: (action: ActionId) => boolean
  readonly pace: Pace
  readonly now: Instant
}

/** Milliseconds the customer's own steps will take, where they would end after the day they are for; null: time enough, or begun already. */
export function tooLateFor(action: Action, { actions, hasBegun, pace, now }: PairFacts): number | null {
  const day = action.expects.find(check => check.kind === 'day is')
  if (day === undefined || !('customer' in action)) return null
  const own = actionsOf(action.customer, actions)
  if (own.some(entry => hasBegun(entry.id))) return null
  let neededMs = 0
  for (const entry of own) neededMs += pace.expectedMs(entry.kind)
  return neededMs > msBetween(now, endOfDay(day.day)) ? neededMs : null
}

function actionsOf(customer: TenantId, actions: readonly Action[]): readonly Action[] {
  return actions.filter(entry => 'customer' in entry && entry.customer === customer)
}
