/** What keeps a customer of a consolidation from being written at all. */
import { describe, expect, test } from 'vitest'
import { subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import {
  absent,
  aCustomer,
  aCustomerActual,
  aDesired,
  aLeftBehind,
  anActual,
  aPlan,
  italy,
  premium,
  suite,
  tenant,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines, blockers, states } from '../../../support/plan-shape.ts'
import { planned } from '../../../support/story.ts'

const gated = ['create mail 5 central', 'gate', 'suspend s-1 italy']

describe('nothing is written', () => {
  test.each([
    ['not invited', {}, absent, 'not invited', ['NOT_ACCEPTED'], 'waiting'],
    ['invited', { invited: utcDate('2026-11-25') }, absent, 'invited', ['NOT_ACCEPTED'], 'waiting'],
    ['unknown', {}, unknown, 'unknown', ['UNKNOWN_READ'], 'blocked'],
  ] as const)('for a customer that is %s', (_, customer, read, readiness, codes, state) => {
    const plan = planned({ customer, target: { customer: read, subscriptions: read } })
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.readiness.kind).toBe(readiness)
    expect(blockers(plan)).toEqual(codes)
    expect(plan.customers[0]?.state).toBe(state)
  })

  test('days since the invitation are counted to the day of the plan', () => {
    const plan = planned({
      customer: { invited: utcDate('2026-11-25') },
      target: { customer: absent, subscriptions: absent },
    })
    expect(plan.customers[0]?.readiness).toEqual({ kind: 'invited', on: '2026-11-25', days: 12 })
  })

  test.each([
    ['missing', absent, 'agreement missing', 'waiting', ['AGREEMENT_MISSING']],
    ['unknown', unknown, 'unknown', 'blocked', ['UNKNOWN_READ']],
    ['not asked for', { kind: 'not asked' }, 'accepted', 'blocked', ['NOT_READ']],
  ] as const)('while a required agreement is %s', (_, agreement, readiness, state, codes) => {
    const plan = planned({ target: { agreement } })
    expect(plan.actions).toEqual([])
    expect([plan.customers[0]?.readiness.kind, plan.customers[0]?.state, blockers(plan)]).toEqual([
      readiness,
      state,
      codes,
    ])
  })

  test('but an agreement that is not required is not waited for, nor is one outside the global cloud', () => {
    expect(
      actionLines(
        planned({ customer: { agreement: 'not-required', seats: 5 }, target: { agreement: absent } }),
      ),
    ).toEqual(gated)
    expect(actionLines(planned({ central: { cloud: 'china' }, target: { agreement: absent } }))).toEqual(
      gated,
    )
  })

  test('when the declared domain is not the live one, where that is asserted', () => {
    const story = { target: { domain: 'other.example' } }
    expect(blockers(planned({ ...story, consolidation: { assertDomain: true } }))).toEqual(['DOMAIN_DIFFERS'])
    expect(actionLines(planned(story))).toEqual(gated)
  })

  test('when a source gave no answer, although the target is known', () => {
    const plan = planned({ italy: unknown })
    expect(blockers(plan)).toEqual(['UNKNOWN_READ'])
    expect(plan.actions).toEqual([])
  })

  test('when a source lists the customer and was not read', () => {
    const actual = anActual({ customers: [aCustomerActual()] })
    const listed = actual.partners.map(entry =>
      entry.partner === italy
        ? {
            ...entry,
            customers: {
              kind: 'present' as const,
              value: [{ partner: italy, tenant: tenant(), name: 'x', domain: 'y' }],
            },
          }
        : entry,
    )
    const plan = aPlan({
      desired: aDesired({ customers: [aCustomer({ seats: 5 })] }),
      actual: { ...actual, partners: listed },
    })
    expect(blockers(plan)).toEqual(['UNKNOWN_READ'])
  })

  test('while the consolidation does not acknowledge that it cannot be undone', () => {
    expect(blockers(planned({ consolidation: { irreversibleAcknowledged: false } }))).toEqual([
      'IRREVERSIBLE_NOT_ACKNOWLEDGED',
    ])
  })
})

describe('an active source subscription that is blocked or declared nowhere', () => {
  const other = { id: 's-2', product: suite }
  const nce = { id: 's-2', product: premium }

  test.each([
    ['declared nowhere', other, 'DECLARED_NOWHERE'],
    ['new commerce', nce, 'NCE_SOURCE'],
    ['unsupported', { id: 's-2', kind: 'unknown:robot' } as const, 'UNSUPPORTED'],
  ])('stops all writes, creates too (%s)', (_, extra, code) => {
    const plan = planned({ italy: [{}, extra] })
    expect(blockers(plan)).toEqual([code])
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.sources.map(line => line.action)).toEqual([null, null])
  })

  test.each([other, nce])('unless it is left on purpose', extra => {
    const plan = planned({
      italy: [{}, extra],
      consolidation: { leave: [aLeftBehind({ subscription: subscriptionId('s-2') })] },
    })
    expect(actionLines(plan)).toEqual(gated)
    expect(plan.customers[0]?.sources.map(line => line.method)).toEqual(['reprovision', 'left'])
  })

  test('stops a customer whom no document declares, and one whose subscriptions are all off is not mentioned as blocked', () => {
    const plan = aPlan({
      actual: anActual({
        customers: [
          aCustomerActual({ partner: italy, subscriptions: [{}] }),
          aCustomerActual({
            partner: italy,
            tenant: tenant(2),
            name: 'Gone',
            subscriptions: [{ status: 'deleted' }],
          }),
          aCustomerActual({ partner: italy, tenant: tenant(3), name: 'Empty' }),
        ],
      }),
    })
    expect(states(plan)).toEqual(['Gone: nothing to do', 'Panificio Rossi: blocked'])
    expect(blockers(plan, 1)).toEqual(['DECLARED_NOWHERE'])
  })

  test('stops a trial of a customer whom no document declares: what is not declared is not touched', () => {
    const plan = aPlan({
      actual: anActual({
        customers: [aCustomerActual({ partner: italy, subscriptions: [{ trial: true }] })],
      }),
    })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['CUSTOMER_NOT_DECLARED']])
  })

  test('shows the money a new-commerce subscription still costs', () => {
    const plan = planned({ italy: [{ product: premium, seats: 10 }] })
    const [line] = plan.customers[0]?.sources ?? []
    expect([line?.method, line?.billedUntil, line?.money]).toEqual([
      'blocked',
      '2027-03-14',
      { kind: 'known', amount: '606.00', currency: 'EUR' },
    ])
  })
})
