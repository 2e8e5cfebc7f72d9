/** The first charge of a purchase: the net of its rows, whatever number of them says it. */
import type { OwnWrite } from '../activity/own-steps.ts'
import { by } from '../compare.ts'
import { dayOf, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Amount } from '../model/money.ts'
import { roundMoney, shareOf } from '../money/decimals.ts'
import { monthsOfWord } from '../money/monthly.ts'
import { addDays } from '../time/utc-days.ts'
import { daysOf, daysOfPeriodFrom } from './cycles/months.ts'
import { dayOfWrite, invoicesOf, isCharge, isNear, linesOf, sumOf } from './invoice-lines.ts'
import type { ReconciledLine } from './reconciliation.ts'
import { toleranceOf } from './tolerance.ts'
import { verdictOf } from './verdict.ts'

export interface PurchaseFacts {
  readonly invoiced: readonly InvoiceLine[]
  /** Rows that other writes are held against. */
  readonly ofOthers: ReadonlySet<InvoiceLine>
  /** First day that it is charged no more; null: it lives. */
  readonly off: UtcDate | null
}

export interface PurchaseCharge {
  readonly line: ReconciledLine
  /** Rows that it is held against. */
  readonly rows: readonly InvoiceLine[]
}

export function chargeOf(write: OwnWrite, { invoiced, ofOthers, off }: PurchaseFacts): PurchaseCharge {
  const from = dayOfWrite(write)
  const own = linesOf(write, invoiced).filter(line => !ofOthers.has(line))
  const first = firstCycle(write, own)
  const expected = expectedOf(write, first)
  const rows = first === undefined ? [] : rowsOf(first, own, off)
  const tolerance =
    first === undefined ? decimal('0') : toleranceOf({ ...write, currency: first.currency, lines: rows })
  const fits = (lines: readonly InvoiceLine[]) =>
    expected?.kind === 'known' && isNear(sumOf(lines)?.amount ?? decimal('0'), expected.amount, tolerance)
  // What is taken back and charged anew in parts comes to the same over all of its days.
  const anew = first === undefined || fits(rows) ? rows : partsOf(first, own, off)
  const shown = fits(anew) ? anew : rows
  const seen = sumOf(shown)
  const line: ReconciledLine = {
    verdict: verdictOf(write, { what: 'charge', expected, seen, from, invoiced, isOwed: false, tolerance }),
    what: 'charge',
    write,
    partner: write.action.partner,
    from,
    expected,
    seen,
    invoices: invoicesOf(shown),
  }
  return { line, rows: shown }
}

/** A first term that ends before its first cycle would is charged its own days of it (facts 2.5). */
function expectedOf({ action }: OwnWrite, first: InvoiceLine | undefined): Amount | null {
  const price = action.effect.perPeriod
  if (price === undefined) return null
  const { period, amount } = price
  const months = monthsOfWord(period)
  const isCut =
    action.kind === 'subscription.create' && action.endsOn !== undefined && first?.lastDay === action.endsOn
  if (!isCut || first === undefined || months === null || amount.kind === 'unknown') return amount
  const [whole = 0] = daysOfPeriodFrom(first.from, months)
  if (whole <= daysOf(first)) return amount
  return { ...amount, amount: roundMoney(shareOf(amount.amount, daysOf(first), whole), amount.currency) }
}

/** A later cycle is no first one: what is not at hand is not there. */
function firstCycle(write: OwnWrite, own: readonly InvoiceLine[]): InvoiceLine | undefined {
  const day = dayOf(write.began)
  const latest = addDays(dayOfWrite(write), 1)
  const [first] = own
    .filter(line => isCharge(line) && line.from <= latest && line.lastDay >= day)
    .sort(by(line => line.from))
  return first
}

/** All that is charged and given back from its first day on; what a switch-off gives back is held against that one. */
function rowsOf(
  first: InvoiceLine,
  own: readonly InvoiceLine[],
  off: UtcDate | null,
): readonly InvoiceLine[] {
  const { from, currency } = first
  return own.filter(
    line => line.from === from && line.currency === currency && (off !== from || isCharge(line)),
  )
}

function partsOf(
  first: InvoiceLine,
  own: readonly InvoiceLine[],
  off: UtcDate | null,
): readonly InvoiceLine[] {
  const { from, lastDay, currency } = first
  return own.filter(
    line =>
      line.from >= from &&
      line.lastDay <= lastDay &&
      line.currency === currency &&
      (off === null || line.from < off),
  )
}
