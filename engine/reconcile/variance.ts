/** What invoices say that no write of a journal explains. */
import type { PartnerName, ProductKey, SubscriptionId, TenantId, UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Money } from '../model/money.ts'
import type { RowPlace } from './rows/row-place.ts'

export type VarianceKind =
  | 'billed in two accounts'
  | 'charged twice'
  | 'may be charged twice'
  | 'not as before'
  | 'not charged'
  | 'renewed at another price'
  | 'extended term'
  | Exclude<RowPlace, 'explained' | 'recurring' | 'not compared' | 'cycle told'>

/** What somebody has to look at; the others are told, as nobody can say what is right. */
const findings: ReadonlySet<VarianceKind> = new Set<VarianceKind>([
  'billed in two accounts',
  'charged twice',
  'may be charged twice',
  'not as before',
  'not charged',
  'not explained',
])

export function isFinding({ kind }: Pick<Variance, 'kind'>): boolean {
  return findings.has(kind)
}

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
  /** Of a cycle: what it is apart by from what it should be; negative is too little. */
  readonly money: Money | null
  readonly chargeTypes: readonly string[]
  readonly invoices: readonly string[]
}

export interface VarianceFacts {
  /** What the cycles of each subscription say. */
  readonly cycles: readonly Told[]
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
