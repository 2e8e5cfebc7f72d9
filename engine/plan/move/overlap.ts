/**
 * What replaces a source subscription, and since when both are charged (facts 2.5: the days from the purchase of the twin
 * up to, not including, the day the source is switched off).
 */
import { compare } from '../../compare.ts'
import type { DeclaredCustomer } from '../../model/desired.ts'
import { dayOf, type Instant, type ProductKey, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { chargedBetween, perDay } from '../../money/pricing.ts'
import { daysBetween } from '../../time/utc-days.ts'
import type { Action } from '../action.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { isEnded } from '../decide/source/source-decision.ts'
import type { Effect } from '../effect.ts'
import type { SuspendSubscription } from '../kinds/suspend.ts'

export interface ReplacementFacts {
  readonly customer: DeclaredCustomer
  readonly bound: ReadonlyMap<string, LiveSubscription>
  readonly target: readonly Action[]
  readonly decided: readonly DecidedSource[]
  readonly on: UtcDate
}

/** Living or bought by this plan. */
export function replacementsOf(
  product: ProductKey,
  { customer, bound, target }: ReplacementFacts,
): SuspendSubscription['replacedBy'] {
  const lines = customer.subscriptions.filter(entry => entry.product === product && entry.state === 'active')
  return lines.flatMap((entry): SuspendSubscription['replacedBy'] => {
    const living = bound.get(entry.key)
    if (living !== undefined) return [{ kind: 'living', partner: living.partner, subscription: living.id }]
    const created = target.find(action => action.kind === 'subscription.create' && action.key === entry.key)
    return created === undefined ? [] : [{ kind: 'created by', action: created.id }]
  })
}

/** `until` is the first day on which the source is charged no more: the day of the plan, unless it runs to the end of its term. */
export function overlapOf(
  { subscription, partner }: DecidedSource,
  product: ProductKey,
  facts: ReplacementFacts,
  until: UtcDate = facts.on,
): NonNullable<Effect['overlap']> {
  const since = replacedSince(subscription, product, facts)
  const further = perDay(partner, subscription, facts.on)
  if (since === 'unknown')
    return { days: null, money: { kind: 'unknown', why: 'purchase day unknown' }, perDay: further }
  const days = Math.max(0, daysBetween(since, until))
  return {
    days,
    money: chargedBetween(partner, subscription, { from: since, until }),
    perDay: further,
  }
}

/**
 * The first day on which twins stood beside the source. Twins are the latest purchases that together reach the seats to be
 * switched off; what the target had before the source was bought is no twin of it.
 */
function replacedSince(
  source: LiveSubscription,
  product: ProductKey,
  { customer, bound, target, decided, on }: ReplacementFacts,
): UtcDate | 'unknown' {
  let missing = 0
  for (const entry of decided)
    if (entry.decision.replacement === product && isEnded(entry.subscription, entry.decision))
      missing += entry.subscription.seats ?? 0
  for (const action of target)
    if (action.kind === 'subscription.create' && action.product === product) missing -= action.seats
  const twins = customer.subscriptions
    .flatMap(entry => bound.get(entry.key) ?? [])
    .filter(entry => entry.product === product && entry.status === 'active')
  if (missing > 0 && twins.some(twin => twin.boughtAt === null)) return 'unknown'
  const bought = twins
    .flatMap(({ boughtAt, seats }) =>
      boughtAt === null || !isLater(boughtAt, source.boughtAt)
        ? []
        : [{ day: dayOf(boughtAt), seats: seats ?? 0 }],
    )
    .sort((a, b) => compare(b.day, a.day))
  let since = on
  for (const twin of bought) {
    if (missing <= 0) break
    if (twin.day < since) since = twin.day
    missing -= twin.seats
  }
  return since
}

/** Both may have been bought on one day. */
function isLater(twin: Instant, source: Instant | null): boolean {
  return source === null || Date.parse(twin) > Date.parse(source)
}
