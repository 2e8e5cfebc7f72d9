/** What an account was charged and credited, line by line, in our words. */
import type { Currency, Decimal, PartnerName, SubscriptionId, TenantId, UtcDate } from './ids.ts'

export interface InvoiceLine {
  readonly partner: PartnerName
  readonly invoice: string
  readonly customer: TenantId | null
  readonly customerName: string
  readonly subscription: SubscriptionId | null
  /** Free text of the service, in any language: shown, never decided by. */
  readonly chargeType: string
  /** Charged or credited days, both included. */
  readonly from: UtcDate
  readonly lastDay: UtcDate
  /** Before tax; negative is a credit. null: not told, or not to be read. */
  readonly amount: Decimal | null
  readonly currency: Currency
}

export interface InvoiceQuery {
  /** UTC days; invoices whose period touches them, both included. */
  readonly from: UtcDate
  readonly to: UtcDate
}
