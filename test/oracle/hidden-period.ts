/** What the live end of a cycle cannot show. */
import { monthsOfBilling, rhythmOf, wholePeriod } from './billing-periods.ts'
import { type Day, dayOf } from './calendar.ts'
import type { History } from './facts.ts'

/**
 * A period that ends where one that goes on from the purchase would end, and begins on another day: both come back to the last day of a short month, as a cycle
 * from the 29th and one from the 31st do on 28 February.
 */
export function hidesPeriod({ purchase, lines, terms }: History, day: Day): boolean {
  const line = lines.findLast(one => one.period <= day && day <= one.end)
  const term = terms.findLast(({ start }) => start <= day)
  if (line === undefined || term === undefined) return false
  const own = wholePeriod(rhythmOf(dayOf(purchase.at), monthsOfBilling[term.price.billing]), day)
  return own.next - 1 === line.end && own.start !== line.period
}
