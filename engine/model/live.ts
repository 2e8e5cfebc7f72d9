/**
 * What was seen in a tenant, in our words. `providers/partner-center/convert.ts` is the only door through which wire
 * words become these. Everything here is plain data: it can be printed, saved, digested and compared.
 */
import type { AdminActual } from './admin.ts'
import type { Instant, PartnerName, ProductKey, Seats, SubscriptionId, TenantId, UtcDate } from './ids.ts'
import type { Known, Read } from './read.ts'
import type { RecordedChange } from './recorded/recorded-change.ts'

export type { Known, Read } from './read.ts'

export type SubscriptionStatus =
  | 'active'
  | 'suspended'
  | 'expired'
  | 'disabled'
  | 'deleted'
  | 'pending'
  | 'none'
export type Commerce = 'legacy' | 'nce'
/** What kind of thing was bought. Only `licence` is counted in seats and written by us. */
export type ProductKind = 'licence' | 'azure' | 'software' | 'perpetual' | 'marketplace' | 'reservation'
export type BillingCycle = 'monthly' | 'annual' | 'triennial' | 'biennial' | 'one_time' | 'none'

export type UnreadDate =
  | 'boughtAt'
  | 'termStartsAt'
  | 'termEndsAt'
  | 'chargedUntil'
  | 'cancellableUntil'
  | 'refundable'

export interface LiveSubscription {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly id: SubscriptionId
  /** What it stands for: of an extended service term, the product that is extended, as far as that is known (engine/model/stands-for.ts). */
  readonly product: ProductKey
  /** SKU of its extended service term, as the service has it; left out: `product` is what the service has. */
  readonly soldAs?: ProductKey
  /** In an extended service term under a SKU of its own, or perhaps so, and what it extends is not known: one of these, or only itself. Left out: it is known. */
  readonly mayStandFor?: readonly ProductKey[]
  readonly productName: string
  readonly kind: Known<ProductKind>
  readonly commerce: Known<Commerce>
  /** friendlyName: the partner's label, not unique. */
  readonly name: string
  readonly status: Known<SubscriptionStatus>
  /** null: the service did not say. */
  readonly seats: Seats | null
  /** ISO 8601; null for legacy and Azure. */
  readonly term: string | null
  readonly billing: Known<BillingCycle> | null
  readonly trial: boolean
  readonly autoRenew: boolean
  /** An explicit instruction to cancel at the end of the term was seen (unconfirmed wire form). */
  readonly cancelsAtTermEnd: boolean
  /** Any other instruction for the end of the term, which wins over `autoRenew`; null or left out: none. */
  readonly termEndAction?: Known<'renew' | 'extend' | 'transition'> | null
  /** Billing cycle from the next charge on, where that is another one (facts 9, nextChargeInstructions); null: it stays. */
  readonly nextBilling: Known<BillingCycle> | null
  /** Taken off the price of the running term; null: none. */
  readonly promotion: string | null
  /** Partner id of the reseller on record; null: none. */
  readonly partnerOfRecord: string | null
  /** A change scheduled for renewal; null when there is none. */
  readonly nextTerm: {
    readonly seats: Seats | null
    readonly product: ProductKey | null
    readonly term: string | null
    readonly billing: Known<BillingCycle> | null
    /** Last day of a next term that ends together with others. */
    readonly endsOn: UtcDate | null
    readonly promotion: string | null
  } | null
  readonly boughtAt: Instant | null
  /** When the running term began: at the purchase, or with the last renewal; null or left out: the service did not say. */
  readonly termStartsAt?: Instant | null
  readonly termEndsAt: Instant | null
  /** Last instant of the billing period that runs. */
  readonly chargedUntil: Instant | null
  /** Last instant at which it can be cancelled; null: it cannot. */
  readonly cancellableUntil: Instant | null
  readonly refundable: readonly { readonly seats: Seats; readonly until: Instant }[]
  /** Dates that the service tells and this version cannot read, which are null, or left out, above; left out: none. What is counted from one is unknown (T31). */
  readonly unreadDates?: readonly UnreadDate[]
  /** Base subscription of an add-on. */
  readonly parent: SubscriptionId | null
  /** The order that made it; an add-on for a legacy base is bought by patching this order. */
  readonly order: string | null
}

/** What Microsoft moves: an Azure subscription below an Azure plan, with the id that Azure knows it by. It keeps its id. */
export interface AzureSubscription {
  readonly id: string
  /** null: the service did not say. */
  readonly name: string | null
  readonly status: Known<'active' | 'disabled'>
}

/** A row of the partner's customer list. */
export interface CustomerRow {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly name: string
  readonly domain: string
}

/** One customer as this partner sees it; being visible means the reseller relationship is accepted. */
export interface LiveCustomer extends CustomerRow {
  /** ISO 3166 alpha-2 of the billing address; null: not visible. It decides the catalogue. */
  readonly country: string | null
}

/** A customer agreement the partner may order under; `absent` reads as missing. */
export interface Agreement {
  readonly how: 'confirmed by the partner' | 'signed by the customer'
}

