/**
 * `subscription.change-details`: how a subscription is billed, and who is on record as its reseller. New commerce takes them with other
 * changes in one request (facts 9).
 */
import type { ProductKey, SubscriptionId } from '../../model/ids.ts'
import { Bug } from '../../result.ts'
import type { DetailChanges, Write } from './action-parts.ts'
import { type ChangeFacts, commonOf, effectOf } from './change-living.ts'
import { detailsOf } from './details-in-checks.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import { pricePerPeriod } from './price-per-period.ts'

/** How it is billed and who sells it, with the name where that changes too: one request. */
export interface ChangeDetails extends Write {
  readonly kind: 'subscription.change-details'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly changes: DetailChanges
}

/** Another cycle has another price; what the old one was is not in the action, and what is not known is not counted. */
export const changeDetailsRules: WriteRules<ChangeDetails> = plainChange

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
