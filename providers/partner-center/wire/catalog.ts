/** The catalogue: legacy offers; products, skus and availabilities of new commerce; promotions (facts 12; read 2026-11-23). */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireNumber, WireTime, WireWord } from './scalar.ts'
import type { WireBillingCycle, WireProductType } from './subscription.ts'

export interface WireOffer extends WireResource {
  readonly id: string
  readonly name?: string | null
  readonly description?: string | null
  readonly minimumQuantity?: WireNumber | null
  readonly maximumQuantity?: WireNumber | null
  /** How many one customer may have, in `limitUnitOfMeasure`; `none`: no limit. */
  readonly limit?: WireNumber | null
  readonly limitUnitOfMeasure?: string | null
  readonly rank?: WireNumber | null
  readonly uri?: string | null
  readonly locale?: string | null
  readonly country?: string | null
  readonly category?: {
    readonly id?: string | null
    readonly name?: string | null
    readonly rank?: WireNumber | null
  } | null
  readonly prerequisiteOffers?: readonly string[] | null
  readonly isAddOn?: boolean | null
  readonly hasAddOns?: boolean | null
  readonly isAvailableForPurchase?: boolean | null
  readonly billing?: WireWord<'license' | 'usage'> | null
  readonly supportedBillingCycles?: readonly WireBillingCycle[] | null
  readonly isAutoRenewable?: boolean | null
  readonly isMicrosoftProduct?: boolean | null
  readonly conversionTargetOffers?: readonly string[] | null
  readonly isTrial?: boolean | null
  readonly product?: {
    readonly id?: string | null
    readonly name?: string | null
    readonly unit?: string | null
  } | null
  readonly unitType?: string | null
  readonly term?: WireNumber | null
  readonly termUnitOfMeasure?: string | null
  readonly isInternal?: boolean | null
  readonly upgradeTargetOffers?: readonly string[] | null
  readonly partnerQualifications?: readonly string[] | null
  readonly reselleeQualifications?: readonly string[] | null
  readonly resellerQualifications?: readonly string[] | null
  readonly salesGroupId?: string | null
  readonly acquisitionType?: string | null
  readonly supportedCatalogTypes?: readonly string[] | null
  readonly actions?: readonly string[] | null
}
export type WireOffers = WireCollection<WireOffer>

/** `id` has 12 characters. */
export interface WireProduct extends WireResource {
  readonly id: string
  readonly title?: string | null
  readonly description?: string | null
  readonly productType?: WireProductType | null
  readonly isMicrosoftProduct?: boolean | null
  readonly publisherName?: string | null
}
export type WireProducts = WireCollection<WireProduct>

/** `id` has 4 characters. */
export interface WireSku extends WireResource {
  readonly id: string
  readonly productId?: string | null
  readonly title?: string | null
  readonly description?: string | null
  readonly minimumQuantity?: WireNumber | null
  readonly maximumQuantity?: WireNumber | null
  readonly isTrial?: boolean | null
  readonly supportedBillingCycles?: readonly WireBillingCycle[] | null
  readonly purchasePrerequisites?: readonly string[] | null
  readonly inventoryVariables?: readonly string[] | null
  readonly provisioningVariables?: readonly string[] | null
  readonly actions?: readonly string[] | null
  readonly consumptionType?: string | null
  /** `provisioningId` is the licence SKU GUID of the customer's directory. */
  readonly dynamicAttributes?: {
    readonly isMicrosoftProduct?: boolean | null
    readonly hasConstraints?: boolean | null
    readonly isAddon?: boolean | null
    readonly prerequisiteSkus?: readonly string[] | null
    readonly upgradeTargetOffers?: readonly string[] | null
    readonly provisioningId?: string | null
    readonly [other: string]: unknown
  } | null
  readonly attestationProperties?: {
    readonly attestationType?: string | null
    readonly enforceAttestation?: boolean | null
  } | null
}
export type WireSkus = WireCollection<WireSku>

export interface WireAvailabilityTerm {
  readonly id?: string | null
  readonly duration?: string | null
  readonly description?: string | null
  readonly billingCycle?: WireBillingCycle | null
  readonly renewalOptions?: readonly unknown[] | null
  readonly cancellationPolicies?:
    | readonly {
        readonly refundOptions?:
          | readonly {
              readonly sequenceId?: number
              readonly type?: string
              readonly expiresAfter?: string
            }[]
          | null
      }[]
    | null
}

/** `id` has 12 characters and changes over time; resolve right before ordering. */
export interface WireAvailability extends WireResource {
  readonly id: string
  readonly productId?: string | null
  readonly skuId?: string | null
  readonly catalogItemId?: string | null
  readonly defaultCurrency?: { readonly code?: string | null; readonly symbol?: string | null } | null
  readonly segment?: WireWord<'commercial' | 'education' | 'government' | 'nonprofit'> | null
  readonly country?: string | null
  readonly isPurchasable?: boolean | null
  readonly isRenewable?: boolean | null
  readonly terms?: readonly WireAvailabilityTerm[] | null
  readonly renewalInstructions?:
    | readonly {
        readonly applicableTermIds?: readonly string[] | null
        readonly renewalOptions?:
          | readonly { readonly renewToId?: string | null; readonly isAutoRenewable?: boolean | null }[]
          | null
      }[]
    | null
  readonly includedQuantityOptions?: readonly unknown[] | null
  readonly product?: WireProduct | null
  readonly sku?: WireSku | null
}
export type WireAvailabilities = WireCollection<WireAvailability>

export interface WirePromotion extends WireResource {
  readonly id: string
  readonly name?: string | null
  readonly description?: string | null
  readonly startDate?: WireTime | null
  readonly endDate?: WireTime | null
  readonly isAutoApplicable?: boolean | null
  readonly requiredProducts?:
    | readonly {
        readonly productId?: string | null
        readonly skuId?: string | null
        readonly term?: {
          readonly duration?: string | null
          readonly billingCycle?: WireBillingCycle | null
        } | null
        readonly pricingPolicies?: readonly unknown[] | null
      }[]
    | null
  readonly constraints?: readonly unknown[] | null
}
export type WirePromotions = WireCollection<WirePromotion>

export interface WirePromotionQuestion {
  readonly id: number
  readonly catalogItemId: string
  readonly quantity: number
  readonly billingCycle: string
  readonly termDuration: string
  readonly promotionId: string
}

export interface WirePromotionEligibility {
  readonly id?: number | null
  readonly catalogItemId?: string | null
  readonly quantity?: WireNumber | null
  readonly eligibilities?:
    | readonly {
        readonly promotionId?: string | null
        readonly isEligible?: boolean | null
        readonly errors?:
          | readonly {
              readonly type?: WireWord<'SeatCount' | 'Term' | 'FirstPurchase'> | null
              readonly minRequiredSeats?: WireNumber | null
              readonly maxRequiredSeats?: WireNumber | null
              readonly eligibleTerms?: readonly unknown[] | null
            }[]
          | null
      }[]
    | null
}
export type WirePromotionEligibilities = WireCollection<WirePromotionEligibility>
