/**
 * Resuming from any prefix of a journal ends where the whole run ends. The process is killed at each append in turn: just before
 * it is durable (the world may be ahead of the journal) and just after (the journal may be ahead of the world).
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import type { JournalStore } from '../../../engine/ports.ts'
import { addHours, isAfter } from '../../../engine/time/utc-days.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  morning,
} from '../../support/builders/index.ts'
import { madeUpWorld } from '../../support/worlds.ts'
import {
  aStage,
  expectPromisesKept,
  type Stage,
  type StageFacts,
  undisturbedEnd,
  untilDeath,
} from './harness.ts'
import { actionId, movingFromTwo, standing, tinyActual, tinyPlan } from './tiny-world.ts'

/** A window that closes, or a renewal that locks, while the run goes on rightly stops a step: no interruption, and not this law. */
function closesMeanwhile(actual: Actual): boolean {
  const closes = (at: Instant | null, hoursBefore: number) => {
    if (at === null) return false
    const lastMoment = addHours(at, -hoursBefore)
    return !isAfter(morning, lastMoment) && isAfter(addHours(morning, 4), lastMoment)
  }
  return actual.customers.some(
    ({ subscriptions }) =>
      subscriptions.kind === 'present' &&
      subscriptions.value.some(
        ({ cancellableUntil, termEndsAt, refundable }) =>
          closes(cancellableUntil, 0) ||
          closes(termEndsAt, 24) ||
          refundable.some(({ until }) => closes(until, 0)),
      ),
  )
}

type Side = 'before' | 'after'

/** Dies at the n-th append of this process. */
function dyingAt(stage: Stage, position: number, side: Side): JournalStore {
  let count = 0
  const mortal = stage.tenants.mortal(stage.store)
  return {
    ...mortal,
    async open(apply) {
      const writer = await mortal.open(apply)
      return {
        close: () => writer.close(),
        async append(entry) {
          const isLast = count === position
          count += 1
          if (isLast && side === 'before') stage.tenants.kill()
          await writer.append(entry)
          if (isLast) stage.tenants.kill()
        },
      }
    },
  }
}

async function endOf(stage: Stage): Promise<readonly string[]> {
  expectPromisesKept(stage)
  return standing(stage.tenants.actual())
}

async function lengthOf(facts: StageFacts): Promise<number> {
  const stage = aStage(facts)
  const verdict = await stage.apply()
  return (await stage.store.read(verdict.result?.apply ?? '')).length
}

