/** Invoices and their lines (api.md section 15; read 2026-11-23). Modern lines quote some numbers (Q15). */
import type { WireCollection, WireResource } from './collection.ts'
import type { WireGuid, WireNumber, WireTime, WireWord } from './scalar.ts'

export interface WireInvoiceDetail {
  readonly invoiceLineItemType?: WireWord<'none' | 'usagelineitems' | 'billinglineitems'> | null
  readonly billingProvider?: WireWord<'none' | 'office' | 'azure' | 'onetime' | 'marketplace' | 'all'> | null
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
  readonly taxReceipts?: readonly unknown[] | null
  readonly invoiceDetails?: readonly WireInvoiceDetail[] | null
  readonly amendments?: readonly unknown[] | null
  readonly amendsOf?: string | null
  readonly documentType?: WireWord<'invoice' | 'void_note' | 'adjustment_note'> | null
  readonly invoiceType?: WireWord<'Recurring' | 'OneTime'> | null
}
export type WireInvoices = WireCollection<WireInvoice>

/** Fields that matter for confirming a credit. A negative sum is a credit; `chargeType` is free text, never decide by it. */
export interface WireInvoiceLine extends WireResource {
  readonly customerId?: WireGuid | null
  readonly customerName?: string | null
  readonly subscriptionId?: WireGuid | null
  readonly orderId?: string | null
  readonly alternateId?: string | null
  readonly chargeType?: string | null
  readonly chargeStartDate?: WireTime | null
  readonly chargeEndDate?: WireTime | null
  readonly quantity?: WireNumber | null
  readonly unitPrice?: WireNumber | null
  readonly amount?: WireNumber | null
  readonly subtotal?: WireNumber | null
  readonly tax?: WireNumber | null
  readonly taxTotal?: WireNumber | null
  readonly totalForCustomer?: WireNumber | null
  readonly currency?: string | null
  readonly subscriptionStartDate?: WireTime | null
  readonly subscriptionEndDate?: WireTime | null
  readonly termAndBillingCycle?: string | null
  readonly promotionId?: string | null
  readonly creditReasonCode?: string | null
}
export type WireInvoiceLines = WireCollection<WireInvoiceLine>