/** Who may buy an item. What is not commercial needs an approved qualification of the customer, under the partner that sells it. */
export type Segment = 'commercial' | 'education' | 'government' | 'nonprofit'

/** Microsoft's review of a customer's account; a customer without one may buy (facts 7). */
export type AccountReview = Known<'allowed' | 'under review' | 'not allowed'>

export interface Qualification {
  readonly segment: Exclude<Segment, 'commercial'>
  readonly state: Known<'approved' | 'in review' | 'denied' | 'expired' | 'not started'>
}

/** Licences of the customer's directory for one product, all partners together. */
export interface LicencePool {
  readonly product: ProductKey
  /** The directory's own id of the licence: products with the same one draw from the same pool. */
  readonly licence: string
  readonly enabled: Seats
  readonly consumed: Seats
}

/** One thing on sale in a market. */
export interface CatalogueItem {
  readonly product: ProductKey
  readonly commerce: Commerce
  readonly name: string
  readonly minimumSeats: Seats
  readonly maximumSeats: Seats
  /** Legacy rows have an empty term. */
  readonly terms: readonly { readonly term: string; readonly billing: Known<BillingCycle> }[]
  readonly addOn: boolean
  readonly prerequisites: readonly ProductKey[]
  readonly trial: boolean
  /** Left out: commercial. */
  readonly segment?: Segment
  /** Most subscriptions of it that one customer may have, suspended ones counted; left out: as many as wanted. */
  readonly perCustomer?: number
  /** false: listed, but not for sale now. */
  readonly purchasable: boolean
}

/** A request for billing ownership of a customer's subscriptions that is not over, as one of its two partners sees it. */
export interface OpenTransfer {
  readonly id: string
  /** `moving`: accepted, and not complete yet. */
  readonly state: Known<'pending' | 'moving'>
  /** Tenant that gives; null: the service did not say. */
  readonly from: TenantId | null
  /** Tenant that takes. */
  readonly to: TenantId | null
  /** The service's words for what is asked for, e.g. `OnlineServicesNCE`; null: everything. */
  readonly products: readonly string[] | null
}

/** One order of a customer; a new one is listed within 15 minutes (facts 4.5), before what it bought shows as a subscription. */
export interface PlacedOrder {
  readonly id: string
  /** `open`: something of it may still be to come. `over`: cancelled, refused or failed; nothing comes of it. */
  readonly state: 'open' | 'complete' | 'over'
  readonly placedAt: Instant | null
  /** What was ordered; `subscription`: what came of it, null until it is provisioned, and of what is no subscription. */
  readonly lines: readonly { readonly product: ProductKey; readonly subscription: SubscriptionId | null }[]
}

/** What a customer has that is no subscription, such as a reservation. Nothing of it is ever written. */
export interface Entitlement {
  /** The service's word, e.g. `reservation`, `software`. */
  readonly kind: string
  /** `PRODUCT:SKU`, or as much of it as the service says. */
  readonly product: string
  /** The order that bought it; null: the service did not say. */
  readonly order: string | null
  readonly quantity: Seats | null
  readonly endsAt: Instant | null
}

/** What one partner sees of one customer. `agreement` and `licences` are asked only where a plan needs them. */
export interface CustomerActual {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly customer: Read<LiveCustomer>
  readonly subscriptions: Read<readonly LiveSubscription[]>
  readonly agreement: Read<Agreement> | { readonly kind: 'not asked' }
  readonly licences: Read<readonly LicencePool[]> | { readonly kind: 'not asked' }
  /** Asked where something is to be bought; absent: there was no review. */
  readonly account?: Read<AccountReview>
  /** Requests that are open; asked where something is to be bought or transferred (T36). */
  readonly transfers?: Read<readonly OpenTransfer[]>
  /** What is no subscription, such as a reservation; asked in the sources of a customer that may be written. */
  readonly entitlements?: Read<readonly Entitlement[]>
  /** Asked where something is to be bought that is not commercial. */
  readonly qualifications?: Read<readonly Qualification[]>
  /** By the activity log; asked where a legacy subscription may be switched off within 30 days of its purchase. */
  readonly changes?: Read<readonly RecordedChange[]>
  /** When an earlier plan read it, by the service's clock; left out: with everything else. */
  readonly readAt?: Instant
}

export interface CatalogueActual {
  readonly partner: PartnerName
  readonly market: string
  readonly product: ProductKey
  readonly item: Read<CatalogueItem>
}

/** What another account of the workspace shows of a customer: its seats count in what the service sells to one customer (T32). */
export interface Beside {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly subscriptions: Read<readonly LiveSubscription[]>
}

/** Everything a plan was made from. */
export interface Actual {
  readonly readAt: Instant
  readonly partners: readonly {
    readonly partner: PartnerName
    readonly customers: Read<readonly CustomerRow[]>
  }[]
  readonly customers: readonly CustomerActual[]
  readonly catalogue: readonly CatalogueActual[]
  /** Asked where a customer is to have more seats of an item that is not sold without limit; left out: nowhere. */
  readonly beside?: readonly Beside[]
  /** Delegated administration of the customers that declare it; left out: nobody does. */
  readonly admin?: readonly AdminActual[]
}
