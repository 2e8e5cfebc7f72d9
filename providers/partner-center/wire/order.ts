/** Orders (facts 10; read 2026-11-23). Request bodies are read case-insensitively; we send camelCase. */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'
import type { WireBillingCycle } from './subscription.ts'

export interface WireOrderLine {
  readonly lineItemNumber?: WireNumber | null
  readonly offerId?: string | null
  /** Absent until provisioned. */
  readonly subscriptionId?: WireGuid | null
  /** Request of a PATCH only: the base an add-on is bought for. */
  readonly parentSubscriptionId?: WireGuid | null
  readonly quantity?: WireNumber | null
  readonly friendlyName?: string | null
  readonly termDuration?: string | null
  readonly transactionType?: WireWord<
    'New' | 'renew' | 'addQuantity' | 'removeQuantity' | 'cancel' | 'convert' | 'customerCredit'
  > | null
  readonly partnerIdOnRecord?: string | null
  readonly additionalPartnerIdsOnRecord?: readonly string[] | null
  readonly provisioningContext?: Readonly<Record<string, string>> | null
  readonly renewsTo?: { readonly termDuration?: string | null } | null
  readonly attestationAccepted?: boolean | null
  readonly promotionId?: string | null
  readonly customTermEndDate?: WireTime | null
  readonly links?: WireResource['links']
}

export interface WireOrder extends WireResource {
  readonly id?: string | null
  readonly alternateId?: string | null
  readonly referenceCustomerId?: WireGuid | null
  readonly billingCycle?: WireBillingCycle | null
  readonly currencyCode?: string | null
  readonly currencySymbol?: string | null
  readonly lineItems?: readonly WireOrderLine[] | null
  readonly creationDate?: WireTime | null
  readonly status?: WireWord<
    | 'unknown'
    | 'completed'
    | 'pending'
    | 'cancelled'
    | 'suspended'
    | 'pendingreview'
    | 'pendingpoupload'
    | 'pouploadcomplete'
    | 'poreviewrejected'
    | 'partialsuccess'
    | 'error'
  > | null
  readonly transactionType?: WireWord<'UserPurchase' | 'SystemPurchase' | 'SystemBilling'> | null
  readonly totalPrice?: WireNumber | null
  readonly client?: {
    readonly marketplaceCountry?: string | null
    readonly deviceFamily?: string | null
    readonly name?: string | null
  } | null
  /** Needed only where a line names a partner on record. */
  readonly partnerOnRecordAttestationAccepted?: boolean | null
}

export type WireOrders = WireCollection<WireOrder>

/** An element of GET .../orders/{id}/provisioningstatus (App+User). */
export interface WireOrderProvisioning {
  readonly orderLineItemId?: string | null
  readonly lineItemNumber?: WireNumber | null
  readonly status?: WireWord<'Fulfilled' | 'Unfulfilled' | 'PrefulfillmentPending'> | null
  readonly quantityProvisioningInformation?:
    | readonly { readonly quantity?: WireNumber | null; readonly status?: string | null }[]
    | null
}
export type WireOrderProvisionings = WireCollection<WireOrderProvisioning>
