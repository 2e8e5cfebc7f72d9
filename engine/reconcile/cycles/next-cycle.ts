/**
 * What the cycle after another is expected to be charged: as before, for the same seats and unit price. A whole one is held against a whole one; the first of a term that
 * was cut, and the last that is cut by the end of a term, count their own days of the period that they are a part of (facts 2.5).
 */
import type { UtcDate } from '../../model/ids.ts'
import { addDays } from '../../time/utc-days.ts'
import { type Cycle, type Standing, scaled } from './cycle.ts'
import { daysOf, daysOfPeriodAround, daysOfPeriodFrom, monthsOfSpan } from './months.ts'

export interface Before {
  readonly cycle: Cycle
  readonly standing: Standing
}

/** More than one where the day of the month leaves room; none: there is nothing like it to compare with. */
export function expectedAfter({ cycle, standing }: Before, next: Cycle): readonly Standing[] {
  if (!isOfOneKind(cycle, next)) return []
  const [before, after] = [monthsOfSpan(cycle), monthsOfSpan(next)]
  if (before !== null && before === after) return [standing]
  if (addDays(cycle.lastDay, 1) !== next.from) return []
  if (before === null && after !== null)
    return daysOfPeriodAround(cycle, after)
      .filter(whole => daysOf(cycle) < whole)
      .map(whole => scaled(standing, whole, daysOf(cycle)))
  if (before !== null && after === null)
    return daysOfPeriodFrom(next.from, before)
      .filter(whole => daysOf(next) < whole)
      .map(whole => scaled(standing, daysOf(next), whole))
  return []
}

/** Another item, and another reason of the price, have a price of their own. */
function isOfOneKind(left: Cycle, right: Cycle): boolean {
  const kindOf = ({ lines: [first] }: Cycle) => `${first?.product ?? ''}/${first?.adjustment ?? ''}`
  return kindOf(left) === kindOf(right)
}

/** Days between two cycles that are whole cycles of the same length; null: there are none, or other days. */
export function missingBetween(
  left: Cycle,
  right: Cycle,
): { from: UtcDate; lastDay: UtcDate; cycles: number } | null {
  const [before, after] = [monthsOfSpan(left), monthsOfSpan(right)]
  const hole = { from: addDays(left.lastDay, 1), lastDay: addDays(right.from, -1) }
  if (before === null || before !== after || hole.from > hole.lastDay || !isOfOneKind(left, right))
    return null
  const months = monthsOfSpan(hole)
  return months === null || months % before !== 0 ? null : { ...hole, cycles: months / before }
}
