/** Changes of a living subscription that keep it what it is: seats, reactivation, name. */
import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import { type ActionId, actionId, dayOf, type Seats, seats, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { chargedToTermEnd } from '../../money/pricing.ts'
import { Bug } from '../../result.ts'
import type { ChangeSeats, DetailChanges, ReactivateSubscription, RenameSubscription } from '../action.ts'
import type { Effect } from '../effect.ts'
import { detailsOf } from './details-in-checks.ts'
import { pricePerPeriod } from './price-per-period.ts'

export interface ChangeFacts {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly on: UtcDate
  readonly method: Effect['method']
  readonly after: readonly ActionId[]
  readonly source: SourceRange
}

export function commonOf({ subscription, after, source }: ChangeFacts, kind: string) {
  return {
    id: actionId(`${kind}:${subscription.partner}/${subscription.customer}/${subscription.id}`),
    partner: subscription.partner,
    customer: subscription.customer,
    subscription: subscription.id,
    product: subscription.product,
    productName: subscription.productName,
    after,
    replay: 'safe',
    source,
  } as const
}

export function effectOf(
  { subscription, on, method, partner }: ChangeFacts,
  facts: Pick<Effect, 'irreversible' | 'reducesService'> & Partial<Effect>,
): Effect {
  return {
    commerce: subscription.commerce,
    method,
    date: on,
    billing: [{ partner: partner.name, until: billedUntil(subscription), note: 'changes' }],
    ...facts,
  }
}

/** null: open-ended, because it renews or is extended. */
function billedUntil(subscription: LiveSubscription): UtcDate | null {
  const { commerce, termEndsAt } = subscription
  return commerce === 'nce' && termEndsAt !== null && endsWithTerm(subscription) ? dayOf(termEndsAt) : null
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

/** As checks name it. */
export function placeOf({ partner, customer, id }: LiveSubscription) {
  return { partner, customer, subscription: id }
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
      perPeriod: pricePerPeriod(
        partner,
        { ...subscription, billing: also?.billing?.to ?? subscription.billing },
        to,
      ),
      ...commitmentOf(facts, to - subscription.seats),
    }),
  }
}

export function reactivateAction(facts: ChangeFacts): ReactivateSubscription {
  const { subscription } = facts
  if (subscription.seats === null)
    throw new Bug(`a reactivation of ${subscription.id} was planned without knowing its seats`)
  const at = placeOf(subscription)
  return {
    ...commonOf(facts, 'subscription.reactivate'),
    kind: 'subscription.reactivate',
    name: subscription.name,
    seats: subscription.seats,
    because: { kind: 'declared otherwise', field: 'state' },
    expects: [{ kind: 'subscription is', ...at, status: 'suspended', seats: subscription.seats }],
    proves: [{ kind: 'subscription is', ...at, status: 'active', seats: subscription.seats }],
    effect: reactivationOf(facts, subscription.seats),
  }
}

/** New commerce was charged all the time that it was suspended: switching it on changes no bill. */
function reactivationOf(facts: ChangeFacts, seats: Seats): Effect {
  const { subscription, partner } = facts
  const common = { irreversible: false, reducesService: false } as const
  if (subscription.commerce !== 'legacy') {
    const until = subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
    return effectOf(facts, { ...common, billing: [{ partner: partner.name, until, note: 'unchanged' }] })
  }
  return effectOf(facts, {
    ...common,
    billing: [{ partner: partner.name, until: null, note: 'starts' }],
    perPeriod: pricePerPeriod(partner, subscription, seats),
  })
}

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
