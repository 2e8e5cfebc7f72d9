/**
 * A customer who was bought for and not switched off yet, beside a source that a person had suspended before (T17, T26, T27). Red: a fresh plan took the
 * suspended one for moved before and blocked, however certain the journal was.
 */
import { describe, expect, test } from 'vitest'
import { subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLeftBehind,
  anActual,
  aPlan,
  type CustomerActualFacts,
  germany,
  italy,
  type LiveSubscriptionFacts,
} from '../../../support/builders/index.ts'
import { interruptedAfter } from '../../../support/half-way.ts'
import { carriedOut } from '../../../support/simulate.ts'

const off: LiveSubscriptionFacts = { id: 's-old', status: 'suspended' }
const on: LiveSubscriptionFacts = { id: 's-1' }

/** Five seats run in Italy, five more were suspended there or in Germany by a person; five are declared. */
function beside(where: 'italy' | 'germany', leave: readonly string[] = []) {
  const desired = aDesired({
    customers: [aCustomer({ subscriptions: [aDeclaredSubscription()] })],
    consolidations: [
      aConsolidation({
        from: [italy, germany],
        leave: leave.map(subscription =>
          aLeftBehind({
            partner: where === 'italy' ? italy : germany,
            subscription: subscriptionId(subscription),
          }),
        ),
      }),
    ],
  })
  const seen: CustomerActualFacts[] = [
    {},
    { partner: italy, subscriptions: where === 'italy' ? [on, off] : [on] },
    ...(where === 'germany' ? [{ partner: germany, subscriptions: [off] }] : []),
  ]
  return { desired, actual: anActual({ customers: seen.map(aCustomerActual) }) }
}

function halfWayOf(where: 'italy' | 'germany') {
  const world = beside(where)
  const plan = aPlan(world)
  expect(plan.actions.map(({ kind }) => kind)).toEqual([
    'subscription.create',
    'gate.customer',
    'subscription.suspend',
  ])
  return { world: { ...world, actual: carriedOut(world.actual, plan, 1) }, plan }
}

describe.each(['italy', 'germany'] as const)('half-way beside one that was suspended in %s', where => {
  test.each([utcDate('2026-12-07'), utcDate('2026-12-09')])(
    'a fresh plan of %s only switches off, as the journal proves what was bought for whom',
    day => {
      const { world, plan } = halfWayOf(where)
      const fresh = aPlan({ ...world, on: day, halfWay: interruptedAfter(plan, 1) })
      expect(fresh.customers.map(({ state, blockedBy }) => ({ state, blockedBy }))).toEqual([
        { state: 'planned', blockedBy: [] },
      ])
      expect(
        fresh.actions.map(({ kind, ...rest }) => [kind, 'subscription' in rest ? rest.subscription : null]),
      ).toEqual([
        ['gate.customer', null],
        ['subscription.suspend', 's-1'],
      ])
      expect(fresh.customers[0]?.seats.map(({ movedBefore, verdict }) => ({ movedBefore, verdict }))).toEqual(
        [{ movedBefore: undefined, verdict: 'ok' }],
      )
      const done = carriedOut(world.actual, fresh)
      expect(aPlan({ ...world, actual: done, on: day }).actions).toEqual([])
    },
  )

  test('without the journal it blocks, with both sides at risk by name and what to write; written, it goes on', () => {
    const { world } = halfWayOf(where)
    const [customer, ...others] = aPlan(world).customers
    expect(others).toEqual([])
    expect(customer?.state).toBe('blocked')
    expect(customer?.blockedBy.map(({ code, remedies }) => ({ code, remedies }))).toEqual([
      {
        code: 'PLAN.FEWER_SEATS',
        remedies: [
          {
            kind: 'edit',
            what: 'raise `seats:` to 10 in all; or write `fewerSeats: acknowledged`; or name under `leave:` of its consolidation what had been given up before and needs no seat',
          },
        ],
      },
    ])
    expect(customer?.chargedTwice).toEqual([
      {
        partner: italy,
        subscription: 's-1',
        productName: 'Exchange Online (Plan 1)',
        beside: [expect.stringMatching(/^new-subscription\.create/)],
        days: null,
        money: { kind: 'unknown', why: 'no end known' },
      },
    ])
    const written = beside(where, ['s-old'])
    const next = aPlan({ ...written, actual: world.actual })
    expect(next.actions.map(({ kind }) => kind)).toEqual(['gate.customer', 'subscription.suspend'])
  })
})

describe('an unfinished apply proves no more than it bought', () => {
  test('what it switched off already keeps its seats, when fewer are declared after all', () => {
    const both = (seats: number) =>
      aDesired({
        customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ seats })] })],
        consolidations: [aConsolidation()],
      })
    const actual = anActual({
      customers: [
        aCustomerActual(),
        aCustomerActual({ partner: italy, subscriptions: [{ id: 's-1' }, { id: 's-2' }] }),
      ],
    })
    const plan = aPlan({ desired: both(10), actual })
    const suspends = plan.actions.filter(({ kind }) => kind === 'subscription.suspend')
    expect(suspends.length).toBe(2)
    const count = plan.actions.length - 1
    const facts = { actual: carriedOut(actual, plan, count), halfWay: interruptedAfter(plan, count) }
    const fewer = aPlan({ desired: both(5), ...facts })
    expect(fewer.customers[0]?.seats.map(line => [line.verdict, line.movedBefore?.length])).toEqual([
      ['fewer', 1],
    ])
    expect(aPlan({ desired: both(10), ...facts }).actions.map(({ kind }) => kind)).toEqual([
      'gate.customer',
      'subscription.suspend',
    ])
  })

  test('and a finished one proves nothing of it: what is off since may have been moved', () => {
    const { world, plan } = halfWayOf('italy')
    expect(interruptedAfter(plan, 1, true)).toEqual([])
    expect(aPlan({ ...world, halfWay: interruptedAfter(plan, 1, true) }).actions).toEqual([])
  })

  test('nor does what it bought for somebody else, or as another product', () => {
    const { world, plan } = halfWayOf('italy')
    const [bought] = interruptedAfter(plan, 1)
    for (const change of [
      { customer: 'other' },
      { product: 'other' },
      { partner: 'other' },
      { subscription: 'other' },
      { subscription: null, order: 'other' },
      { subscription: null, order: null },
    ])
      expect(aPlan({ ...world, halfWay: [{ ...bought, ...change } as never] }).actions).toEqual([])
    const byOrder = [{ ...bought, subscription: null } as never]
    expect(aPlan({ ...world, halfWay: byOrder }).actions.length).toBe(2)
  })
})
