/**
 * Invoices against what the journal predicted (S10): each switch-off its credit and nothing after, each purchase its charge, and
 * no product billed under two partners for the same days. Real invoices may differ by cents from the model of facts 2.5.
 */
import type { OwnWrite } from '../activity/verify.ts'
import {
  type Currency,
  type Decimal,
  dayOf,
  decimal,
  type PartnerName,
  type SubscriptionId,
  type UtcDate,
} from '../model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../model/invoice.ts'
import type { Amount, Money } from '../model/money.ts'
import { addDecimals, isOver, negated, roundMoney } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { creditSeen } from './credit-seen.ts'
import { invoicesOf, isCharge, isNear, linesOf, partFrom, sumOf } from './invoice-lines.ts'
import { type Late, lateness } from './late.ts'
import { netFrom } from './net.ts'
import type { CountedOnce } from './once-each.ts'
import { toleranceOf } from './tolerance.ts'
import { type Variance, type VarianceFacts, variancesOf } from './variance.ts'

export const verdicts = [
  'matched',
  'not predicted',
  'not invoiced yet',
  'differs',
  'switched off late',
  'missing credit',
  'missing charge',
  'charged after switch-off',
  'billed under two partners',
] as const
export type ReconcileVerdict = (typeof verdicts)[number]

/** What somebody has to look at. */
export const alarming: ReadonlySet<ReconcileVerdict> = new Set<ReconcileVerdict>([
  'differs',
  'switched off late',
  'missing credit',
  'missing charge',
  'charged after switch-off',
  'billed under two partners',
])

export interface ReconciledLine {
  readonly verdict: ReconcileVerdict
  readonly what: 'credit' | 'charge'
  readonly write: OwnWrite
  readonly partner: PartnerName
  /** First UTC day it is about. */
  readonly from: UtcDate
  /** null: nothing is expected. */
  readonly expected: Amount | null
  /** What the invoices say; a credit is positive here. */
  readonly seen: Money | null
  readonly invoices: readonly string[]
  /** Of a switch-off that was carried out on a later day than planned. */
  readonly late?: Late
}

export interface Reconciliation {
  readonly format: 1
  readonly lines: readonly ReconciledLine[]
  readonly totals: readonly { readonly verdict: ReconcileVerdict; readonly count: number }[]
  /** Money by currency; never added together. */
  readonly money: readonly {
    readonly currency: Currency
    readonly creditsExpected: Decimal
    readonly creditsSeen: Decimal
    readonly chargedAfter: Decimal
    readonly billedTwice: Decimal
    /** For the days between the planned switch-off and the real one. */
    readonly chargedLate: Decimal
  }[]
  /** What no write explains, of all customers. */
  readonly variances: readonly Variance[]
  readonly setAside: readonly LineSetAside[]
  /** Invoices that a second file repeats. */
  readonly repeated: CountedOnce['repeated']
}

export interface ReconcileFacts extends Omit<VarianceFacts, 'writes' | 'known'> {
  readonly setAside: readonly LineSetAside[]
  readonly repeated: CountedOnce['repeated']
}

const nothingMore: ReconcileFacts = { becomes: new Map(), left: new Set(), setAside: [], repeated: [] }

