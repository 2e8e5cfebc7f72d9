/**
 * Invoices against what the journal predicted (S10): each switch-off its credit and nothing after, each purchase its charge, and
 * no product billed under two partners for the same days. Real invoices may differ by cents from the model of facts 2.5.
 */
import type { OwnWrite } from '../activity/own-steps.ts'
import type { Currency, SubscriptionId } from '../model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../model/invoice.ts'
import { variancesOf } from './all-variances.ts'
import { goingOn, leftBehind } from './charged-after-end.ts'
import { twice } from './charged-twice.ts'
import { judgeCycles } from './cycles/judge-cycles.ts'
import type { CountedOnce } from './invoices/once-each.ts'
import { moneyOf } from './money-of-lines.ts'
import { ownSubscriptions } from './own/own-facts.ts'
import { isSwitchOff } from './own/switch-off.ts'
import { chargeOf } from './purchase-charge.ts'
import { type ReconcileVerdict, type Reconciliation, verdicts } from './reconciliation.ts'
import { countsOf, placeOfRow } from './rows/rows.ts'
import { seatChanges } from './seat-changes.ts'
import { creditOf } from './switch-off-credit.ts'
import { type TransferRows, transferRows } from './transferred.ts'
import type { VarianceFacts } from './variance.ts'

export interface ReconcileFacts extends Pick<VarianceFacts, 'becomes' | 'left' | 'sources'> {
  readonly setAside: readonly LineSetAside[]
  readonly repeated: CountedOnce['repeated']
}

const nothingMore: ReconcileFacts = {
  becomes: new Map(),
  left: new Set(),
  sources: new Set(),
  setAside: [],
  repeated: [],
}

export function reconcile(
  writes: readonly OwnWrite[],
  read: readonly InvoiceLine[],
  facts: ReconcileFacts = nothingMore,
): Reconciliation {
  const invoiced = read.filter(line => line.amount !== null)
  const setAside = [...facts.setAside, ...read.filter(line => line.amount === null).map(withoutAmount)]
  const done = writes.filter(({ outcome }) => outcome === 'done' || outcome === 'adopted')
  const transfers = transfersOf(done, invoiced)
  const arrived = transfers.flatMap(entry => entry.arrived)
  const own = ownSubscriptions(done, arrived)
  const seats = seatChanges(done, invoiced)
  const purchases = done
    .filter(({ action }) => action.kind === 'subscription.create')
    .map(write => {
      const { off = null } = own.of({ partner: write.action.partner, subscription: write.subscription }) ?? {}
      return { write, ...chargeOf(write, { invoiced, ofOthers: seats.rows, off }) }
    })
  const lines = [
    ...done.flatMap(write => {
      if (isSwitchOff(write)) return [...creditOf(write, invoiced), ...twice(write, done, invoiced)]
      if (write.action.kind === 'subscription.transfer') return leftBehind(write, invoiced)
      if (write.action.kind === 'subscription.change-renewal') return goingOn(write, done, invoiced)
      return [
        ...purchases.flatMap(entry => (entry.write === write ? [entry.line] : [])),
        ...seats.lines.filter(line => line.write === write),
      ]
    }),
    ...transfers.flatMap(entry => entry.lines),
  ]
  const ofWrites = new Set([...seats.rows, ...purchases.flatMap(entry => entry.rows)])
  const cycles = judgeCycles(invoiced, { own, ofWrites: seats.rows })
  const isCompared = comparedIn(done, invoiced)
  const placeOf = (line: InvoiceLine) => placeOfRow(line, { own, isCompared, ofWrites, cycles })
  const { variances, rows: told } = variancesOf(invoiced, {
    ...facts,
    cycles: cycles.told,
    placeOf,
    known: subscriptionsOf(done),
  })
  const count = (verdict: ReconcileVerdict) => lines.filter(line => line.verdict === verdict).length
  return {
    format: 1,
    lines,
    totals: verdicts.map(verdict => ({ verdict, count: count(verdict) })).filter(entry => entry.count > 0),
    money: moneyOf(lines, variances),
    variances,
    setAside,
    rows: countsOf(invoiced, { placeOf, told, setAside, repeated: facts.repeated }),
    repeated: facts.repeated,
  }
}

function withoutAmount({ invoice, customerName, subscription }: InvoiceLine): LineSetAside {
  const detail = 'the service names no amount'
  return {
    because: 'unreadable',
    source: invoice,
    line: null,
    customerName,
    subscription: subscription ?? '',
    amount: '',
    detail,
  }
}

/** One after the other: a row under the target is that of one transfer. What was bought is none. */
function transfersOf(writes: readonly OwnWrite[], invoiced: readonly InvoiceLine[]): readonly TransferRows[] {
  const bought = new Set(
    writes.flatMap(({ action, subscription }) =>
      action.kind === 'subscription.create' && subscription !== null ? [subscription] : [],
    ),
  )
  const taken = new Set<InvoiceLine>()
  return writes
    .filter(({ action }) => action.kind === 'subscription.transfer')
    .map(write => {
      const rows = transferRows(
        write,
        invoiced,
        line => taken.has(line) || (line.subscription !== null && bought.has(line.subscription)),
      )
      for (const line of rows.arrived) taken.add(line)
      return rows
    })
}

/** What a write is held against has a currency; where it has none, that of the first row of its subscription. */
function comparedIn(
  writes: readonly OwnWrite[],
  invoiced: readonly InvoiceLine[],
): (line: InvoiceLine) => boolean {
  const currencies = new Map<string, Currency>()
  for (const { action, subscription } of writes) {
    const expected = action.effect.credit ?? action.effect.perPeriod?.amount
    if (subscription !== null && expected?.kind === 'known')
      currencies.set(`${action.partner}/${subscription}`, expected.currency)
  }
  for (const { partner, subscription, currency } of invoiced)
    if (!currencies.has(`${partner}/${subscription}`)) currencies.set(`${partner}/${subscription}`, currency)
  return ({ partner, subscription, currency }) => currencies.get(`${partner}/${subscription}`) === currency
}

/** What was switched off or transferred is judged line by line, its twin with it. */
function subscriptionsOf(writes: readonly OwnWrite[]): ReadonlySet<SubscriptionId> {
  return new Set(
    writes.flatMap(({ action, subscription }) => [
      ...(isSwitchOff({ action }) && subscription !== null ? [subscription] : []),
      ...(action.kind === 'subscription.transfer' ? action.items.map(item => item.subscription) : []),
    ]),
  )
}
