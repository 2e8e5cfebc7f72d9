/** Invoices and their lines. */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'

export interface WireInvoiceDetail {
  /** Spelled `billinglineitems` in a query. */
  readonly invoiceLineItemType?: WireWord<'none' | 'usage_line_items' | 'billing_line_items'> | null
  /** Spelled `onetime` in a query. */
  readonly billingProvider?: WireWord<'none' | 'office' | 'azure' | 'one_time' | 'marketplace' | 'all'> | null
  readonly links?: WireResource['links']
}

/** `id` is `G00…` (modern) or `D02…` (legacy). */
export interface WireInvoice extends WireResource {
  readonly id: string
  readonly invoiceDate?: WireTime | null
  readonly billingPeriodStartDate?: WireTime | null
  readonly billingPeriodEndDate?: WireTime | null
  readonly totalCharges?: WireNumber | null
  readonly paidAmount?: WireNumber | null
  readonly currencyCode?: string | null
  readonly currencySymbol?: string | null
  readonly pdfDownloadLink?: string | null
  readonly taxReceipts?:
    | readonly { readonly id?: string | null; readonly taxReceiptPdfDownloadLink?: string | null }[]
    | null
  readonly invoiceDetails?: readonly WireInvoiceDetail[] | null
  readonly amendments?: readonly WireInvoice[] | null
  readonly amendsOf?: string | null
  readonly documentType?: WireWord<'invoice' | 'void_note' | 'adjustment_note'> | null
  readonly invoiceType?: WireWord<'Recurring' | 'OneTime'> | null
}
export type WireInvoices = WireCollection<WireInvoice>

/** What lines of both systems carry. A negative sum is a credit; `chargeType` is free text in legacy, never decide by it. */
interface WireLineOfAnyKind extends WireResource {
  readonly partnerId?: WireGuid | null
  readonly customerId?: WireGuid | null
  readonly customerName?: string | null
  readonly mpnId?: WireNumber | null
  readonly subscriptionId?: WireGuid | null
  readonly orderId?: string | null
  readonly chargeType?: string | null
  readonly chargeStartDate?: WireTime | null
  readonly chargeEndDate?: WireTime | null
  readonly quantity?: WireNumber | null
  /** Per seat and period, before anything is taken off. */
  readonly unitPrice?: WireNumber | null
  readonly subtotal?: WireNumber | null
  readonly totalForCustomer?: WireNumber | null
  readonly currency?: string | null
  readonly subscriptionDescription?: string | null
  readonly subscriptionStartDate?: WireTime | null
  readonly subscriptionEndDate?: WireTime | null
  readonly invoiceLineItemType?: WireWord<'billing_line_items' | 'usage_line_items'> | null
  readonly billingProvider?: WireWord<'one_time' | 'office' | 'azure' | 'marketplace'> | null
}

/** `new`, `renew` and the rest; older invoices have `cancel`. */
export type WireChargeType = WireWord<
  | 'new'
  | 'renew'
  | 'cycleCharge'
  | 'addQuantity'
  | 'removeQuantity'
  | 'moveQuantity'
  | 'cancelImmediate'
  | 'convert'
  | 'changeBillingPlan'
  | 'customerCredit'
  | 'extendTerm'
  | 'cancel'
>

/** New commerce (`OneTimeInvoiceLineItem`, provider `one_time`); numbers may be text (Q15). */
export interface WireModernInvoiceLine {
  readonly customerDomainName?: string | null
  readonly customerCountry?: string | null
  readonly invoiceNumber?: string | null
  readonly resellerMpnId?: WireNumber | null
  readonly orderDate?: WireTime | null
  readonly alternateId?: string | null
  readonly productId?: string | null
  readonly skuId?: string | null
  readonly availabilityId?: string | null
  readonly productName?: string | null
  readonly skuName?: string | null
  readonly productQualifiers?: readonly string[] | null
  /** What is billed per seat for the days of the line: price ÷ days of the period × billed days. */
  readonly effectiveUnitPrice?: WireNumber | null
  readonly unitType?: string | null
  readonly billableQuantity?: WireNumber | null
  readonly taxTotal?: WireNumber | null
  readonly publisherName?: string | null
  readonly publisherId?: string | null
  readonly termAndBillingCycle?: string | null
  /** Ties the two lines of a change of seats. */
  readonly referenceId?: string | null
  /** Promotions, earned credits, an extended service term. */
  readonly priceAdjustmentDescription?: string | null
  readonly discountDetails?: string | null
  readonly creditReasonCode?: string | null
  readonly pricingCurrency?: string | null
  readonly pcToBCExchangeRate?: WireNumber | null
  readonly pcToBCExchangeRateDate?: WireTime | null
  readonly meterDescription?: string | null
  readonly billingFrequency?: string | null
  readonly reservationOrderId?: string | null
  readonly promotionId?: string | null
}

/** Legacy (`LicenseBasedLineItem`, provider `office`). */
export interface WireLegacyInvoiceLine {
  readonly tier2MpnId?: WireNumber | null
  readonly syndicationPartnerSubscriptionNumber?: string | null
  readonly offerId?: string | null
  readonly durableOfferId?: string | null
  readonly offerName?: string | null
  readonly domainName?: string | null
  readonly billingCycleType?: string | null
  readonly subscriptionName?: string | null
  readonly amount?: WireNumber | null
  readonly totalOtherDiscount?: WireNumber | null
  readonly tax?: WireNumber | null
}

/** Which of the two it is, `attributes.objectType` and `billingProvider` tell. */
export interface WireInvoiceLine extends WireLineOfAnyKind, WireModernInvoiceLine, WireLegacyInvoiceLine {}
export type WireInvoiceLines = WireCollection<WireInvoiceLine>
