/**
 * The rows of a transfer that the journal carried out (facts 2.5): the source is charged to the end of the day of completion and given back what it was charged beyond
 * it; the target is charged from the next day on. What one is given back the other is charged, so each is held against the other, and against what the source was
 * charged before. New ids come with a transfer, and no journal has them: the row of the target is found by customer, product and day.
 */
import type { OwnWrite } from '../activity/own-steps.ts'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { KnownAmount } from '../money/amounts.ts'
import { addDecimals, negated } from '../money/decimals.ts'
import type { TransferredItem } from '../plan/kinds/transfer.ts'
import { addDays } from '../time/utc-days.ts'
import { dayOfWrite, invoicesOf, isCharge, isCredit, isNear, partFrom } from './invoice-lines.ts'
import { pairsIn, sinceLastItem } from './line-pairs.ts'
import type { ReconciledLine, ReconcileVerdict } from './reconciliation.ts'
import { moneyIn } from './sums.ts'
import { roundingOf } from './tolerance.ts'

export interface TransferRows {
  readonly lines: readonly ReconciledLine[]
  /** First charges under the target. */
  readonly arrived: readonly InvoiceLine[]
}

export function transferRows(
  write: OwnWrite,
  invoiced: readonly InvoiceLine[],
  isTaken: (line: InvoiceLine) => boolean,
): TransferRows {
  const { action } = write
  if (action.kind !== 'subscription.transfer') return { lines: [], arrived: [] }
  const taken = new Set<InvoiceLine>()
  const lines: ReconciledLine[] = []
  for (const item of action.items) {
    const sides = sidesOf(write, item, invoiced, line => taken.has(line) || isTaken(line))
    if (sides === null) continue
    if (sides.arrived !== null) taken.add(sides.arrived)
    lines.push(...linesOf(write, item, sides, invoiced))
  }
  return { lines, arrived: [...taken] }
}

interface Sides {
  /** First day that the target is charged. */
  readonly from: UtcDate
  readonly credits: readonly InvoiceLine[]
  /** Positive; null: nothing was given back. */
  readonly givenBack: Decimal | null
  /** Of the days from the next on, what the source was charged in invoices at hand; null: none of them says. */
  readonly owed: Decimal | null
  /** First charge under the target; null: none is at hand. */
  readonly arrived: InvoiceLine | null
  readonly currency: InvoiceLine['currency']
}

function sidesOf(
  write: OwnWrite,
  item: TransferredItem,
  invoiced: readonly InvoiceLine[],
  isTaken: (line: InvoiceLine) => boolean,
): Sides | null {
  const { action } = write
  if (action.kind !== 'subscription.transfer') return null
  const from = addDays(dayOfWrite(write), 1)
  const all = invoiced.filter(
    line => line.partner === action.from && line.subscription === item.subscription && line.amount !== null,
  )
  const candidates = invoiced.filter(
    line =>
      line.partner === action.partner &&
      line.customer === action.customer &&
      line.product === item.product &&
      line.from === from &&
      isCharge(line) &&
      !isTaken(line),
  )
  const currency = all[0]?.currency ?? candidates[0]?.currency
  if (currency === undefined) return null
  const own = sinceLastItem(all.filter(line => line.currency === currency))
  const { changes } = pairsIn(own)
  const credits = own.filter(line => isCredit(line) && line.lastDay >= from && !changes.has(line))
  const before = own.filter(
    line => line.lastDay >= from && line.from < from && (isCharge(line) || changes.has(line)),
  )
  const isChargedAtHand = before.some(line => !changes.has(line))
  const givenBack = credits.length === 0 ? null : negated(sumFrom(credits, from))
  const same = candidates.filter(line => line.currency === currency)
  const near = (line: InvoiceLine) =>
    givenBack !== null &&
    isNear(
      line.amount ?? decimal('0'),
      givenBack,
      roundingOf([line], currency, { seats: item.seats, isLegacy: false }),
    )
  return {
    from,
    credits,
    givenBack,
    owed: isChargedAtHand ? sumFrom(before, from) : null,
    arrived:
      same.find(near) ??
      same.find(line => line.quantity === Number(item.seats)) ??
      (candidates.length === 1 ? (same[0] ?? null) : null),
    currency,
  }
}

function sumFrom(lines: readonly InvoiceLine[], from: UtcDate): Decimal {
  return lines.reduce((sum, line) => addDecimals(sum, partFrom(line, from) ?? decimal('0')), decimal('0'))
}

function linesOf(
  write: OwnWrite,
  item: TransferredItem,
  { from, credits, givenBack, owed, arrived, currency }: Sides,
  invoiced: readonly InvoiceLine[],
): readonly ReconciledLine[] {
  const { action } = write
  if (action.kind !== 'subscription.transfer') return []
  const asAmount = (amount: Decimal | null): KnownAmount | null => {
    const money = moneyIn(amount, currency)
    return money === null ? null : { kind: 'known', ...money }
  }
  const charged = arrived?.amount ?? null
  const tolerance = roundingOf([...credits, ...(arrived === null ? [] : [arrived])], currency, {
    seats: item.seats,
    isLegacy: false,
  })
  const isInvoiced = (partner: InvoiceLine['partner']) =>
    invoiced.some(line => line.partner === partner && line.lastDay >= from)
  const common = { write, from, item: { subscription: item.subscription, productName: item.productName } }
  const owes = owed ?? charged
  const credit: ReconciledLine = {
    ...common,
    what: 'credit',
    partner: action.from,
    verdict: verdictOn(givenBack, owes, {
      tolerance,
      missing: owed === null ? 'not predicted' : 'missing credit',
      isInvoiced: isInvoiced(action.from),
    }),
    expected: asAmount(owes),
    seen: moneyIn(givenBack, currency),
    invoices: invoicesOf(credits),
  }
  const charge: ReconciledLine = {
    ...common,
    what: 'charge',
    partner: action.partner,
    verdict: verdictOn(charged, givenBack, {
      tolerance,
      missing: 'missing charge',
      isInvoiced: isInvoiced(action.partner),
    }),
    expected: asAmount(givenBack),
    seen: moneyIn(charged, currency),
    invoices: invoicesOf(arrived === null ? [] : [arrived]),
  }
  return [credit, charge]
}

function verdictOn(
  seen: Decimal | null,
  expected: Decimal | null,
  {
    tolerance,
    missing,
    isInvoiced,
  }: { readonly tolerance: Decimal; readonly missing: ReconcileVerdict; readonly isInvoiced: boolean },
): ReconcileVerdict {
  if (seen === null) {
    if (!isInvoiced) return 'not invoiced yet'
    if (expected === null) return 'not predicted'
    // A day of many cheap seats is rounded to nothing.
    return isNear(expected, decimal('0'), tolerance) ? 'matched' : missing
  }
  if (expected === null) return 'not predicted'
  return isNear(seen, expected, tolerance) ? 'matched' : 'differs'
}
