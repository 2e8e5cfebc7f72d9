/**
 * What we mean by what the user wrote. `engine/load/resolve.ts` makes it from the written documents: defaults filled
 * in, aliases resolved, ids branded, every part with the place it came from.
 */
import type { SourceRange } from '../diagnostic.ts'
import type {
  Currency,
  Decimal,
  PartnerName,
  ProductKey,
  Seats,
  SubscriptionId,
  TenantId,
  UtcDate,
} from './ids.ts'
import type { BillingCycle, Commerce } from './live.ts'
import type { PriceList, Segment } from './money.ts'

export type Cloud = 'global' | 'us-government' | 'china'

/** A reference to a secret, never the secret. */
export type SecretRef =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly argv: readonly string[] }

/** How an app proves that it is itself. */
export type DeclaredProof =
  | { readonly kind: 'secret'; readonly secret: SecretRef }
  /** Both PEM. */
  | { readonly kind: 'certificate'; readonly certificate: SecretRef; readonly privateKey: SecretRef }
  /** A token of an issuer the app trusts, such as the pipeline's. */
  | { readonly kind: 'federated'; readonly token: SecretRef | { readonly kind: 'github-actions' } }

/** App-only sign-in. */
export interface AppCredential {
  readonly kind: 'app'
  readonly clientId: SecretRef | { readonly kind: 'literal'; readonly value: string }
  readonly proof: DeclaredProof
}
export interface UserCredential {
  readonly kind: 'user'
  readonly clientId: SecretRef | { readonly kind: 'literal'; readonly value: string }
  /** Without one the app is a public client. */
  readonly proof?: DeclaredProof
  readonly refreshToken: SecretRef
  /** Where the rotated token goes. */
  readonly store?: SecretRef
}

export interface DeclaredPartner {
  readonly name: PartnerName
  readonly tenant: TenantId
  readonly cloud: Cloud
  readonly markets: readonly string[]
  readonly currency: Currency | null
  /** Microsoft's limit of the account, where a document says it. */
  readonly creditLimit?: Caps
  /** null: the partner has no price list, so its prices are unknown. */
  readonly prices: PriceList | null
  /** For which day and customer prices are asked; set for a plan, never written. */
  readonly pricesFor?: {
    readonly day: UtcDate | null
    /** Country; null: not known. */
    readonly market: string | null
    readonly segment: Segment | null
  }
  /** IANA zone shown beside UTC. */
  readonly timeZone: string
  /** Tombstone: nothing may be created here after this day (S8). */
  readonly retired: UtcDate | null
  readonly app: AppCredential | null
  readonly user: UserCredential | null
  readonly tokenEndpoint: 'v1' | 'v2'
  /** Whom tokens are for; null: the cloud's API root. */
  readonly audience: string | null
  readonly at: SourceRange
}

export interface DeclaredSubscription {
  readonly key: string
  readonly product: ProductKey
  readonly commerce: Commerce
  readonly seats: Seats
  /** ISO 8601; null for legacy. */
  readonly term: string | null
  /** Last day of the first term, when it is bought to end together with others; left out: a full term. */
  readonly endsOn?: UtcDate
  readonly billing: BillingCycle
  /** Managed only when written: a legacy line that says nothing is bought monthly, and kept as it is. */
  readonly billingWritten: boolean
  readonly state: 'active' | 'suspended' | 'cancelled'
  readonly endOfTerm: 'renew' | 'cancel' | 'extend' | null
  readonly nextTerm: {
    readonly seats?: Seats
    readonly product?: ProductKey
    readonly term?: string
    readonly billing?: BillingCycle
    /** Last day of the next term, which then ends together with others. */
    readonly endsOn?: UtcDate
  } | null
  /** Managed only when written. */
  readonly partnerOfRecord: string | null
  readonly subscriptionId: SubscriptionId | null
  /** Managed only when written; on create the name is this, or else the key. */
  readonly friendlyName: string | null
  /** Key of the base subscription in the same document, for add-ons. */
  readonly addOnTo: string | null
  readonly fewerSeatsAcknowledged: boolean
  /** One more of the product is wanted beside what is there; such a line binds by id or by name only (T35). */
  readonly anotherAcknowledged?: true
  readonly acceptContinuedBilling: boolean
  readonly at: SourceRange
}

/** Delegated administration (GDAP) that a customer shall grant; the Partner's `admin:` and the Customer's, together. */
export interface DeclaredAdmin {
  /** Template ids of built-in roles, sorted. */
  readonly roles: readonly string[]
  /** Security groups of the partner and the roles each shall hold; any other group is left alone. */
  readonly groups: readonly {
    readonly group: string
    readonly roles: readonly string[]
    readonly at: SourceRange
  }[]
  /** Of a new relationship; ISO 8601 in days. */
  readonly duration: string
  /** null: not written, and kept as it is. */
  readonly autoExtend: boolean | null
  /** The relationships of the sources end once this one is active with all its groups. */
  readonly endInSources: boolean
  readonly at: SourceRange
}

export interface DeclaredCustomer {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly domain: string | null
  readonly name: string
  readonly labels: readonly string[]
  readonly invited: UtcDate | null
  readonly agreement: 'required' | 'not-required'
  /** Whose prices it pays; null: not written, which means commercial. */
  readonly segment: Segment | null
  /** Left out: none is asked for. */
  readonly admin?: DeclaredAdmin
  readonly subscriptions: readonly DeclaredSubscription[]
  readonly at: SourceRange
}

