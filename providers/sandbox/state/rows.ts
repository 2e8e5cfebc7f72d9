/** What the sandbox remembers, as plain rows. Instants are ISO text in UTC, days `YYYY-MM-DD`, money decimal text. */
import type { Day, Instant } from '../time/calendar.ts'

export type Cloud = 'global' | 'us-government' | 'china'

export interface PartnerRow {
  readonly name: string
  readonly tenantId: string
  readonly companyName: string
  readonly domain: string
  readonly cloud: Cloud
  readonly country: string
  readonly markets: readonly string[]
  readonly currency: string
  readonly apps: readonly AppRow[]
  readonly users: readonly UserRow[]
  /** Whether it may sell (800039), and whether the company accepted the Microsoft Partner Agreement (900124). */
  readonly active: boolean
  readonly partnerAgreement: boolean
  /** US dollars; null: none. */
  readonly creditLimit: number | null
  /** Who may stand as partner on record; null: whoever has a number. */
  readonly resellers: readonly { readonly id: string; readonly authorised: boolean }[] | null
}

export interface AppRow {
  readonly clientId: string
  readonly clientSecret: string | null
  readonly secretExpires: Instant | null
  /** PEM; signs client assertions. */
  readonly certificate: string | null
  readonly federated: readonly FederatedRow[]
  /** Whose tenant its tokens name, where it is not the partner's. */
  readonly tokenTenant: string | null
  /** Listed in Partner Center's app management. */
  readonly registered: boolean
  /** Application permissions at Graph. */
  readonly graphPermissions: readonly string[]
}

/** Tokens of another issuer that stand for the app. */
export interface FederatedRow {
  readonly issuer: string
  readonly subject: string
  readonly audience: string
  readonly publicKey: string
}

export type Role = 'adminAgent' | 'salesAgent' | 'billingAdmin' | 'helpdeskAgent'

export interface UserRow {
  readonly upn: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly refreshToken: string
  readonly roles: readonly Role[]
  readonly tokenTenant: string | null
  readonly revoked: boolean
  readonly mfa: boolean
  /** Delegated permissions at Graph. */
  readonly graphPermissions: readonly string[]
}

/** Refresh tokens rotate; older ones work on until nobody used them for 90 days. */
export interface RefreshTokenRow {
  readonly token: string
  readonly partner: string
  readonly upn: string
  readonly lastUsedAt: Instant
}

export interface CustomerRow {
  readonly tenantId: string
  readonly name: string
  readonly domain: string
  readonly country: string
  /** Risk review of the account; null: there is none. */
  readonly account: string | null
  readonly licences: readonly { readonly family: string; readonly consumed: number }[]
  readonly billing: BillingProfileRow
  /** Its resources carry fields and words nobody knows. */
  readonly unknownValues: boolean
}

export interface BillingProfileRow {
  readonly version: number
  /** What a PUT wrote over what the World says; names as on the wire. */
  readonly email: string
  readonly companyName: string
  readonly culture: string
  readonly language: string
  readonly address: Readonly<Record<string, string>>
}

export interface QualificationRow {
  readonly qualification: string
  readonly vettingStatus: string
  readonly createdAt: Instant
  /** When a vetting under way ends; null: it is over. */
  readonly settledAt: Instant | null
}

export interface AgreementRow {
  readonly templateId: string
  readonly dateAgreed: Instant
  readonly primaryContact: {
    readonly firstName: string
    readonly lastName: string
    readonly email: string
    readonly phoneNumber?: string
  }
  readonly userId: string
}

export interface RelationshipRow {
  readonly partner: string
  readonly customer: string
  readonly acceptedAt: Instant
  /** The customer shows in lists and by id from this instant on (E4). */
  readonly visibleFrom: Instant
  readonly agreements: readonly AgreementRow[]
  readonly directSigned: boolean
  /** Vetted under this partner alone. */
  readonly qualifications: readonly QualificationRow[]
  /** The older, blanket rights of a partner; while they are there, no delegated administration is approved. */
  readonly delegatedAccess: boolean
}

export type Commerce = 'legacy' | 'nce' | 'azure'
export type Acquired = 'seed' | 'order' | 'cart' | 'transfer'

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
  /** Counts all subscriptions in the order they came to be: which of two is older. */
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

export interface OrderLineRow {
  readonly number: number
  readonly offerId: string
  readonly subscription: string
  readonly quantity: number
  readonly friendlyName: string
  readonly term: string
  readonly transactionType: string
}

export interface OrderRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly billing: string
  readonly legacy: boolean
  readonly createdAt: Instant
  /** `completed`, and the lines' subscription ids known, from this instant on (E7). */
  readonly settledAt: Instant
  /** In the order list from this instant on (E7). */
  readonly listedFrom: Instant
  readonly version: number
  readonly lines: readonly OrderLineRow[]
}

export interface CartLineRow {
  readonly id: number
  readonly catalogItemId: string
  readonly quantity: number
  readonly billing: string
  readonly term: string
  readonly friendlyName: string | null
  /** Line id of the base this is an add-on of, in the same cart. */
  readonly baseLine: number | null
  /** An existing base. */
  readonly parent: string | null
  readonly partnerOnRecord: string
  readonly promotionId: string | null
  readonly customTermEndDate: string | null
  readonly coterminous: string | null
  readonly orderGroup: string
  readonly error: {
    readonly errorCode: number
    readonly errorDescription: string
    readonly available: { readonly availableQuantity: number; readonly purchasedQuantity: number } | null
  } | null
}

export interface CartRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly expiresAt: Instant
  readonly user: string
  readonly attested: boolean
  readonly lines: readonly CartLineRow[]
  /** What the first checkout made; repeating it gives the same again (E18). */
  readonly checkout: {
    readonly orders: readonly string[]
    readonly errors: readonly {
      readonly group: string
      readonly code: number
      readonly description: string
    }[]
  } | null
}

/** A reconciliation export; its data are read off the books when somebody asks for them. */
export interface ExportRow {
  readonly id: string
  readonly manifest: string
  readonly partner: string
  readonly kind: 'billed' | 'unbilled' | 'usage'
  /** Of what is billed. */
  readonly invoice: string | null
  /** Of what is not. */
  readonly currency: string | null
  readonly period: string | null
  readonly attributeSet: 'full' | 'basic'
  readonly createdAt: Instant
  readonly readyAt: Instant
}

export interface TransferRow {
  readonly id: string
  readonly customer: string
  /** Partner names. */
  readonly source: string
  readonly target: string
  readonly status: 'Pending' | 'InProgress' | 'Complete' | 'Failed' | 'Canceled' | 'Expired'
  readonly transferType: number
  readonly productTypes: readonly string[] | null
  readonly written: Readonly<Record<string, string>>
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly modifiedBy: string
  readonly expiresAt: Instant
  readonly completesAt: Instant | null
  readonly completedAt: Instant | null
  readonly lines: readonly {
    readonly source: string
    /** Null until the transfer is complete. */
    readonly target: string | null
    readonly group: string
    /** Source id of the base this is an add-on of. */
    readonly parent: string | null
    readonly partnerOnRecord: string
    /** Why it did not move after all. */
    readonly error: { readonly code: number; readonly description: string } | null
  }[]
}
