/** Orders and carts as plain rows. Instants are ISO text in UTC. */
import type { Instant } from '../time/calendar.ts'

export interface OrderLineRow {
  readonly number: number
  readonly offerId: string
  readonly subscription: string
  readonly quantity: number
  readonly friendlyName: string
  readonly term: string
  readonly transactionType: string
}

export interface OrderRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly billing: string
  readonly legacy: boolean
  readonly createdAt: Instant
  /** `completed`, and the lines' subscription ids known, from this instant on (E7). */
  readonly settledAt: Instant
  /** In the order list from this instant on (E7). */
  readonly listedFrom: Instant
  readonly version: number
  readonly lines: readonly OrderLineRow[]
}

export interface CartLineRow {
  readonly id: number
  readonly catalogItemId: string
  readonly quantity: number
  readonly billing: string
  readonly term: string
  readonly friendlyName: string | null
  /** Line id of the base this is an add-on of, in the same cart. */
  readonly baseLine: number | null
  /** An existing base. */
  readonly parent: string | null
  /** MPN id of the transaction reseller; empty: none. */
  readonly partnerOnRecord: string
  readonly promotionId: string | null
  readonly customTermEndDate: string | null
  readonly coterminous: string | null
  readonly orderGroup: string
  readonly error: {
    readonly errorCode: number
    readonly errorDescription: string
    readonly available: { readonly availableQuantity: number; readonly purchasedQuantity: number } | null
  } | null
}

export interface CartRow {
  readonly id: string
  readonly partner: string
  readonly customer: string
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly expiresAt: Instant
  readonly user: string
  readonly attested: boolean
  readonly lines: readonly CartLineRow[]
  /** What the first checkout made; repeating it gives the same again (E18). */
  readonly checkout: {
    readonly orders: readonly string[]
    readonly errors: readonly {
      readonly group: string
      readonly code: number
      readonly description: string
    }[]
  } | null
}
