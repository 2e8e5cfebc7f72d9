/** What the sandbox remembers, as plain rows. Instants are ISO text in UTC, days `YYYY-MM-DD`, money decimal text. */

export interface PartnerRow {
  readonly name: string
  readonly tenantId: string
  readonly companyName: string
  readonly domain: string
  readonly country: string
  readonly markets: readonly string[]
  readonly currency: string
  readonly apps: readonly { readonly clientId: string; readonly clientSecret: string }[]
  readonly users: readonly UserRow[]
}

export interface UserRow {
  readonly upn: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly refreshToken: string
  readonly roles: readonly string[]
}

export interface CustomerRow {
  readonly tenantId: string
  readonly name: string
  readonly domain: string
  readonly country: string
}

export interface RelationshipRow {
  readonly partner: string
  readonly customer: string
  /** The customer shows in lists and by id from this instant on (E4). */
  readonly visibleFrom: string
  readonly agreements: readonly {
    readonly templateId: string
    readonly dateAgreed: string
    readonly primaryContact: unknown
    readonly userId: string
  }[]
  readonly directSigned: boolean
}

export type Status = string

export interface SubscriptionRow {
  readonly partner: string
  readonly customer: string
  readonly id: string
  readonly commerce: 'legacy' | 'nce' | 'azure'
  /** Offer id, or product:sku:availability as bought. */
  readonly offerId: string
  readonly productKey: string
  readonly productType: string
  readonly family: string
  readonly offerName: string
  readonly friendlyName: string
  readonly seats: number
  readonly status: Status
  readonly billing: string
  /** Empty for legacy and Azure. */
  readonly term: string
  readonly purchasedAt: string
  /** First day of the current term. */
  readonly termStart: string
  /** First day after the current term; null: none. */
  readonly termEnd: string | null
  readonly autoRenew: boolean
  readonly trial: boolean
  readonly parent: string | null
  readonly orderId: string
  /** Counts every change; the ETag of legacy resources. */
  readonly version: number
  readonly acquired: 'seed' | 'order' | 'cart' | 'transfer'
  readonly visibleFrom: string
  readonly cancellableUntil: string | null
  readonly batches: readonly { readonly seats: number; readonly until: string }[]
  readonly nextTerm: unknown
  readonly scheduledActions: readonly unknown[]
  /** Since when it has its status; drives expiry. */
  readonly statusSince: string
  /** Every change of seats or status, oldest first: the ledger is read off it. */
  readonly history: readonly { readonly at: string; readonly seats: number; readonly status: Status }[]
  /** Fields a client sent back that we never gave meaning to; kept as they came. */
  readonly kept: Readonly<Record<string, unknown>>
}

export interface OrderRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly billing: string
  readonly createdAt: string
  /** `completed`, and the lines' subscription ids known, from this instant on (E7). */
  readonly settledAt: string
  /** In the order list from this instant on (E7). */
  readonly listedFrom: string
  readonly legacy: boolean
  readonly lines: readonly {
    readonly number: number
    readonly offerId: string
    readonly subscription: string
    readonly parent: string | null
    readonly seats: number
    readonly friendlyName: string
    readonly term: string
  }[]
}

export interface CartLine {
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
  readonly orderGroup: string
  readonly error: { readonly errorCode: number; readonly errorDescription: string } | null
}

export interface CartRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly createdAt: string
  readonly modifiedAt: string
  readonly expiresAt: string
  readonly user: string
  readonly lines: readonly CartLine[]
  /** The first checkout's answer; repeating gives it again. */
  readonly result: { readonly status: number; readonly body: unknown } | null
}

export interface AuditRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly at: string
  readonly resourceType: string
  readonly operationType: string
  readonly status: 'succeeded' | 'failed'
  readonly user: string
  readonly application: string
  readonly correlationId: string
  readonly newValue: unknown
  readonly data: readonly { readonly key: string; readonly value: string }[]
}

export interface RequestRow {
  readonly at: string
  readonly method: string
  readonly path: string
  readonly partner: string
  readonly requestId: string
  /** 0: no answer was given. */
  status: number
  replayed: boolean
}

export interface Tables {
  partners: PartnerRow
  customers: CustomerRow
  relationships: RelationshipRow
  subscriptions: SubscriptionRow
  orders: OrderRow
  carts: CartRow
  audit: AuditRow
  replays: {
    readonly at: string
    readonly status: number
    readonly body: unknown
    readonly headers: Readonly<Record<string, string>>
  }
  meta: { readonly value: string }
}
