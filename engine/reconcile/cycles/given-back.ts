/** A change of seats gives back what was charged for the seats before: where it gives back something else, one of the two is wrong, whoever made the change. */
import type { Decimal, UtcDate } from '../../model/ids.ts'
import type { InvoiceLine } from '../../model/invoice.ts'
import { addDecimals, negated, shareOf } from '../../money/decimals.ts'
import { isCharge, isCredit, isLegacyLine, isNear } from '../invoice-lines.ts'
import { total } from '../sums.ts'
import { roundingOf } from '../tolerance.ts'
import { type Cycle, standingOf } from './cycle.ts'
import { daysOf } from './months.ts'

/** By how much the whole cycle is more than what its first change of seats takes for charged; null: it is not, or nobody can say. */
export function apartFromGivenBack(cycle: Cycle, changes: ReadonlySet<InvoiceLine>): Decimal | null {
  const days = [...new Set(cycle.later.filter(line => changes.has(line)).map(line => line.from))].sort()
  for (const day of days) {
    const apart = apartOn(day, cycle, changes)
    if (apart !== null) return apart
  }
  return null
}

function apartOn(day: UtcDate, cycle: Cycle, changes: ReadonlySet<InvoiceLine>): Decimal | null {
  const ofDay = cycle.later.filter(line => line.from === day && changes.has(line))
  const [back, anew] = [ofDay.filter(isCredit), ofDay.filter(isCharge)]
  const [first] = back
  // Several changes of one day undo each other.
  if (
    first === undefined ||
    back.length !== 1 ||
    anew.length !== 1 ||
    first.product !== cycle.lines[0]?.product
  )
    return null
  const before = standingOf({ ...cycle, later: cycle.later.filter(line => line.from < day) })
  if (before === null) return null
  const [rest, whole] = [daysOf(first), daysOf(cycle)]
  const charged = shareOf(before.amount, rest, whole)
  const rounding = roundingOf(back, first.currency, { isLegacy: isLegacyLine(first) })
  const tolerance = addDecimals(rounding, shareOf(before.tolerance, rest, whole))
  const given = negated(total(back))
  if (isNear(charged, given, tolerance)) return null
  return shareOf(addDecimals(charged, negated(given)), whole, rest)
}
