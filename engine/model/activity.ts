/** Microsoft's own record of what happened in an account, in our words: the witness for every change, ours or not. */
import type { Instant, PartnerName, SubscriptionId, TenantId, UtcDate } from './ids.ts'
import type { Known } from './live.ts'

export interface ActivityRecord {
  /** The service's id, or where it gives none, what tells two records apart. */
  readonly id: string
  readonly partner: PartnerName
  readonly at: Instant
  /** null: the record names no customer. */
  readonly customer: TenantId | null
  readonly customerName: string | null
  /** Who was signed in; null: an application on its own. */
  readonly user: string | null
  readonly application: string | null
  /** As the service says it, e.g. `subscription`, `order`, `partner_customer_relationship`; the list grows. */
  readonly resource: string
  /** As the service says it, e.g. `update_subscription`. */
  readonly operation: string
  readonly status: Known<'succeeded' | 'failed' | 'progress' | 'decline'>
  /** MS-CorrelationId of the caller: ours are recognised by it. */
  readonly correlationId: string | null
  /** Subscriptions the record names. */
  readonly subscriptions: readonly SubscriptionId[]
  /** Values by lower-case name; null: not told, or cut off (Q35). */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface ActivityQuery {
  /** UTC days, both included. What lies further back than the service remembers (90 days) is not answered. */
  readonly from: UtcDate
  readonly to: UtcDate
  readonly customer?: TenantId
}
