/** T30 and T31: what cannot be read is not absent, and identity that is written twice is one customer. Each bought twice, or for a stranger. */
import { describe, expect, test } from 'vitest'
import { driftOf } from '../../../engine/drift/drift.ts'
import { instant } from '../../../engine/model/ids.ts'
import { unreadableProduct } from '../../../engine/model/readable.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  type LiveSubscriptionFacts,
  mail,
  premium,
  tenant,
} from '../../support/builders/index.ts'
import { actionLines, blockers, findingCodes, states } from '../../support/plan-shape.ts'
import { planned } from '../../support/story.ts'

const unreadable: LiveSubscriptionFacts = {
  product: unreadableProduct,
  kind: 'unknown:no readable product',
  commerce: 'unknown:no readable product',
  name: 'something',
}

function kept(living: readonly LiveSubscriptionFacts[]) {
  return aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [
        aCustomer({
          subscriptions: [
            aDeclaredSubscription({ key: 'mail', product: mail }),
            aDeclaredSubscription({ key: 'suite', product: premium, seats: 7 }),
          ],
        }),
      ],
      consolidations: [],
    }),
    actual: anActual({ customers: [aCustomerActual({ subscriptions: living })] }),
  })
}

describe('a live row without a product that can be read', () => {
  const suite: LiveSubscriptionFacts = { product: premium, name: 'suite' }

  test('blocks the customer for whom something is missing: it may be there', () => {
    const plan = kept([unreadable, suite])
    expect(actionLines(plan)).toEqual([])
    expect(findingCodes(plan)).toContain('UNREADABLE_PRODUCT customer')
  })

  test('that is off stops nothing', () => {
    expect(
      actionLines(
        kept([
          { ...unreadable, status: 'suspended' },
          { ...suite, seats: 7 },
        ]),
      ),
    ).toEqual(['create mail 5 central'])
  })

  test('under the target blocks a customer that moves', () => {
    const plan = planned({ living: [unreadable] })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['UNREADABLE_PRODUCT']])
  })

  test('under a source blocks it too', () => {
    const plan = planned({ italy: [{}, unreadable] })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['UNSUPPORTED']])
  })
})

describe('T34: a document with the tenant id of one customer and the domain of another', () => {
  const desired = aDesired({
    partners: [aPartner()],
    customers: [aCustomer({ tenant: tenant(1), domain: 'huber.example', name: 'Schreinerei Huber' })],
    consolidations: [],
  })
  const actual = anActual({
    customers: [
      aCustomerActual({ tenant: tenant(1), name: 'Pension Edelweiss', domain: 'edelweiss.example' }),
      aCustomerActual({ tenant: tenant(2), name: 'Schreinerei Huber', domain: 'Huber.example' }),
    ],
  })
  const detail = `Schreinerei Huber is declared with the tenant id of Pension Edelweiss (edelweiss.example) and with the domain of Schreinerei Huber (Huber.example) (${tenant(2)}, under central).`

  test('is blocked, with both names', () => {
    const plan = aPlan({ desired, actual })
    expect([actionLines(plan), states(plan)]).toEqual([[], ['Schreinerei Huber: blocked']])
    expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.severity, found.detail])).toEqual([
      ['PLAN.IDENTITY_SPLIT', 'error', detail],
    ])
  })

  test('is not compared for drift either', () => {
    const drift = driftOf({ desired, actual, scope: { consolidation: null, wave: null, targets: [] } })
    expect([drift.lines, drift.unknown.map(found => found.detail)]).toEqual([[], [detail]])
  })

  test('of a domain that no list shows is not: customers have domains that no list shows', () => {
    const own = {
      ...desired,
      customers: desired.customers.map(entry => ({ ...entry, domain: 'tischlerei.example' })),
    }
    expect(blockers(aPlan({ desired: own, actual }))).toEqual([])
  })
})

test('fewer seats in the last 24 hours of a term are never called scheduled', () => {
  const plan = aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ product: premium, seats: 3 })] })],
      consolidations: [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: [{ product: premium, name: 'mail', termEndsAt: instant('2026-12-07T23:59:59Z') }],
        }),
      ],
    }),
  })
  expect([actionLines(plan), findingCodes(plan)]).toEqual([
    [],
    ['DECREASE_NOT_REFUNDABLE line', 'RENEWAL_LOCKED line'],
  ])
  expect(plan.findings[0]?.detail).toContain('so they renew too')
})
