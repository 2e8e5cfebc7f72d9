/**
 * `subscription.change-details` and `subscription.change-billing`: how a subscription is billed, and who is on record as its reseller. New commerce
 * takes them with other changes in one request; the cycle of a legacy subscription belongs to its order (facts 9, 10).
 */
import { actionId } from '../../model/ids.ts'
import type { BillingCycle, Known } from '../../model/live.ts'
import { Bug } from '../../result.ts'
import type { ChangeBilling, ChangeDetails, DetailChanges } from '../action.ts'
import { type ChangeFacts, commonOf, effectOf } from './change.ts'
import { detailsOf } from './details-in-checks.ts'
import { pricePerPeriod } from './price-per-period.ts'

export function changeDetailsAction(facts: ChangeFacts, changes: DetailChanges): ChangeDetails {
  const { subscription, partner } = facts
  const { seats, name, status, partner: under, customer, id } = subscription
  if (seats === null) throw new Bug(`details of ${id} were planned without knowing its seats`)
  const { billing } = changes
  const is = { kind: 'subscription is', partner: under, customer, subscription: id, status, seats } as const
  return {
    ...commonOf(facts, 'subscription.change-details'),
    kind: 'subscription.change-details',
    name,
    changes,
    because: {
      kind: 'declared otherwise',
      field: billing === undefined ? 'partnerOfRecord' : 'billing',
    },
    expects: [{ ...is, ...detailsOf(changes, 'from') }],
    proves: [{ ...is, ...detailsOf(changes, 'to') }],
    effect: effectOf(facts, {
      irreversible: false,
      reducesService: false,
      ...(billing === undefined
        ? { billing: [{ partner: partner.name, until: null, note: 'unchanged' }] }
        : { perPeriod: pricePerPeriod(partner, { ...subscription, billing: billing.to }, seats) }),
    }),
  }
}

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
