/** The charge cycles of one subscription, as its lines show them: what is charged for the same days is one cycle, whatever number of rows says it. */
import { by } from '../../compare.ts'
import { type Decimal, decimal } from '../../model/ids.ts'
import type { InvoiceLine } from '../../model/invoice.ts'
import { addDecimals, isOver, multiply, shareOf } from '../../money/decimals.ts'
import { groupBy } from '../groups-of-lines.ts'
import { isCharge, isLegacyLine, isSeatChange } from '../invoice-lines.ts'
import { pairsIn } from '../line-pairs.ts'
import { total } from '../sums.ts'
import { roundingOf } from '../tolerance.ts'
import { daysOf, type Span } from './months.ts'

export interface Cycle extends Span {
  readonly lines: readonly InvoiceLine[]
  readonly amount: Decimal
  /** Lines about the rest of it: changed seats, and what is given back. */
  readonly later: readonly InvoiceLine[]
}

/** What a whole cycle comes to, as it stands at its end. */
export interface Standing {
  readonly amount: Decimal
  readonly tolerance: Decimal
  /** null: a row does not say them. */
  readonly seats: number | null
}

export interface CyclesOf {
  readonly cycles: readonly Cycle[]
  /** Rows about changed seats or items. */
  readonly changes: ReadonlySet<InvoiceLine>
}

/** `ofWrites`: lines that belong to a write of ours, which is held against them itself. In one currency. */
export function cyclesOf(lines: readonly InvoiceLine[], ofWrites: ReadonlySet<InvoiceLine>): CyclesOf {
  const { changes: pairs, undone, annulled } = pairsIn(lines)
  const isChange = (line: InvoiceLine) => pairs.has(line) || isSeatChange(line)
  const base = lines.filter(
    line => isCharge(line) && !isChange(line) && !annulled.has(line) && !ofWrites.has(line),
  )
  const others = lines.filter(line => !base.includes(line) && !undone.has(line) && !annulled.has(line))
  const groups = groupBy(base, line => `${line.from}/${line.lastDay}/${line.product ?? ''}`)
  const begins = groups.flatMap(([first]) => first ?? [])
  const cycles = groups
    .flatMap(group => {
      const [first] = group
      if (first === undefined) return []
      const { from, lastDay } = first
      // A change is one of the cycle that began last: what a pause ended is charged anew from the day on which it goes on.
      const isOfNext = (line: InvoiceLine) =>
        begins.some(next => next.lastDay === lastDay && next.from > from && next.from <= line.from)
      const later = others.filter(
        line => line.lastDay === lastDay && line.from >= from && !(isChange(line) && isOfNext(line)),
      )
      return [{ from, lastDay, lines: group, amount: total(group), later }]
    })
    .sort(by(cycle => `${cycle.from}/${cycle.lastDay}`))
  return { cycles, changes: new Set(lines.filter(isChange)) }
}

/** null: all of it was given back. `instead`: what its charge should have been. */
export function standingOf(cycle: Cycle, instead?: Decimal): Standing | null {
  const [first] = cycle.lines
  if (first === undefined) return null
  const { currency } = first
  const isLegacy = isLegacyLine(first)
  let amount = instead ?? cycle.amount
  let tolerance = roundingOf(cycle.lines, currency, { isLegacy })
  for (const line of cycle.later) {
    const [whole, rest] = [daysOf(cycle), daysOf(line)]
    amount = addDecimals(amount, shareOf(line.amount ?? decimal('0'), whole, rest))
    tolerance = addDecimals(tolerance, shareOf(roundingOf([line], currency, { isLegacy }), whole, rest))
  }
  return isOver(amount, tolerance) ? { amount, tolerance, seats: seatsOf(cycle) } : null
}

function seatsOf({ lines, later }: Cycle): number | null {
  const last = later
    .filter(isCharge)
    .sort(by(line => line.from))
    .at(-1)
  if (last !== undefined) return last.quantity ?? null
  return seatsIn(lines)
}

export function seatsIn(lines: readonly InvoiceLine[]): number | null {
  return lines.some(line => line.quantity === undefined)
    ? null
    : lines.reduce((sum, { quantity = 0 }) => sum + quantity, 0)
}

/** The part of it for so many of the days. */
export function scaled({ amount, tolerance, seats }: Standing, days: number, ofDays: number): Standing {
  return {
    amount: shareOf(amount, days, ofDays),
    tolerance: days > ofDays ? shareOf(tolerance, days, ofDays) : tolerance,
    seats,
  }
}

/** The same with other seats. */
export function withSeats(standing: Standing, seats: number): Standing {
  if (standing.seats === null || standing.seats === 0) return standing
  return { ...standing, amount: shareOf(standing.amount, seats, standing.seats), seats }
}

export function times(amount: Decimal, count: number): Decimal {
  return decimal(multiply(amount, count).toFixed())
}
