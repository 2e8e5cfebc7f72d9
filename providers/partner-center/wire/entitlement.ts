/** Licence totals of the customer's directory, and entitlements (facts 16; read 2026-11-23). */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireNumber, WireTime } from './scalar.ts'

/** GET /v1/customers/{id}/subscribedskus (App+User and GDAP): all partners of the customer together. */
export interface WireSubscribedSku extends WireResource {
  readonly totalUnits?: WireNumber | null
  readonly activeUnits?: WireNumber | null
  readonly availableUnits?: WireNumber | null
  readonly consumedUnits?: WireNumber | null
  readonly suspendedUnits?: WireNumber | null
  readonly warningUnits?: WireNumber | null
  /** `id` is the licence SKU GUID, the `provisioningId` of a catalogue sku. */
  readonly productSku?: {
    readonly id?: string | null
    readonly name?: string | null
    readonly skuPartNumber?: string | null
    readonly targetType?: string | null
  } | null
  readonly capabilityStatus?: string | null
}
export type WireSubscribedSkus = WireCollection<WireSubscribedSku>

/** GET /v1/customers/{id}/entitlements: reservations and software. */
export interface WireEntitlement extends WireResource {
  readonly entitlementType?: string | null
  readonly quantity?: WireNumber | null
  readonly productId?: string | null
  readonly skuId?: string | null
  readonly referenceOrder?: { readonly id?: string | null; readonly lineItemId?: string | null } | null
  readonly expiryDate?: WireTime | null
}
export type WireEntitlements = WireCollection<WireEntitlement>
