/** What invoices say that no write of a journal explains. */
import type { PartnerName, ProductKey, SubscriptionId, TenantId, UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import type { RowPlace } from './rows.ts'

export type VarianceKind =
  | 'billed in two accounts'
  | 'extended term'
  | Exclude<RowPlace, 'explained' | 'recurring'>

export interface Variance {
  readonly kind: VarianceKind
  readonly partner: PartnerName
  /** The other account of what is billed twice. */
  readonly other?: PartnerName
  readonly customer: TenantId | null
  readonly customerName: string
  readonly product: string
  readonly subscription: SubscriptionId | null
  readonly from: UtcDate
  readonly lastDay: UtcDate
  readonly money: Money | null
  readonly chargeTypes: readonly string[]
  readonly invoices: readonly string[]
}

export interface VarianceFacts {
  readonly placeOf: (line: InvoiceLine) => RowPlace
  /** Products that are one, because a consolidation turns the first into the second. */
  readonly becomes: ReadonlyMap<ProductKey, ProductKey>
  /** Subscriptions that stay under their account on purpose. */
  readonly left: ReadonlySet<SubscriptionId>
  /** Accounts that customers leave. What two of them have of one product are licences that both still move, and none is there twice. */
  readonly sources: ReadonlySet<PartnerName>
  /** Subscriptions that are reported as billed twice already. */
  readonly known: ReadonlySet<SubscriptionId>
}

export interface Variances {
  readonly variances: readonly Variance[]
  /** Those that are told. */
  readonly rows: ReadonlySet<InvoiceLine>
}

export interface Told {
  readonly variance: Variance
  readonly rows: readonly InvoiceLine[]
}
