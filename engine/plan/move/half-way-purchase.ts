import type { PartnerName, ProductKey, SubscriptionId, TenantId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'

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
  /** Accounts in which such a source was not switched off yet. */
  readonly leftOn: readonly PartnerName[]
}

export function isPurchaseOf(
  twin: Pick<LiveSubscription, 'partner' | 'customer' | 'product' | 'id' | 'order'>,
  { partner, customer, product, subscription, order }: HalfWayPurchase,
): boolean {
  if (twin.partner !== partner || twin.customer !== customer || twin.product !== product) return false
  return subscription === null ? order !== null && twin.order === order : twin.id === subscription
}
