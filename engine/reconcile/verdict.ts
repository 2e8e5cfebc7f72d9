/** The verdict on what was expected and what the invoices say. */
import type { OwnWrite } from '../activity/own-steps.ts'
import type { Decimal, UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Amount, Money } from '../model/money.ts'
import { isOver } from '../money/decimals.ts'
import { isNear } from './invoice-lines.ts'
import type { ReconcileVerdict } from './reconciliation.ts'

interface Judged {
  readonly expected: Amount | null
  readonly seen: Money | null
  readonly from: UtcDate
  readonly invoiced: readonly InvoiceLine[]
  /** The invoices charge days that are to be given back, whatever they cost. */
  readonly isOwed: boolean
  readonly tolerance: Decimal
  readonly what: 'credit' | 'charge'
}

export function verdictOf(
  { action }: OwnWrite,
  { expected, seen, from, invoiced, isOwed, tolerance, what }: Judged,
): ReconcileVerdict {
  // A trial costs nothing: no credit is expected, and none is missing.
  const isNothing = expected === null || (expected.kind === 'known' && !isOver(expected.amount, tolerance))
  if (seen === null) {
    const isInvoiced = invoiced.some(line => line.partner === action.partner && line.lastDay >= from)
    if (!isInvoiced) return 'not invoiced yet'
    if (isNothing) return 'matched'
    if (expected.kind === 'unknown' && !isOwed) return 'not predicted'
    return what === 'charge' ? 'missing charge' : 'missing credit'
  }
  if (expected === null || expected.kind === 'unknown') return 'not predicted'
  return expected.currency === seen.currency && isNear(expected.amount, seen.amount, tolerance)
    ? 'matched'
    : 'differs'
}
