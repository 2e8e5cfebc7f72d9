/**
 * Purchases beside a source that is charged on the same days, because nothing of the plan ends it at once: new commerce that somebody suspended
 * by hand, that is left to run out or was told to end before, what a transfer brings only from the next day on, or a line that a rule leaves to people. Both sides
 * are then billed (facts 2.5), which the purchase announces in days and money, and policies judge. What `leave:` names
 * is charged on as well, whoever wished it (T27).
 */
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredConsolidation } from '../../model/desired.ts'
import { dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Amount } from '../../model/money.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { known } from '../../money/amounts.ts'
import { addDecimals, roundMoney } from '../../money/decimals.ts'
import { chargedToTermEnd, perDay } from '../../money/pricing.ts'
import { addDays, daysBetween } from '../../time/utc-days.ts'
import type { Action } from '../action.ts'
import { isCharged, twinsIn } from '../costs/twins.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { isEnded } from '../decide/source/source-decision.ts'
import type { Effect } from '../effect.ts'

type Overlap = NonNullable<Effect['overlap']>

export interface StillBilledFacts {
  readonly consolidation: Pick<DeclaredConsolidation, 'map'>
  readonly decided: readonly DecidedSource[]
  readonly on: UtcDate
}

/** The first purchase of a product announces what all of its sources still cost. */
export function withStillBilled(actions: readonly Action[], facts: StillBilledFacts): readonly Action[] {
  const twinsOf = twinsIn(facts.consolidation)
  /** By product, each with its place among all: what was announced is taken out. */
  const open = new Map(
    groupedBy(
      [...facts.decided.entries()].filter(([, entry]) => goesOn(entry, facts.on)),
      ([, entry]) => entry.subscription.product,
    ),
  )
  return actions.map(action => {
    if (action.kind !== 'subscription.create') return action
    const beside = twinsOf(action.product)
      .flatMap(product => open.get(product) ?? [])
      .sort(([a], [b]) => a - b)
      .map(([, entry]) => entry)
    for (const product of twinsOf(action.product)) open.delete(product)
    if (beside.length === 0) return action
    const overlap = beside.map(entry => overlapBeside(entry, facts.on)).reduce(together)
    return { ...action, effect: { ...action.effect, overlap } }
  })
}

/** Whatever is charged on, unless a step of the plan ends it and says so: a purchase of its product announces it. */
export function goesOn({ subscription, decision }: DecidedSource, on: UtcDate): boolean {
  const { trial } = subscription
  return !trial && isCharged(subscription, on) && !hasOwnStep(subscription, decision)
}

/** A switch-off, or the instruction to end with its term, has the days and the money itself; what knows already is not told again. */
function hasOwnStep(subscription: LiveSubscription, decision: DecidedSource['decision']): boolean {
  return isEnded(subscription, decision) && !(decision.method === 'overlap' && endsWithTerm(subscription))
}

/**
 * What runs out ends with its term; what is transferred is charged to its source for this day still; what people handle, and what is left, ends when
 * they say so: nobody knows when, unless it is told to end already.
 */
function overlapBeside({ subscription, partner, decision }: DecidedSource, on: UtcDate): Overlap {
  const further = perDay(partner, subscription, on)
  const { termEndsAt } = subscription
  const isOpenEnded =
    decision.method === 'manual' ||
    ((decision.method === 'left' || decision.method === 'unsupported') && !endsWithTerm(subscription))
  if (isOpenEnded) return { days: null, money: { kind: 'unknown', why: 'no end known' }, perDay: further }
  if (decision.method === 'transfer') return { days: 1, money: further, perDay: further }
  return {
    days: termEndsAt === null ? null : daysBetween(on, addDays(dayOf(termEndsAt), 1)),
    money: chargedToTermEnd(partner, subscription, on),
    perDay: further,
  }
}

function together(left: Overlap, right: Overlap): Overlap {
  return {
    days: left.days === null || right.days === null ? null : Math.max(left.days, right.days),
    money: sum(left.money, right.money),
    perDay: sum(left.perDay, right.perDay),
  }
}

/** Amounts in two currencies are no one amount (T14). */
function sum(left: Amount, right: Amount): Amount {
  if (left.kind === 'unknown') return left
  if (right.kind === 'unknown') return right
  if (left.currency !== right.currency) return { kind: 'unknown', why: 'priced in several currencies' }
  return known(roundMoney(addDecimals(left.amount, right.amount), left.currency), left.currency)
}
