/** Worlds in which a long run once found a difference, as small as they were made: each of them stays right. */
import { expect, it } from 'vitest'
import { dayOf } from './calendar.ts'
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
