/** `subscription.change-billing`: the cycle of a legacy subscription, which belongs to its order (facts 10). */
import { actionId, type ProductKey, type SubscriptionId } from '../../model/ids.ts'
import type { BillingCycle, Known } from '../../model/live.ts'
import { Bug } from '../../result.ts'
import type { Write } from './action-parts.ts'
import { type ChangeFacts, commonOf, effectOf } from './change-living.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import { pricePerPeriod } from './price-per-period.ts'

/** Billing cycle of a legacy order, with everything that was bought by it. */
export interface ChangeBilling extends Write {
  readonly kind: 'subscription.change-billing'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly order: string
  readonly from: Known<BillingCycle>
  readonly to: BillingCycle
}

/** Another cycle has another price; what the old one was is not in the action, and what is not known is not counted. */
export const changeBillingRules: WriteRules<ChangeBilling> = plainChange

export function changeBillingAction(
  facts: ChangeFacts,
  {
    order,
    from,
    to,
  }: { readonly order: string; readonly from: Known<BillingCycle>; readonly to: BillingCycle },
): ChangeBilling {
  const { subscription, partner } = facts
  const { seats, name, partner: under, customer, id } = subscription
  if (seats === null) throw new Bug(`a billing cycle of ${id} was planned without knowing its seats`)
  const is = {
    kind: 'subscription is',
    partner: under,
    customer,
    subscription: id,
    status: 'active',
  } as const
  return {
    ...commonOf(facts, 'subscription.change-billing'),
    id: actionId(`subscription.change-billing:${under}/${customer}/${id}`),
    kind: 'subscription.change-billing',
    name,
    order,
    from,
    to,
    because: { kind: 'declared otherwise', field: 'billing' },
    expects: [{ ...is, seats: null, billing: from }],
    proves: [{ ...is, seats: null, billing: to }],
    effect: effectOf(facts, {
      irreversible: false,
      reducesService: false,
      perPeriod: pricePerPeriod(partner, { ...subscription, billing: to }, seats),
    }),
  }
}
