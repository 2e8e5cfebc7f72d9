/** What a source is still charged on days on which its replacement is charged too. */
import type { OwnWrite } from '../activity/own-steps.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { isOver } from '../money/decimals.ts'
import { dayOfWrite, invoicesOf, isCharge, linesOf, partFrom, sumOf } from './invoice-lines.ts'
import type { ReconciledLine } from './reconciliation.ts'
import { toleranceOf } from './tolerance.ts'

/** What a source was charged, and not given back, for days on which its replacement was charged too. */
export function twice(
  write: OwnWrite,
  all: readonly OwnWrite[],
  invoiced: readonly InvoiceLine[],
): readonly ReconciledLine[] {
  const { action } = write
  if (!('replacedBy' in action)) return []
  const replacements = action.replacedBy.flatMap(by =>
    by.kind === 'created by' ? all.filter(other => other.action.id === by.action) : [],
  )
  const begins = replacements.map(dayOfWrite).sort()
  const [since] = begins
  if (since === undefined) return []
  const isChargedThere = replacements.some(other => linesOf(other, invoiced).some(isCharge))
  const own = linesOf(write, invoiced).filter(line => line.lastDay >= since)
  const left = sumOf(own.map(line => ({ ...line, amount: partFrom(line, since) })))
  if (!isChargedThere || left === null) return []
  if (!isOver(left.amount, toleranceOf({ action, currency: left.currency, lines: own }))) return []
  return [
    {
      verdict: 'billed under two partners',
      what: 'charge',
      write,
      partner: action.partner,
      from: since,
      expected: null,
      seen: left,
      invoices: invoicesOf(own),
    },
  ]
}