export function reconcile(
  writes: readonly OwnWrite[],
  invoiced: readonly InvoiceLine[],
  facts: ReconcileFacts = nothingMore,
): Reconciliation {
  const done = writes.filter(({ outcome }) => outcome === 'done' || outcome === 'adopted')
  const lines = done.flatMap(write => {
    if (isSwitchOff(write)) return [...creditOf(write, invoiced), ...twice(write, done, invoiced)]
    if (write.action.kind === 'subscription.transfer') return leftBehind(write, invoiced)
    return write.action.kind === 'subscription.create' ? [chargeOf(write, invoiced)] : []
  })
  const count = (verdict: ReconcileVerdict) => lines.filter(line => line.verdict === verdict).length
  return {
    format: 1,
    lines,
    totals: verdicts.map(verdict => ({ verdict, count: count(verdict) })).filter(entry => entry.count > 0),
    money: moneyOf(lines),
    variances: variancesOf(invoiced, { ...facts, writes: done, known: subscriptionsOf(done) }),
    setAside: facts.setAside,
    repeated: facts.repeated,
  }
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

function isSwitchOff({ action }: Pick<OwnWrite, 'action'>): boolean {
  return action.effect.billing.some(entry => entry.partner === action.partner && entry.note === 'stops')
}

function dayOfWrite(write: OwnWrite): UtcDate {
  return dayOf(write.ended ?? write.began)
}

/** What a later day of switching off can be the reason of. */
const needsReason: ReadonlySet<ReconcileVerdict> = new Set<ReconcileVerdict>([
  'differs',
  'missing credit',
  'not predicted',
])

function creditOf(write: OwnWrite, invoiced: readonly InvoiceLine[]): readonly ReconciledLine[] {
  const from = dayOfWrite(write)
  const own = linesOf(write, invoiced)
  const expected = write.action.effect.credit ?? null
  const common = { what: 'credit', write, partner: write.action.partner, from, expected } as const
  const currency = own[0]?.currency ?? (expected?.kind === 'known' ? expected.currency : null)
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
  const isLeft = isOver(addDecimals(net.charged, negated(chargedAfter)), tolerance)
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

function moneyIn(amount: Decimal | null, currency: Currency | null): Money | null {
  return amount === null || currency === null ? null : { amount: roundMoney(amount, currency), currency }
}

function total(lines: readonly InvoiceLine[]): Decimal {
  return lines.reduce((sum, { amount }) => addDecimals(sum, amount ?? decimal('0')), decimal('0'))
}

function least(left: Decimal, right: Decimal): Decimal {
  return isOver(left, right) ? right : left
}

/** The charge of the first period; what changes its seats later, and what is taken back and charged anew, are others. */
function chargeOf(write: OwnWrite, invoiced: readonly InvoiceLine[]): ReconciledLine {
  const from = dayOfWrite(write)
  const expected = write.action.effect.perPeriod?.amount ?? null
  const reaching = linesOf(write, invoiced)
    .filter(line => isCharge(line) && line.lastDay >= from)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
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

/** Were those days, or some of them, charged at all? */
function charges(own: readonly InvoiceLine[], from: UtcDate): boolean {
  return own.some(line => line.lastDay >= from && line.from < from && isCharge(line))
}

/** A transfer's source is charged to the end of that day and not a day longer; what it charges later is charged twice. */
function leftBehind(write: OwnWrite, invoiced: readonly InvoiceLine[]): readonly ReconciledLine[] {
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

interface Judged {
  readonly expected: Amount | null
  readonly seen: Money | null
  readonly from: UtcDate
  readonly invoiced: readonly InvoiceLine[]
  /** The invoices charge days that are to be given back, whatever they cost. */
  readonly isOwed: boolean
  readonly tolerance: Decimal
}

function verdictOf(
  { action }: OwnWrite,
  { expected, seen, from, invoiced, isOwed, tolerance }: Judged,
): ReconcileVerdict {
  // A trial costs nothing: no credit is expected, and none is missing.
  const isNothing = expected === null || (expected.kind === 'known' && !isOver(expected.amount, tolerance))
  if (seen === null) {
    const isInvoiced = invoiced.some(line => line.partner === action.partner && line.lastDay >= from)
    if (!isInvoiced) return 'not invoiced yet'
    if (isNothing) return 'matched'
    if (expected.kind === 'unknown' && !isOwed) return 'not predicted'
    return action.kind === 'subscription.create' ? 'missing charge' : 'missing credit'
  }
  if (expected === null || expected.kind === 'unknown') return 'not predicted'
  return expected.currency === seen.currency && isNear(expected.amount, seen.amount, tolerance)
    ? 'matched'
    : 'differs'
}

/** What a source was charged, and not given back, for days on which its replacement was charged too. */
function twice(
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

function moneyOf(lines: readonly ReconciledLine[]): Reconciliation['money'] {
  const currencies = new Set<Currency>()
  for (const { expected, seen } of lines) {
    if (expected?.kind === 'known') currencies.add(expected.currency)
    if (seen !== null) currencies.add(seen.currency)
  }
  return [...currencies].sort().map(currency => {
    const sum = (wanted: (line: ReconciledLine) => Amount | Money | null) =>
      roundMoney(
        lines.reduce((total, line) => {
          const money = wanted(line)
          if (money === null || !('amount' in money) || money.currency !== currency) return total
          return addDecimals(total, money.amount)
        }, decimal('0')),
        currency,
      )
    const of = (verdict: ReconcileVerdict) => (line: ReconciledLine) =>
      line.verdict === verdict ? line.seen : null
    return {
      currency,
      creditsExpected: sum(line => (line.what === 'credit' ? line.expected : null)),
      creditsSeen: sum(line => (line.what === 'credit' ? line.seen : null)),
      chargedAfter: sum(of('charged after switch-off')),
      billedTwice: sum(of('billed under two partners')),
      chargedLate: sum(line => line.late?.money ?? null),
    }
  })
}
