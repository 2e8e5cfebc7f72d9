/** Licence safety (T21): nobody loses the licence they use, however many partners sold it. */
import { describe, expect, test } from 'vitest'
import { type ProductKey, seats } from '../../../../engine/model/ids.ts'
import type { LicencePool } from '../../../../engine/model/live.ts'
import type { Plan } from '../../../../engine/plan/plan.ts'
import {
  absent,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aMapping,
  anActual,
  aPlan,
  aRule,
  mail,
  premium,
  present,
  suite,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines, blockers } from '../../../support/plan-shape.ts'
import { planned } from '../../../support/story.ts'

function aPool(product: ProductKey, enabled: number, consumed: number, licence = 'lic-1'): LicencePool {
  return { product, licence, enabled: seats(enabled), consumed: seats(consumed) }
}

function gateChecks(plan: Plan): readonly string[] {
  return plan.actions
    .filter(action => action.kind === 'gate.customer')
    .flatMap(gate => gate.proves)
    .flatMap(check => (check.kind === 'licences suffice' ? [`${check.product} −${check.leaving}`] : []))
}

describe('a move', () => {
  test('as large as what it replaces keeps every user working, and the gate asks the directory again (T21)', () => {
    const plan = planned({ target: { licences: present([aPool(mail, 5, 5)]) } })
    expect(actionLines(plan)).toEqual(['create mail 5 central', 'gate', 'suspend s-1 italy'])
    expect(gateChecks(plan)).toEqual([`${mail} −5`])
    expect(plan.customers[0]?.licences).toEqual({ kind: 'checked', pools: [aPool(mail, 5, 5)] })
  })

  test('to fewer seats than are in use is blocked, acknowledged or not (T21)', () => {
    const plan = planned({
      declared: [{ seats: 3, fewerSeatsAcknowledged: true }],
      target: { licences: present([aPool(mail, 5, 4)]) },
    })
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.LICENCES_SHORT',
        'Exchange Online (Plan 1): 5 licences now, 3 bought here, 5 switched off: 3 left while 4 are in use.',
      ],
    ])
  })

  test('to fewer seats than before, and enough for those in use, goes ahead when acknowledged (T21)', () => {
    const plan = planned({
      declared: [{ seats: 3, fewerSeatsAcknowledged: true }],
      target: { licences: present([aPool(mail, 5, 3)]) },
    })
    expect(actionLines(plan)).toEqual(['create mail 3 central', 'gate', 'suspend s-1 italy'])
  })

  test('counts what other partners sell the customer: the directory has one pool (T21)', () => {
    const plan = planned({
      declared: [{ seats: 3, fewerSeatsAcknowledged: true }],
      target: { licences: present([aPool(mail, 15, 13)]) },
    })
    expect(blockers(plan)).toEqual([])
  })

  test('of two sources takes both from the pool at once (T21)', () => {
    const plan = planned({
      declared: [{ seats: 17 }],
      italy: [{ seats: 10 }],
      germany: [{ id: 's-2', seats: 7 }],
      target: { licences: present([aPool(mail, 17, 17)]) },
    })
    expect(gateChecks(plan)).toEqual([`${mail} −17`])
  })

  const mapping = { map: [aMapping({ from: mail, to: premium, licenceReassignmentAcknowledged: true })] }

  test('to the new-commerce twin of the same licence stays in one pool (T21)', () => {
    const plan = planned({
      declared: [{ product: premium }],
      consolidation: mapping,
      target: { licences: present([aPool(mail, 5, 5), aPool(premium, 5, 5)]) },
    })
    expect(blockers(plan)).toEqual([])
    expect(plan.findings.filter(found => found.code === 'PLAN.LICENCES_TO_REASSIGN')).toEqual([])
  })

  test.each([
    ['is blocked where both together leave too few', 7, ['PLAN.LICENCES_SHORT'], []],
    ['asks for both together at the gate', 4, [], [`${mail} −8`]],
  ] as const)(
    'beside a switch-off on the target, of the same licence, %s (T21)',
    (_, inUse, short, asked) => {
      const plan = planned({
        declared: [{}, { key: 'old', state: 'suspended', seats: 3 }],
        target: {
          subscriptions: [{ product: mail, seats: 3, name: 'old', id: 't-old' }],
          licences: present([aPool(mail, 8, inUse)]),
        },
      })
      expect(plan.customers[0]?.blockedBy.map(found => found.code)).toEqual(short)
      expect(gateChecks(plan)).toEqual(asked)
    },
  )

  test('to another licence says who must be given the new one before the gate opens (T21)', () => {
    const plan = planned({
      declared: [{ product: premium }],
      consolidation: mapping,
      target: { licences: present([aPool(mail, 5, 4), aPool(premium, 0, 0, 'lic-2')]) },
    })
    expect(gateChecks(plan)).toEqual([`${mail} −5`])
    expect(
      plan.findings.filter(found => found.code === 'PLAN.LICENCES_TO_REASSIGN').map(found => found.detail),
    ).toEqual([
      'Exchange Online (Plan 1): 5 licences now, 0 bought here, 5 switched off: 0 left while 4 are in use; 4 users must have been given their new licence before the gate opens.',
    ])
  })

  test.each([
    ['cannot be read', unknown, unknown.because.summary],
    ['are not there', absent, 'the directory shows no licences'],
  ] as const)('whose licences %s says that they were not checked, and why (T21)', (_, licences, why) => {
    const plan = planned({ target: { licences } })
    expect(plan.customers[0]?.licences).toEqual({ kind: 'not checked', why })
    expect(gateChecks(plan)).toEqual([])
    expect(actionLines(plan)).toEqual(['create mail 5 central', 'gate', 'suspend s-1 italy'])
  })
})

test.each([
  ['ask the directory again just before they go', 3, [2]],
  ['do not ask again where a policy has decided that too few may be left', 4, []],
] as const)('seats that go down in steady state %s (T21)', (_, inUse, leaving) => {
  const plan = aPlan({
    desired: aDesired({
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ product: suite, seats: 3 })] })],
      consolidations: [],
      policies: [aRule({ limits: [{ kind: 'decreaseBelowConsumed' }] })],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: [{ product: suite, seats: 5, name: 'Posta' }],
          licences: present([aPool(suite, 5, inUse)]),
        }),
      ],
    }),
  })
  expect(
    plan.actions.flatMap(action =>
      action.expects.flatMap(check => (check.kind === 'licences suffice' ? [check.leaving] : [])),
    ),
  ).toEqual(leaving)
})
