/** The calendar as one answer. */
import type { Diagnostic } from '../diagnostic.ts'
import type { Instant, UtcDate } from '../model/ids.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { AdminEndRow } from './admin-ends.ts'
import type { TermEndRow } from './term-end-row.ts'

export interface RenewalsReport {
  readonly format: 1
  readonly at: Instant
  /** In which world it was read (T29). */
  readonly madeIn: MadeIn
  /** Last day that was looked at. */
  readonly until: UtcDate
  readonly rows: readonly TermEndRow[]
  /** Relationships of delegated administration; left out: no document declares it. */
  readonly admin?: readonly AdminEndRow[]
  /** Ends in this time that need no decision, and are not among the rows. */
  readonly hidden: number
  /** Customers whose subscriptions could not be read: nothing is known of their ends. */
  readonly unread: readonly Diagnostic[]
  /** Proposals that were written into documents. */
  readonly written: readonly { readonly file: string; readonly key: string }[]
}
