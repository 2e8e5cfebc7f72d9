/** The plan's day, its expiry and its window while it is carried out: they stop new purchases, never the end of a pair. */
import { describe, expect, test } from 'vitest'
import { whyNotNow } from '../../../engine/execute/actions/purchase-time.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import { aConsolidation, aPlan, aWindow } from '../../support/builders/index.ts'
import { aStage, expectPromisesKept, statesOf, undisturbedEnd, untilDeath } from './harness.ts'
import {
  actionId,
  bianchi,
  movingFromTwo,
  rossi,
  standing,
  tinyActual,
  tinyDesired,
  tinyPlan,
} from './tiny-world.ts'

const tomorrow = instant('2026-12-08T09:00:00Z')

describe('midnight in the middle of an apply', () => {
  test('stops purchases that were not begun, and what waits for them', async () => {
    const stage = aStage({ at: instant('2026-12-07T22:59:59Z') })
    stage.tenants.onPerform(action => {
      if (action.id === actionId('subscription.create', '1/mail'))
        stage.tenants.setClock(instant('2026-12-08T00:00:01Z'))
    })
    const verdict = await stage.apply({ width: 1 })
    expect(verdict.kind).toBe('partial')
    expect(
      Object.fromEntries(Object.entries(statesOf(verdict)).filter(([id]) => id.includes(rossi))),
    ).toEqual({
      [actionId('subscription.create', '1/mail')]: 'done',
      [actionId('subscription.create', '1/suite')]: 'skipped: day is over',
      [actionId('subscription.create', '1/calls')]: 'skipped: depends on',
      [actionId('gate.customer', rossi)]: 'skipped: depends on',
      [actionId('subscription.suspend', 'r-calls')]: 'skipped: depends on',
      [actionId('subscription.suspend', 'r-mail')]: 'skipped: depends on',
      [actionId('subscription.suspend', 'r-trial')]: 'skipped: depends on',
      [actionId('subscription.suspend', 'r-suite')]: 'skipped: depends on',
    })
    expect(verdict.diagnostics.map(entry => [entry.code, entry.detail])).toEqual([
      ['APPLY.DAY_IS_OVER', '2 purchases and 2 other actions were not begun; a new plan can carry them out.'],
    ])
    expect(verdict.result?.atRisk.map(entry => entry.name)).toEqual(['Panificio Rossi'])
    expect(verdict.result?.next).toBe('tenantform plan')
    expectPromisesKept(stage)
  })

  test('does not keep a customer whose purchases are all made from switching off', async () => {
    const stage = aStage({ at: instant('2026-12-07T23:00:00Z') })
    stage.tenants.onPerform(action => {
      if (action.id === actionId('subscription.suspend', 'r-calls'))
        stage.tenants.setClock(instant('2026-12-08T00:30:00Z'))
    })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('done')
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
  })
})

describe('a day that is nearly over', () => {
  const tenMinutes = 10 * 60_000
  const slow = (start: string) => {
    const stage = aStage({ at: instant(start) })
    stage.tenants.onPerform(() =>
      stage.tenants.setClock(
        instant(new Date(Date.parse(stage.tenants.clock.now()) + tenMinutes).toISOString()),
      ),
    )
    return stage
  }
  const ofBianchi = (verdict: Parameters<typeof statesOf>[0]) =>
    Object.fromEntries(Object.entries(statesOf(verdict)).filter(([id]) => id.includes(bianchi)))

  test('begins no customer that it could not finish at the pace it measured', async () => {
    const stage = slow('2026-12-07T22:00:00Z')
    const verdict = await stage.apply({ width: 1 })
    expect(verdict.kind).toBe('partial')
    expect(ofBianchi(verdict)).toEqual({
      [actionId('subscription.create', '2/mail')]: 'skipped: deadline too near',
      [actionId('gate.customer', bianchi)]: 'skipped: depends on',
      [actionId('subscription.suspend', 'b-it')]: 'skipped: depends on',
      [actionId('subscription.suspend', 'b-de')]: 'skipped: depends on',
    })
    expect(verdict.diagnostics.map(entry => [entry.code, entry.detail])).toEqual([
      [
        'APPLY.DEADLINE_TOO_NEAR',
        'One customer was not begun: the UTC day ends on which everything is bought and switched off at 2026-12-08T00:00:00Z.',
      ],
    ])
    expect([verdict.result?.atRisk, verdict.result?.next]).toEqual([[], 'tenantform plan'])
    expectPromisesKept(stage)
  })

  test('finishes the customer it has begun, and begins what fits', async () => {
    const verdict = await slow('2026-12-07T19:00:00Z').apply({ width: 1 })
    expect(verdict.kind).toBe('done')
  })
})

