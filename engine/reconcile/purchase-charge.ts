/** The first charge of a purchase. */
import type { OwnWrite } from '../activity/own-steps.ts'
import { by } from '../compare.ts'
import { decimal } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { dayOfWrite, invoicesOf, isCharge, isNear, linesOf, sumOf } from './invoice-lines.ts'
import type { ReconciledLine } from './reconciliation.ts'
import { toleranceOf } from './tolerance.ts'
import { verdictOf } from './verdict.ts'

/** The charge of the first period; what changes its seats later, and what is taken back and charged anew, are others. */
export function chargeOf(write: OwnWrite, invoiced: readonly InvoiceLine[]): ReconciledLine {
  const from = dayOfWrite(write)
  const expected = write.action.effect.perPeriod?.amount ?? null
  const reaching = linesOf(write, invoiced)
    .filter(line => isCharge(line) && line.lastDay >= from)
    .sort(by(entry => entry.from))
  const [earliest] = reaching
  const tolerance =
    earliest === undefined
      ? decimal('0')
      : toleranceOf({ ...write, currency: earliest.currency, lines: [earliest] })
  const fits = reaching.find(
    ({ amount, currency, from: day }) =>
      day === earliest?.from &&
      amount !== null &&
      expected?.kind === 'known' &&
      expected.currency === currency &&
      isNear(amount, expected.amount, tolerance),
  )
  const first = [fits ?? earliest].flatMap(line => line ?? [])
  const seen = sumOf(first)
  return {
    verdict: verdictOf(write, { expected, seen, from, invoiced, isOwed: false, tolerance }),
    what: 'charge',
    write,
    partner: write.action.partner,
    from,
    expected,
    seen,
    invoices: invoicesOf(first),
  }
}
