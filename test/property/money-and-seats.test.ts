/**
 * Laws of money and of people's access, over made-up worlds carried out on plain values: what is charged twice is what a plan
 * announced, and nobody loses a usable seat but by a line that says so. Counted here by definition, not by the planner's rules.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProductMapping } from '../../engine/model/desired.ts'
import { dayOf, instant, type ProductKey, type TenantId, utcDate } from '../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../engine/model/live.ts'
import { isSwitchOff } from '../../engine/plan/action.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { addDays, daysBetween } from '../../engine/time/utc-days.ts'
import { aPlan } from '../support/builders/index.ts'
import { carriedOut } from '../support/simulate.ts'
import { type MadeUpWorld, madeUpWorld, runs, worldOfOverlaps } from '../support/worlds.ts'

const cutover = utcDate('2026-12-07')

function licencesIn(actual: Actual): readonly LiveSubscription[] {
  return actual.customers
    .flatMap(entry => (entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []))
    .filter(entry => entry.kind === 'licence')
}

/** A legacy offer and what it is mapped to are one thing to the people who use it. */
function familyOf(product: ProductKey, { desired }: MadeUpWorld): ProductKey {
  const maps: readonly ProductMapping[] = desired.consolidations.flatMap(entry => entry.map)
  return maps.find(entry => entry.from === product)?.to ?? product
}

/** Users keep what expired less than 30 days ago (facts 2.3). */
function isUsable({ status, termEndsAt }: LiveSubscription): boolean {
  if (status === 'active') return true
  return status === 'expired' && termEndsAt !== null && daysBetween(dayOf(termEndsAt), cutover) < 30
}

function usable(actual: Actual, world: MadeUpWorld): ReadonlyMap<string, number> {
  const seats = new Map<string, number>()
  for (const entry of licencesIn(actual)) {
    if (!isUsable(entry)) continue
    const key = `${entry.customer}/${familyOf(entry.product, world)}`
    seats.set(key, (seats.get(key) ?? 0) + (entry.seats ?? 0))
  }
  return seats
}

/** Seats a plan says that people lose, by customer and family; and none that no line of it says. */
function marked(plan: Plan, world: MadeUpWorld): ReadonlyMap<string, number> {
  const lost = new Map<string, number>()
  const add = (customer: TenantId, product: ProductKey, seats: number) => {
    const key = `${customer}/${familyOf(product, world)}`
    lost.set(key, (lost.get(key) ?? 0) + seats)
  }
  for (const action of plan.actions) {
    if (!('effect' in action) || !action.effect.reducesService || !('product' in action)) continue
    if (action.kind === 'subscription.change-seats')
      add(action.customer, action.product, action.from - action.to)
    else if ('seats' in action) add(action.customer, action.product, action.seats)
  }
  // The seat line (T17) says what the target had already: what stood on both sides is there once afterwards.
  for (const customer of plan.customers)
    for (const line of customer.seats) {
      const added = line.onTargetAfter - line.onTargetNow
      if (line.switchedOff > Math.max(0, added))
        add(customer.tenant, line.product, line.switchedOff - Math.max(0, added))
    }
  return lost
}

describe('people', () => {
  test('lose no usable seat at any step of a plan, but by a line that is marked as a reduction', () => {
    fc.assert(
      fc.property(madeUpWorld, fc.double({ min: 0, max: 1, noNaN: true }), (world, share) => {
        const plan = aPlan(world)
        const after = carriedOut(world.actual, plan, Math.ceil(plan.actions.length * share))
        const now = usable(after, world)
        const lost = marked(plan, world)
        for (const [key, seats] of usable(world.actual, world))
          expect(now.get(key) ?? 0, key).toBeGreaterThanOrEqual(seats - (lost.get(key) ?? 0))
      }),
      { numRuns: runs },
    )
  })
})

/**
 * Whether a day costs something: legacy while it is active, new commerce to the end of its term whatever its status (facts 2.5). What is of
 * neither may be charged like either.
 */
function isCharged({ commerce, status, trial, termEndsAt }: LiveSubscription): boolean {
  if (trial) return false
  if (commerce === 'legacy') return status === 'active'
  return ['active', 'suspended'].includes(status) && (termEndsAt === null || dayOf(termEndsAt) >= cutover)
}

/** What this plan bought; what a transfer brought is no purchase. */
function isBought({ id }: LiveSubscription): boolean {
  return id.startsWith('new-subscription.create')
}

