/**
 * The crash table: every kind of action × every moment of it × what goes wrong there. After a death, `resume` must end where
 * the undisturbed run ends, with nothing ordered twice and nothing switched off before its twins.
 */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import type { ActionKind } from '../../../engine/plan/action.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { aPlan } from '../../support/builders/index.ts'
import { moments } from '../../support/simulated-performers.ts'
import { aStage, expectPromisesKept, statesOf, undisturbedEnd, untilDeath } from './harness.ts'
import { actionId, standing, tinyActual, tinyDesired, tinyPlan } from './tiny-world.ts'

const oneOfEachKind: readonly (readonly [ActionKind, string])[] = [
  ['subscription.create', '1/mail'],
  ['subscription.create', '1/calls'],
  ['subscription.suspend', 'r-suite'],
  ['subscription.change-seats', 'v-mail'],
  ['subscription.reactivate', 'v-mail'],
  ['subscription.rename', 'v-suite'],
]
const table = oneOfEachKind.flatMap(([kind, ending]) =>
  moments
    .filter(moment => moment !== 'after cart' || kind === 'subscription.create')
    .map(moment => ({ kind, ending, moment })),
)

describe('a process that dies', () => {
  test.each(table)('at $kind …$ending, $moment, goes on where it was', async ({ kind, ending, moment }) => {
    const stage = aStage()
    stage.tenants.script({ action: actionId(kind, ending), moment, how: 'crash' })
    expect(await untilDeath(stage.apply())).toBe('died')
    stage.tenants.restart()
    const verdict = await stage.resume()
    expect(verdict.diagnostics).toEqual([])
    expect(verdict.kind).toBe('done')
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
    expect(stage.tenants.sent.filter(entry => entry.attempt !== 1)).toEqual([])
    expectPromisesKept(stage)
  })

  test.each(table)(
    'at $kind …$ending, $moment, and loses its journal, goes on from the saved plan',
    async ({ kind, ending, moment }) => {
      const stage = aStage()
      stage.tenants.script({ action: actionId(kind, ending), moment, how: 'crash' })
      expect(await untilDeath(stage.apply())).toBe('died')
      stage.tenants.restart()
      const verdict = await stage.apply({ store: createMemoryJournal() })
      expect(verdict.diagnostics).toEqual([])
      expect(verdict.kind).toBe('done')
      expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
      expectPromisesKept(stage)
    },
  )

  test.each(table)(
    'at $kind …$ending, $moment, goes on in the same journal when the plan is applied again',
    async ({ kind, ending, moment }) => {
      const stage = aStage()
      stage.tenants.script({ action: actionId(kind, ending), moment, how: 'crash' })
      expect(await untilDeath(stage.apply())).toBe('died')
      stage.tenants.restart()
      const verdict = await stage.apply()
      expect(verdict.kind).toBe('done')
      expect((await stage.store.list()).map(entry => entry.finished)).toEqual([true])
      expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
      expectPromisesKept(stage)
    },
  )

  test.each(table)(
    'at $kind …$ending, $moment, goes on while the lists lag behind',
    async ({ kind, ending, moment }) => {
      const stage = aStage({ hiddenForMs: 30_000, pendingForMs: 45_000 })
      stage.tenants.script({ action: actionId(kind, ending), moment, how: 'crash' })
      expect(await untilDeath(stage.apply())).toBe('died')
      stage.tenants.restart()
      expect(await stage.resume()).toMatchObject({ kind: 'done', diagnostics: [] })
      expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
      expectPromisesKept(stage)
    },
  )
})

