/** The credit of a switch-off, and what is charged after it all the same. */
import type { OwnWrite } from '../activity/verify.ts'
import { decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { addDecimals, isOver, negated } from '../money/decimals.ts'
import { creditSeen } from './credit-seen.ts'
import { dayOfWrite, invoicesOf, isCharge, linesOf } from './invoice-lines.ts'
import { lateness } from './late.ts'
import { netFrom } from './net.ts'
import type { ReconciledLine, ReconcileVerdict } from './reconciliation.ts'
import { least, moneyIn, total } from './sums.ts'
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
  const expected = write.action.effect.credit ?? null
  const common = { what: 'credit', write, partner: write.action.partner, from, expected } as const
  const currency = expected?.kind === 'known' ? expected.currency : (own[0]?.currency ?? null)
  const inCurrency = own.filter(line => line.currency === currency)
  const tolerance = currency === null ? decimal('0') : toleranceOf({ ...write, currency, lines: inCurrency })
  const net = netFrom(inCurrency, from)
  const isComparable = expected?.kind === 'known' && expected.currency === currency
  const credit = creditSeen(inCurrency, {
    from,
    expected: isComparable ? expected.amount : null,
    tolerance,
    net,
  })
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
      : verdictOf(write, { expected, seen, from, invoiced, isOwed, tolerance })
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

/** Were those days, or some of them, charged at all? */
function charges(own: readonly InvoiceLine[], from: UtcDate): boolean {
  return own.some(line => line.lastDay >= from && line.from < from && isCharge(line))
}
