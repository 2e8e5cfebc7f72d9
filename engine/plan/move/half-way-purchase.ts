import type { PartnerName, ProductKey, SubscriptionId, TenantId } from '../../model/ids.ts'

/**
 * Bought by an apply that is not finished, as its journal proves. What was off by then in the accounts it had read had not been moved to it (T17): of the
 * sources, it stands for those that ran.
 */
export interface HalfWayPurchase {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly product: ProductKey
  /** null: only its order is known. */
  readonly subscription: SubscriptionId | null
  readonly order: string | null
  /** Sources that were active when it was planned. */
  readonly ranThen: readonly { readonly partner: PartnerName; readonly subscription: SubscriptionId }[]
}