/** What a plan moves under another partner: its old partner is charged for that day still (facts 2.5). */
function movedAway(plan: Plan, { actual }: MadeUpWorld): readonly LiveSubscription[] {
  const moved = new Set(
    plan.actions.flatMap(action =>
      action.kind === 'subscription.transfer' ? action.items.map(item => item.subscription) : [],
    ),
  )
  return licencesIn(actual).filter(({ id }) => moved.has(id))
}

/** Customer × family charged at the end of a day to something this plan bought and to something older elsewhere (E20). */
function doubleBilled(
  actual: Actual,
  world: MadeUpWorld,
  alsoCharged: readonly LiveSubscription[] = [],
): ReadonlySet<string> {
  const charged = [...licencesIn(actual).filter(isCharged), ...alsoCharged]
  const found = new Set<string>()
  for (const newer of charged)
    for (const older of charged)
      if (
        isBought(newer) &&
        !isBought(older) &&
        newer.customer === older.customer &&
        newer.partner !== older.partner &&
        familyOf(newer.product, world) === familyOf(older.product, world)
      )
        found.add(`${newer.customer}/${familyOf(newer.product, world)}`)
  return found
}

/** Customer × family of which a plan says that days will be charged on both sides, or that it does not know how many. */
function announced(plan: Plan, world: MadeUpWorld): ReadonlySet<string> {
  const found = new Set<string>()
  const bought = new Set<string>()
  const keyOf = ({ customer, product }: Pick<LiveSubscription, 'customer' | 'product'>) =>
    `${customer}/${familyOf(product, world)}`
  for (const action of plan.actions) if (action.kind === 'subscription.create') bought.add(keyOf(action))
  for (const action of plan.actions)
    if (action.kind === 'subscription.create' || action.kind === 'subscription.change-renewal')
      if (
        action.effect.overlap !== undefined &&
        action.effect.overlap.days !== 0 &&
        bought.has(keyOf(action))
      )
        found.add(keyOf(action))
  return found
}

describe('money', () => {
  test('is charged twice after a plan is carried out exactly where it said so, which is nowhere by default', () => {
    let said = 0
    fc.assert(
      fc.property(madeUpWorld, world => {
        const plan = aPlan(world)
        const done = carriedOut(world.actual, plan)
        // Something that is not known to end is billed on both sides as far as anybody knows.
        const twice = [...doubleBilled(done, world, movedAway(plan, world))].sort()
        expect(twice).toEqual([...announced(plan, world)].sort())
        said += twice.length
        for (const action of plan.actions)
          if (isSwitchOff(action) && action.replacedBy.every(by => by.kind === 'created by'))
            expect(action.effect.overlap?.days ?? 0, action.id).toBe(0)
      }),
      { numRuns: runs },
    )
    expect(said).toBeGreaterThan(0)
  })

  test('is charged twice where new commerce is replaced before its term ends, and the plan says so', () => {
    let said = 0
    fc.assert(
      fc.property(worldOfOverlaps, world => {
        const plan = aPlan(world)
        const twice = [...doubleBilled(carriedOut(world.actual, plan), world)].sort()
        expect([...announced(plan, world)].sort()).toEqual(twice)
        said += twice.length
      }),
      { numRuns: runs },
    )
    expect(said).toBeGreaterThan(0)
  })

  test('of a move that stood still for days is announced for exactly the days charged twice', () => {
    fc.assert(
      fc.property(madeUpWorld, fc.integer({ min: 1, max: 9 }), (world, late) => {
        const plan = aPlan(world)
        const gates = plan.actions.findIndex(action => action.kind === 'gate.customer')
        const halfway = carriedOut(world.actual, plan, Math.max(0, gates))
        const on = addDays(cutover, late)
        const rest = aPlan({ ...world, actual: halfway, on, madeAt: instant(`${on}T12:00:00Z`) })
        const twice = doubleBilled(halfway, world)
        for (const action of rest.actions) {
          if (action.kind !== 'subscription.suspend' || action.replacedBy.length === 0) continue
          const key = `${action.customer}/${familyOf(action.product, world)}`
          const isNewOnly = action.replacedBy.every(by =>
            by.kind === 'created by' ? true : by.subscription.startsWith('new-'),
          )
          if (isNewOnly) expect(action.effect.overlap?.days, action.id).toBe(twice.has(key) ? late : 0)
        }
      }),
      { numRuns: runs },
    )
  })
})
