/**
 * A trial that becomes a paid subscription beside what is declared of its product, living or arriving by this plan: a purchase that nobody made, at risk as a
 * whole (T23, T27). Under the target, or in a source where this plan does not tell it to end. What ends before is not beside it.
 */

import type { DeclaredPartner } from '../../model/desired.ts'
import { dayOf } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { renewalOf } from '../../model/renewal.ts'
import { addDays, daysBetween } from '../../time/utc-days.ts'
import type { Action } from '../action.ts'
import { mayBecome } from '../costs/converting-trial.ts'
import { termEndOf } from '../costs/term-end.ts'
import { isCharged, isConverting } from '../costs/twins.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import type { ChargedTwice } from '../plan.ts'
import type { BothSides } from './charged-twice.ts'

/** `left`: the sources that no step of the plan ends. */
export function convertingTrials(
  sides: BothSides,
  { left, actions }: { readonly left: readonly DecidedSource[]; readonly actions: readonly Action[] },
): readonly ChargedTwice[] {
  const { living, target } = sides
  const underTarget = (living ?? []).map(trial => ({ trial, partner: target.partner }))
  const inSources = left.map(({ subscription, partner }) => ({ trial: subscription, partner }))
  return [...underTarget, ...inSources]
    .filter(({ trial }) => isConverting(trial))
    .flatMap(entry => besideDeclared(entry, sides, actions))
}

interface PartnersTrial {
  readonly trial: LiveSubscription
  readonly partner: DeclaredPartner
}

function besideDeclared(
  { trial, partner }: PartnersTrial,
  { target, consolidation }: BothSides,
  actions: readonly Action[],
): readonly ChargedTwice[] {
  const lines = target.lines.filter(
    line => line.state === 'active' && mayBecome(trial, line.product, consolidation),
  )
  const bound = lines.flatMap(line => target.bound.get(line.key) ?? []).filter(twin => outlives(twin, trial))
  const isArriving = actions.some(
    action =>
      (action.kind === 'subscription.create' && lines.some(line => line.key === action.key)) ||
      (action.kind === 'subscription.transfer' &&
        action.items.some(item => lines.some(line => line.product === item.product))),
  )
  if (bound.length === 0 && !isArriving) return []
  return [
    {
      partner: partner.name,
      subscription: trial.id,
      productName: trial.productName,
      beside: bound.map(twin => twin.id).sort(),
      ...costOf(trial, partner),
    },
  ]
}

function outlives(twin: LiveSubscription, { termEndsAt }: LiveSubscription): boolean {
  return termEndsAt === null || isCharged(twin, addDays(dayOf(termEndsAt), 1))
}

/** The term that it binds to. */
function costOf(
  trial: LiveSubscription,
  partner: DeclaredPartner,
): Pick<ChargedTwice, 'from' | 'days' | 'money'> {
  const { from, commitment } = termEndOf(trial, renewalOf(trial), { partner, hasMonthlyPlan: null })
  if (from === null) return { days: null, money: { kind: 'unknown', why: 'no end known' } }
  if (commitment === undefined) return { from, days: null, money: { kind: 'unknown', why: 'no end known' } }
  return { from, days: daysBetween(from, addDays(commitment.until, 1)), money: commitment.total }
}
