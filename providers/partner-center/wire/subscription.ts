/** Subscriptions, their schedules and their refunds. */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'

/** none 0, active 1, suspended 2, deleted 3, expired 4, pending 5, disabled 6. */
export type WireSubscriptionStatus = WireWord<
  'none' | 'active' | 'suspended' | 'deleted' | 'expired' | 'pending' | 'disabled'
>
/** unknown 0, monthly 1, annual 2, none 3, one_time 4, triennial 5, biennial 6. */
export type WireBillingCycle = WireWord<
  'unknown' | 'monthly' | 'annual' | 'none' | 'one_time' | 'triennial' | 'biennial'
>

export interface WireProductType {
  readonly id?: string | null
  readonly displayName?: string | null
  readonly subType?: unknown
}

export interface WireRefundOption {
  readonly type?: WireWord<'Full' | 'Partial'> | null
  readonly expiresAt?: WireTime | null
  /** Some pages call `expiresAt` this. */
  readonly expiresAfter?: WireTime | null
}

export interface WireRefundableQuantity {
  readonly totalQuantity?: WireNumber | null
  readonly details?:
    | readonly { readonly quantity?: WireNumber | null; readonly allowedUntilDateTime?: WireTime | null }[]
    | null
}

export interface WireTermProduct {
  readonly productId?: string | null
  readonly skuId?: string | null
  readonly availabilityId?: string | null
  readonly billingCycle?: WireBillingCycle | null
  readonly termDuration?: string | null
  readonly promotionId?: string | null
}

export interface WireNextTerm {
  readonly product?: WireTermProduct | null
  readonly quantity?: WireNumber | null
  readonly customTermEndDate?: WireTime | null
}

export interface WireNextCharge {
  readonly product?: WireTermProduct | null
  readonly quantity?: WireNumber | null
}

/**
 * One thing that is to happen by itself. Where one stands with `TermEnd`, it wins over `autoRenewEnabled` and over
 * `scheduledNextTermInstructions`. Names are from public clients, not from Microsoft's pages: read any casing, keep unknown members.
 * A cancel at the end of the term: `{ "scheduleType": "TermEnd", "actionType": "Cancel" }`; `{ "type": "cancel",
 * "effective": "endOfTerm" }` is the form of before, still read, never written (Q38).
 */
export interface WireScheduledAction {
  readonly scheduleType?: WireWord<'TermEnd' | 'CustomDate'> | null
  readonly actionType?: WireWord<
    'Cancel' | 'RenewToNewTerm' | 'RenewToExtendedServiceTerm' | 'Transition'
  > | null
  /** With `CustomDate` only. */
  readonly effectiveDate?: WireTime | null
  readonly instructions?: WireNextTerm | null
  readonly [other: string]: unknown
}

/** An end that a new purchase may choose: GET .../subscriptions/customTermEndDates */
export interface WireCustomTermEndDate extends WireResource {
  readonly allowedCustomTermEndDateType?: WireWord<'calendarMonthAligned' | 'subscriptionAligned'> | null
  readonly allowedCustomTermEndDate?: WireTime | null
  readonly cotermSubscriptionIds?: readonly WireGuid[] | null
}
export type WireCustomTermEndDates = WireCollection<WireCustomTermEndDate>

/**
 * `productType` is absent on legacy: it tells the generations apart. `offerId` is a GUID (legacy, upper case),
 * `MS-AZR-0145P`, or `product:sku:availability` (new commerce). A PATCH sends the whole resource back.
 */
export interface WireSubscription extends WireResource {
  readonly id: WireGuid
  readonly offerId?: string | null
  readonly offerName?: string | null
  readonly friendlyName?: string | null
  readonly entitlementId?: string | null
  readonly productType?: WireProductType | null
  readonly quantity?: WireNumber | null
  readonly unitType?: string | null
  readonly parentSubscriptionId?: WireGuid | null
  readonly creationDate?: WireTime | null
  readonly effectiveStartDate?: WireTime | null
  readonly commitmentEndDate?: WireTime | null
  readonly commitmentEndDateTime?: WireTime | null
  readonly cancellationAllowedUntilDate?: WireTime | null
  readonly billingCycleEndDate?: WireTime | null
  readonly billingCycleEndDateTime?: WireTime | null
  readonly status?: WireSubscriptionStatus | null
  readonly suspensionReasons?: readonly string[] | null
  /** Alone it does not tell what happens at the end of the term: `scheduledActions` first. */
  readonly autoRenewEnabled?: boolean | null
  readonly isTrial?: boolean | null
  readonly billingType?: WireWord<'none' | 'usage' | 'license' | 'benefit'> | null
  readonly billingCycle?: WireBillingCycle | null
  readonly termDuration?: string | null
  readonly renewalTermDuration?: string | null
  readonly refundOptions?: readonly WireRefundOption[] | null
  /** Some pages call `refundOptions` this (Q39). */
  readonly refundOption?: readonly WireRefundOption[] | null
  readonly refundableQuantity?: WireRefundableQuantity | null
  readonly scheduledNextTermInstructions?: WireNextTerm | null
  readonly nextChargeInstructions?: WireNextCharge | null
  readonly scheduledActions?: readonly WireScheduledAction[] | null
  readonly promotionId?: string | null
  /** End chosen at the purchase. */
  readonly customTermEndDate?: WireTime | null
  readonly migratedFromSubscriptionId?: WireGuid | null
  readonly hasPurchasableAddons?: boolean | null
  readonly isMicrosoftProduct?: boolean | null
  readonly publisherName?: string | null
  readonly consumptionType?: string | null
  readonly actions?: readonly string[] | null
  readonly partnerId?: string | null
  readonly attentionNeeded?: boolean | null
  readonly actionTaken?: boolean | null
  readonly contractType?: WireWord<'subscription' | 'product_key' | 'redemption_code'> | null
  readonly orderId?: string | null
}

export type WireSubscriptions = WireCollection<WireSubscription>

/** GET .../subscriptions/{sid}/provisioningstatus (App+User). */
export interface WireSubscriptionProvisioning extends WireResource {
  readonly skuId?: string | null
  readonly status?: WireWord<'success' | 'pending' | 'failed' | 'none'> | null
  readonly quantity?: WireNumber | null
  readonly endDate?: WireTime | null
}

/** GET .../subscriptions/{azure-plan}/azureEntitlements */
export interface WireAzureEntitlement extends WireResource {
  readonly id?: string | null
  readonly friendlyName?: string | null
  readonly status?: WireWord<'active' | 'disabled'> | null
  readonly subscriptionId?: string | null
}
export type WireAzureEntitlements = WireCollection<WireAzureEntitlement>
