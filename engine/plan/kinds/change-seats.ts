/** `subscription.change-seats`: an absolute number of seats, with details that go in the same request. */
import { dayOf, type ProductKey, type Seats, type SubscriptionId, seats } from '../../model/ids.ts'
import { perMonth } from '../../money/monthly.ts'
import { chargedToTermEnd } from '../../money/pricing.ts'
import { Bug } from '../../result.ts'
import { refundCloses } from '../deadlines/closings.ts'
import type { Effect } from '../effect.ts'
import type { DetailChanges, Write } from './action-parts.ts'
import { type ChangeFacts, commonOf, effectOf, placeOf } from './change-living.ts'
import { detailsOf } from './details-in-checks.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import { runningPerPeriod } from './price-per-period.ts'

export interface ChangeSeats extends Write {
  readonly kind: 'subscription.change-seats'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly from: Seats
  readonly to: Seats
  /** Sent in the same request. */
  readonly also?: DetailChanges
}

export const changeSeatsRules: WriteRules<ChangeSeats> = {
  ...plainChange,
  adds: ({ from, to }) => to > from,
  monthly: ({ effect, from, to }) =>
    effect.perPeriod === undefined || to === 0 ? null : perMonth(effect.perPeriod, to - from, to),
  closes: refundCloses,
}

/** `also` goes in the same request. */
export function changeSeatsAction(facts: ChangeFacts, to: Seats, also?: DetailChanges): ChangeSeats {
  const { subscription, partner } = facts
  if (subscription.seats === null)
    throw new Bug(`a seat change of ${subscription.id} was planned without knowing its seats`)
  const at = placeOf(subscription)
  return {
    ...commonOf(facts, 'subscription.change-seats'),
    kind: 'subscription.change-seats',
    name: subscription.name,
    from: subscription.seats,
    to,
    ...(also !== undefined && { also }),
    because: { kind: 'declared otherwise', field: 'seats' },
    expects: [
      {
        kind: 'subscription is',
        ...at,
        status: 'active',
        seats: subscription.seats,
        ...detailsOf(also, 'from'),
      },
    ],
    proves: [{ kind: 'subscription is', ...at, status: 'active', seats: to, ...detailsOf(also, 'to') }],
    effect: effectOf(facts, {
      irreversible: subscription.commerce === 'nce' && to > subscription.seats,
      reducesService: to < subscription.seats,
      perPeriod: runningPerPeriod(
        partner,
        { ...subscription, billing: also?.billing?.to ?? subscription.billing },
        to,
      ),
      ...commitmentOf(facts, to - subscription.seats),
    }),
  }
}

/** Added new-commerce seats are committed to the end of the running term. */
function commitmentOf({ subscription, partner, on }: ChangeFacts, added: number): Pick<Effect, 'commitment'> {
  if (subscription.commerce !== 'nce' || added <= 0 || subscription.termEndsAt === null) return {}
  const total = chargedToTermEnd(
    partner,
    { ...subscription, seats: seats(added) },
    on,
    seats((subscription.seats ?? 0) + added),
  )
  return { commitment: { until: dayOf(subscription.termEndsAt), total } }
}
