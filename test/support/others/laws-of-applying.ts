/**
 * Laws of applying, whatever happens meanwhile: each as what it finds wrong. Judged by what was sent, when, and by the documents. They are asked by
 * test/property/courses-of-others.test.ts, and again of an executor that lacks one of its checks (test/property/without-a-rule.test.ts).
 */
import fc from 'fast-check'
import { type Action, isSwitchOff } from '../../../engine/plan/action.ts'
import { type CarriedOn, type Course, carriedOn, courseIn } from './courses.ts'
import { effectsOf, type Write } from './effects.ts'
import type { Happening } from './happenings.ts'
import { lawsOfLiving } from './laws-of-living.ts'

export type CourseLaw = (on: CarriedOn, course: Course) => readonly string[]

/** Something is switched off in its place on the same day. */
function isPaired({ plan }: CarriedOn, { id }: Action): boolean {
  return plan.actions.some(
    action =>
      isSwitchOff(action) && action.replacedBy.some(by => by.kind === 'created by' && by.action === id),
  )
}

/** By a step of the plan itself. */
function isSwitchedOn({ plan }: CarriedOn, subscription: string): boolean {
  return plan.actions.some(
    action => action.kind === 'subscription.reactivate' && action.subscription === subscription,
  )
}

const brings = ({ kind }: Action) => kind === 'subscription.create' || kind === 'subscription.transfer'

const adds = (action: Write) =>
  brings(action) ||
  action.kind === 'subscription.reactivate' ||
  (action.kind === 'subscription.change-seats' && action.to > action.from)

/** Takes back what was done to the same subscription, or switches off what was bought. */
function undoes(second: Action, first: Write, { verdict }: CarriedOn): boolean {
  if (!('partner' in second) || !('subscription' in second)) return false
  if (first.kind === 'subscription.create') {
    const state = verdict.result?.actions.find(({ action }) => action === first.id)?.state
    const bought = state?.kind === 'done' ? state.evidence.subscription : undefined
    return isSwitchOff(second) && second.partner === first.partner && second.subscription === bought
  }
  if (
    !('subscription' in first) ||
    first.partner !== second.partner ||
    first.subscription !== second.subscription
  )
    return false
  switch (second.kind) {
    case 'subscription.reactivate':
      return isSwitchOff(first)
    case 'subscription.suspend':
    case 'subscription.cancel':
      return first.kind === 'subscription.reactivate'
    case 'subscription.change-seats':
      return first.kind === second.kind && second.to === first.from
    case 'subscription.rename':
      return first.kind === second.kind
    default:
      return false
  }
}

