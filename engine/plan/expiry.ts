/** How long a plan is good. */
import type { Instant, UtcDate } from '../model/ids.ts'
import { addHours, endOfDay, isAfter } from '../time/utc-days.ts'
import type { Plan } from './plan.ts'

/** Hours a plan without a same-day pair stays good (T11). */
const hoursGood = 24

/**
 * How long a plan without deadlines is good: with a same-day pair for one UTC day, else for 24 hours or the later day it was
 * made for (T11).
 */
export function longestExpiry({ on, madeAt, actions }: Pick<Plan, 'on' | 'madeAt' | 'actions'>): Instant {
  const isForOneDay = actions.some(action => action.expects.some(check => check.kind === 'day is'))
  if (isForOneDay) return endOfDay(on)
  const aDayLater = addHours(madeAt, hoursGood)
  return isAfter(endOfDay(on), aDayLater) ? endOfDay(on) : aDayLater
}

/**
 * Nothing is added later, not even for a customer that was begun: no deadline of somebody else, but rules of our own. So each customer
 * has to be finished by then.
 */
export function additionsEnd(plan: Pick<Plan, 'on' | 'madeAt' | 'actions' | 'policiesUntil'>): Instant {
  const longest = longestExpiry(plan)
  const { policiesUntil = longest } = plan
  return isAfter(longest, policiesUntil) ? policiesUntil : longest
}

/** When the policies begin to decline; null: not before its longest expiry. `isFrozen`: whether they would on the day of that. */
export function policiesEnd(
  plan: Pick<Plan, 'on' | 'madeAt' | 'actions'>,
  { leansOnUntil, isFrozen }: { readonly leansOnUntil: UtcDate | null; readonly isFrozen: boolean },
): Instant | null {
  const ends = [
    ...(leansOnUntil === null ? [] : [endOfDay(leansOnUntil)]),
    ...(isFrozen ? [endOfDay(plan.on)] : []),
  ].filter(at => isAfter(longestExpiry(plan), at))
  return ends.sort()[0] ?? null
}

/**
 * No later than the earliest deadline of what it begins, and than the end of an approval or exception it leans on (T24). A cutover
 * window is no such end: it opens again, and outside it an apply is declined with the next opening.
 */
export function expiryOf(
  plan: Pick<Plan, 'on' | 'madeAt' | 'actions' | 'customers' | 'policiesUntil'>,
): Instant {
  const ends = [additionsEnd(plan)]
  for (const { deadlines } of plan.customers)
    for (const { closes, at } of deadlines) if (closes !== 'cutover window') ends.push(at)
  return ends.reduce((first, at) => (isAfter(first, at) ? at : first))
}
