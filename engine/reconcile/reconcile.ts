/**
 * Invoices against what the journal predicted (S10): each switch-off its credit and nothing after, each purchase its charge, and
 * no product billed under two partners for the same days. Real invoices may differ by cents from the model of api.md 2.5.
 */
import type { OwnWrite } from '../activity/verify.ts'
import { type Currency, type Decimal, dayOf, decimal, type PartnerName, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Amount, Money } from '../model/money.ts'
import { addDecimals, isOver, negated, roundMoney } from '../money/decimals.ts'
import { addDays } from '../time/utc-days.ts'
import { cents, invoicesOf, isCharge, isCredit, isNear, linesOf, partFrom, sumOf } from './invoice-lines.ts'
import { type Late, lateness } from './late.ts'

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
}

export function reconcile(writes: readonly OwnWrite[], invoiced: readonly InvoiceLine[]): Reconciliation {
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
  }
}

function isSwitchOff({ action }: OwnWrite): boolean {
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
  const credits = own.filter(line => line.lastDay >= from && isCredit(line))
  const after = own.filter(line => line.from >= from && isCharge(line))
  const seen = sumOf(
    credits.map(line => ({ ...line, amount: line.amount === null ? null : negated(line.amount) })),
  )
  const late = lateness(write, { from, own, expected, seen })
  const verdict = verdictOf(write, { expected, seen, from, invoiced, isOwed: charges(own, from) })
  const credit: ReconciledLine = {
    ...common,
    verdict: late?.isAllThereIs === true && needsReason.has(verdict) ? 'switched off late' : verdict,
    seen,
    invoices: invoicesOf(credits),
    ...(late !== null && { late: late.late }),
  }
  const charged = sumOf(after)
  if (charged === null) return [credit]
  return [
    credit,
    {
      ...common,
      what: 'charge',
      verdict: 'charged after switch-off',
      expected: null,
      seen: charged,
      invoices: invoicesOf(after),
    },
  ]
}

function chargeOf(write: OwnWrite, invoiced: readonly InvoiceLine[]): ReconciledLine {
  const from = dayOfWrite(write)
  const first = linesOf(write, invoiced)
    .filter(line => isCharge(line) && line.lastDay >= from)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .slice(0, 1)
  const expected = write.action.effect.perPeriod?.amount ?? null
  const seen = sumOf(first)
  return {
    verdict: verdictOf(write, { expected, seen, from, invoiced, isOwed: false }),
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
  const after = invoiced.filter(
    line =>
      line.partner === action.from &&
      line.subscription !== null &&
      items.has(line.subscription) &&
      line.from >= from &&
      isCharge(line),
  )
  const seen = sumOf(after)
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
}

function verdictOf(
  { action }: OwnWrite,
  { expected, seen, from, invoiced, isOwed }: Judged,
): ReconcileVerdict {
  // A trial costs nothing: no credit is expected, and none is missing.
  const isNothing = expected === null || (expected.kind === 'known' && !isOver(expected.amount, cents))
  if (seen === null) {
    const isInvoiced = invoiced.some(line => line.partner === action.partner && line.lastDay >= from)
    if (!isInvoiced) return 'not invoiced yet'
    if (isNothing) return 'matched'
    if (expected.kind === 'unknown' && !isOwed) return 'not predicted'
    return action.kind === 'subscription.create' ? 'missing charge' : 'missing credit'
  }
  if (expected === null || expected.kind === 'unknown') return 'not predicted'
  return expected.currency === seen.currency && isNear(expected.amount, seen.amount) ? 'matched' : 'differs'
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
  if (!isChargedThere || left === null || !isOver(left.amount, cents)) return []
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
