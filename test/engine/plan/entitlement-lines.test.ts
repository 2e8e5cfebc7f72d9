/** What a customer has in the sources that is no subscription is listed as `manual`, with its value and its end, and never written. */
import { describe, expect, test } from 'vitest'
import { planText } from '../../../cmd/report/plan/plan-text.ts'
import { instant, seats } from '../../../engine/model/ids.ts'
import type { Entitlement } from '../../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  italy,
  present,
  unknown,
} from '../../support/builders/index.ts'
import { actionLines, findingCodes } from '../../support/plan-shape.ts'

const reservation: Entitlement = {
  kind: 'reservation',
  product: 'DZH318Z0BQ3Q:00JT',
  order: 'o-reserved',
  quantity: seats(2),
  endsAt: instant('2028-03-14T00:00:00Z'),
}
const perpetual: Entitlement = {
  kind: 'software',
  product: 'DG7GMGF0D7HV:0001',
  order: null,
  quantity: null,
  endsAt: null,
}

/** Mail that moves, beside these. */
function planned(entitlements: readonly Entitlement[] | typeof unknown) {
  return aPlan({
    desired: aDesired({
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription()] })],
      consolidations: [aConsolidation()],
    }),
    actual: anActual({
      customers: [
        aCustomerActual(),
        {
          ...aCustomerActual({ partner: italy, subscriptions: [{ order: 'o-mail' }] }),
          entitlements: 'kind' in entitlements ? entitlements : present(entitlements),
        },
      ],
    }),
  })
}

const moved = ['create mail 5 central', 'gate', 'suspend s-1 italy']
const ofEntitlements = (entitlements: readonly Entitlement[]) =>
  planned(entitlements).customers[0]?.sources.filter(line => line.subscription !== 's-1')

describe('a reservation', () => {
  test('is a line of its own to be handled by hand, and moves nothing', () => {
    // Was red: nothing read them, and the customer counted as moved.
    expect(ofEntitlements([reservation])).toEqual([
      {
        partner: 'italy',
        subscription: 'o-reserved',
        product: 'DZH318Z0BQ3Q:00JT',
        productName: 'reservation DZH318Z0BQ3Q:00JT',
        name: 'reservation',
        commerce: 'nce',
        status: 'active',
        seats: 2,
        method: 'manual',
        gated: false,
        action: null,
        billedUntil: '2028-03-14',
        money: { kind: 'unknown', why: 'not in the price list' },
        note: 'reservation, no subscription: to be handled by hand',
      },
    ])
    expect(actionLines(planned([reservation]))).toEqual(moved)
    expect(planText(planned([reservation]), { columns: 300, colour: false })).toMatch(
      /\? manual +reservation DZH318Z0BQ3Q:00JT +2 seats +italy +active · reservation, no subscription: to be handled by hand · billed to 2028-03-14/,
    )
  })

  test('that has ended, or is a subscription of the list too, is none', () => {
    const [over, today] = ['2026-12-06T00:00:00Z', '2026-12-07T00:00:00Z'].map(day => ({
      ...reservation,
      endsAt: instant(day),
    }))
    expect(ofEntitlements([over ?? reservation, { ...reservation, order: 'o-mail' }])).toEqual([])
    expect(ofEntitlements([today ?? reservation])).toHaveLength(1)
  })
})

test('perpetual software is known by its product where no order is named, and has no end', () => {
  expect(
    ofEntitlements([perpetual])?.map(({ subscription, seats: count, billedUntil, method }) => [
      subscription,
      count,
      billedUntil,
      method,
    ]),
  ).toEqual([['dg7gmgf0d7hv:0001', null, null, 'manual']])
})

test('they stand in the order of their ids, whatever the order of the answer', () => {
  const ids = (list: readonly Entitlement[]) => ofEntitlements(list)?.map(line => line.subscription)
  expect(ids([reservation, perpetual])).toEqual(['dg7gmgf0d7hv:0001', 'o-reserved'])
  expect(ids([perpetual, reservation])).toEqual(['dg7gmgf0d7hv:0001', 'o-reserved'])
})

test('a list that gave no answer is said, and stops nothing (T31)', () => {
  const plan = planned(unknown)
  expect(actionLines(plan)).toEqual(moved)
  expect(findingCodes(plan)).toEqual(['UNKNOWN_READ nothing'])
  expect(plan.findings[0]?.detail).toBe(
    'Whether Panificio Rossi has reservations or software under italy is unknown: the service gave no answer.',
  )
})
