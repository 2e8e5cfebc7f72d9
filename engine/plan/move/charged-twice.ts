/**
 * Money at risk that no action announces (T27): a source that goes on being charged while a twin of it is charged under the target already, managed or not,
 * is brought there by a transfer, or is made there of a trial.
 * Judged over what the plan really does, so last of all: a switch-off that was blocked after all ends nothing.
 */

import { by } from '../../compare.ts'
import type { DeclaredConsolidation, DeclaredPartner, DeclaredSubscription } from '../../model/desired.ts'
import { dayOf, type PartnerName, type SubscriptionId, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { chargedToTermEnd, perDay } from '../../money/pricing.ts'
import { addDays, daysBetween } from '../../time/utc-days.ts'
import { type Action, isSwitchOff } from '../action.ts'
import { mayBecome } from '../costs/converting-trial.ts'
import { areTwins, isCharged, isConverting } from '../costs/twins.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import type { CreateSubscription } from '../kinds/create.ts'
import type { TransferSubscriptions } from '../kinds/transfer.ts'
import type { ChargedTwice } from '../plan.ts'
import { convertingTrials } from './converting-trials.ts'
import { announces } from './still-billed.ts'

/** What one customer has on both sides, and what is decided about it. */
export interface BothSides {
  readonly consolidation: Pick<DeclaredConsolidation, 'map'>
  readonly decided: readonly DecidedSource[]
  /** Sources that gave no answer. */
  readonly unread: readonly PartnerName[]
  /** Under the target; null: it could not be read. */
  readonly living: readonly LiveSubscription[] | null
  /** What is declared under the target, and which of what lives there each line means. */
  readonly target: {
    readonly partner: DeclaredPartner
    readonly lines: readonly DeclaredSubscription[]
    readonly bound: ReadonlyMap<string, LiveSubscription>
  }
  readonly on: UtcDate
}

/** `actions`: everything the plan does to the customer under this target, in however many consolidations (T26); `own` in this one. */
export function chargedTwice(
  sides: BothSides,
  { own, actions }: { readonly own: readonly Action[]; readonly actions: readonly Action[] },
): readonly ChargedTwice[] {
  const { decided, unread } = sides
  const elsewhere = actions.filter(action => !own.includes(action))
  const left = decided.filter(entry => !own.some(action => isAnnounced(entry, action, sides)))
  const pairs = left
    .filter(({ subscription }) => !subscription.trial && isCharged(subscription, sides.on))
    .flatMap(entry => pairsOf(entry, sides, { actions, bought: elsewhere.filter(isPurchase) }))
  const others = unread.map(
    (partner): ChargedTwice => ({
      partner,
      subscription: null,
      productName: null,
      beside: [],
      ...notKnown('could not be read'),
    }),
  )
  return [
    ...pairs,
    ...(mayCharge(sides, actions) ? others : []),
    ...convertingTrials(sides, { left, actions }),
  ]
}

/** An account that is known to charge nothing charges nothing twice, whatever its sources do. */
function mayCharge({ living, on }: BothSides, actions: readonly Action[]): boolean {
  if (living === null || actions.some(action => isTransfer(action) || isPurchase(action))) return true
  return living.some(entry => isCharged(entry, on) || actions.some(action => switchesOn(action, entry)))
}

function pairsOf(
  entry: DecidedSource,
  { living, consolidation, on }: BothSides,
  {
    actions,
    bought,
  }: { readonly actions: readonly Action[]; readonly bought: readonly CreateSubscription[] },
): readonly ChargedTwice[] {
  const { subscription, partner } = entry
  const pair = { partner: partner.name, subscription: subscription.id, productName: subscription.productName }
  if (living === null) return [{ ...pair, beside: [], ...notKnown('could not be read') }]
  const twins = living.filter(
    twin =>
      !twin.trial &&
      (isCharged(twin, on) || actions.some(action => switchesOn(action, twin))) &&
      areTwins(subscription.product, twin.product, consolidation),
  )
  const isTaken = actions.some(action => takesOver(action, entry))
  // What arrives with it is charged from the same day on, and it is then in the source no more.
  const arriving = isTaken ? [] : arrivingBeside(entry, actions, consolidation)
  const beside = [...twins.map(twin => twin.id), ...arriving].sort()
  const isBought = bought.some(({ product }) => areTwins(subscription.product, product, consolidation))
  if (beside.length > 0 || isBought) return [{ ...pair, beside, ...costOf(entry, actions, on) }]
  if (isTaken) return []
  const trial = living
    .filter(isConverting)
    .filter(one => mayBecome(one, subscription.product, consolidation))
    .sort(by(one => one.termEndsAt ?? ''))[0]
  return trial === undefined ? [] : besideTrial(entry, trial, actions).map(rest => ({ ...pair, ...rest }))
}

/** From the day on which the trial is paid for; nothing where the source has ended by then. */
function besideTrial(
  entry: DecidedSource,
  { id, termEndsAt }: LiveSubscription,
  actions: readonly Action[],
): readonly Pick<ChargedTwice, 'beside' | 'from' | 'days' | 'money'>[] {
  const beside = [id]
  if (termEndsAt === null) return [{ beside, ...notKnown('no end known') }]
  const from = addDays(dayOf(termEndsAt), 1)
  const cost = costOf(entry, actions, from)
  return cost.days !== null && cost.days <= 0 ? [] : [{ beside, from, ...cost }]
}

/** Legacy that was suspended is charged again from this day on. */
function switchesOn(action: Action, { partner, id }: LiveSubscription): boolean {
  return action.kind === 'subscription.reactivate' && action.partner === partner && action.subscription === id
}

function arrivingBeside(
  { subscription }: DecidedSource,
  actions: readonly Action[],
  consolidation: BothSides['consolidation'],
): readonly SubscriptionId[] {
  return actions
    .filter(isTransfer)
    .flatMap(({ items }) => items.filter(item => areTwins(subscription.product, item.product, consolidation)))
    .map(item => item.subscription)
}

function isPurchase(action: Action): action is CreateSubscription {
  return action.kind === 'subscription.create'
}

function isTransfer(action: Action): action is TransferSubscriptions {
  return action.kind === 'subscription.transfer'
}

/** An action that ends it on its day says what it comes to, and so does a purchase beside it. */
function isAnnounced(entry: DecidedSource, action: Action, { consolidation, on }: BothSides): boolean {
  if (isPurchase(action)) return announces(action, entry, { consolidation, on })
  if (isSwitchOff(action)) return isAbout(action, entry)
  return (
    action.kind === 'subscription.change-renewal' &&
    isAbout(action, entry) &&
    (action.effect.overlap !== undefined || entry.subscription.trial)
  )
}

/** To the end of its term where it ends then; the first day alone where it is taken over; else nobody knows until when. */
function costOf(
  entry: DecidedSource,
  actions: readonly Action[],
  from: UtcDate,
): Pick<ChargedTwice, 'days' | 'money'> {
  const { subscription, partner } = entry
  if (actions.some(action => takesOver(action, entry)))
    return { days: 1, money: perDay(partner, subscription, from) }
  const isCancelledNow = actions.some(
    action =>
      action.kind === 'subscription.change-renewal' && isAbout(action, entry) && action.to.kind === 'cancels',
  )
  const { status, termEndsAt } = subscription
  const isEnding = isCancelledNow || status === 'suspended' || endsWithTerm(subscription)
  if (!isEnding || subscription.commerce === 'legacy' || termEndsAt === null) return notKnown('no end known')
  return {
    days: daysBetween(from, addDays(dayOf(termEndsAt), 1)),
    money: chargedToTermEnd(partner, subscription, from),
  }
}

function takesOver(action: Action, { subscription, partner }: DecidedSource): boolean {
  return (
    isTransfer(action) &&
    action.from === partner.name &&
    action.items.some(item => item.subscription === subscription.id)
  )
}

function isAbout(
  action: { readonly partner: PartnerName; readonly subscription: string },
  { subscription, partner }: DecidedSource,
): boolean {
  return action.partner === partner.name && action.subscription === subscription.id
}

function notKnown(why: 'no end known' | 'could not be read'): Pick<ChargedTwice, 'days' | 'money'> {
  return { days: null, money: { kind: 'unknown', why } }
}
