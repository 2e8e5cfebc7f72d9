/**
 * Policies beside a customer who was bought for and whose sources still run: what was bought half-way is counted once. Red: the twin counted beside its
 * source, so a second purchase of the product was no growth, and finishing a move with fewer seats was declined where the whole move had passed.
 */
import { describe, expect, test } from 'vitest'
import type { Limit } from '../../../engine/model/desired.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  aRule,
  italy,
} from '../../support/builders/index.ts'
import { interruptedAfter } from '../../support/half-way.ts'
import { carriedOut } from '../../support/simulate.ts'

/** Ten seats run in Italy; lines of so many seats are declared. */
function world(lines: readonly number[], limits: readonly Limit[] = [], isFewer = false) {
  const subscriptions = lines.map((count, at) =>
    aDeclaredSubscription({
      key: `line-${at}`,
      friendlyName: `line-${at}`,
      seats: count,
      ...(isFewer && { fewerSeatsAcknowledged: true }),
      ...(lines.length > 1 && { anotherAcknowledged: true }),
    }),
  )
  return {
    desired: aDesired({
      customers: [aCustomer({ subscriptions })],
      consolidations: [aConsolidation({ from: [italy] })],
      policies: limits.length === 0 ? [] : [aRule({ limits })],
    }),
    actual: anActual({
      customers: [
        aCustomerActual(),
        aCustomerActual({ partner: italy, subscriptions: [{ id: 's-1', seats: 10 }] }),
      ],
    }),
  }
}

function declined(plan: ReturnType<typeof aPlan>): readonly string[] {
  return plan.findings.filter(({ blocks }) => blocks === 'run').map(({ detail = '' }) => detail)
}

function halfWayThrough(
  lines: readonly number[],
  limits: readonly Limit[],
  { isFewer = false, count = 1 } = {},
) {
  const free = world(lines, [], isFewer)
  const plan = aPlan(free)
  expect(plan.actions[0]?.kind).toBe('subscription.create')
  const { desired } = world(lines, limits, isFewer)
  return {
    whole: aPlan({ ...free, desired }),
    rest: aPlan({
      desired,
      actual: carriedOut(free.actual, plan, count),
      halfWay: interruptedAfter(plan, count),
    }),
  }
}

describe('growth', () => {
  const limits: readonly Limit[] = [{ kind: 'increasePercentOver', percent: 50 }]

  test('of which half was bought is as much growth as the whole', () => {
    const { whole, rest } = halfWayThrough([12, 13], limits)
    expect([declined(whole).length, declined(rest).length]).toEqual([1, 1])
    expect(declined(rest)[0]).toContain('goes from 10 seats on all sides to 25, more than 50 % up')
  })

  test('that is none stays none', () => {
    const { whole, rest } = halfWayThrough([5, 5], limits)
    expect([declined(whole), declined(rest)]).toEqual([[], []])
  })
})

/** Was red: a twin of which a person took seats could not be given them back, and both sides were charged on. */
describe('seats that are added to what lives on the target', () => {
  const limits: readonly Limit[] = [{ kind: 'increasePercentOver', percent: 25 }]
  const withTwin = (seats: number, declared: number) => {
    const { desired, actual } = world([declared], limits)
    return declined(
      aPlan({
        desired,
        actual: {
          ...actual,
          customers: [
            aCustomerActual({ subscriptions: [{ id: 't-1', name: 'line-0', seats }] }),
            ...actual.customers.slice(1),
          ],
        },
      }),
    )
  }

  test('are backed by the source that is switched off', () => {
    expect([withTwin(3, 10), withTwin(8, 18)]).toEqual([[], []])
  })

  test('are growth beyond what both sides had', () => {
    expect(withTwin(8, 23).map(detail => detail.split(',')[0])).toEqual([
      'guards/overlap-zero (increasePercentOver): Exchange Online (Plan 1) goes from 18 seats on all sides to 23',
    ])
  })
})

describe('fewer seats, as acknowledged,', () => {
  test('that the policy let pass as a whole may be finished', () => {
    const limits: readonly Limit[] = [{ kind: 'decreasePercentOver', percent: 60 }]
    const { whole, rest } = halfWayThrough([5], limits, { isFewer: true })
    expect([declined(whole), declined(rest)]).toEqual([[], []])
    expect(rest.actions.map(({ kind }) => kind)).toEqual(['gate.customer', 'subscription.suspend'])
  })

  test('that it declines as a whole are declined half-way too', () => {
    const limits: readonly Limit[] = [{ kind: 'decreasePercentOver', percent: 40 }]
    const { whole, rest } = halfWayThrough([5], limits, { isFewer: true })
    expect([declined(whole).length, declined(rest).length]).toEqual([1, 1])
    expect(declined(rest)[0]).toContain('goes from 10 seats on all sides to 5')
  })
})

test.each<[string, Limit]>([
  ['days charged twice', { kind: 'overlapDaysOver', days: 0 }],
  ['money charged twice', { kind: 'moneyAtRiskOver', caps: [] }],
  ['commitments', { kind: 'committedOver', caps: [] }],
  ['free days', { kind: 'freeze', windows: [{ from: '2026-12-01', to: '2026-12-31' }] as never }],
  ['growth', { kind: 'increasePercentOver', percent: 0 }],
])('no policy about %s keeps the source of who is bought for from being switched off', (_, limit) => {
  const { rest } = halfWayThrough([10], [limit])
  expect([declined(rest), rest.actions.map(({ kind }) => kind)]).toEqual([
    [],
    ['gate.customer', 'subscription.suspend'],
  ])
})
