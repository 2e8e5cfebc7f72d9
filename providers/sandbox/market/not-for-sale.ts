/** Why a line cannot be bought: the refusal of an order, and the number a cart writes beside its line (facts 11, 18.5). */
import type { Refusal } from '../refusal.ts'

export interface NotForSale {
  readonly refusal: Refusal
  /** CartErrorCode. */
  readonly cartCode: number
  /** Of the pooled seat limit. */
  readonly available?: { readonly availableQuantity: number; readonly purchasedQuantity: number }
}

export function cannot(cartCode: number, refusal: Refusal): NotForSale {
  return { cartCode, refusal }
}
