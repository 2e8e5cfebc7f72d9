/**
 * Laws of applying about what lives at the moment of each request, and in the end: whatever ended, came back or was set to end meanwhile, by itself or by a
 * person. Judged by the accounts alone.
 */
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { type Action, isSwitchOff, type SwitchOff } from '../../../engine/plan/action.ts'
import { enabledIn, licenceOf } from '../licences.ts'
import type { CarriedOn, Course } from './courses.ts'
import { effectsOf } from './effects.ts'
import { subscriptionsIn } from './judge.ts'

type Law = (on: CarriedOn, course: Course) => readonly string[]

const isMove = ({ effect, replacedBy }: SwitchOff) => effect.method !== 'steady' && replacedBy.length > 0

/** Of the service's own words: neither off nor set to end. */
function goesOn(entry: LiveSubscription, mayEnd: boolean): boolean {
  return entry.status === 'active' && !entry.trial && (mayEnd || !entry.cancelsAtTermEnd)
}

/** The plan itself, or the accounts before it, let it end with its term. */
function mayEnd({ plan }: CarriedOn, course: Course, by: SwitchOff['replacedBy'][number]): boolean {
  if (by.kind === 'living')
    return (
      subscriptionsIn(course.world.actual).some(
        entry => entry.partner === by.partner && entry.id === by.subscription && entry.cancelsAtTermEnd,
      ) ||
      plan.actions.some(
        action =>
          action.kind === 'subscription.change-renewal' &&
          action.subscription === by.subscription &&
          action.to.kind === 'cancels',
      )
    )
  return plan.actions.some(
    action =>
      action.kind === 'subscription.set-renewal' &&
      action.createdBy === by.action &&
      action.to.kind === 'cancels',
  )
}

/** What of the accounts can be it. */
function replacements(
  plan: CarriedOn['plan'],
  lived: readonly LiveSubscription[],
  by: SwitchOff['replacedBy'][number],
): readonly LiveSubscription[] {
  if (by.kind === 'living')
    return lived.filter(entry => entry.partner === by.partner && entry.id === by.subscription)
  const maker = plan.actions.find(({ id }) => id === by.action)
  if (maker?.kind !== 'subscription.create') return lived
  return lived.filter(
    entry =>
      entry.partner === maker.partner &&
      entry.customer === maker.customer &&
      entry.product === maker.product &&
      entry.seats !== null &&
      entry.seats >= maker.seats,
  )
}

const brings = ({ kind }: Action) => kind === 'subscription.create' || kind === 'subscription.transfer'

export const lawsOfLiving = {
  'whatever replaces a source lives at the moment in which that is switched off, and goes on': (on, course) =>
    effectsOf(on).flatMap(({ does, action }) =>
      isSwitchOff(does) && isMove(does)
        ? does.replacedBy
            .filter(by => {
              const may = mayEnd(on, course, by)
              const those = replacements(on.plan, on.livedAt.get(action) ?? [], by)
              return !those.some(entry => goesOn(entry, may))
            })
            .map(by => `${action}: ${by.kind === 'living' ? by.subscription : by.action}`)
        : [],
    ),
  'no product is bought twice, by this plan or the next': ({ plan, sent, second, after, ...on }) => {
    const bought = effectsOf({ plan, sent, second, after, ...on }).filter(
      ({ does }) => does.kind === 'subscription.create',
    )
    const twice = bought.filter(({ action }, at) => bought.slice(0, at).some(one => one.action === action))
    const again = second.actions.filter(
      action =>
        action.kind === 'subscription.create' &&
        bought.some(
          ({ does }) =>
            does.kind === 'subscription.create' &&
            does.partner === action.partner &&
            does.customer === action.customer &&
            does.key === action.key,
        ) &&
        subscriptionsIn(after).some(
          entry =>
            entry.id.startsWith('new-') &&
            entry.partner === action.partner &&
            entry.customer === action.customer &&
            entry.product === action.product &&
            entry.name === action.name &&
            entry.status === 'active',
        ),
    )
    return [...twice.map(({ action }) => action), ...again.map(({ id }) => `${id}, again`)]
  },
  'no licence in use is taken away': (on, { world }) =>
    effectsOf(on).flatMap(({ does, action }) => {
      if (!isSwitchOff(does) || !isMove(does)) return []
      const isLookedAt = on.plan.actions.some(
        gate =>
          gate.kind === 'gate.customer' &&
          does.after.includes(gate.id) &&
          gate.proves.some(check => check.kind === 'licences suffice' && check.product === does.product),
      )
      const licence = licenceOf(does.product)
      const consumed = world.actual.customers
        .filter(({ tenant }) => tenant === does.customer)
        .flatMap(({ licences }) => (licences.kind === 'present' ? licences.value : []))
        .filter(pool => pool.licence === licence)
        .map(pool => Number(pool.consumed))
      const lived = (on.livedAt.get(action) ?? []).filter(({ customer }) => customer === does.customer)
      const left = enabledIn(
        lived.filter(({ id, partner }) => id !== does.subscription || partner !== does.partner),
        licence,
      )
      return isLookedAt && consumed.some(count => count > left) ? [`${action}: ${left} of ${consumed}`] : []
    }),
  'whoever is left charged on both sides is at risk in the result': on => {
    const { plan, verdict, after } = on
    const result = verdict.result
    if (result === null) return []
    const living = subscriptionsIn(after).filter(({ status }) => status === 'active')
    const bought = new Set(effectsOf(on).flatMap(({ does, action }) => (brings(does) ? [action] : [])))
    return plan.actions.flatMap(action => {
      if (!isSwitchOff(action) || !isMove(action)) return []
      const isOn = living.some(
        ({ partner, customer, id }) =>
          partner === action.partner && customer === action.customer && id === action.subscription,
      )
      const isTwice = action.replacedBy.some(
        by =>
          by.kind === 'created by' &&
          bought.has(by.action) &&
          replacements(plan, living, by).some(({ id }) => id.startsWith('new-')),
      )
      const isTold = result.atRisk.some(({ customer }) => customer === action.customer)
      return isOn && isTwice && !isTold ? [action.id] : []
    })
  },
} as const satisfies Readonly<Record<string, Law>>
