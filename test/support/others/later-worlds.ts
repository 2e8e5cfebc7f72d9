/**
 * Worlds of others on a later day: a plan was carried out, whole or in part, days have passed, terms have ended, and the documents may say something else by
 * now. Every law of the worlds of others holds there too.
 */
import fc from 'fast-check'
import type { DeclaredConsolidation, Desired } from '../../../engine/model/desired.ts'
import { type Instant, instant, seats, type UtcDate, utcDate } from '../../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../../engine/model/live.ts'
import type { HalfWayPurchase } from '../../../engine/plan/move/half-way-purchase.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { aPlan, germany, italy } from '../builders/index.ts'
import { interruptedAfter } from '../half-way.ts'
import { carriedOut } from '../simulate.ts'
import { subscriptionsIn } from './judge.ts'
import { soundWorld } from './sound-world.ts'
import { passedTo } from './time-passes.ts'
import type { WorldOfOthers } from './world-of-others.ts'

export interface LaterWorld extends WorldOfOthers {
  readonly on: UtcDate
  readonly madeAt: Instant
  readonly halfWay: readonly HalfWayPurchase[]
  /** What was done before. */
  readonly first: { readonly world: WorldOfOthers; readonly plan: Plan; readonly count: number }
  readonly changed: Change
}

/** Where the apply was interrupted; a number: after that share of its actions. */
type Stopped = 'never' | 'before it switches off' | number

/** What was written meanwhile. */
export type Change = 'nothing' | 'germany joins' | 'germany joins with too few seats' | 'nothing is left'

export const laterWorld: fc.Arbitrary<LaterWorld> = fc
  .record({
    world: soundWorld,
    stopped: fc.oneof(
      fc.constantFrom('never' as const, 'before it switches off' as const),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    // The next days, and those after terms that end soon, in spring, and in a year.
    on: fc.constantFrom(
      utcDate('2026-12-08'),
      utcDate('2026-12-09'),
      utcDate('2026-12-21'),
      utcDate('2026-12-21'),
      utcDate('2027-03-15'),
      utcDate('2027-03-15'),
      utcDate('2027-12-07'),
    ),
    changed: fc.constantFrom<Change>(
      'nothing',
      'nothing',
      'germany joins',
      'germany joins with too few seats',
      'nothing is left',
    ),
  })
  .map(({ world, ...rest }) => laterThan(world, rest))
  // Where nothing was planned, nothing but time has passed.
  .filter(({ first, on }) => first.plan.actions.length > 0 || on > '2026-12-21')

function laterThan(
  given: WorldOfOthers,
  { stopped, on, changed }: { readonly stopped: Stopped; readonly on: UtcDate; readonly changed: Change },
): LaterWorld {
  const { desired, actual, moved, shape } = given
  const world = { shape, moved, actual, desired: before(desired, actual, changed) }
  const plan = aPlan(world)
  const isAllowed = plan.findings.every(({ blocks }) => blocks !== 'run')
  const count = isAllowed ? countUntil(stopped, plan) : 0
  const after = carriedOut(actual, plan, count)
  const later: LaterWorld = {
    shape,
    desired: now(desired, actual, changed),
    actual: passedTo(after, on),
    moved: [...moved, ...replacedIn(actual, plan, count)],
    on,
    madeAt: instant(`${on}T07:00:00Z`),
    halfWay: interruptedAfter(plan, count),
    first: { world, plan, count },
    changed,
  }
  const text = () =>
    `${fc.stringify(given)}${changed}, ${count} of ${plan.actions.map(({ id }) => id).join(' ')}, on ${on}`
  return Object.defineProperty(later, fc.toStringMethod, { value: text })
}

function countUntil(stopped: Stopped, { actions }: Plan): number {
  if (typeof stopped === 'number') return Math.floor(actions.length * stopped)
  const gate = actions.findIndex(({ kind }) => kind === 'gate.customer')
  return stopped === 'never' || gate < 0 ? actions.length : gate
}

/** What the plan has switched off so far, and people use what replaced it. */
function replacedIn(actual: Actual, plan: Plan, count: number): readonly LiveSubscription[] {
  const done = plan.actions.slice(0, count)
  return subscriptionsIn(actual).filter(
    entry =>
      !entry.trial &&
      done.some(
        action =>
          (action.kind === 'subscription.suspend' || action.kind === 'subscription.cancel') &&
          action.effect.method !== 'steady' &&
          action.subscription === entry.id &&
          action.partner === entry.partner,
      ),
  )
}

const joins = (changed: Change) => changed.startsWith('germany joins')

function before(desired: Desired, actual: Actual, changed: Change): Desired {
  return joins(changed) ? fromItalyAlone(withSeatsOfItaly(desired, actual)) : desired
}

function now(desired: Desired, actual: Actual, changed: Change): Desired {
  if (changed === 'germany joins with too few seats') return withSeatsOfItaly(desired, actual)
  if (changed !== 'nothing is left') return desired
  return withConsolidations(desired, entry => ({ ...entry, leave: [] }))
}

function fromItalyAlone(desired: Desired): Desired {
  return {
    ...desired,
    consolidations: withConsolidations(desired, entry => ({
      ...entry,
      from: entry.from.filter(name => name !== germany),
    })).consolidations.filter(({ from }) => from.length > 0),
  }
}

/** Each line has no more than what italy has of its product. */
function withSeatsOfItaly(desired: Desired, actual: Actual): Desired {
  const isTarget = (partner: string) => desired.consolidations.some(({ to }) => to === partner)
  return {
    ...desired,
    customers: desired.customers.map(customer => ({
      ...customer,
      subscriptions: customer.subscriptions.map(line => {
        const own = subscriptionsIn(actual).filter(
          entry =>
            entry.partner === italy &&
            entry.customer === customer.tenant &&
            entry.product === line.product &&
            entry.status === 'active',
        )
        const most = own.reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
        if (!isTarget(customer.partner) || most === 0 || line.seats <= most) return line
        return { ...line, seats: seats(most) }
      }),
    })),
  }
}

function withConsolidations(
  desired: Desired,
  change: (entry: DeclaredConsolidation) => DeclaredConsolidation,
): Desired {
  return { ...desired, consolidations: desired.consolidations.map(change) }
}
