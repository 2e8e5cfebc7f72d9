/**
 * `subscription.change-renewal`: what happens when the term ends. Nothing is billed differently before that. A schedule that an earlier
 * step of the same plan deletes is made again by it (T5); an explicit cancel is an instruction, not auto-renew switched off (T6).
 */
import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import {
  type ActionId,
  actionId,
  dayOf,
  type ProductKey,
  type Seats,
  type SubscriptionId,
  type UtcDate,
} from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { type Renewal, renewalOf } from '../../model/renewal.ts'
import { addDays } from '../../time/utc-days.ts'
import type { Check } from '../check.ts'
import { termEndOf } from '../costs/term-end.ts'
import { renewalCloses } from '../deadlines/closings.ts'
import type { Effect } from '../effect.ts'
import type { DetailChanges, Reason, Write } from './action-parts.ts'
import { placeOf } from './change-living.ts'
import { detailsOf } from './details-in-checks.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'

/** What happens when the term of a new-commerce subscription ends. */
export interface ChangeRenewal extends Write {
  readonly kind: 'subscription.change-renewal'
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  /** Seats of the running term by then. */
  readonly seats: Seats
  /** The customer's country: a next term names an availability of its catalogue, resolved just before (T13); null: none is needed. */
  readonly market: string | null
  readonly from: Renewal
  readonly to: Renewal
  /** An earlier step of this plan deletes the schedule; this one makes it again (T5). */
  readonly restores: boolean
  /** Last day of the running term. */
  readonly termEndsOn: UtcDate | null
  /** Sent in the same request. */
  readonly also?: DetailChanges
}

export const changeRenewalRules: WriteRules<ChangeRenewal> = {
  // It takes effect with the next term, not with this plan's next bill.
  ...plainChange,
  requests: { reads: 2, writes: 1 },
  closes: renewalCloses,
}

export interface RenewalFacts {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly on: UtcDate
  readonly method: Effect['method']
  readonly because: Reason
  readonly after: readonly ActionId[]
  /** The customer's country; only a next term needs the catalogue. */
  readonly market: string | null
  readonly to: Renewal
  /** Whether the catalogue has a monthly plan of it, which decides what an extension costs; null: not asked. */
  readonly hasMonthlyPlan?: boolean | null
  /** Seats it has by then. */
  readonly seats: Seats
  /** An earlier step of this plan deletes the schedule. */
  readonly restores: boolean
  /** Of a source that is replaced now and runs to the end of its term. */
  readonly overlap?: Effect['overlap']
  /** Sent in the same request. */
  readonly also?: DetailChanges
  readonly source?: SourceRange
}

export function changeRenewalAction(facts: RenewalFacts): ChangeRenewal {
  const { subscription, to, restores } = facts
  const at = placeOf(subscription)
  const from = renewalNow(facts)
  const is = { kind: 'subscription is', ...at, status: 'active', seats: facts.seats } as const
  const expects: Check[] = [{ ...is, ...detailsOf(facts.also, 'from') }]
  if (!restores) expects.push({ kind: 'renewal is', ...at, renewal: from })
  return {
    kind: 'subscription.change-renewal',
    id: actionId(
      `subscription.change-renewal:${subscription.partner}/${subscription.customer}/${subscription.id}`,
    ),
    ...at,
    product: subscription.product,
    productName: subscription.productName,
    name: subscription.name,
    seats: facts.seats,
    market: facts.market,
    from,
    to,
    restores,
    termEndsOn: subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt),
    ...(facts.also !== undefined && { also: facts.also }),
    because: facts.because,
    after: facts.after,
    replay: 'safe',
    expects,
    // The seats too: a schedule that is as wanted before the change in front of this one proves nothing about that change.
    proves: [
      { ...is, ...detailsOf(facts.also, 'to') },
      { kind: 'renewal is', ...at, renewal: to },
    ],
    effect: effectOf(facts),
    ...(facts.source !== undefined && { source: facts.source }),
  }
}

/** By then it is active again: an earlier step switches it on. */
function renewalNow({ subscription }: RenewalFacts): Renewal {
  return renewalOf({ ...subscription, status: 'active' })
}

function effectOf(facts: RenewalFacts): Effect {
  const { subscription, partner, on, method, to, seats, overlap } = facts
  const prices = { partner, hasMonthlyPlan: facts.hasMonthlyPlan ?? null }
  const then = { ...subscription, seats }
  const end = subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
  const common = {
    commerce: subscription.commerce,
    method,
    date: end === null ? on : addDays(end, 1),
    irreversible: false,
    termEnd: {
      otherwise: termEndOf(then, renewalNow(facts), prices),
      planned: termEndOf(then, to, prices),
    },
  } as const
  if (to.kind === 'extends')
    return {
      ...common,
      reducesService: false,
      ...(common.termEnd.planned.perPeriod !== undefined && { perPeriod: common.termEnd.planned.perPeriod }),
      billing: [{ partner: partner.name, until: null, note: 'changes' }],
    }
  if (to.kind !== 'renews')
    return {
      ...common,
      // In a move it is bought elsewhere: on the day after, or already.
      reducesService: method !== 'lapse' && method !== 'overlap',
      ...(overlap !== undefined && { overlap }),
      billing: [{ partner: partner.name, until: end, note: 'continues to term end' }],
    }
  const { next } = to
  return {
    ...common,
    reducesService: next !== null && next.seats < seats,
    billing: [{ partner: partner.name, until: null, note: next === null ? 'unchanged' : 'changes' }],
    ...(next !== null &&
      common.termEnd.planned.perPeriod !== undefined && { perPeriod: common.termEnd.planned.perPeriod }),
  }
}
