/**
 * Waits inside of a step: a throttle, a token, a repeat. Whatever happens meanwhile, nothing is bought on another day, outside of the
 * window or after a deadline, and nothing is switched off whose twin is gone (T7, T11, T24).
 */
import { describe, expect, test } from 'vitest'
import { type Instant, instant } from '../../../engine/model/ids.ts'
import type { CustomerActual } from '../../../engine/model/live.ts'
import type { WriteAction } from '../../../engine/plan/action.ts'
import { aConsolidation, aPlan, aWindow } from '../../support/builders/index.ts'
import { aStage, type Stage, statesOf } from './harness.ts'
import { actionId, rossi, tinyActual, tinyDesired, tinyPlan } from './tiny-world.ts'

/** Two for a purchase (its cart, its checkout), one for every other write. */
const waits = tinyPlan.actions.flatMap(action =>
  'effect' in action ? (action.kind === 'subscription.create' ? [action.id, action.id] : [action.id]) : [],
).length

/** Something happens in one of the waits, counted from 1. */
function atWait(stage: Stage, number: number, happens: (action: WriteAction) => void): void {
  let seen = 0
  stage.tenants.onWait(action => {
    seen += 1
    if (seen === number) happens(action)
  })
}

const everyWait = Array.from({ length: waits }, (_, number) => number + 1)

test.each(everyWait)('over midnight in wait %i: nothing is bought on another day', async number => {
  const stage = aStage()
  const next = instant('2026-12-09T09:00:00Z')
  atWait(stage, number, () => stage.tenants.setClock(next))
  const verdict = await stage.apply({ width: 1 })
  const bought = stage.tenants.sent.filter(({ kind }) => kind === 'subscription.create')
  expect(bought.filter(({ at }) => at >= next)).toEqual([])
  expect(verdict.result?.endedAt.slice(0, 10)).toBe('2026-12-09')
  const skipped = Object.values(statesOf(verdict)).filter(state => state.startsWith('skipped'))
  expect(new Set(skipped)).toEqual(
    new Set(
      skipped.length === 0
        ? []
        : ['skipped: day is over', 'skipped: depends on'].slice(0, new Set(skipped).size),
    ),
  )
})

test.each(everyWait)(
  'in wait %i, of half an hour, a colleague suspends every twin: no source goes after that',
  async number => {
    const stage = aStage()
    let from: Instant | null = null
    atWait(stage, number, () => {
      stage.tenants.setClock(
        instant(new Date(Date.parse(stage.tenants.clock.now()) + 1_800_000).toISOString()),
      )
      stage.tenants.change(withTwinsOff)
      from = stage.tenants.clock.now()
    })
    await stage.apply({ width: 1 })
    const off = stage.tenants.sent.filter(
      ({ kind, at, action }) =>
        kind === 'subscription.suspend' && from !== null && at >= from && isOfTouched(action, stage, from),
    )
    expect(off).toEqual([])
  },
)

/** New subscriptions are suspended in the portal. */
function withTwinsOff(entry: CustomerActual): CustomerActual {
  if (entry.subscriptions.kind !== 'present') return entry
  const value = entry.subscriptions.value.map(found =>
    found.id.startsWith('new-') ? { ...found, status: 'suspended' as const } : found,
  )
  return { ...entry, subscriptions: { kind: 'present', value } }
}

/** Whether something of the same customer had been bought by then, and so was suspended. */
function isOfTouched(action: string, { tenants }: Stage, from: Instant): boolean {
  return tenants.sent.some(
    ({ kind, at, action: made }) =>
      kind === 'subscription.create' && at < from && action.includes(made.split('/')[1] ?? ''),
  )
}

describe('a switch-off', () => {
  const first = actionId('subscription.suspend', 'r-calls')

  test('that waited long is judged by its twins again, and sent when they live', async () => {
    const stage = aStage()
    stage.tenants.onWait(action => {
      if (action.id === first) stage.tenants.setClock(instant('2026-12-07T09:00:00Z'))
    })
    const verdict = await stage.apply({ width: 1 })
    expect([verdict.kind, statesOf(verdict)[first]]).toEqual(['done', 'done'])
  })

  test('that always waits too long is left, and a resume goes on', async () => {
    const stage = aStage()
    stage.tenants.onWait(action => {
      const now = Date.parse(stage.tenants.clock.now())
      if (action.id === first) stage.tenants.setClock(instant(new Date(now + 1_800_000).toISOString()))
    })
    const verdict = await stage.apply({ width: 1 })
    expect([verdict.kind, statesOf(verdict)[first]]).toEqual(['partial', 'unknown'])
    expect(stage.tenants.sent.filter(({ action }) => action === first)).toEqual([])
    stage.tenants.onWait(() => undefined)
    expect((await stage.resume()).kind).toBe('done')
  })

  test('costs no read more while its twins were seen a moment ago, and one look at the target when it was longer', async () => {
    const reads = async (pauseMs: number) => {
      const stage = aStage()
      stage.tenants.onPerform(({ kind }) => {
        const now = Date.parse(stage.tenants.clock.now())
        if (kind === 'subscription.suspend')
          stage.tenants.setClock(instant(new Date(now + pauseMs).toISOString()))
      })
      await stage.apply({ width: 1 })
      return stage.tenants.reads.filter(read => read === `subscriptions central/${rossi}`).length
    }
    const quick = await reads(1_000)
    expect((await reads(60_000)) - quick).toBe(3)
  })
})

describe('a purchase that waits', () => {
  const window = aWindow({ utcHours: { from: '07:00', to: '08:00' } })

  test('until the window is closed is not made, and names the next opening', async () => {
    const desired = { ...tinyDesired, consolidations: [aConsolidation({ window })] }
    const plan = aPlan({ desired, actual: tinyActual })
    const stage = aStage({ plan })
    atWait(stage, 2, () => stage.tenants.setClock(instant('2026-12-07T08:30:00Z')))
    const verdict = await stage.apply({ width: 1 })
    expect(stage.tenants.sent.filter(({ kind }) => kind === 'subscription.create')).toEqual([])
    expect(
      Object.values(statesOf(verdict)).filter(state => state === 'skipped: window is closed').length,
    ).toBeGreaterThan(0)
  })

  test('until its customer could not be finished any more is not made', async () => {
    const stage = aStage()
    atWait(stage, 2, () => stage.tenants.setClock(instant('2026-12-07T23:50:00Z')))
    const verdict = await stage.apply({ width: 1 })
    expect(stage.tenants.sent.filter(({ kind }) => kind === 'subscription.create')).toEqual([])
    expect(statesOf(verdict)[actionId('subscription.create', '1/mail')]).toBe('skipped: deadline too near')
  })
})
