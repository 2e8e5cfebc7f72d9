/**
 * Legacy of the source, bought some days or weeks before it is moved, whose seats went up and down since, or which was off for a while: what it
 * gives back depends on that, and nothing of it shows in what lives.
 */
import fc from 'fast-check'
import type { Day } from '../calendar.ts'
import { type Act, minutes, type TimedAct } from './acts.ts'
import { aLife, type LifePlan } from './stories.ts'

interface Change {
  /** Days after the purchase, and for how many days. */
  readonly after: number
  readonly days: number
  readonly minute: number
  readonly act: Act
  /** null: it stays. */
  readonly undo: Act | null
}

const seatsChange = fc
  .record({ by: fc.integer({ min: 1, max: 9 }), isMore: fc.boolean(), isUndone: fc.boolean() })
  .map(({ by, isMore, isUndone }) => ({
    act: { kind: 'seats' as const, by: isMore ? by : -by },
    undo: isUndone ? { kind: 'seats' as const, by: isMore ? -by : by } : null,
  }))
const pause = fc.constant({ act: { kind: 'suspend' as const }, undo: { kind: 'resume' as const } })

const change: fc.Arbitrary<Change> = fc
  .record({
    after: fc.integer({ min: 0, max: 44 }),
    days: fc.integer({ min: 0, max: 9 }),
    minute: minutes,
    what: fc.oneof({ weight: 2, arbitrary: seatsChange }, { weight: 1, arbitrary: pause }),
  })
  .map(({ what, ...when }) => ({ ...when, ...what }))

/** `until`: the day of the move. Most are no older than the 30 days within which more comes back than what is left. */
export function aChangedMailbox(start: Day, until: Day): fc.Arbitrary<LifePlan> {
  return fc
    .record({
      life: aLife(start, { partner: 'italy', sku: 'mail', isSeeded: false }),
      age: fc.constantFrom(1, 2, 5, 9, 14, 18, 22, 27, 29, 30, 31, 45),
      changes: fc.oneof(
        { weight: 3, arbitrary: fc.array(change, { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(change, { maxLength: 3 }) },
      ),
    })
    .map(({ life, age, changes }) => {
      const bought = Math.max(until - age, start - 40)
      const acts = changes.flatMap(({ after, days, minute, act, undo }): readonly TimedAct[] => {
        const day = Math.max(bought + (after % age), start)
        const back = Math.max(day, Math.min(day + days, until - 1))
        return [{ day, minute, act }, ...(undo === null ? [] : [{ day: back, minute, act: undo }])]
      })
      return {
        ...life,
        seats: life.seats + 9,
        bought,
        minute: bought < start ? null : 30,
        cycleEnds: null,
        acts,
      }
    })
}
