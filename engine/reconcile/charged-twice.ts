/** What a source is still charged: after its transfer, or on days on which its replacement is charged too. */
import type { OwnWrite } from '../activity/own-steps.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { isOver } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { dayOfWrite, invoicesOf, isCharge, linesOf, partFrom, sumOf } from './invoice-lines.ts'
import { netFrom } from './net.ts'
import type { ReconciledLine } from './reconciliation.ts'
import { least, moneyIn, total } from './sums.ts'
import { toleranceOf } from './tolerance.ts'

/** A transfer's source is charged to the end of that day and not a day longer; what it charges later is charged twice. */
export function leftBehind(write: OwnWrite, invoiced: readonly InvoiceLine[]): readonly ReconciledLine[] {
  const { action } = write
  if (action.kind !== 'subscription.transfer') return []
  const from = addDays(dayOfWrite(write), 1)
  const items = new Set(action.items.map(item => item.subscription))
  const own = invoiced.filter(
    line => line.partner === action.from && line.subscription !== null && items.has(line.subscription),
  )
  const after = own.filter(line => line.from >= from && isCharge(line))
  const currency = after[0]?.currency ?? null
  const inCurrency = own.filter(line => line.currency === currency)
  const net = least(netFrom(inCurrency, from).charged, total(after))
  const isMore = currency !== null && isOver(net, toleranceOf({ action, currency, lines: inCurrency }))
  const seen = isMore ? moneyIn(net, currency) : null
  const common = {
    what: 'charge',
    write,
    partner: action.from,
    from,
    expected: null,
    invoices: invoicesOf(after),
  } as const
  return seen === null ? [] : [{ ...common, verdict: 'charged after switch-off', seen }]
}

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
