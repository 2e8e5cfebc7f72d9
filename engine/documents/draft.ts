/** What `import` has to say about a customer, before it is text. */
import type { PartnerName, ProductKey, Seats, SubscriptionId, TenantId, UtcDate } from '../model/ids.ts'
import type { BillingCycle, Commerce } from '../model/live.ts'
import type { AdminDraft } from './admin-draft.ts'

export interface SubscriptionDraft {
  readonly key: string
  readonly product: ProductKey
  /** Printed beside the id. */
  readonly productName: string
  readonly commerce: Commerce
  readonly seats: Seats
  /** ISO 8601; null for legacy. */
  readonly term: string | null
  /** null: the service does not say, and nothing is claimed. */
  readonly billing: BillingCycle | null
  readonly state: 'active' | 'suspended'
  readonly endOfTerm: 'renew' | 'cancel' | 'extend' | null
  readonly nextTerm: NextTermDraft | null
  /** null: it is to be created. */
  readonly subscriptionId: SubscriptionId | null
  readonly friendlyName: string | null
  /** The reseller who earns on it (T33). */
  readonly partnerOfRecord: string | null
  /** Key of its base in the same document. */
  readonly addOnTo: string | null
  /** Said above it: where it comes from, and what has to be decided. */
  readonly comments: readonly string[]
}

export interface NextTermDraft {
  readonly seats?: Seats
  readonly product?: ProductKey
  readonly term?: string
  readonly billing?: BillingCycle
  /** Its last day, where that is not a whole term away. */
  readonly endsOn?: UtcDate
}

export interface CustomerDraft {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly domain: string
  readonly name: string
  readonly subscriptions: readonly SubscriptionDraft[]
  /** Delegated administration; left out: nothing is said of it. */
  readonly admin?: AdminDraft
  /** Said at the head. */
  readonly comments: readonly string[]
  /** Live and not declared, with the reason; said at the end. */
  readonly unmanaged: readonly UnmanagedNote[]
}

export interface UnmanagedNote {
  readonly subscription: SubscriptionId
  readonly text: string
}

/** What a document can manage of a subscription, and a list may be silent about. */
export type Unsaid = 'friendlyName' | 'partnerOfRecord' | 'nextTerm' | 'endOfTerm'
