/**
 * A change of seats or of the item is a pair of lines over the same days: what was is given back, what is now is charged (facts 2.5, 15). Only both together mean
 * something; the negative one is no credit. Told apart from a charge that is taken back as it was by item and seats, or by the amounts where a line says neither.
 */
import { by } from '../compare.ts'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { isOver, isZero } from '../money/decimals.ts'
import { isCharge, isCredit, isSeatChange, partFrom } from './invoice-lines.ts'
import { netFrom } from './net.ts'
import { total } from './sums.ts'

interface LinePairs {
  /** Both lines of each change of seats or item. */
  readonly changes: ReadonlySet<InvoiceLine>
  /** Negative lines that another one takes back to the cent. */
  readonly undone: ReadonlySet<InvoiceLine>
  /** And the charges that they take back. */
  readonly annulled: ReadonlySet<InvoiceLine>
  /** What is charged for another item than before, once for each change. */
  readonly otherItems: readonly InvoiceLine[]
}

/** `lines` are those of one subscription, in one currency. */
export function pairsIn(lines: readonly InvoiceLine[]): LinePairs {
  const open = lines.filter(isCharge)
  const take = (line: InvoiceLine, fits: (other: InvoiceLine) => boolean) => {
    const at = open.findIndex(
      other => other.from === line.from && other.lastDay === line.lastDay && fits(other),
    )
    return at === -1 ? null : (open.splice(at, 1)[0] ?? null)
  }
  const negative = lines.filter(isCredit)
  const changes = new Set<InvoiceLine>()
  // Two rows that say themselves that seats changed are a pair, also where one of them is what another row was charged.
  for (const line of negative.filter(one => isSeatChange(one))) {
    const other = take(line, one => one.chargeType === line.chargeType && !isZero(total([line, one])))
    if (other !== null) changes.add(line).add(other)
  }
  const undone = new Set<InvoiceLine>()
  const annulled = new Set<InvoiceLine>()
  for (const line of negative) {
    const other = changes.has(line) ? null : take(line, one => isZero(total([line, one])))
    if (other === null) continue
    undone.add(line)
    annulled.add(other)
  }
  const otherItems: InvoiceLine[] = []
  for (const line of negative) {
    if (undone.has(line) || changes.has(line)) continue
    const other = take(line, one => isOtherItem(line, one) || hasOtherSeats(line, one))
    if (other === null) continue
    changes.add(line).add(other)
    if (isOtherItem(line, other)) otherItems.push(other)
  }
  return { changes, undone, annulled, otherItems }
}

/**
 * What speaks of the item that a subscription is now. Where it became another one everything before is settled by that pair of lines, and the charge of it speaks of
 * all seats, also where what was charged before is not at hand.
 */
export function sinceLastItem(lines: readonly InvoiceLine[]): readonly InvoiceLine[] {
  const last = [...pairsIn(lines).otherItems].sort(by(line => line.from)).at(-1)
  if (last === undefined) return lines
  return lines.filter(line => line.from >= last.from && !isOtherItem(line, last))
}

function isOtherItem({ product: before }: InvoiceLine, { product: after }: InvoiceLine): boolean {
  return before !== undefined && after !== undefined && before !== after
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
  const { changes } = pairsIn(others)
  // The last charge speaks of all seats, also where what was charged first is not at hand.
  const ofRest = [netFrom(others, from).charged, partFrom(latest, from) ?? decimal('0')]
  if (changes.size > 0) return ofRest.filter(amount => isOver(amount, decimal('0')))
  const isAfterPause = others.some(line => isCredit(line) && line.from < latest.from)
  return isAfterPause && latest.amount !== null ? [latest.amount] : []
}
