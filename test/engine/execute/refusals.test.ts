/** What is refused before anything is read or written. */
import { describe, expect, test } from 'vitest'
import { digest, instant, tenantId, utcDate } from '../../../engine/model/ids.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  anActual,
  aPlan,
  aRule,
  aWindow,
  italy,
} from '../../support/builders/index.ts'
import { aStage, type StageFacts } from './harness.ts'
import { tinyActual, tinyDesired, tinyPlan } from './tiny-world.ts'

async function refusedWith(
  facts: StageFacts,
  changes: Parameters<ReturnType<typeof aStage>['apply']>[0] = {},
) {
  const stage = aStage(facts)
  const verdict = await stage.apply(changes)
  expect(verdict.result).toBeNull()
  expect(stage.tenants.sent).toEqual([])
  expect(stage.tenants.reads).toEqual([])
  expect(await stage.store.list()).toEqual([])
  return { kind: verdict.kind, said: verdict.diagnostics.map(entry => [entry.code, entry.detail]) }
}

const windowed = (utcHours: { from: string; to: string } | null) =>
  aPlan({
    actual: tinyActual,
    desired: {
      ...tinyDesired,
      consolidations: [
        aConsolidation({ window: aWindow({ utcHours, freezeDays: [utcDate('2026-12-08')] }) }),
      ],
    },
  })

