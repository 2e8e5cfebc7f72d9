/** T32: seats that the plan takes back make room for what it adds, once they are gone; 300 of the item is the most. */
import { describe, expect, test } from 'vitest'
import { instant, seats } from '../../../../../engine/model/ids.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anItem,
  aPartner,
  aPlan,
  type LiveSubscriptionFacts,
  onSale,
  premium,
  present,
} from '../../../../support/builders/index.ts'
import { actionLines, findingCodes } from '../../../../support/plan-shape.ts'

const catalogue = [
  onSale(
    'IT',
    anItem({ product: premium, maximumSeats: seats(300), terms: [{ term: 'P1Y', billing: 'monthly' }] }),
  ),
]
const open = instant('2026-12-10T00:00:00Z')
const living = (id: string, count: number): LiveSubscriptionFacts => ({
  id,
  name: id,
  product: premium,
  seats: count,
  cancellableUntil: open,
  refundable: [{ seats: seats(count), until: open }],
})
type Line = Parameters<typeof aDeclaredSubscription>[0]

function steady(declared: readonly Line[], inUse: number | null = null) {
  const there = [living('a', 200), living('b', 100)]
  const plan = aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [
        aCustomer({
          subscriptions: declared.map(line => aDeclaredSubscription({ product: premium, ...line })),
        }),
      ],
      consolidations: [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: there,
          ...(inUse !== null && {
            licences: present([
              { product: premium, licence: 'l', enabled: seats(300), consumed: seats(inUse) },
            ]),
          }),
        }),
      ],
      catalogue,
    }),
  })
  return {
    actions: actionLines(plan),
    waits: plan.actions.map(action => action.after.length),
    findings: findingCodes(plan).filter(code => code.startsWith('SEAT_POOL')),
  }
}

describe('seats that a plan takes back', () => {
  test('go first where the others have no room before', () => {
    expect(
      steady([
        { key: 'a', seats: 250 },
        { key: 'b', seats: 50 },
      ]),
    ).toEqual({
      actions: ['seats b 100→50 central', 'seats a 200→250 central'],
      waits: [0, 1],
      findings: ['SEAT_POOL_NEAR nothing'],
    })
  })

  test('of a cancelled subscription make room for a purchase too', () => {
    const declared = [
      { key: 'a', seats: 200 },
      { key: 'b', seats: 100, state: 'cancelled' as const },
      { key: 'c', seats: 100 },
    ]
    expect(steady(declared)).toEqual({
      actions: ['cancel b central', 'create c 100 central'],
      waits: [0, 1],
      findings: ['SEAT_POOL_NEAR nothing'],
    })
  })

  test('are not enough where more is declared than one customer may have', () => {
    const { actions, findings } = steady([
      { key: 'a', seats: 251 },
      { key: 'b', seats: 50 },
    ])
    expect([actions, findings]).toEqual([['seats b 100→50 central'], ['SEAT_POOL_FULL line']])
  })

  test('stay until the others are there where they are in use, and what is added has to wait', () => {
    const declared = [
      { key: 'a', seats: 250 },
      { key: 'b', seats: 50 },
    ]
    expect(steady(declared, 250).waits).toEqual([0, 1])
    const { actions, findings } = steady(declared, 251)
    expect([actions, findings]).toEqual([['seats b 100→50 central'], ['SEAT_POOL_FULL line']])
  })
})
