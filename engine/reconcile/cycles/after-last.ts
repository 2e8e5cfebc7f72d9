/**
 * A charge that is missing at the end: nothing comes after it that would show a gap. It is due where the journal says for how long a subscription is committed, and
 * the invoices of those days are at hand. What else ended, nobody can tell from invoices.
 */
import type { UtcDate } from '../../model/ids.ts'
import type { InvoiceLine } from '../../model/invoice.ts'
import { addDays, addMonths } from '../../time/utc-days.ts'
import { isLegacyLine } from '../invoice-lines.ts'
import type { OwnFacts } from '../own/own-facts.ts'
import type { Cycle } from './cycle.ts'
import { monthsOfSpan, type Span } from './months.ts'

export interface Due extends Span {
  readonly cycles: number
}

/** Whole cycles only: what a term cuts is charged for its own days. null: none is missing, or it cannot be told. */
export function missingAfter(
  cycle: Cycle,
  own: OwnFacts | undefined,
  all: readonly InvoiceLine[],
): Due | null {
  const months = monthsOfSpan(cycle)
  const until = own?.committedUntil ?? null
  if (months === null || until === null) return null
  const from = addDays(cycle.lastDay, 1)
  let cycles = 0
  let lastDay: UtcDate = cycle.lastDay
  for (;;) {
    const begins = addDays(lastDay, 1)
    const ends = addDays(addMonths(cycle.from, months * (cycles + 2)), -1)
    const isOver = ends > until || (own?.off !== null && own?.off !== undefined && begins >= own.off)
    if (isOver || !isAtHand(begins, cycle, all)) break
    cycles += 1
    lastDay = ends
  }
  return cycles === 0 ? null : { from, lastDay, cycles }
}

/** Others of that account are charged for days that begin in the same month, on that day or later: whatever was due by then stands beside them. */
function isAtHand(day: UtcDate, { lines: [first] }: Cycle, all: readonly InvoiceLine[]): boolean {
  return all.some(
    line =>
      first !== undefined &&
      line.partner === first.partner &&
      line.subscription !== first.subscription &&
      isLegacyLine(line) === isLegacyLine(first) &&
      line.from.slice(0, 7) === day.slice(0, 7) &&
      line.from >= day,
  )
}
