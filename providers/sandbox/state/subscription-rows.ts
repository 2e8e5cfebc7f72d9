/** Subscriptions as plain rows: what is bought, what is billed, what becomes of it. Instants are ISO text in UTC, days `YYYY-MM-DD`. */
import type { Day, Instant } from '../time/calendar.ts'

export type Commerce = 'legacy' | 'nce' | 'azure'
export type Acquired = 'seed' | 'order' | 'cart' | 'transfer' | 'transition'

/** What is billed from an instant on; the ledger is read off the sequence of these. */
export interface ChargeState {
  readonly at: Instant
  readonly seats: number
  readonly status: string
  readonly billing: string
  /** Billing periods are counted from this day. */
  readonly billingAnchor: Day
  readonly termStart: Day
  readonly termEnd: Day | null
  readonly productKey: string
  readonly family: string
  readonly term: string
  readonly promotionId: string | null
  /** Charges nothing. */
  readonly trial: boolean
  readonly extendedFrom: ExtendedItem | null
}

/** What an extended service term extends, and is priced by (2.8). */
export interface ExtendedItem {
  readonly offerId: string
  readonly offerName: string
  readonly productKey: string
  readonly term: string
  readonly billing: string
}

export interface NextTerm {
  readonly productId: string
  readonly skuId: string
  readonly availabilityId: string
  readonly billing: string
  readonly term: string
  readonly promotionId: string | null
  readonly seats: number
  readonly customTermEndDate: string | null
}

/** An action at the end of the term wins over `autoRenew` and `nextTerm` (2.7). */
export interface ScheduledAction {
  readonly scheduleType: 'TermEnd' | 'CustomDate'
  readonly actionType: 'Cancel' | 'RenewToNewTerm' | 'RenewToExtendedServiceTerm' | 'Transition'
  /** Of a CustomDate. */
  readonly effectiveDate: Instant | null
  readonly instructions: NextTerm | null
}

export interface SubscriptionRow {
  readonly partner: string
  readonly customer: string
  readonly id: string
  /** Counts all subscriptions in the order they came to be: which of two is older. What a transfer moves keeps its age. */
  readonly sequence: number
  readonly commerce: Commerce
  /** Offer id, or product:sku:availability as bought. */
  readonly offerId: string
  /** Offer id in upper case, or PRODUCT:SKU. */
  readonly productKey: string
  /** Empty for legacy. */
  readonly productType: string
  readonly family: string
  readonly offerName: string
  readonly friendlyName: string
  readonly seats: number
  readonly status: string
  readonly billing: string
  readonly billingAnchor: Day
  /** Empty for legacy and Azure. */
  readonly term: string
  readonly purchasedAt: Instant
  /** Terms are counted from this day. */
  readonly termAnchor: Day
  /** First day of the current term, and first day after it; null: it never ends. */
  readonly termStart: Day
  readonly termEnd: Day | null
  /** Whether the purchase chose the end of this term. */
  readonly endChosen: boolean
  readonly autoRenew: boolean
  readonly trial: boolean
  readonly parent: string | null
  readonly orderId: string
  readonly partnerId: string
  /** Takes something off the price for this term. */
  readonly promotionId: string | null
  /** Counts every change; the ETag of legacy resources. */
  readonly version: number
  readonly acquired: Acquired
  /** Exists for readers from this instant on (E7). */
  readonly visibleFrom: Instant
  readonly cancellableUntil: Instant | null
  /** When the window that `cancellableUntil` closes was opened: the purchase or the renewal. */
  readonly windowFrom: Instant | null
  readonly batches: readonly { readonly seats: number; readonly until: Instant }[]
  readonly nextTerm: NextTerm | null
  readonly nextCharge: { readonly billing: string; readonly at: Instant } | null
  readonly scheduledActions: readonly ScheduledAction[]
  /** Since when renewal is off and nothing says what happens instead. */
  readonly undecidedSince: Instant | null
  /** Null: in no extended service term. */
  readonly extendedFrom: ExtendedItem | null
  /** A change that was accepted with 202 and happens later (E13). */
  readonly pending: { readonly at: Instant; readonly change: Partial<SubscriptionRow> } | null
  readonly statusSince: Instant
  readonly history: readonly ChargeState[]
  /** A transfer moves the charges over: first and last day charged here. */
  readonly chargedFrom: Day | null
  readonly chargedThrough: Day | null
}
