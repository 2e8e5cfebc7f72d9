/** What a pair cost that was charged on both sides, as a journal keeps it (T11). */
import type { PartnerName, SubscriptionId, TenantId, UtcDate } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'

/** One pair whose source is off. */
export interface IncurredOverlap {
  readonly customer: TenantId
  readonly name: string
  /** Whose source was charged beside its replacement. */
  readonly partner: PartnerName
  readonly subscription: SubscriptionId
  readonly productName: string
  /** The first day on which both were charged, and the first on which the source was not. */
  readonly from: UtcDate
  readonly until: UtcDate
  readonly days: number
  /**
   * The source was found switched off, by a person or an earlier run, and the service does not say since when: `until` is the day of that look, and
   * days and money are the most that it can have been.
   */
  readonly atMost?: true
  readonly money: Amount
}
