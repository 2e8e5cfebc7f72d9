/**
 * What several lines say together of a stretch of days. Lines are amounts over days, in no order: seats that change are booked as pairs and
 * whole months are taken back and charged anew, so only their sum of each day means something.
 */
import { Decimal as Big } from 'decimal.js'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import { addDecimals, isOver, multiply, roundDown, shareOf } from '../money/decimals.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { isCredit, partFrom } from './invoice-lines.ts'
import { moneyIn } from './sums.ts'
import { roundingOf } from './tolerance.ts'

export interface Net {
  /** Charged and not given back, over the days on which more was charged. */
  readonly charged: Decimal
  /** Given back beyond what the lines charge, over the days on which more was given back; positive. */
  readonly givenBack: Decimal
  /** Stretches of days with a remaining charge: more seats charged than given back, or more money than rounding leaves. */
  readonly chargedDays: readonly Stretch[]
}

export interface Stretch {
  readonly from: UtcDate
  readonly lastDay: UtcDate
}

const exact = Big.clone({ precision: 60 })

/** From `from` on; `until`: up to and without that day. */
export function netFrom(lines: readonly InvoiceLine[], from: UtcDate, until?: UtcDate): Net {
  const after = lines.filter(line => line.amount !== null && line.lastDay >= from)
  const edges = new Set<UtcDate>([from])
  for (const line of after) {
    if (line.from > from) edges.add(line.from)
    edges.add(addDays(line.lastDay, 1))
  }
  const days = [...edges].filter(day => until === undefined || day < until).sort()
  if (until !== undefined) days.push(until)
  let [charged, givenBack] = [new exact(0), new exact(0)]
  const charging: Stretch[] = []
  for (const [position, day] of days.entries()) {
    const end = days[position + 1]
    if (end === undefined || daysBetween(day, end) <= 0) continue
    const sum = after.reduce((total, line) => total.plus(partFrom(line, day, end) ?? 0), new exact(0))
    if (sum.greaterThan(0)) {
      charged = charged.plus(sum)
      if (isMoreThanRounding(sum, after, { from: day, until: end }))
        addTo(charging, { from: day, lastDay: addDays(end, -1) })
    } else givenBack = givenBack.minus(sum)
  }
  return {
    charged: decimal(charged.toFixed()),
    givenBack: decimal(givenBack.toFixed()),
    chargedDays: charging,
  }
}

function addTo(stretches: Stretch[], next: Stretch): void {
  const before = stretches.at(-1)
  if (before !== undefined && addDays(before.lastDay, 1) === next.from)
    stretches[stretches.length - 1] = { from: before.from, lastDay: next.lastDay }
  else stretches.push(next)
}

/**
 * A line and what gives its rest back are each rounded, so days that nobody pays for keep a few millionths. `sum`: net of all lines on days on which none begins
 * or ends.
 */
function isMoreThanRounding(
  sum: Big,
  lines: readonly InvoiceLine[],
  { from, until }: { readonly from: UtcDate; readonly until: UtcDate },
): boolean {
  const speaking = lines.filter(line => line.from < until && line.lastDay >= from)
  const givesBack = speaking.filter(isCredit)
  const [first] = speaking
  if (first === undefined) return false
  if (givesBack.length === 0) return true
  if (netSeats(speaking) > 0) return true
  const isLegacy = first.product?.includes(':') !== true
  const rounding = new exact(roundingOf(speaking, first.currency, { isLegacy })).times(givesBack.length)
  const shortest = Math.min(...speaking.map(line => daysBetween(line.from, addDays(line.lastDay, 1))))
  return sum.times(shortest).greaterThan(rounding.times(daysBetween(from, until)))
}

/** 0 where a line does not say its seats. */
function netSeats(lines: readonly InvoiceLine[]): number {
  if (lines.some(line => line.quantity === undefined)) return 0
  return lines.reduce((seats, line) => seats + (isCredit(line) ? -1 : 1) * Math.abs(line.quantity ?? 0), 0)
}

/**
 * What those days were charged, each row by the rounding of its commerce: by the seat, rounded down, where a row of new commerce says its seats. Where more was given
 * back than charged on some of them, only the net of each day says it.
 */
export function moneyOfDays(
  lines: readonly InvoiceLine[],
  { from, until, net }: { readonly from: UtcDate; readonly until: UtcDate; readonly net: Net },
): Money | null {
  const [first] = lines
  if (first === undefined) return null
  const { currency } = first
  if (isOver(net.givenBack, decimal('0'))) return moneyIn(net.charged, currency)
  const charged = lines.reduce(
    (sum, line) => addDecimals(sum, roundedPart(line, from, until) ?? decimal('0')),
    decimal('0'),
  )
  return moneyIn(charged, currency)
}

function roundedPart(line: InvoiceLine, from: UtcDate, until: UtcDate): Decimal | null {
  const part = partFrom(line, from, until)
  const { quantity = 0, product, currency, amount } = line
  if (part === null || part === amount || quantity === 0 || product?.includes(':') !== true) return part
  return decimal(multiply(roundDown(shareOf(part, 1, quantity), currency), quantity).toFixed())
}
