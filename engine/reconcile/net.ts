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
import { partFrom } from './invoice-lines.ts'
import { moneyIn } from './sums.ts'

export interface Net {
  /** Charged and not given back, over the days on which more was charged. */
  readonly charged: Decimal
  /** Given back beyond what the lines charge, over the days on which more was given back; positive. */
  readonly givenBack: Decimal
  /** First and last day with a remaining charge; null: there is none. */
  readonly chargedDays: { readonly from: UtcDate; readonly lastDay: UtcDate } | null
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
  const charging: { readonly from: UtcDate; readonly lastDay: UtcDate }[] = []
  for (const [position, day] of days.entries()) {
    const end = days[position + 1]
    if (end === undefined || daysBetween(day, end) <= 0) continue
    const sum = after.reduce((total, line) => total.plus(partFrom(line, day, end) ?? 0), new exact(0))
    if (sum.greaterThan(0)) {
      charged = charged.plus(sum)
      // A rest of exact fractions is no charge of a day.
      if (sum.greaterThan('0.000001')) charging.push({ from: day, lastDay: addDays(end, -1) })
    } else givenBack = givenBack.minus(sum)
  }
  const [first, last] = [charging[0], charging.at(-1)]
  return {
    charged: decimal(charged.toFixed()),
    givenBack: decimal(givenBack.toFixed()),
    chargedDays:
      first === undefined || last === undefined ? null : { from: first.from, lastDay: last.lastDay },
  }
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
