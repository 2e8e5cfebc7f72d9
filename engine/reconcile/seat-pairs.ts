/**
 * A change of seats is a pair of lines over the same days: the old seats back, the new ones charged (facts 2.5, 15). Only both together mean something; the negative
 * one is no credit. Told apart from a charge that is taken back as it was by the seats, or by the amounts where a line says no seats.
 */
import { by } from '../compare.ts'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { isOver, isZero } from '../money/decimals.ts'
import { isCharge, isCredit, partFrom } from './invoice-lines.ts'
import { netFrom } from './net.ts'
import { total } from './sums.ts'

interface SeatPairs {
  /** Both lines of each change of seats. */
  readonly changes: ReadonlySet<InvoiceLine>
  /** Negative lines that another one takes back to the cent. */
  readonly undone: ReadonlySet<InvoiceLine>
}

/** `lines` are those of one subscription, in one currency. */
export function seatPairsIn(lines: readonly InvoiceLine[]): SeatPairs {
  const open = lines.filter(isCharge)
  const take = (line: InvoiceLine, fits: (other: InvoiceLine) => boolean) => {
    const at = open.findIndex(
      other => other.from === line.from && other.lastDay === line.lastDay && fits(other),
    )
    return at === -1 ? null : (open.splice(at, 1)[0] ?? null)
  }
  const negative = lines.filter(isCredit)
  const undone = new Set(negative.filter(line => take(line, other => isZero(total([line, other]))) !== null))
  const changes = new Set<InvoiceLine>()
  for (const line of negative) {
    if (undone.has(line)) continue
    const other = take(line, one => hasOtherSeats(line, one))
    if (other !== null) changes.add(line).add(other)
  }
  return { changes, undone }
}

function hasOtherSeats({ quantity: before }: InvoiceLine, { quantity: after }: InvoiceLine): boolean {
  return before === undefined || after === undefined || before !== after
}

/**
 * What a legacy switch-off may give back where the lines say more than the plan could see: what stays charged from that day on where seats changed, and all that was
 * charged since the end of a pause (facts 2.5). Empty: they say nothing more.
 */
export function creditsByLines(own: readonly InvoiceLine[], from: UtcDate): readonly Decimal[] {
  const others = own.filter(
    line => line.lastDay >= from && (line.from < from || (isCharge(line) && line.from === from)),
  )
  const latest = others
    .filter(isCharge)
    .sort(by(line => line.from))
    .at(-1)
  if (latest === undefined) return []
  const { changes } = seatPairsIn(others)
  // The last charge speaks of all seats, also where what was charged first is not at hand.
  const ofRest = [netFrom(others, from).charged, partFrom(latest, from) ?? decimal('0')]
  if (changes.size > 0) return ofRest.filter(amount => isOver(amount, decimal('0')))
  const isAfterPause = others.some(line => isCredit(line) && line.from < latest.from)
  return isAfterPause && latest.amount !== null ? [latest.amount] : []
}
