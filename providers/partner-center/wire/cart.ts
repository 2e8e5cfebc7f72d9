/** Carts and their checkout (facts 11; read 2026-11-23). */
import type { WireResource } from './collection.ts'
import type { WireOrder } from './order.ts'
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'
import type { WireBillingCycle } from './subscription.ts'

/** A problem of one line; the cart is created all the same (201). `errorCode` is a number or its name. */
export interface WireCartLineError {
  readonly errorCode?: WireNumber | null
  readonly errorDescription?: string | null
  /** Of the pooled seat limit: seats that can still be bought. */
  readonly additionalInformation?: {
    readonly availableQuantity?: WireNumber | null
    readonly purchasedQuantity?: WireNumber | null
    readonly [other: string]: unknown
  } | null
}

export interface WireCartLine {
  readonly id: number
  /** Fresh `product:sku:availability`, a legacy offer GUID, or `MS-AZR-...`. */
  readonly catalogItemId: string
  readonly quantity: WireNumber
  readonly billingCycle: WireBillingCycle
  readonly termDuration?: string | null
  readonly friendlyName?: string | null
  readonly currencyCode?: string | null
  readonly participants?: readonly { readonly key: string; readonly value: string }[] | null
  /** `{"ParentSubscriptionId": …}` attaches a new-commerce add-on to an existing base. */
  readonly provisioningContext?: Readonly<Record<string, string>> | null
  readonly addonItems?: readonly WireCartLine[] | null
  /** Lines with the same value become one order; `OMS-0` is the legacy system. */
  readonly orderGroup?: string | null
  readonly promotionId?: string | null
  readonly customTermEndDate?: WireTime | null
  readonly coterminousSubscriptionId?: string | null
  readonly renewsTo?: unknown
  readonly attestationAccepted?: boolean | null
  readonly error?: WireCartLineError | null
}

export interface WireCartRequest {
  readonly partnerOnRecordAttestationAccepted?: boolean
  readonly lineItems: readonly WireCartLine[]
}

export interface WireCart extends WireResource {
  readonly id: WireGuid
  readonly creationTimestamp?: WireTime | null
  readonly lastModifiedTimestamp?: WireTime | null
  /** 7 days after creation; `0001-01-01` after a PUT. */
  readonly expirationTimestamp?: WireTime | null
  readonly lastModifiedUser?: WireGuid | null
  readonly status?: WireWord<'Active' | 'Ordered'> | null
  readonly partnerOnRecordAttestationAccepted?: boolean | null
  readonly lineItems?: readonly WireCartLine[] | null
}

export interface WireOrderError {
  readonly orderGroupId?: string | null
  readonly code?: WireNumber | null
  readonly description?: string | null
  readonly attributes?: WireResource['attributes']
}

/** HTTP 201 even when some order groups failed; `orderErrors` is absent or empty on full success. */
export interface WireCheckoutResult extends WireResource {
  readonly orders?: readonly WireOrder[] | null
  readonly orderErrors?: readonly WireOrderError[] | null
}
