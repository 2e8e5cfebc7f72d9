/** Who buys what, before it is known whether it can be bought. */
import type { CustomerRow } from '../state/customer-rows.ts'
import type { PartnerRow } from '../state/partner-rows.ts'

export interface WantedItem {
  readonly catalogItemId: string
  readonly quantity: number
  readonly billing: string
  readonly term: string
  readonly promotionId?: string | null
  readonly customTermEndDate?: string | null
  /** Id of the subscription whose end it takes. */
  readonly coterminous?: string | null
  /** MPN id; empty or absent: none. */
  readonly partnerOnRecord?: string
  /** Seats of the same item that are bought before it in the same call. */
  readonly together?: number
}

export interface Buyer {
  readonly partner: PartnerRow
  readonly customer: CustomerRow
}
