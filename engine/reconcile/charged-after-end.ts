/** What goes on being charged on days on which nothing of it should be left: after a transfer took it, or after the term with which it was told to end. */
import type { OwnWrite } from '../activity/own-steps.ts'
import type { PartnerName, UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import { isOver } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { dayOfWrite, invoicesOf, isCharge, linesOf } from './invoice-lines.ts'
import { netFrom } from './net.ts'
import type { ReconciledLine } from './reconciliation.ts'
import { least, moneyIn, total } from './sums.ts'
import { toleranceOf } from './tolerance.ts'

/** A transfer's source is charged to the end of that day and not a day longer; what it charges later is charged twice. */
export function leftBehind(write: OwnWrite, invoiced: readonly InvoiceLine[]): readonly ReconciledLine[] {
  const { action } = write
  if (action.kind !== 'subscription.transfer') return []
  const items = new Set(action.items.map(item => item.subscription))
  const own = invoiced.filter(
    line => line.partner === action.from && line.subscription !== null && items.has(line.subscription),
  )
  return chargedFrom(write, { partner: action.from, own, from: addDays(dayOfWrite(write), 1) })
}

/** Told to end with its term, and renewed or extended all the same (T23). The last instruction of a subscription counts. */
export function goingOn(
  write: OwnWrite,
  all: readonly OwnWrite[],
  invoiced: readonly InvoiceLine[],
): readonly ReconciledLine[] {
  const { action, subscription } = write
  if (action.kind !== 'subscription.change-renewal' || subscription === null) return []
  const { to, termEndsOn, partner } = action
  const isReplaced = all.some(other => other.began > write.began && decidesEnd(other, write))
  if (to.kind !== 'cancels' || termEndsOn === null || isReplaced) return []
  return chargedFrom(write, { partner, own: linesOf(write, invoiced), from: addDays(termEndsOn, 1) })
}

function decidesEnd({ action, subscription }: OwnWrite, of: OwnWrite): boolean {
  if (action.kind === 'subscription.transfer')
    return action.items.some(item => item.subscription === of.subscription)
  return (
    action.kind === 'subscription.change-renewal' &&
    action.partner === of.action.partner &&
    subscription === of.subscription
  )
}

interface Charged {
  readonly partner: PartnerName
  readonly own: readonly InvoiceLine[]
  /** First day on which nothing is to be charged. */
  readonly from: UtcDate
}

function chargedFrom(write: OwnWrite, { partner, own, from }: Charged): readonly ReconciledLine[] {
  const { action } = write
  const after = own.filter(line => line.from >= from && isCharge(line))
  const currency = after[0]?.currency ?? null
  const inCurrency = own.filter(line => line.currency === currency)
  const net = least(netFrom(inCurrency, from).charged, total(after))
  const isMore = currency !== null && isOver(net, toleranceOf({ action, currency, lines: inCurrency }))
  const seen = isMore ? moneyIn(net, currency) : null
  const common = {
    what: 'charge',
    write,
    partner,
    from,
    expected: null,
    invoices: invoicesOf(after),
  } as const
  return seen === null ? [] : [{ ...common, verdict: 'charged after switch-off', seen }]
}