describe('an apply refuses, with nothing read and nothing written,', () => {
  test('a plan with same-day pairs on any other UTC day', async () => {
    expect(await refusedWith({ at: instant('2026-12-08T00:00:00Z') })).toEqual({
      kind: 'stale',
      said: [
        [
          'APPLY.OTHER_DAY',
          'The plan is for 2026-12-07 and good until 2026-12-08T00:00:00Z; it is 2026-12-08T00:00:00Z. Nothing was written.',
        ],
      ],
    })
    expect((await refusedWith({ at: instant('2026-12-06T23:59:00Z') })).said).toMatchObject([
      ['APPLY.OTHER_DAY', {}],
    ])
  })

  test('a plan without pairs once it is a day old', async () => {
    const plan = aPlan({
      desired: { ...tinyDesired, consolidations: [] },
      actual: tinyActual,
      madeAt: instant('2026-12-07T07:00:00Z'),
    })
    expect(plan.actions.length).toBeGreaterThan(0)
    expect(await refusedWith({ plan, at: instant('2026-12-08T07:00:00Z') })).toMatchObject({
      kind: 'stale',
      said: [['APPLY.OTHER_DAY', {}]],
    })
    const stage = aStage({ plan, at: instant('2026-12-08T06:20:00Z') })
    expect((await stage.apply()).kind).toBe('done')
  })

  test('a plan made from other documents', async () => {
    expect(await refusedWith({}, { desiredDigest: digest('sha256:other') })).toEqual({
      kind: 'stale',
      said: [['APPLY.DOCUMENTS_CHANGED', 'The plan was made from other documents. Nothing was written.']],
    })
  })

  test('a plan of another version, and says no more: what else differs may be the version', async () => {
    expect(await refusedWith({}, { version: '9.9.9', desiredDigest: digest('sha256:other') })).toEqual({
      kind: 'stale',
      said: [
        [
          'APPLY.OTHER_VERSION',
          'The plan was made by version 0.0.0-test; this is 9.9.9. Nothing was written.',
        ],
      ],
    })
  })

  test('a plan whose partners are other tenants now, naming each', async () => {
    const moved = tenantId('1b0f0000-0000-4000-8000-00000000aaff')
    const [first] = tinyPlan.partners
    const partners = tinyPlan.partners.map(entry => (entry === first ? { ...entry, tenant: moved } : entry))
    const refused = {
      kind: 'stale',
      said: [
        [
          'APPLY.OTHER_TENANT',
          `In the plan ${first?.name} is tenant ${first?.tenant}; its document now says ${moved}. Nothing was written.`,
        ],
      ],
    }
    expect(await refusedWith({}, { partners, desiredDigest: digest('sha256:other') })).toEqual(refused)

    const stage = aStage()
    await stage.apply({ signal: AbortSignal.abort() })
    const resumed = await stage.resume({ partners })
    expect(resumed.diagnostics.map(entry => [entry.code, entry.detail])).toEqual(refused.said)
    expect(stage.tenants.sent).toEqual([])
  })

  test('a plan a policy forbids, naming the rule', async () => {
    const plan = aPlan({
      actual: tinyActual,
      desired: {
        ...tinyDesired,
        policies: [aRule({ id: 'blast', scope: 'apply', limits: [{ kind: 'irreversibleOver', count: 2 }] })],
      },
    })
    const { kind, said } = await refusedWith({ plan })
    expect(kind).toBe('declined')
    expect(said).toEqual([['APPLY.POLICY', expect.stringContaining('blast')]])
  })

  test('irreversible steps nobody allowed, with their number', async () => {
    expect(await refusedWith({}, { consent: ['changes'] })).toEqual({
      kind: 'declined',
      said: [['APPLY.NOT_CONSENTED', '6 of the actions cannot be undone. Nothing was written.']],
    })
  })

  test('a closed window, naming the next opening', async () => {
    const plan = windowed({ from: '09:00', to: '17:00' })
    expect(await refusedWith({ plan })).toEqual({
      kind: 'declined',
      said: [
        [
          'APPLY.OUTSIDE_WINDOW',
          'It is 2026-12-07T07:00:00Z; the window opens next at 2026-12-07T09:00:00Z. Nothing was written.',
        ],
      ],
    })
    expect((await refusedWith({ plan, at: instant('2026-12-07T17:00:00Z') })).said).toMatchObject([
      ['APPLY.OUTSIDE_WINDOW', expect.stringContaining('opens next at 2026-12-09T09:00:00Z')],
    ])
    const stage = aStage({ plan, at: instant('2026-12-07T09:00:00Z') })
    expect((await stage.apply()).kind).toBe('done')
  })

  test('windows that share no hour, with how to go on', async () => {
    const hours = { from: '17:00', to: '09:00' } // 17:00 to 24:00 and 00:00 to 09:00, as the plan puts them together
    const stage = aStage({ plan: windowed(hours) })
    const verdict = await stage.apply()
    expect(verdict.diagnostics.map(({ code, detail, remedies }) => [code, detail, remedies])).toEqual([
      [
        'APPLY.NO_MORE_WINDOW',
        'The windows of the consolidations in this plan have no hour in common. Nothing was written.',
        [
          {
            kind: 'run',
            command: 'tenantform apply --consolidation NAME',
            why: 'carries out one consolidation, in its own window',
          },
        ],
      ],
    ])
    expect(stage.tenants.sent).toEqual([])
  })

  test('several of these at once, each with its own message', async () => {
    const plan = windowed({ from: '09:00', to: '17:00' })
    expect((await refusedWith({ plan }, { consent: [] })).said.map(([code]) => code)).toEqual([
      'APPLY.NOT_CONSENTED',
      'APPLY.OUTSIDE_WINDOW',
    ])
  })
})

test('a plan that only ends pairs is carried out on a later day, and outside the window', async () => {
  const desired = {
    ...tinyDesired,
    customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ seats: 5 })] })],
    consolidations: [aConsolidation({ window: aWindow({ utcHours: { from: '09:00', to: '17:00' } }) })],
  }
  const actual = anActual({
    customers: [
      aCustomerActual({
        subscriptions: [{ id: 'on', name: 'mail', seats: 5, boughtAt: instant('2026-12-05T10:00:00Z') }],
      }),
      aCustomerActual({ partner: italy, subscriptions: [{ id: 'off', seats: 5 }] }),
    ],
  })
  const plan: Plan = aPlan({ desired, actual })
  expect(plan.actions.map(action => action.kind)).toEqual(['gate.customer', 'subscription.suspend'])
  const stage = aStage({ plan, actual, at: instant('2026-12-07T20:00:00Z') })
  expect((await stage.apply()).kind).toBe('done')
})