describe('a resume on a later day', () => {
  test('finishes verified pairs, and buys nothing', async () => {
    const stage = aStage()
    stage.tenants.script({
      action: actionId('subscription.suspend', 'r-mail'),
      moment: 'before send',
      how: 'crash',
    })
    expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
    stage.tenants.restart()
    const before = stage.tenants.sent.length
    stage.tenants.setClock(tomorrow)
    const verdict = await stage.resume()
    expect(verdict.kind).toBe('partial')
    const later = stage.tenants.sent.slice(before)
    expect(later.map(entry => entry.kind).filter(kind => kind === 'subscription.create')).toEqual([])
    expect(later.map(entry => entry.action)).toEqual(
      expect.arrayContaining([
        actionId('subscription.suspend', 'r-mail'),
        actionId('subscription.suspend', 'r-suite'),
      ]),
    )
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['APPLY.DAY_IS_OVER'])
    expect(verdict.result?.next).toBe('tenantform plan')
    expectPromisesKept(stage)
  })

  test('finds a purchase of the day before that was cut off after its commit, and finishes its customer', async () => {
    const stage = aStage()
    stage.tenants.script({
      action: actionId('subscription.create', '2/mail'),
      moment: 'after commit',
      how: 'crash',
    })
    expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
    stage.tenants.restart()
    stage.tenants.setClock(tomorrow)
    const verdict = await stage.resume()
    expect(statesOf(verdict)).toMatchObject({
      [actionId('subscription.create', '2/mail')]: 'adopted',
      [actionId('subscription.suspend', 'b-it')]: 'done',
      [actionId('subscription.suspend', 'b-de')]: 'done',
    })
    expectPromisesKept(stage)
  })
})