describe('another plan, made while what a dead process bought does not show yet,', () => {
  const other = aPlan({ desired: tinyDesired, actual: tinyActual, madeAt: instant('2026-12-07T07:01:00Z') })
  const action = actionId('subscription.create', '1/mail')

  test('is not carried out, and names the apply to resume; after that nothing is left of it', async () => {
    const stage = aStage({ hiddenForMs: 10 * 60_000 })
    stage.tenants.script({ action, moment: 'after commit', how: 'crash' })
    expect(await untilDeath(stage.apply())).toBe('died')
    stage.tenants.restart()
    const [{ apply } = { apply: '' }] = await stage.store.list()
    const refused = await stage.apply({ plan: other })
    expect([refused.kind, refused.diagnostics.map(entry => [entry.code, entry.remedies])]).toEqual([
      'failed',
      [
        [
          'APPLY.UNFINISHED',
          expect.arrayContaining([
            expect.objectContaining({ kind: 'run', command: `tenantform resume ${apply}` }),
          ]),
        ],
      ],
    ])
    expect(await stage.resume()).toMatchObject({ kind: 'done', diagnostics: [] })
    expect((await stage.apply({ plan: other })).kind).toBe('done')
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
    expectPromisesKept(stage)
  })

  test.each(['2026-12-07T07:40:00Z', '2026-12-07T09:50:00Z'])(
    'is refused at %s too, while it still does not show',
    async later => {
      const stage = aStage({ hiddenForMs: 3 * 3_600_000 })
      stage.tenants.script({ action, moment: 'after commit', how: 'crash' })
      expect(await untilDeath(stage.apply())).toBe('died')
      stage.tenants.restart()
      stage.tenants.setClock(instant(later))
      const refused = await stage.apply({ plan: other })
      expect([refused.kind, refused.diagnostics.map(entry => entry.code)]).toEqual([
        'failed',
        ['APPLY.UNFINISHED'],
      ])
      expect(stage.tenants.sent.filter(entry => entry.action === action)).toHaveLength(1)
    },
  )

  test('is refused while an order that was answered still does not show', async () => {
    const stage = aStage({ hiddenForMs: 3 * 3_600_000 })
    expect((await stage.apply()).kind).toBe('partial')
    const bought = stage.tenants.sent.length
    stage.tenants.setClock(instant('2026-12-07T08:30:00Z'))
    const refused = await stage.apply({ plan: other })
    expect([refused.kind, refused.diagnostics.map(entry => entry.code)]).toEqual([
      'failed',
      ['APPLY.UNFINISHED'],
    ])
    expect(stage.tenants.sent).toHaveLength(bought)
  })

  test('is not gone on with either, for the customer of that purchase', async () => {
    const stage = aStage({ hiddenForMs: 3 * 3_600_000 })
    const dies = async (dying: string, moment: 'before send' | 'after commit', plan = tinyPlan) => {
      stage.tenants.script({ action: actionId('subscription.create', dying), moment, how: 'crash' })
      expect(await untilDeath(stage.apply({ plan }))).toBe('died')
      stage.tenants.restart()
    }
    await dies('1/mail', 'before send', other)
    const [{ apply } = { apply: '' }] = await stage.store.list()
    stage.tenants.setClock(instant('2026-12-07T07:40:00Z'))
    // Before anything is sent for the second customer, who is gone on with.
    await dies('1/mail', 'after commit')
    const sent = stage.tenants.sent.length
    const verdict = await stage.resume({ apply })
    expect(verdict.kind).toBe('partial')
    const later = stage.tenants.sent.slice(sent).map(entry => entry.action)
    expect(later.filter(id => id.includes('000000000001'))).toEqual([])
    expect(new Set(verdict.diagnostics.map(entry => entry.code))).toEqual(new Set(['APPLY.UNFINISHED']))
    expect(later.length).toBeGreaterThan(0)
  })

  test('is carried out once half an hour has gone, when everything shows', async () => {
    const stage = aStage({ hiddenForMs: 10 * 60_000 })
    stage.tenants.script({ action, moment: 'after commit', how: 'crash' })
    expect(await untilDeath(stage.apply())).toBe('died')
    stage.tenants.restart()
    stage.tenants.setClock(instant('2026-12-07T07:40:00Z'))
    expect((await stage.apply({ plan: other })).kind).toBe('done')
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
  })
})

