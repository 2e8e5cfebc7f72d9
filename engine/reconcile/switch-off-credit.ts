/** The credit of a switch-off, and what is charged after it all the same. */
import type { OwnWrite } from '../activity/own-steps.ts'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Amount } from '../model/money.ts'
import { addDecimals, isOver, negated, roundMoney } from '../money/decimals.ts'
import { type CreditSeen, creditSeen } from './credit-seen.ts'
import { dayOfWrite, invoicesOf, isCharge, linesOf } from './invoice-lines.ts'
import { lateness } from './late.ts'
import { creditsByLines } from './line-pairs.ts'
import { type Net, netFrom } from './net.ts'
import type { ReconciledLine, ReconcileVerdict } from './reconciliation.ts'
import { closestOf, least, moneyIn, total } from './sums.ts'
import { toleranceOf } from './tolerance.ts'
import { verdictOf } from './verdict.ts'

/** What a later day of switching off can be the reason of. */
const needsReason: ReadonlySet<ReconcileVerdict> = new Set<ReconcileVerdict>([
  'differs',
  'missing credit',
  'not predicted',
])

export function creditOf(write: OwnWrite, invoiced: readonly InvoiceLine[]): readonly ReconciledLine[] {
  const from = dayOfWrite(write)
  const own = linesOf(write, invoiced)
  const predicted = write.action.effect.credit ?? null
  const currency = predicted?.kind === 'known' ? predicted.currency : (own[0]?.currency ?? null)
  const inCurrency = own.filter(line => line.currency === currency)
  const tolerance = currency === null ? decimal('0') : toleranceOf({ ...write, currency, lines: inCurrency })
  const net = netFrom(inCurrency, from)
  const { expected, credit } = creditBy(write, { predicted, own: inCurrency, from, tolerance, net })
  const common = { what: 'credit', write, partner: write.action.partner, from, expected } as const
  const isComparable = expected?.kind === 'known' && expected.currency === currency
  const seen = moneyIn(credit.amount, currency)
  const late = lateness(write, { from, own: inCurrency, expected, seen, credits: credit.lines, tolerance })
  const begunAfter = inCurrency.filter(line => line.from >= from && isCharge(line))
  const chargedAfter = least(net.charged, total(begunAfter))
  const rest = addDecimals(net.charged, negated(chargedAfter))
  const isLeft = isOver(rest, tolerance)
  const stillCharged = isLeft ? moneyIn(rest, currency) : null
  const isOwed = charges(own, from)
  const verdict =
    seen !== null && isComparable
      ? credit.isExpected && !isLeft
        ? 'matched'
        : 'differs'
      : verdictOf(write, { what: 'credit', expected, seen, from, invoiced, isOwed, tolerance })
  const line: ReconciledLine = {
    ...common,
    verdict: late?.isAllThereIs === true && needsReason.has(verdict) ? 'switched off late' : verdict,
    seen,
    invoices: invoicesOf(credit.lines),
    ...(seen !== null && isComparable && credit.isExpected && stillCharged !== null && { stillCharged }),
    ...(late !== null && { late: late.late }),
  }
  const charged = isOver(chargedAfter, tolerance) ? moneyIn(chargedAfter, currency) : null
  if (charged === null) return [line]
  return [
    line,
    {
      ...common,
      what: 'charge',
      verdict: 'charged after switch-off',
      expected: null,
      seen: charged,
      invoices: invoicesOf(begunAfter),
    },
  ]
}

interface CreditFacts {
  /** By the plan. */
  readonly predicted: Amount | null
  readonly own: readonly InvoiceLine[]
  readonly from: UtcDate
  readonly tolerance: Decimal
  readonly net: Net
}

/** As planned; or else as the lines say where they know of a change within the period, which no plan can see. */
function creditBy(
  { action }: OwnWrite,
  { predicted, own, from, tolerance, net }: CreditFacts,
): { readonly expected: Amount | null; readonly credit: CreditSeen } {
  const seenFor = (expected: Decimal | null) => creditSeen(own, { from, expected, tolerance, net })
  const credit = seenFor(predicted?.kind === 'known' ? predicted.amount : null)
  if (predicted?.kind !== 'known' || credit.isExpected || action.effect.commerce !== 'legacy')
    return { expected: predicted, credit }
  const { currency } = predicted
  const amounts = creditsByLines(own, from).filter(amount => !isOver(amount, predicted.amount))
  // Of small amounts for many seats more than one fits within rounding; the closest is the one.
  const closest = closestOf(
    amounts.map(amount => ({ amount, credit: seenFor(amount) })).filter(entry => entry.credit.isExpected),
    entry => addDecimals(entry.amount, negated(entry.credit.amount ?? decimal('0'))),
  )
  if (closest === null) return { expected: predicted, credit }
  const amount = roundMoney(closest.amount, currency)
  return { expected: { kind: 'known', amount, currency }, credit: closest.credit }
}

/** Were those days, or some of them, charged at all? */
function charges(own: readonly InvoiceLine[], from: UtcDate): boolean {
  return own.some(line => line.lastDay >= from && line.from < from && isCharge(line))
}