describe('a window that closes in the middle of an apply', () => {
  const plan = aPlan({
    actual: tinyActual,
    desired: {
      ...tinyDesired,
      consolidations: [aConsolidation({ window: aWindow({ utcHours: { from: '07:00', to: '08:00' } }) })],
    },
  })

  test('stops purchases that were not begun, names the next opening, and lets pairs end', async () => {
    const stage = aStage({ plan })
    stage.tenants.onPerform(action => {
      if (action.id === actionId('subscription.create', '1/calls', plan))
        stage.tenants.setClock(instant('2026-12-07T08:00:00Z'))
    })
    const verdict = await stage.apply({ width: 1 })
    expect(verdict.kind).toBe('partial')
    expect(statesOf(verdict)).toMatchObject({
      [actionId('subscription.suspend', 'r-mail', plan)]: 'done',
      [actionId('subscription.suspend', 'r-suite', plan)]: 'done',
      [actionId('subscription.create', '2/mail', plan)]: 'skipped: window is closed',
      [actionId('gate.customer', bianchi, plan)]: 'skipped: depends on',
      [actionId('subscription.rename', 'v-suite', plan)]: 'done',
    })
    expect(verdict.diagnostics.map(entry => [entry.code, entry.detail])).toEqual([
      ['APPLY.WINDOW_CLOSED_MEANWHILE', 'One purchase was not begun; it opens next at 2026-12-08T07:00:00Z.'],
    ])
    // It opens on another day than the plan's, so going on with this plan would buy nothing.
    expect(verdict.result?.next).toBe('tenantform plan --on 2026-12-08')
    expectPromisesKept(stage)
  })

  describe('before a transfer', () => {
    const { desired, actual } = movingFromTwo({
      window: aWindow({ utcHours: { from: '07:00', to: '08:00' } }),
    })
    const moving = aPlan({ desired, actual })
    const [first, second] = moving.actions.map(action => action.id)

    test('stops it, as it would a purchase, and the plan of another day moves the rest', async () => {
      const stage = aStage({ plan: moving, actual })
      stage.tenants.onPerform(action => {
        if (action.id === first) stage.tenants.setClock(instant('2026-12-07T08:00:00Z'))
      })
      const verdict = await stage.apply()
      expect(statesOf(verdict)).toEqual({
        [String(first)]: 'done',
        [String(second)]: 'skipped: window is closed',
      })
      expect(verdict.diagnostics.map(entry => [entry.code, entry.detail])).toEqual([
        [
          'APPLY.WINDOW_CLOSED_MEANWHILE',
          'One transfer was not begun; it opens next at 2026-12-08T07:00:00Z.',
        ],
      ])
      const on = { on: utcDate('2026-12-08'), madeAt: instant('2026-12-08T07:10:00Z') }
      const rest = aPlan({ desired, actual: stage.tenants.actual(), ...on })
      expect(rest.actions.map(action => action.kind)).toEqual(['subscription.transfer'])
      const later = aStage({ plan: rest, actual: stage.tenants.actual(), at: on.madeAt })
      expect((await later.apply()).kind).toBe('done')
      expect(aPlan({ desired, actual: later.tenants.actual(), ...on }).actions).toEqual([])
    })

    test('lets it end when the service has been asked for it, because it blocks what it names', () => {
      const [transfer] = moving.actions
      const late = { plan: moving, now: instant('2026-12-08T07:30:00Z') }
      expect(transfer && whyNotNow(transfer, { ...late, isAskedFor: true, hasBegun: true })).toBeNull()
      expect(transfer && whyNotNow(transfer, { ...late, isAskedFor: false, hasBegun: true })).toEqual({
        kind: 'day is over',
      })
    })

    test('begins none of them where the plan ends before both could be finished', async () => {
      const openAllDay = movingFromTwo()
      const plan = aPlan(openAllDay)
      const stage = aStage({ plan, actual: openAllDay.actual, at: instant('2026-12-08T06:28:00Z') })
      const verdict = await stage.apply()
      expect(verdict.diagnostics.map(entry => [entry.code, entry.detail])).toEqual([
        [
          'APPLY.DEADLINE_TOO_NEAR',
          "Panificio Rossi: The plan itself ends at 2026-12-08T07:00:00Z. It is 2026-12-08T06:28:00Z, the customer's actions take about 4 minutes, and 30 minutes are kept as a margin. Nothing was written.",
        ],
      ])
      expect(stage.tenants.sent).toEqual([])
    })

    test('stops it too when the day of the plan is over', async () => {
      const stage = aStage({ plan: moving, actual })
      stage.tenants.onPerform(action => {
        if (action.id === first) stage.tenants.setClock(instant('2026-12-08T07:30:00Z'))
      })
      const verdict = await stage.apply()
      expect(statesOf(verdict)[String(second)]).toBe('skipped: day is over')
      expect(verdict.diagnostics.map(entry => entry.detail)).toEqual([
        'One transfer was not begun; a new plan can carry them out.',
      ])
    })
  })

  test('is gone on with when it opens again on the same day', async () => {
    const stage = aStage({ plan })
    stage.tenants.onPerform(action => {
      if (action.id === actionId('subscription.create', '1/calls', plan))
        stage.tenants.setClock(instant('2026-12-07T08:00:00Z'))
    })
    await stage.apply({ width: 1 })
    stage.tenants.setClock(instant('2026-12-07T07:10:00Z'))
    expect((await stage.resume()).kind).toBe('done')
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
  })
})