describe('an answer that never comes', () => {
  test.each(table.filter(({ moment }) => moment !== 'after answer'))(
    'to $kind …$ending, $moment, is looked for before anything is repeated',
    async ({ kind, ending, moment }) => {
      const stage = aStage()
      const action = actionId(kind, ending)
      stage.tenants.script({ action, moment, how: 'no answer' })
      const verdict = await stage.apply()
      expect(verdict.kind).toBe('done')
      expect(statesOf(verdict)[action]).toBe('done')
      expect(stage.tenants.sent.filter(entry => entry.action === action)).toHaveLength(1)
      expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
    },
  )

  test('at all leaves the step unknown after three sends, and a resume repeats it with the same ids', async () => {
    const stage = aStage()
    const action = actionId('subscription.create', '2/mail')
    stage.tenants.script({ action, moment: 'before send', how: 'no answer', times: 3 })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('partial')
    expect(Object.values(statesOf(verdict)).filter(state => state !== 'done')).toEqual([
      'unknown',
      'skipped: depends on',
      'skipped: depends on',
      'skipped: depends on',
    ])
    expect(await stage.resume()).toMatchObject({ kind: 'done' })
    const begun = (await stage.store.read(verdict.result?.apply ?? '')).flatMap(entry =>
      entry.kind === 'action.began' && entry.action === action ? [[entry.attempt, entry.requestId]] : [],
    )
    expect(begun).toHaveLength(2)
    expect(begun[1]).toEqual(begun[0])
    expectPromisesKept(stage)
  })
})

describe('a refusal', () => {
  test.each(oneOfEachKind)('of %s …%s stops what depends on it and nobody else', async (kind, ending) => {
    const stage = aStage()
    const action = actionId(kind, ending)
    stage.tenants.script({ action, moment: 'before send', how: 'refused' })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('partial')
    const customer = tinyPlan.actions.find(entry => entry.id === action)
    const states = statesOf(verdict)
    for (const entry of tinyPlan.actions) {
      const isOther = !(
        'customer' in entry &&
        customer &&
        'customer' in customer &&
        entry.customer === customer.customer
      )
      if (isOther) expect(states[entry.id], entry.id).toBe('done')
    }
    expect(states[action]).toBe('refused')
    for (const state of verdict.result?.actions ?? [])
      if (state.state.kind === 'skipped')
        expect(state.state.because).toEqual({ kind: 'depends on', culprit: action })
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['TEST.SAYS_NO'])
    expectPromisesKept(stage)

    const again = await stage.resume()
    expect(again.kind).toBe('done')
    expect(stage.tenants.sent.filter(entry => entry.action === action).map(entry => entry.attempt)).toEqual([
      2,
    ])
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
  })

  test('that answers a repeat is believed when the first request did not get through', async () => {
    const stage = aStage()
    const action = actionId('subscription.create', '2/mail')
    stage.tenants.script(
      { action, moment: 'before send', how: 'no answer' },
      { action, moment: 'before send', how: 'refused' },
    )
    const verdict = await stage.apply()
    expect(statesOf(verdict)[action]).toBe('refused')
    expect(stage.tenants.sent.filter(entry => entry.action === action)).toEqual([])
  })

  test('that answers a repeat is not believed when the first request shows late', async () => {
    const stage = aStage()
    const action = actionId('subscription.create', '2/mail')
    stage.tenants.script({ action, moment: 'after commit', how: 'no answer' })
    const { performers } = stage.tenants
    const create = performers['subscription.create']
    let sends = 0
    const verdict = await stage.apply({
      performers: {
        ...performers,
        'subscription.create': {
          perform: async (step, attempt) => {
            if (step.id === action) sends += 1
            return sends === 1 || step.id !== action
              ? create.perform(step, attempt)
              : {
                  kind: 'refused',
                  because: {
                    code: 'TEST.TWICE',
                    severity: 'error',
                    summary: 'submitted already',
                    remedies: [],
                  },
                }
          },
          look: async (step, attempt) =>
            step.id === action && sends === 1 ? { kind: 'did not happen' } : create.look(step, attempt),
        },
      },
    })
    expect(statesOf(verdict)[action]).toBe('done')
    expect(stage.tenants.sent.filter(entry => entry.action === action)).toHaveLength(1)
  })
})
