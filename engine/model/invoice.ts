/** What an account was charged and credited, line by line, in our words. */
import type { Currency, Decimal, PartnerName, ProductKey, SubscriptionId, TenantId, UtcDate } from './ids.ts'

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
  /** Seats of the line; left out: not told. */
  readonly quantity?: number
  /** Left out: not told. */
  readonly product?: ProductKey
  readonly productName?: string
  /** Why the price is not that of the list: promotions, earned credits, extended terms. */
  readonly adjustment?: string
}

/** A line that is about no subscription of licences, or cannot be used: shown and counted, never summed. */
export interface LineSetAside {
  readonly because: 'usage' | 'no dates' | 'ambiguous dates' | 'trial' | 'perpetual' | 'unreadable'
  /** File or invoice, and the line of a file. */
  readonly source: string
  readonly line: number | null
  readonly customerName: string
  readonly subscription: string
  /** As written; empty where there is none. */
  readonly amount: string
  /** What cannot be read; left out: nothing. */
  readonly detail?: string
}

/** Invoices as far as they were read. */
export interface InvoicesRead {
  readonly lines: readonly InvoiceLine[]
  readonly aside: readonly LineSetAside[]
  /** Modern invoices whose lines were left to their exports. */
  readonly left: readonly string[]
}

export interface InvoiceQuery {
  /** UTC days; invoices whose period touches them, both included. */
  readonly from: UtcDate
  readonly to: UtcDate
  /** `left`: their lines are not read. A list: only those invoices are read, and nothing legacy. Left out: all are read. */
  readonly modern?: 'left' | readonly string[]
}
