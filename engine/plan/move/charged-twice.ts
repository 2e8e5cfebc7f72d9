/**
 * Money at risk that no action announces (T27): a source that goes on being charged while a twin of it is charged under the target already, managed or not.
 * Judged over what the plan really does, so last of all: a switch-off that was blocked after all ends nothing.
 */
import type { DeclaredConsolidation } from '../../model/desired.ts'
import { dayOf, type PartnerName, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { chargedToTermEnd, perDay } from '../../money/pricing.ts'
import { addDays, daysBetween } from '../../time/utc-days.ts'
import { type Action, isSwitchOff } from '../action.ts'
import { areTwins, isCharged } from '../costs/twins.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import type { ChargedTwice } from '../plan.ts'
import { announces } from './still-billed.ts'

/** What one customer has on both sides, and what is decided about it. */
export interface BothSides {
  readonly consolidation: DeclaredConsolidation
  readonly decided: readonly DecidedSource[]
  /** Sources that gave no answer. */
  readonly unread: readonly PartnerName[]
  /** Under the target; null: it could not be read. */
  readonly living: readonly LiveSubscription[] | null
  readonly on: UtcDate
}

export function chargedTwice(sides: BothSides, actions: readonly Action[]): readonly ChargedTwice[] {
  const { decided, unread, living, on } = sides
  const there = living?.filter(entry => !entry.trial && isCharged(entry, on)) ?? null
  if (there?.length === 0) return []
  const pairs = decided.flatMap((entry): readonly ChargedTwice[] => {
    const { subscription, partner } = entry
    if (!isCharged(subscription, on) || actions.some(action => isAnnounced(entry, action, sides))) return []
    const beside = there?.filter(twin => areTwins(subscription.product, twin.product, sides.consolidation))
    if (beside?.length === 0) return []
    return [
      {
        partner: partner.name,
        subscription: subscription.id,
        productName: subscription.productName,
        beside: (beside ?? []).map(twin => twin.id).sort(),
        ...(beside === undefined ? notKnown('could not be read') : costOf(entry, actions, on)),
      },
    ]
  })
  const others = unread.map(
    (partner): ChargedTwice => ({
      partner,
      subscription: null,
      productName: null,
      beside: [],
      ...notKnown('could not be read'),
    }),
  )
  return [...pairs, ...others]
}

/** An action that ends it on its day says what it comes to, and so does a purchase beside it. */
function isAnnounced(entry: DecidedSource, action: Action, { consolidation, on }: BothSides): boolean {
  if (action.kind === 'subscription.create') return announces(action, entry, { consolidation, on })
  if (isSwitchOff(action)) return isAbout(action, entry)
  return (
    action.kind === 'subscription.change-renewal' &&
    isAbout(action, entry) &&
    (action.effect.overlap !== undefined || entry.subscription.trial)
  )
}

/** To the end of its term where it ends then; the day of the plan alone where it is taken over; else nobody knows until when. */
function costOf(
  entry: DecidedSource,
  actions: readonly Action[],
  on: UtcDate,
): Pick<ChargedTwice, 'days' | 'money'> {
  const { subscription, partner } = entry
  if (actions.some(action => takesOver(action, entry)))
    return { days: 1, money: perDay(partner, subscription, on) }
  const isCancelledNow = actions.some(
    action =>
      action.kind === 'subscription.change-renewal' && isAbout(action, entry) && action.to.kind === 'cancels',
  )
  const { status, termEndsAt } = subscription
  const isEnding =
    !subscription.trial && (isCancelledNow || status === 'suspended' || endsWithTerm(subscription))
  if (!isEnding || subscription.commerce === 'legacy' || termEndsAt === null) return notKnown('no end known')
  return {
    days: daysBetween(on, addDays(dayOf(termEndsAt), 1)),
    money: chargedToTermEnd(partner, subscription, on),
  }
}

function takesOver(action: Action, { subscription, partner }: DecidedSource): boolean {
  return (
    action.kind === 'subscription.transfer' &&
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
