/** What comparing invoices with a journal gives: verdicts, line by line, totals, and what no write explains. */
import type { OwnWrite } from '../activity/own-steps.ts'
import type { Currency, Decimal, PartnerName, SubscriptionId, UtcDate } from '../model/ids.ts'
import type { LineSetAside } from '../model/invoice.ts'
import type { Amount, Money } from '../model/money.ts'
import type { CountedOnce } from './invoices/once-each.ts'
import type { Late } from './late.ts'
import type { RowCounts } from './rows/rows.ts'
import type { Variance } from './variance.ts'

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
  /** Of a transfer: which of its subscriptions; left out: the one of the write. */
  readonly item?: { readonly subscription: SubscriptionId; readonly productName: string }
  /** What stays charged for the days from the switch-off on, although the credit is as expected. */
  readonly stillCharged?: Money
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
  /** How many rows were read, and where each of them is found. */
  readonly rows: RowCounts
  /** Rows of an invoice that a second file repeats. */
  readonly repeated: CountedOnce['repeated']
}
