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
  aLeftBehind,
  anActual,
  aPlan,
  aRule,
  italy,
  premium,
  tenant,
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

/**
 * Limits on how much one apply may touch are about what cannot be undone, so they hold for the end of a pair too (T11 names expiry, windows and overlap alone). Was red:
 * nothing said that those who wait for it are charged on both sides, nor how to go on with them.
 */
describe('how much one apply may touch', () => {
  const both = [tenant(1), tenant(2)]
  const said = (limit: Limit, half: number) => {
    const plan = aPlan({
      desired: aDesired({
        customers: both.map(one =>
          aCustomer({
            tenant: one,
            domain: `${one}.example`,
            subscriptions: [aDeclaredSubscription()],
          }),
        ),
        consolidations: [aConsolidation({ from: [italy] })],
        policies: [aRule({ limits: [limit] })],
      }),
      actual: anActual({
        customers: both.flatMap((one, at) => [
          aCustomerActual({
            tenant: one,
            domain: `${one}.example`,
            subscriptions: at < half ? [{ id: `t-${at}`, name: 'mail' }] : [],
          }),
          aCustomerActual({
            tenant: one,
            domain: `${one}.example`,
            partner: italy,
            subscriptions: [{ id: `s-${at}` }],
          }),
        ]),
      }),
    })
    return plan.findings.flatMap(({ blocks, detail, remedies }) =>
      blocks === 'run'
        ? [[detail, remedies.map(remedy => ('command' in remedy ? remedy.command : remedy.kind))]]
        : [],
    )
  }

  test('counts who is bought for already, says so, and says how to go on with them first', () => {
    const first = `tenantform plan --target ${tenant(1)} --out FILE`
    expect(said({ kind: 'customersOver', count: 1 }, 1)).toEqual([
      [
        'guards/overlap-zero (customersOver): 2 customers are touched, 1 of them to finish what is bought for already; the limit is 1.',
        [first, 'edit'],
      ],
    ])
    expect(said({ kind: 'irreversibleOver', count: 1 }, 2)).toEqual([
      [
        'guards/overlap-zero (irreversibleOver): 2 irreversible actions, 2 of them to finish what is bought for already; the limit is 1.',
        [first, 'edit'],
      ],
    ])
    expect(said({ kind: 'customersOver', count: 1 }, 0)).toEqual([
      ['guards/overlap-zero (customersOver): 2 customers are touched; the limit is 1.', [first, 'edit']],
    ])
  })
})

/** Was red: where days are unknown a price list was asked for, which says nothing about days; and nobody said how the line is written that lets it pass. */
test('a customer for whom something is still to be bought, whose days on both sides are too many, is told the line that lets it be finished', () => {
  const twin = aLeftBehind()
  const plan = aPlan({
    desired: aDesired({
      customers: [
        aCustomer({
          subscriptions: [aDeclaredSubscription(), aDeclaredSubscription({ key: 'more', product: premium })],
        }),
      ],
      consolidations: [aConsolidation({ from: [italy], leave: [twin] })],
      policies: [aRule({ limits: [{ kind: 'overlapDaysOver', days: 0 }] })],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({ subscriptions: [{ id: 't-1', name: 'mail' }] }),
        aCustomerActual({ partner: italy, subscriptions: [{ id: 's-1' }] }),
      ],
    }),
  })
  expect(
    plan.findings.flatMap(({ blocks, code, remedies }) => (blocks === 'run' ? [[code, remedies]] : [])),
  ).toEqual([
    [
      'PLAN.POLICY_UNDECIDED',
      [
        {
          kind: 'edit',
          what: "change the documents, or write a dated exception into the Workspace document (`exceptions:`), with `rule: guards/overlap-zero` and as `scope:` the customer's tenant id",
        },
      ],
    ],
  ])
})
