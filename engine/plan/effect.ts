/** What a write comes to: method, date, reversibility, who is billed until when, and the money of it. */
import type { PartnerName, UtcDate } from '../model/ids.ts'
import type { Commerce, Known } from '../model/live.ts'
import type { Amount } from '../model/money.ts'
import type { PeriodWord } from '../money/monthly.ts'
import type { TermEnd } from './costs/end-of-term.ts'
import type { Method } from './method.ts'

/** What every write shows (T1). */
export interface Effect {
  readonly commerce: Known<Commerce>
  readonly method: Method
  /** UTC day on which it takes effect. */
  readonly date: UtcDate
  readonly irreversible: boolean
  /** Users lose seats or access by it, by design (T7). */
  readonly reducesService: boolean
  /** Who is billed until when because of, or in spite of, this write. `until` null: open-ended (renews); with `stops`, the first day that is not charged. */
  readonly billing: readonly {
    readonly partner: PartnerName
    readonly until: UtcDate | null
    readonly note: BillingNote
  }[]
  /** Expected credit of a switch-off, from `date` on. */
  readonly credit?: Amount
  /** Price of one billing period for all seats. */
  readonly perPeriod?: { readonly period: PeriodWord; readonly amount: Amount }
  /** New commerce binds to the end of a term (T18). */
  readonly commitment?: { readonly until: UtcDate; readonly total: Amount }
  /**
   * Days charged on both sides, and their money (facts 2.5). Of a switch-off: what was incurred before it. Of a purchase: what is still to be
   * charged for a source that nothing of this plan ends. `days` null: not known, never 0.
   */
  readonly overlap?: {
    readonly days: number | null
    readonly money: Amount
    /** What each further day on both sides costs. */
    readonly perDay: Amount
  }
  /** The end of the running term: what it would come to without this write, and with it (T23). */
  readonly termEnd?: { readonly otherwise: TermEnd; readonly planned: TermEnd }
}
export type BillingNote = 'starts' | 'stops' | 'continues to term end' | 'changes' | 'unchanged'