export type MethodName =
  | 'reprovision'
  | 'transfer'
  | 'repurchase'
  | 'lapse'
  | 'drop'
  | 'verify'
  | 'manual'
  | 'observe'

export interface MethodRule {
  readonly when: {
    readonly commerce?: Commerce
    readonly transferEligible?: boolean
    readonly trial?: boolean
    readonly product?: ProductKey
    readonly partner?: PartnerName
  }
  readonly method: MethodName
  /** Most that each new-commerce subscription may be charged beside its replacement, to the end of its term; null: nothing is accepted. */
  readonly acceptOverlap: Caps | null
  readonly at: SourceRange
}

/** A product of a source that becomes another product on the target. */
export interface ProductMapping {
  readonly from: ProductKey
  readonly to: ProductKey
  readonly licenceReassignmentAcknowledged: boolean
  readonly at: SourceRange
}

/** An active source subscription that stays, on purpose. */
export interface LeftBehind {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly subscription: SubscriptionId
  readonly reason: string
  readonly at: SourceRange
}

export interface Wave {
  readonly name: string
  readonly labels: readonly string[]
  /** Here partner means a source. */
  readonly partner: PartnerName | null
  readonly tenants: readonly TenantId[]
  readonly max: number | null
  readonly needs: string | null
  readonly at: SourceRange
}

export interface CutoverWindow {
  readonly from: UtcDate
  readonly to: UtcDate
  /** `HH:MM` UTC, end exclusive. */
  readonly utcHours: { readonly from: string; readonly to: string } | null
  readonly freezeDays: readonly UtcDate[]
}

export interface DeclaredConsolidation {
  readonly name: string
  readonly to: PartnerName
  readonly from: readonly PartnerName[]
  readonly irreversibleAcknowledged: boolean
  readonly assertDomain: boolean
  readonly window: CutoverWindow | null
  readonly methods: readonly MethodRule[]
  /** Mappings of this document first, then those of Catalog documents. */
  readonly map: readonly ProductMapping[]
  readonly leave: readonly LeftBehind[]
  readonly waves: readonly Wave[]
  readonly at: SourceRange
}

export type Caps = readonly { readonly currency: Currency; readonly amount: Decimal }[]

/** One limit of a policy rule. Each kind is judged by one guard in engine/plan/guards/. */
export type Limit =
  | { readonly kind: 'overlapDaysOver'; readonly days: number }
  | { readonly kind: 'moneyAtRiskOver'; readonly caps: Caps }
  | { readonly kind: 'committedOver'; readonly caps: Caps }
  | { readonly kind: 'increasePercentOver'; readonly percent: number }
  | { readonly kind: 'decreasePercentOver'; readonly percent: number }
  | { readonly kind: 'decreaseBelowConsumed' }
  | { readonly kind: 'irreversibleOver'; readonly count: number }
  | { readonly kind: 'customersOver'; readonly count: number }
  | { readonly kind: 'freeze'; readonly windows: readonly FreezeWindow[] }

/** UTC days, both included, on which nothing is bought or changed. */
export interface FreezeWindow {
  readonly from: UtcDate
  readonly to: UtcDate
}

export interface PolicyRule {
  readonly policy: string
  readonly id: string
  readonly scope: 'consolidation' | 'apply' | 'subscription'
  readonly effect: 'deny' | 'needsApproval'
  readonly limits: readonly Limit[]
  readonly at: SourceRange
}

/** A dated line in the Workspace document that lets one rule pass for one scope. */
export interface PolicyException {
  /** `policy/rule` */
  readonly rule: string
  /** A tenant id, a wave, a consolidation, or `*`. */
  readonly scope: string
  readonly kind: 'exception' | 'approval'
  readonly reason: string
  readonly until: UtcDate
  readonly at: SourceRange
}

/** Where the journal of applies is kept. */
export type JournalSetting =
  | { readonly store: 'file'; readonly path: string }
  /** A connection holds a password or a key, so it is a reference. */
  | { readonly store: 'postgres'; readonly connection: SecretRef }
  | { readonly store: 'azure-blob'; readonly connection: SecretRef; readonly container: string }

export interface WorkspaceSettings {
  readonly name: string | null
  readonly journal: JournalSetting
  readonly endpoints: {
    readonly api?: string
    readonly authority?: string
    readonly graph?: string
  } | null
  readonly requestsPerMinute: number | null
  /** With `--refresh activity` a customer that was read longer ago is read again. */
  readonly readAgainAfterHours: number
  /** Kept before every deadline, on top of the time that a customer's steps are expected to take (T24). */
  readonly deadlineMarginMs: number
  readonly exceptions: readonly PolicyException[]
}

export interface Desired {
  readonly workspace: WorkspaceSettings
  readonly partners: readonly DeclaredPartner[]
  readonly customers: readonly DeclaredCustomer[]
  readonly consolidations: readonly DeclaredConsolidation[]
  readonly policies: readonly PolicyRule[]
  /** Alias → product, from Catalog documents; only for printing, documents are already resolved. */
  readonly aliases: Readonly<Record<string, ProductKey>>
}
