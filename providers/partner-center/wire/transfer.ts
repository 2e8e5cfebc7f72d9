/** Transfers of billing ownership (facts 13; unpublished forms in 2.7; read 2026-11-23). */
import type { WireResource } from './collection.ts'
import type { WireOrder } from './order.ts'
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'
import type { WireBillingCycle } from './subscription.ts'

export interface WireTransferLine {
  readonly id?: WireNumber | null
  readonly subscriptionId?: WireGuid | null
  readonly entitlementId?: string | null
  readonly offerId?: string | null
  readonly billingCycle?: WireBillingCycle | null
  readonly termDuration?: string | null
  readonly friendlyName?: string | null
  readonly quantity?: WireNumber | null
  readonly transferGroupId?: string | null
  readonly partnerIdOnRecord?: string | null
  /** Legacy only. */
  readonly status?: string | null
  readonly sourceSubscriptionId?: WireGuid | null
  readonly addonItems?: readonly WireTransferLine[] | null
  readonly transferError?: unknown
}

/** New commerce: the target creates, the source accepts. `transferType` 3 ModernAzure, 5 NewCommerce (we send 5). */
export interface WireTransferRequest {
  readonly sourcePartnerTenantId: WireGuid
  readonly sourcePartnerName?: string
  readonly targetPartnerTenantId?: WireGuid
  readonly targetPartnerName?: string
  readonly targetPartnerEmailId?: string
  readonly sourcePartnerEmailId?: string
  readonly customerEmailId?: string
  readonly customerName?: string
  readonly transferType?: WireNumber
  readonly targetProductTypes?: readonly string[]
  readonly partnerOnRecord?: string
  readonly lineItems?: readonly WireTransferLine[]
}

/** Legacy: Active, Complete, PartiallyComplete, Rejected, Withdrawn. New commerce: Pending, InProgress, Complete, and more. */
export interface WireTransfer extends WireResource {
  readonly id: string
  readonly status?: WireWord<
    | 'Active'
    | 'Complete'
    | 'Completed'
    | 'PartiallyComplete'
    | 'Rejected'
    | 'Withdrawn'
    | 'Pending'
    | 'InProgress'
    | 'Expired'
    | 'Failed'
    | 'Canceled'
  > | null
  readonly transferType?: WireNumber | null
  readonly createdTime?: WireTime | null
  readonly lastModifiedTime?: WireTime | null
  readonly lastModifiedUser?: string | null
  readonly completedTime?: WireTime | null
  readonly expirationTime?: WireTime | null
  readonly customerTenantId?: WireGuid | null
  readonly customerName?: string | null
  readonly customerEmailId?: string | null
  /** All lower case on the wire (Q14). */
  readonly partnertenantid?: WireGuid | null
  readonly sourcePartnerTenantId?: WireGuid | null
  readonly sourcePartnerName?: string | null
  readonly sourcePartnerEmailId?: string | null
  readonly targetPartnerTenantId?: WireGuid | null
  readonly targetPartnerName?: string | null
  readonly targetPartnerEmailId?: string | null
  readonly targetProductTypes?: readonly string[] | null
  readonly lineItems?: readonly WireTransferLine[] | null
}

/** PATCH body: target cancels with `Cancel`; source accepts with `Accept` (unconfirmed) and `lineItems`. */
export interface WireTransferPatch {
  readonly id: string
  readonly status: 'Cancel' | 'Accept' | 'InProgress' | 'reject' | 'withdraw'
  readonly lineItems?: readonly WireTransferLine[]
}

/** Answer of the legacy POST .../accept. */
export interface WireTransferAcceptance {
  readonly orders?: readonly WireOrder[] | null
  readonly transferErrors?:
    | readonly {
        readonly transferGroupId?: string | null
        readonly lineItems?: readonly WireTransferLine[] | null
        readonly code?: WireNumber | null
        readonly description?: string | null
      }[]
    | null
}

/** An element of the bare array of GET transferseligibility (Q10); legacy only. */
export interface WireTransferEligibility {
  readonly id?: WireGuid | null
  readonly isEligible?: boolean | null
  readonly reason?: string | null
}
