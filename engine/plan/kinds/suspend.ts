/**
 * `subscription.suspend`: stops the charges of legacy commerce only. In a consolidation it stands behind the customer's
 * gate; declared in steady state it says that it reduces service.
 */

import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import { type ActionId, actionId, dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { creditOnSwitchOff, overlapMoney } from '../../money/pricing.ts'
import { Bug } from '../../result.ts'
import { daysBetween } from '../../time/utc-days.ts'
import type { Effect, Reason, SuspendSubscription } from '../action.ts'

export interface SuspendFacts {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly on: UtcDate
  readonly method: Effect['method']
  readonly because: Reason
  readonly after: readonly ActionId[]
  readonly replacedBy: SuspendSubscription['replacedBy']
  /** Day the first of its living replacements was bought; null when they are bought by this plan or there are none. */
  readonly replacedSince: UtcDate | null
  readonly irreversible: boolean
  readonly source?: SourceRange
}

export function suspendId(subscription: LiveSubscription): ActionId {
  return actionId(`subscription.suspend:${subscription.partner}/${subscription.customer}/${subscription.id}`)
}

export function suspendAction(facts: SuspendFacts): SuspendSubscription {
  const { subscription, partner, on } = facts
  if (subscription.seats === null)
    throw new Bug(`a suspend of ${subscription.id} was planned without knowing its seats`)
  const at = { partner: subscription.partner, customer: subscription.customer }
  const legacy = subscription.commerce === 'legacy'
  return {
    kind: 'subscription.suspend',
    id: suspendId(subscription),
    ...at,
    subscription: subscription.id,
    product: subscription.product,
    productName: subscription.productName,
    name: subscription.name,
    seats: subscription.seats,
    replacedBy: facts.replacedBy,
    after: facts.after,
    because: facts.because,
    replay: 'safe',
    expects: [
      {
        kind: 'subscription is',
        ...at,
        subscription: subscription.id,
        status: 'active',
        seats: subscription.seats,
      },
    ],
    proves: [
      { kind: 'subscription is', ...at, subscription: subscription.id, status: 'suspended', seats: null },
    ],
    ...(facts.source !== undefined && { source: facts.source }),
    effect: {
      commerce: subscription.commerce,
      method: facts.method,
      date: on,
      irreversible: facts.irreversible,
      reducesService: facts.replacedBy.length === 0,
      billing: [
        legacy
          ? { partner: partner.name, until: on, note: 'stops' }
          : {
              partner: partner.name,
              until: subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt),
              note: 'continues to term end',
            },
      ],
      ...(legacy && !subscription.trial && { credit: creditOnSwitchOff(partner, subscription, on) }),
      ...(facts.replacedBy.length > 0 && { overlap: overlapOf(facts) }),
    },
  }
}

function overlapOf({
  subscription,
  partner,
  on,
  replacedSince,
}: SuspendFacts): NonNullable<Effect['overlap']> {
  const since = replacedSince ?? on
  return { days: Math.max(0, daysBetween(since, on)), money: overlapMoney(partner, subscription, since, on) }
}
