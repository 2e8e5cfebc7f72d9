/** `subscription.rename`: the partner's own label of a subscription. */
import type { ProductKey, SubscriptionId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Write } from './action-parts.ts'
import { billedUntil, type ChangeFacts, commonOf, effectOf, placeOf } from './change-living.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'

export interface RenameSubscription extends Write {
  readonly kind: 'subscription.rename'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly from: string
  readonly to: string
}

export const renameRules: WriteRules<RenameSubscription> = plainChange

/** `status` is the one it has by then: the name is the last thing that is changed. */
export function renameAction(
  facts: ChangeFacts,
  { to, status }: { readonly to: string; readonly status: LiveSubscription['status'] },
): RenameSubscription {
  const { subscription, partner } = facts
  const at = placeOf(subscription)
  return {
    ...commonOf(facts, 'subscription.rename'),
    kind: 'subscription.rename',
    from: subscription.name,
    to,
    because: { kind: 'declared otherwise', field: 'friendlyName' },
    expects: [{ kind: 'subscription is', ...at, status, seats: null, name: subscription.name }],
    proves: [{ kind: 'subscription is', ...at, status, seats: null, name: to }],
    effect: effectOf(facts, {
      irreversible: false,
      reducesService: false,
      billing: [{ partner: partner.name, until: billedUntil(subscription), note: 'unchanged' }],
    }),
  }
}