describe('a journal cut anywhere', () => {
  test.each(['before', 'after'] as const)('by a death just %s an append is gone on with', async side => {
    const length = await lengthOf({})
    expect(length).toBeGreaterThan(30)
    for (let position = 0; position < length; position += 1) {
      const stage = aStage()
      const store = dyingAt(stage, position, side)
      const first = await untilDeath(stage.apply({ store }))
      expect(first, `death at ${position}`).toBe('died')
      stage.tenants.restart()
      const hasBegun = (await stage.store.list()).length > 0
      const verdict = await (hasBegun ? stage.resume() : stage.apply())
      expect({ position, kind: verdict.kind }).toEqual({ position, kind: 'done' })
      expect(await endOf(stage)).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
    }
  })

  test('by a second death while it is gone on with is gone on with all the same', async () => {
    const length = await lengthOf({})
    for (let position = 3; position < length; position += 4) {
      const stage = aStage()
      await untilDeath(stage.apply({ store: dyingAt(stage, position, 'before') }))
      stage.tenants.restart()
      await untilDeath(stage.resume({ store: dyingAt(stage, 5, 'before') }))
      stage.tenants.restart()
      expect((await stage.resume()).kind).toBe('done')
      expect(await endOf(stage)).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
    }
  })

  test('of a world that is complete already finds everything done', async () => {
    const whole = aStage()
    const verdict = await whole.apply()
    const entries = await whole.store.read(verdict.result?.apply ?? '')
    for (let kept = 1; kept < entries.length; kept += 1) {
      const store = await storeWith(entries.slice(0, kept))
      const sentBefore = whole.tenants.sent.length
      const again = await whole.resume({ store })
      expect({ kept, kind: again.kind }).toEqual({ kept, kind: 'done' })
      expect(whole.tenants.sent.slice(sentBefore)).toEqual([])
    }
  })

  test.each([
    ['transfers that look alike', movingFromTwo({}, ['Premium', 'Premium'])],
    ['transfers that differ by their term alone', movingFromTwo({}, ['Premium', 'Premium'], { term: 'P1M' })],
    [
      'transfers that differ by their billing alone',
      movingFromTwo({}, ['Premium', 'Premium'], { billing: 'annual' }),
    ],
    ['purchases that differ by their name alone', twoPurchases()],
  ])('between two %s is gone on with, and neither takes the other for its own', async (_, world) => {
    const { desired, actual } = world
    const plan = aPlan({ desired, actual })
    const facts = { plan, actual }
    const length = await lengthOf(facts)
    const whole = await undisturbedEnd(plan, actual)
    expect(whole.filter(row => row.startsWith('central'))).toHaveLength(2)
    for (const side of ['before', 'after'] as const)
      for (const keeps of [true, false])
        for (let position = 0; position < length; position += 1) {
          const stage = aStage(facts)
          await untilDeath(stage.apply({ store: dyingAt(stage, position, side) }))
          stage.tenants.restart()
          const hasBegun = keeps && (await stage.store.list()).length > 0
          const verdict = await (hasBegun ? stage.resume() : stage.apply({ store: createMemoryJournal() }))
          expect({ position, side, keeps, kind: verdict.kind }).toEqual({
            position,
            side,
            keeps,
            kind: 'done',
          })
          expect(await endOf(stage)).toEqual(whole)
          expect(aPlan({ desired, actual: stage.tenants.actual() }).actions).toEqual([])
        }
  })

  test('between them leaves a new plan the other one alone', async () => {
    const { desired, actual } = movingFromTwo({}, ['Premium', 'Premium'])
    const plan = aPlan({ desired, actual })
    const second = actionId('subscription.transfer', 's-s', plan)
    const stage = aStage({ plan, actual })
    stage.tenants.script({ action: second, moment: 'before send', how: 'crash' })
    expect(await untilDeath(stage.apply())).toBe('died')
    const rest = aPlan({ desired, actual: stage.tenants.actual() })
    expect(rest.actions.map(action => action.id)).toEqual([second])
  })

  test('in made-up worlds is gone on with', async () => {
    await fc.assert(
      fc.asyncProperty(
        madeUpWorld,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('before' as const, 'after' as const),
        fc.boolean(),
        async ({ desired, actual }, share, side, loses) => {
          fc.pre(!closesMeanwhile(actual))
          const plan = aPlan({ desired, actual })
          fc.pre(plan.actions.length > 0)
          const facts = { plan, actual, hiddenForMs: 5_000, pendingForMs: 5_000 }
          const length = await lengthOf(facts)
          const stage = aStage(facts)
          await untilDeath(stage.apply({ store: dyingAt(stage, Math.floor(share * length), side) }))
          stage.tenants.restart()
          const hasBegun = (await stage.store.list()).length > 0
          const verdict = await (hasBegun && !loses
            ? stage.resume()
            : stage.apply({ store: createMemoryJournal() }))
          expect(verdict.diagnostics.filter(entry => entry.code !== 'APPLY.ALREADY_COMPLETE')).toEqual([])
          expect(verdict.kind).toBe('done')
          expect(await endOf(stage)).toEqual(await undisturbedEnd(plan, actual))
        },
      ),
      { numRuns: process.env['TENANTFORM_FULL'] === '1' ? 1_000 : 60 },
    )
  })
})

/** Nothing but the name of a line tells one purchase from the other; lines of one name are not bought (SAME_NAME_TWICE). */
function twoPurchases() {
  const lines = ['mail', 'post'].map(key => aDeclaredSubscription({ key, seats: 5 }))
  return {
    desired: aDesired({ customers: [aCustomer({ subscriptions: lines })], consolidations: [] }),
    actual: anActual({ customers: [aCustomerActual()] }),
  }
}

async function storeWith(entries: readonly JournalEntry[]): Promise<JournalStore> {
  const store = createMemoryJournal()
  const [first] = entries
  if (first?.kind !== 'apply.began') throw new Error('a journal begins with its apply')
  const writer = await store.open(first.apply)
  for (const entry of entries) await writer.append(entry)
  await writer.close()
  return store
}