export const lawsOfApplying = {
  ...lawsOfLiving,
  'nothing is bought in place of something on a day that its plan is not for': on =>
    effectsOf(on).flatMap(({ does, at, action }) =>
      does.kind === 'subscription.create' && isPaired(on, does) && at.slice(0, 10) !== on.plan.on
        ? [`${action} at ${at}`]
        : [],
    ),
  'nothing is bought while the window is closed': (on, { world }) => {
    const hours = world.desired.consolidations.find(entry => entry.window !== null)?.window?.utcHours
    if (hours == null || on.plan.window === null) return []
    return effectsOf(on).flatMap(({ does, at, action }) => {
      const clock = at.slice(11, 16)
      return brings(does) && (clock < hours.from || clock >= hours.to) ? [`${action} at ${at}`] : []
    })
  },
  'nothing is added to an account after its last day': (on, { world }) =>
    effectsOf(on).flatMap(({ does, at, action }) => {
      const last = world.desired.partners.find(entry => entry.name === does.partner)?.retired
      return last != null && adds(does) && at.slice(0, 10) > last ? [`${action} at ${at}`] : []
    }),
  'nothing is begun after a stop': (on, { happening }) => {
    if (happening !== 'a stop' || on.happened === null) return []
    const { sent, begun } = on.happened
    return on.sent.slice(sent).flatMap(({ action }) => (begun.has(action) ? [] : [action]))
  },
  'nothing is bought for whom the agreement was withdrawn': (on, { happening }) =>
    happening !== 'an agreement is withdrawn'
      ? []
      : effectsOf(on).flatMap(({ does, action }) =>
          does.kind === 'subscription.create' && does.customer === on.about && does.effect.method !== 'steady'
            ? [action]
            : [],
        ),
  'a wave waits for whoever of the one before it accepted meanwhile': (on, { happening }) => {
    if (happening !== 'somebody accepts') return []
    const part = on.plan.customers.find(entry => entry.tenant === on.about && entry.wave === 'pilot')
    const behind = new Set(
      on.plan.customers
        .filter(entry => entry.consolidation === part?.consolidation && entry.wave === 'all')
        .flatMap(entry => entry.actions),
    )
    return effectsOf(on).flatMap(({ action }) => (behind.has(action) ? [action] : []))
  },
  'nothing is bought beside what a person bought meanwhile': on => {
    const { bought, happened } = on
    if (bought === null || happened === null) return []
    const isAlike = (action: Action) =>
      action.kind === 'subscription.create' &&
      action.partner === bought.partner &&
      action.customer === bought.customer &&
      action.product === bought.product
    const before = on.sent.slice(0, happened.sent).map(entry => entry.action)
    const open = on.plan.actions.filter(action => isAlike(action) && !before.includes(action.id))
    const made = effectsOf({ ...on, sent: on.sent.slice(happened.sent) }).filter(({ does }) => isAlike(does))
    // Of several alike one is what was bought.
    return made.length > 0 && made.length >= open.length ? made.map(({ action }) => action) : []
  },
  'nothing is switched off whose replacement was suspended meanwhile': (on, { happening }) => {
    if (happening !== 'twins are suspended' || on.happened === null) return []
    const there = new Set<string>(on.sent.slice(0, on.happened.sent).map(entry => entry.action))
    return effectsOf({ ...on, sent: on.sent.slice(on.happened.sent) }).flatMap(({ does, action }) =>
      isSwitchOff(does) &&
      does.replacedBy.some(by =>
        by.kind === 'living' ? !isSwitchedOn(on, by.subscription) : there.has(by.action),
      ) &&
      does.effect.method !== 'steady'
        ? [action]
        : [],
    )
  },
  'nobody is bought for and then left on both sides for want of time': (on, { happening }) => {
    if (happening !== 'it begins late') return []
    const sent = new Set(on.sent.map(entry => entry.action))
    return on.plan.customers.flatMap(({ tenant, actions }) => {
      const writes = on.plan.actions.filter(action => actions.includes(action.id) && 'effect' in action)
      const isBegun = writes.some(action => brings(action) && sent.has(action.id))
      const left = writes.filter(action => !sent.has(action.id))
      return isBegun && left.some(isSwitchOff)
        ? [`${tenant}: ${left.map(action => action.id).join(' ')}`]
        : []
    })
  },
  'nothing is added once the policies would decline it': ({ plan, ...on }) =>
    effectsOf({ plan, ...on }).flatMap(({ does, at, action }) =>
      plan.policiesUntil !== undefined && adds(does) && at >= plan.policiesUntil
        ? [`${action} at ${at}`]
        : [],
    ),
  'no second plan undoes the first': on =>
    effectsOf(on).flatMap(({ does: first }) =>
      on.second.actions.flatMap(second =>
        undoes(second, first, on) ? [`${second.id} after ${first.id}`] : [],
      ),
    ),
  'nobody is begun and then left half-way by the end of the plan': (on, { happening }) => {
    if (happening !== 'it begins late') return []
    const begun = new Set(effectsOf(on).flatMap(({ does }) => (adds(does) ? [does.customer] : [])))
    const overdue = new Set(
      (on.verdict.result?.actions ?? []).flatMap(({ action, state }) =>
        state.kind === 'skipped' && state.because.kind === 'day is over' ? [action] : [],
      ),
    )
    return on.plan.actions.flatMap(action =>
      'effect' in action && begun.has(action.customer) && overdue.has(action.id) ? [action.id] : [],
    )
  },
} as const satisfies Readonly<Record<string, CourseLaw>>

/** Whether a law is broken in one of so many courses in which this happens. */
export async function isBrokenOn(
  name: keyof typeof lawsOfApplying,
  happening: Happening,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Promise<boolean> {
  const law: CourseLaw = lawsOfApplying[name]
  const found = await fc.check(
    fc.asyncProperty(courseIn(fc.constant(happening)), async one => {
      const on = await carriedOn(one)
      return on === null || law(on, one).length === 0
    }),
    { numRuns: runs, seed, endOnFailure: true },
  )
  return found.failed
}
