/** A clock that is not the service's: days, windows and expiry are judged by ours and billed by theirs. */
import { expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { aStage, expectPromisesKept, type Stage, statesOf, undisturbedEnd } from './harness.ts'
import { actionId, standing, tinyActual, tinyPlan } from './tiny-world.ts'

const hourMs = 3_600_000
/** Every read brings an answer that says a time. */
const hearing = (stage: Stage, skewMs: () => number | null) => ({
  serviceTime: { skewMs, heard: () => stage.tenants.reads.length },
})
const says = (stage: Stage, skewMs: number | null) => hearing(stage, () => skewMs)
const told = (verdict: Awaited<ReturnType<ReturnType<typeof aStage>['apply']>>) =>
  verdict.diagnostics.map(entry => [entry.code, entry.detail])

test.each([
  [26 * hourMs, '93600 s behind the service'],
  [-3 * hourMs, '10800 s ahead of the service'],
])('that is %i ms off keeps an apply and a resume from writing anything', async (skewMs, words) => {
  const stage = aStage()
  const off = `This machine is ${words}: it is 2026-12-07T07:00:01Z here.`
  const refused = await stage.apply(says(stage, skewMs))
  expect([refused.kind, refused.result, told(refused)]).toEqual([
    'failed',
    null,
    [['APPLY.CLOCK_OFF', `${off} Nothing was written.`]],
  ])
  expect(stage.tenants.sent).toEqual([])
  expect(await stage.store.list()).toEqual([])
  expect((await stage.apply(says(stage, null))).kind).toBe('done')
})

test('that jumps while an apply runs ends it before the next write, and a resume waits until it is right', async () => {
  const stage = aStage()
  let skewMs = 0
  const action = actionId('subscription.create', '2/mail')
  stage.tenants.onPerform(begun => {
    if (begun.id === action) skewMs = -5 * hourMs
  })
  const { serviceTime } = hearing(stage, () => skewMs)
  const verdict = await stage.apply({ serviceTime, width: 1 })
  expect([verdict.kind, told(verdict).map(([code]) => code)]).toEqual(['partial', ['APPLY.CLOCK_OFF']])
  expect(stage.tenants.sent.at(-1)?.action).toBe(action)
  expect((await stage.resume({ serviceTime })).kind).toBe('failed')
  expect(stage.tenants.sent.at(-1)?.action).toBe(action)
  skewMs = 0
  expect((await stage.resume({ serviceTime })).kind).toBe('done')
  expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
  expectPromisesKept(stage)
})

test('is asked for twice: an answer that was on its way while the machine slept ends nothing', async () => {
  const stage = aStage()
  // Odd after each write, and right as soon as anything more was read.
  let oddAt = Number.POSITIVE_INFINITY
  stage.tenants.onPerform(() => {
    oddAt = stage.tenants.reads.length
  })
  const { serviceTime } = hearing(stage, () => (stage.tenants.reads.length === oddAt ? hourMs : 0))
  expect((await stage.apply({ serviceTime, width: 1 })).kind).toBe('done')
})

test('ends nothing by one answer, where no second one comes however often it is asked for', async () => {
  const stage = aStage()
  const oneAnswer = { skewMs: () => hourMs, heard: () => 1 }
  expect(told(await stage.apply({ serviceTime: oneAnswer }))).toEqual([])
  expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
})

test('is asked for again where a read brings no answer, and ends the run by the one that comes', async () => {
  const stage = aStage()
  let doubtedAt: number | null = null
  const lossy = {
    skewMs: () => hourMs,
    // The next two reads bring no answer.
    heard: () => {
      doubtedAt ??= stage.tenants.reads.length
      return stage.tenants.reads.length < doubtedAt + 3 ? 1 : 2
    },
  }
  const verdict = await stage.apply({ serviceTime: lossy })
  expect(told(verdict).map(([code]) => code)).toEqual(['APPLY.CLOCK_OFF'])
  expect([stage.tenants.reads.length - (doubtedAt ?? 0), stage.tenants.sent]).toEqual([3, []])
})

test('set back while an apply runs makes what was read before as good as old', async () => {
  const stage = aStage({ at: instant('2026-12-07T12:00:00Z') })
  const before: number[] = []
  const first = actionId('subscription.create', '1/mail')
  const second = actionId('subscription.create', '1/suite')
  stage.tenants.onPerform(({ id }) => {
    if (id === first) stage.tenants.setClock(instant('2026-12-07T09:00:00Z'))
    if (id === first || id === second) before.push(stage.tenants.reads.length)
  })
  expect((await stage.apply({ width: 1 })).kind).toBe('done')
  expect(before[1]).toBeGreaterThan(before[0] ?? 0)
})

test('a few minutes off is borne, but near midnight both clocks have to allow a purchase, which waits for a day that has not begun', async () => {
  const stage = aStage({ at: instant('2026-12-07T22:00:00Z') })
  stage.tenants.onPerform(action => {
    if (action.id === actionId('subscription.create', '1/mail'))
      stage.tenants.setClock(instant('2026-12-07T23:57:00Z'))
  })
  const verdict = await stage.apply({ ...says(stage, 4 * 60_000), width: 1 })
  expect(stage.tenants.sent.filter(entry => entry.kind === 'subscription.create')).toHaveLength(1)
  expect(statesOf(verdict)[actionId('subscription.create', '1/suite')]).toBe('skipped: day is over')
  const begun = aStage({ at: instant('2026-12-07T00:02:00Z') })
  expect((await begun.apply(says(begun, -4 * 60_000))).kind).toBe('done')
  const early = aStage({ at: instant('2026-12-07T12:00:00Z') })
  expect((await early.apply(says(early, 4 * 60_000))).kind).toBe('done')
})
