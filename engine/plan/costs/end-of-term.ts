/** What happens to one subscription when its term ends (T23). */
import type { Seats, UtcDate } from '../../model/ids.ts'
import type { Amount } from '../../model/money.ts'
import type { Renewal } from '../../model/renewal.ts'
import type { PeriodWord } from '../../money/monthly.ts'

export interface TermEnd {
  readonly outcome: Renewal['kind']
  /** The first day after the running term; null: the service does not say when it ends. */
  readonly from: UtcDate | null
  /** Last day on which users have it, where it does not go on: the last of the term, or 30 days later. */
  readonly serviceUntil?: UtcDate | 'unknown'
  /** Seats from then on; null: none, or not known. */
  readonly seats: Seats | null
  /** What one billing period costs from then on, for all seats. */
  readonly perPeriod?: { readonly period: PeriodWord; readonly amount: Amount }
  /** What a next term binds to. */
  readonly commitment?: { readonly until: UtcDate; readonly total: Amount }
  /** Per cent that an extension costs more; null: which of the two is not known. */
  readonly surcharge?: 3 | 23 | null
  /** Why it is not known. */
  readonly why?: string
}
