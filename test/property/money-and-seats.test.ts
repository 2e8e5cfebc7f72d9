/**
 * Laws of money and of people's access, over made-up worlds carried out on plain values: what is charged twice is what a plan
 * announced, and nobody loses a usable seat but by a line that says so. Counted here by definition, not by the planner's rules.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProductMapping } from '../../engine/model/desired.ts'
import { instant, type ProductKey, type TenantId, utcDate } from '../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../engine/model/live.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { aPlan } from '../support/builders/index.ts'
import { carriedOut } from '../support/simulate.ts'
import { type MadeUpWorld, madeUpWorld, runs } from '../support/worlds.ts'

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

function usable(actual: Actual, world: MadeUpWorld): ReadonlyMap<string, number> {
  const seats = new Map<string, number>()
  for (const entry of licencesIn(actual)) {
    if (entry.status !== 'active') continue
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

/** Customer × family charged at the end of a day to something this plan bought and to something older elsewhere. */
function doubleBilled(actual: Actual, world: MadeUpWorld): ReadonlySet<string> {
  const active = licencesIn(actual).filter(entry => entry.status === 'active' && !entry.trial)
  const found = new Set<string>()
  for (const newer of active)
    for (const older of active)
      if (
        newer.id.startsWith('new-') &&
        !older.id.startsWith('new-') &&
        newer.customer === older.customer &&
        newer.partner !== older.partner &&
        familyOf(newer.product, world) === familyOf(older.product, world)
      )
        found.add(`${newer.customer}/${familyOf(newer.product, world)}`)
  return found
}

describe('money', () => {
  test('is charged twice for no day after a plan is carried out, and it announced none', () => {
    fc.assert(
      fc.property(madeUpWorld, world => {
        const plan = aPlan(world)
        const twice = doubleBilled(carriedOut(world.actual, plan), world)
        const before = doubleBilled(world.actual, world)
        expect([...twice].filter(key => !before.has(key))).toEqual([])
      }),
      { numRuns: runs },
    )
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
