/**
 * A trial that becomes a paid subscription beside what is declared of its product, living or arriving by this plan: a purchase that nobody made, at risk as a
 * whole (T23, T27). Under the target, or in a source where this plan does not tell it to end. What ends before is not beside it.
 */

import { groupedBy } from '../../../grouped-by.ts'
import type { DeclaredPartner, DeclaredSubscription } from '../../../model/desired.ts'
import { dayOf, type ProductKey } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { renewalOf } from '../../../model/renewal.ts'
import { addDays, daysBetween } from '../../../time/utc-days.ts'
import { anyOf, becomingOf, isAny } from '../../costs/converting-trial.ts'
import { termEndOf } from '../../costs/term-end.ts'
import { isCharged, isConverting, twinsIn } from '../../costs/twins.ts'
import type { DecidedSource } from '../../decide/source/decided-source.ts'
import type { ChargedTwice } from '../../plan.ts'
import type { BothSides } from '../both-sides.ts'
import type { Done } from '../both-sides-lookup.ts'

/** `left`: the sources that no step of the plan ends. */
export function convertingTrials(
  sides: BothSides,
  { left, done }: { readonly left: readonly DecidedSource[]; readonly done: Done },
): readonly ChargedTwice[] {
  const { living, target } = sides
  const linesOf = linesByTrial(sides, done)
  const underTarget = (living ?? []).map(trial => ({ trial, partner: target.partner }))
  const inSources = left.map(({ subscription, partner }) => ({ trial: subscription, partner }))
  return [...underTarget, ...inSources]
    .filter(({ trial }) => isConverting(trial))
    .flatMap(entry => besideDeclared(entry, linesOf(entry.trial), sides))
}

interface PartnersTrial {
  readonly trial: LiveSubscription
  readonly partner: DeclaredPartner
}

/** Lines of what a trial becomes. */
interface Becoming {
  readonly lines: readonly DeclaredSubscription[]
  readonly isArriving: boolean
}

/** Made once for all trials that become the same. */
function linesByTrial(
  { target, consolidation }: BothSides,
  { boughtKeys, arriving }: Done,
): (trial: LiveSubscription) => Becoming {
  const twinsOf = twinsIn(consolidation)
  const active = target.lines.filter(line => line.state === 'active')
  const byProduct = groupedBy(active, line => line.product)
  const byCatalogue = groupedBy(active, line => anyOf(line.product))
  const made = new Map<string, Becoming>()
  return trial => {
    const becoming = becomingOf(trial)
    const before = made.get(becoming)
    if (before !== undefined) return before
    const lines = isAny(becoming)
      ? (byCatalogue.get(becoming) ?? [])
      : twinsOf(becoming as ProductKey).flatMap(product => byProduct.get(product) ?? [])
    const isArriving = lines.some(line => boughtKeys.has(line.key) || arriving.has(line.product))
    made.set(becoming, { lines, isArriving })
    return { lines, isArriving }
  }
}

function besideDeclared(
  { trial, partner }: PartnersTrial,
  { lines, isArriving }: Becoming,
  { target }: BothSides,
): readonly ChargedTwice[] {
  const bound = lines.flatMap(line => target.bound.get(line.key) ?? []).filter(twin => outlives(twin, trial))
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
