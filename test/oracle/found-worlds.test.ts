/** Worlds in which a long run once found a difference, as small as they were made: each of them stays right. */
import { expect, it } from 'vitest'
import { dayOf } from './calendar.ts'
import { checkPlan } from './plan/check-plan.ts'
import { checkReconcile } from './reconcile/check-reconcile.ts'
import { booksOf, judge } from './sandbox/check-world.ts'
import type { LifePlan, WorldPlan } from './sandbox/stories.ts'

const aWorld = (clock: string, ...lives: readonly LifePlan[]): WorldPlan => ({
  clock: dayOf(clock),
  currency: 'EUR',
  prices: 100,
  isRoundedByLine: false,
  customers: [lives],
})

it('credits nothing that was cancelled on the day on which a transfer brought it, in an extension that began on it', async () => {
  const there = (day: string, minute: number, kind: 'transfer' | 'cancel') => ({
    day: dayOf(day),
    minute,
    act: { kind },
  })
  const world = aWorld('2026-11-18', {
    partner: 'italy',
    sku: 'yearly',
    term: 'P3Y',
    billing: 'triennial',
    seats: 8,
    renews: false,
    minute: null,
    bought: dayOf('2026-11-06'),
    cut: dayOf('2026-11-28'),
    cycleEnds: null,
    acts: [
      there('2026-11-28', 30, 'transfer'),
      there('2026-11-29', 30, 'transfer'),
      there('2026-11-29', 31, 'cancel'),
    ],
  })
  expect(judge(await booksOf(world)).differences).toEqual([])
})

it('takes the closest of the credits that rounding allows, of many seats that cost a few cents', async () => {
  const mail: LifePlan = {
    partner: 'italy',
    sku: 'mail',
    term: 'P1Y',
    billing: 'monthly',
    seats: 48,
    renews: true,
    minute: null,
    bought: dayOf('2026-03-15'),
    cut: null,
    cycleEnds: null,
    acts: [{ day: dayOf('2026-04-03'), minute: 13, act: { kind: 'seats', by: 9 } }],
  }
  const { differences, compared } = await checkReconcile({
    world: { ...aWorld('2026-04-03', mail), prices: 1 },
    move: { method: 'repurchase', isMapped: true, billing: 'monthly', term: 'P1Y' },
    day: 7,
  })
  expect(differences).toEqual([])
  expect(compared).toContain('API credit legacy')
})

it('takes what was given back for a pause for no credit of a later switch-off, where both are of one amount', async () => {
  const mail: LifePlan = {
    partner: 'italy',
    sku: 'mail',
    term: 'P1Y',
    billing: 'monthly',
    seats: 2,
    renews: true,
    minute: null,
    bought: dayOf('2026-06-28'),
    cut: null,
    cycleEnds: null,
    acts: [
      { day: dayOf('2026-07-03'), minute: 0, act: { kind: 'suspend' } },
      { day: dayOf('2026-07-22'), minute: 0, act: { kind: 'resume' } },
    ],
  }
  const { differences, compared } = await checkReconcile({
    world: { ...aWorld('2026-06-30', mail), prices: 6 },
    move: { method: 'repurchase', isMapped: false, billing: 'monthly', term: 'P1Y' },
    day: 23,
  })
  expect(differences).toEqual([])
  expect(compared).toContain('API credit legacy')
})

it('bills what was bought, changed and switched off on one day as it was at its end', async () => {
  const on = dayOf('2029-01-08')
  const world = aWorld('2028-12-25', {
    partner: 'central',
    sku: 'mail',
    term: 'P1Y',
    billing: 'monthly',
    seats: 3,
    renews: true,
    minute: 731,
    bought: on,
    cut: null,
    cycleEnds: null,
    acts: [
      { day: on, minute: 1439, act: { kind: 'billing', to: 'annual' } },
      { day: on, minute: 1439, act: { kind: 'suspend' } },
      { day: on + 1, minute: 1439, act: { kind: 'resume' } },
    ],
  })
  expect(judge(await booksOf(world)).differences).toEqual([])
})

it('counts the day on which a source and its twin were both bought', async () => {
  const mail: LifePlan = {
    partner: 'italy',
    sku: 'mail',
    term: 'P1Y',
    billing: 'annual',
    seats: 4,
    renews: false,
    minute: null,
    bought: dayOf('2026-01-03'),
    cut: null,
    cycleEnds: null,
    acts: [],
  }
  const { differences, compared } = await checkPlan({
    world: aWorld('2026-01-03', mail, { ...mail, partner: 'central', seats: 41, minute: 974 }),
    move: { method: 'transfer', isMapped: false, billing: 'monthly', term: 'P1M' },
    day: 1,
  })
  expect(differences).toEqual([])
  expect(compared).toContain('subscription.suspend overlap')
})

it('holds a transfer against the charge of the item that a subscription became a few days before', async () => {
  const { differences, compared } = await checkReconcile({
    world: aWorld('2027-12-31', {
      partner: 'italy',
      sku: 'suite',
      term: 'P1Y',
      billing: 'annual',
      seats: 1,
      renews: true,
      minute: null,
      bought: dayOf('2027-02-10'),
      cut: null,
      cycleEnds: null,
      acts: [{ day: dayOf('2027-12-31'), minute: 1435, act: { kind: 'transition' } }],
    }),
    move: { method: 'transfer', isMapped: false, billing: 'monthly', term: 'P1Y' },
    day: 3,
  })
  expect(differences).toEqual([])
  expect(compared).toContain('API transfer')
})

it('compares no overlap of a source whose cycle from the 31st ends on the day on which one from the 28th would', async () => {
  const { differences, compared } = await checkPlan({
    world: aWorld('2027-01-30', {
      partner: 'italy',
      sku: 'yearly',
      term: 'P1Y',
      billing: 'monthly',
      seats: 33,
      renews: true,
      minute: null,
      bought: dayOf('2026-02-28'),
      cut: null,
      cycleEnds: dayOf('2027-01-30'),
      acts: [],
    }),
    move: { method: 'reprovision', isMapped: false, billing: 'monthly', term: 'P1M' },
    day: 1,
  })
  expect(differences).toEqual([])
  expect(compared).toContain('subscription.change-renewal overlap hidden')
})
