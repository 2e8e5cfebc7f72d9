/** A clock that is not the service's: days, windows and expiry are judged by ours and billed by theirs. */
import { expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { aStage, expectPromisesKept, statesOf, undisturbedEnd } from './harness.ts'
import { actionId, standing, tinyActual, tinyPlan } from './tiny-world.ts'

const hourMs = 3_600_000
const says = (skewMs: number | null) => ({ serviceTime: { skewMs: () => skewMs } })
const told = (verdict: Awaited<ReturnType<ReturnType<typeof aStage>['apply']>>) =>
  verdict.diagnostics.map(entry => [entry.code, entry.detail])

test.each([
  [26 * hourMs, '93600 s behind the service'],
  [-3 * hourMs, '10800 s ahead of the service'],
])('that is %i ms off keeps an apply and a resume from writing anything', async (skewMs, words) => {
  const stage = aStage()
  const off = `This machine is ${words}: it is 2026-12-07T07:00:01Z here.`
  const refused = await stage.apply(says(skewMs))
  expect([refused.kind, refused.result, told(refused)]).toEqual([
    'failed',
    null,
    [['APPLY.CLOCK_OFF', `${off} Nothing was written.`]],
  ])
  expect(stage.tenants.sent).toEqual([])
  expect(await stage.store.list()).toEqual([])
  expect((await stage.apply(says(null))).kind).toBe('done')
})

test('that jumps while an apply runs ends it before the next write, and a resume waits until it is right', async () => {
  const stage = aStage()
  let skewMs = 0
  const action = actionId('subscription.create', '2/mail')
  stage.tenants.onPerform(begun => {
    if (begun.id === action) skewMs = -5 * hourMs
  })
  const serviceTime = { skewMs: () => skewMs }
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
  const serviceTime = { skewMs: () => (stage.tenants.reads.length === oddAt ? hourMs : 0) }
  expect((await stage.apply({ serviceTime, width: 1 })).kind).toBe('done')
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

test('a few minutes off is borne, but near midnight both clocks have to allow a purchase', async () => {
  const stage = aStage({ at: instant('2026-12-07T23:57:00Z') })
  const verdict = await stage.apply(says(4 * 60_000))
  expect(stage.tenants.sent.filter(entry => entry.kind === 'subscription.create')).toEqual([])
  expect(statesOf(verdict)[actionId('subscription.create', '1/mail')]).toBe('skipped: day is over')
  const early = aStage({ at: instant('2026-12-07T12:00:00Z') })
  expect((await early.apply(says(4 * 60_000))).kind).toBe('done')
})
