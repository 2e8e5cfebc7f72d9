/**
 * Money at risk that no action announces (T27): a source that goes on being charged while a twin of it is charged under the target already, managed or not,
 * is brought there by a transfer, or is made there of a trial.
 * Judged over what the plan really does, so last of all: a switch-off that was blocked after all ends nothing.
 */

import { dayOf, type ProductKey, type SubscriptionId, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { chargedToTermEnd, perDay } from '../../money/pricing.ts'
import { addDays, daysBetween } from '../../time/utc-days.ts'
import type { Action } from '../action.ts'
import { isCharged, twinsIn } from '../costs/twins.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import type { ChargedTwice } from '../plan.ts'
import type { BothSides, WhyUnread } from './both-sides.ts'
import {
  type Announced,
  announcedBy,
  type Done,
  doneBy,
  isPurchase,
  isTransfer,
  type Living,
  livingUnder,
  nameOf,
} from './both-sides-lookup.ts'
import { goesOn } from './still-billed.ts'
import { convertingTrials } from './trials/converting-trials.ts'

/** `actions`: everything the plan does to the customer under this target, in however many consolidations (T26); `own` in this one. */
export function chargedTwice(
  sides: BothSides,
  { own, actions }: { readonly own: readonly Action[]; readonly actions: readonly Action[] },
): readonly ChargedTwice[] {
  const { decided, unread, living, consolidation } = sides
  const mine = new Set(own)
  const announced = announcedBy(own)
  const done = doneBy(actions)
  const twinsOf = twinsIn(consolidation)
  const left = decided.filter(entry => !isAnnounced(entry, announced, { on: sides.on, twinsOf }))
  const facts: PairFacts = {
    on: sides.on,
    done,
    twinsOf,
    living: living === null ? null : livingUnder(sides, living, done),
    boughtElsewhere: new Set(
      actions.filter(isPurchase).flatMap(action => (mine.has(action) ? [] : [action.product])),
    ),
    besideOf: new Map(),
  }
  const pairs = left
    .filter(({ subscription }) => !subscription.trial && isCharged(subscription, sides.on))
    .flatMap(entry => pairsOf(entry, facts))
  const others = unread.map(
    ({ partner, why }): ChargedTwice => ({
      partner,
      subscription: null,
      productName: null,
      beside: [],
      ...notKnown(why),
    }),
  )
  return [
    ...pairs,
    ...(mayCharge(sides, actions, done) ? others : []),
    ...convertingTrials(sides, { left, done }),
  ]
}

/** An account that is known to charge nothing charges nothing twice, whatever its sources do. */
function mayCharge({ living, on }: BothSides, actions: readonly Action[], { switchedOn }: Done): boolean {
  if (living === null || actions.some(action => isTransfer(action) || isPurchase(action))) return true
  return living.some(entry => isCharged(entry, on) || switchedOn.has(nameOf(entry.partner, entry.id)))
}

interface PairFacts {
  readonly on: UtcDate
  readonly done: Done
  readonly twinsOf: (product: ProductKey) => readonly ProductKey[]
  /** null: it could not be read. */
  readonly living: Living | null
  /** Products that another consolidation of the customer buys. */
  readonly boughtElsewhere: ReadonlySet<ProductKey>
  /** What stands beside a product, made once for all sources of it. */
  readonly besideOf: Map<string, readonly SubscriptionId[]>
}

function pairsOf(entry: DecidedSource, facts: PairFacts): readonly ChargedTwice[] {
  const { living, done, on, twinsOf, boughtElsewhere } = facts
  const { subscription, partner } = entry
  const pair = { partner: partner.name, subscription: subscription.id, productName: subscription.productName }
  if (living === null) return [{ ...pair, beside: [], ...notKnown('could not be read') }]
  const isTaken = done.takenOver.has(nameOf(partner.name, subscription.id))
  const products = [subscription.product, ...(subscription.mayStandFor ?? [])]
  const beside = [
    ...new Set(products.flatMap(product => besideOf(product, isTaken, { ...facts, living }))),
  ].sort()
  const isBought = products.flatMap(twinsOf).some(product => boughtElsewhere.has(product))
  if (beside.length > 0 || isBought) return [{ ...pair, beside, ...costOf(entry, done, on) }]
  if (isTaken) return []
  const trial = living.firstTrialOf(subscription.product)
  return trial === undefined ? [] : besideTrial(entry, trial, done).map(rest => ({ ...pair, ...rest }))
}

/** What arrives with what is taken over is charged from the same day on, and it is then in the source no more. */
function besideOf(
  product: ProductKey,
  isTaken: boolean,
  { living, done, twinsOf, besideOf: made }: PairFacts & { readonly living: Living },
): readonly SubscriptionId[] {
  const name = `${isTaken} ${product}`
  const before = made.get(name)
  if (before !== undefined) return before
  const twins = twinsOf(product)
  const there = twins.flatMap(twin => (living.charged.get(twin) ?? []).map(({ id }) => id))
  const arriving = isTaken ? [] : twins.flatMap(twin => done.arriving.get(twin) ?? [])
  const beside = [...there, ...arriving].sort()
  made.set(name, beside)
  return beside
}

/** From the day on which the trial is paid for; nothing where the source has ended by then. */
function besideTrial(
  entry: DecidedSource,
  { id, termEndsAt }: LiveSubscription,
  done: Done,
): readonly Pick<ChargedTwice, 'beside' | 'from' | 'days' | 'money'>[] {
  const beside = [id]
  if (termEndsAt === null) return [{ beside, ...notKnown('no end known') }]
  const from = addDays(dayOf(termEndsAt), 1)
  const cost = costOf(entry, done, from)
  return cost.days !== null && cost.days <= 0 ? [] : [{ beside, from, ...cost }]
}

/** An action that ends it on its day says what it comes to, and so does a purchase beside it. */
function isAnnounced(
  entry: DecidedSource,
  { purchases, switchedOff, toldToEnd, toldToEndWithOverlap }: Announced,
  { on, twinsOf }: Pick<PairFacts, 'on' | 'twinsOf'>,
): boolean {
  const { subscription, partner } = entry
  const name = nameOf(partner.name, subscription.id)
  if (switchedOff.has(name) || (subscription.trial ? toldToEnd : toldToEndWithOverlap).has(name)) return true
  return twinsOf(subscription.product).some(product => purchases.has(product)) && goesOn(entry, on)
}

/** To the end of its term where it ends then; the first day alone where it is taken over; else nobody knows until when. */
function costOf(
  { subscription, partner }: DecidedSource,
  { takenOver, cancelled }: Done,
  from: UtcDate,
): Pick<ChargedTwice, 'days' | 'money'> {
  const name = nameOf(partner.name, subscription.id)
  if (takenOver.has(name)) return { days: 1, money: perDay(partner, subscription, from) }
  const { status, termEndsAt } = subscription
  const isEnding = cancelled.has(name) || status === 'suspended' || endsWithTerm(subscription)
  if (!isEnding || subscription.commerce === 'legacy' || termEndsAt === null) return notKnown('no end known')
  return {
    days: daysBetween(from, addDays(dayOf(termEndsAt), 1)),
    money: chargedToTermEnd(partner, subscription, from),
  }
}

function notKnown(why: 'no end known' | WhyUnread): Pick<ChargedTwice, 'days' | 'money'> {
  return { days: null, money: { kind: 'unknown', why } }
}
