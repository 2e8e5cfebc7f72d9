/** The most seats of an item count over all that a plan does to one customer, under however many accounts (T26, T32). */
import { describe, expect, test } from 'vitest'
import { seats } from '../../../../engine/model/ids.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anItem,
  aPartner,
  aPlan,
  italy,
  onSale,
  premium,
} from '../../../support/builders/index.ts'
import { actionLines } from '../../../support/plan-shape.ts'

interface Side {
  readonly wanted: number
  readonly now?: number
}

/** One customer under two accounts, each with a document and no consolidation; 300 seats of the item for one customer. */
function planned({ central, other }: { readonly central: Side; readonly other: Side }) {
  const line = ({ wanted }: Side) => [
    aDeclaredSubscription({ key: 'office', product: premium, seats: wanted }),
  ]
  const living = (id: string, { now }: Side) =>
    now === undefined ? [] : [{ id, name: 'office', product: premium, seats: now }]
  const item = { product: premium, commerce: 'nce', maximumSeats: seats(300) } as const
  return aPlan({
    desired: aDesired({
      partners: [aPartner(), aPartner({ name: italy })],
      customers: [
        aCustomer({ subscriptions: line(central) }),
        aCustomer({ partner: italy, subscriptions: line(other) }),
      ],
      consolidations: [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({ subscriptions: living('t-1', central) }),
        aCustomerActual({ partner: italy, subscriptions: living('s-1', other) }),
      ],
      catalogue: [onSale('IT', anItem(item)), { ...onSale('IT', anItem(item)), partner: italy }],
    }),
  })
}

describe('documents of two accounts that do not fit together', () => {
  // Each was red: one account bought, and the other was refused (403/800088) in the same apply.
  test.each<[string, Side, Side, string]>([
    ['purchases', { wanted: 200 }, { wanted: 150 }, 'has 0, and 350 more are declared'],
    ['increases', { wanted: 160, now: 140 }, { wanted: 160, now: 140 }, 'has 280, and 40 more are declared'],
  ])('stop both: %s', (_, central, other, counted) => {
    const plan = planned({ central, other })
    expect(actionLines(plan)).toEqual([])
    expect(plan.customers.map(one => one.blockedBy.map(found => found.code))).toEqual([
      ['PLAN.SEAT_POOL_FULL'],
      ['PLAN.SEAT_POOL_FULL'],
    ])
    expect(plan.customers[0]?.blockedBy[0]?.detail).toContain(`${counted} under central and italy together;`)
  })

  test('and are carried out where they do', () => {
    expect(actionLines(planned({ central: { wanted: 160 }, other: { wanted: 140 } }))).toEqual([
      'create office 160 central',
      'create office 140 italy',
    ])
  })

  test('one account that has as many as it wants takes nothing more', () => {
    expect(actionLines(planned({ central: { wanted: 200, now: 200 }, other: { wanted: 100 } }))).toEqual([
      'create office 100 italy',
    ])
  })
})
