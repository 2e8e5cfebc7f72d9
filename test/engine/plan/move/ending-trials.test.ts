/** Trials of a source: told to cancel only where they would become paid subscriptions, with the money that it saves. */
import { describe, expect, test } from 'vitest'
import { instant, productKey, seats } from '../../../../engine/model/ids.ts'
import {
  absent,
  aPrice,
  type LiveSubscriptionFacts,
  mailNce,
  premium,
} from '../../../support/builders/index.ts'
import { actionLines, states } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

const trial: LiveSubscriptionFacts = {
  product: productKey(premium),
  trial: true,
  term: 'P1M',
  seats: 25,
  boughtAt: instant('2026-11-20T09:00:00Z'),
  termEndsAt: instant('2026-12-19T23:59:59Z'),
  nextTerm: {
    seats: seats(25),
    product: null,
    term: 'P1Y',
    billing: 'monthly',
    endsOn: null,
    promotion: null,
  },
}

const prices = [aPrice({ product: premium, term: 'P1Y', price: '18.60' })]

const withTrial = (facts: LiveSubscriptionFacts = {}, story: Story = {}) =>
  planned({ italy: [{ ...trial, ...facts }], declared: [], source: { prices }, ...story })

describe('a trial of new commerce', () => {
  test('that would renew is told to cancel, and says what that saves', () => {
    const plan = withTrial()
    expect(actionLines(plan)).toEqual([`renewal s-1 renews 25 ${premium}→cancels italy`])
    expect(plan.actions[0]).toMatchObject({
      because: { kind: 'trial is not carried over' },
      effect: {
        method: 'drop',
        date: '2026-12-20',
        reducesService: true,
        termEnd: {
          otherwise: {
            outcome: 'renews',
            from: '2026-12-20',
            seats: 25,
            perPeriod: { period: 'month', amount: { kind: 'known', amount: '465.00' } },
            commitment: { until: '2027-12-19', total: { kind: 'known', amount: '5580.00' } },
          },
          planned: { outcome: 'cancels', from: '2026-12-20', seats: null },
        },
      },
    })
    expect(plan.customers[0]?.sources[0]?.note).toBe(
      'a trial; becomes a paid subscription of 25 seats on 2026-12-20: EUR 465.00/month, EUR 5580.00 to 2027-12-19, unless it is cancelled: set to cancel at the end of its term',
    )
  })

  test('whose price no one knows is told to cancel all the same', () => {
    const plan = withTrial({}, { source: { prices: null } })
    expect(actionLines(plan)).toHaveLength(1)
    expect(plan.customers[0]?.sources[0]?.note).toContain('unknown (no price list)')
  })

  test.each<[string, LiveSubscriptionFacts]>([
    ['told to cancel', { autoRenew: false, cancelsAtTermEnd: true }],
    ['with auto-renew off', { autoRenew: false }],
  ])('%s ends by itself: nothing is written', (_, facts) => {
    const plan = withTrial(facts)
    expect([actionLines(plan), states(plan)]).toEqual([[], [expect.any(String)]])
    expect(plan.customers[0]?.sources[0]?.note).toBe('a trial; ends on 2026-12-19, never re-created')
  })

  test('of a customer that has not accepted is left alone until it has (T19)', () => {
    const plan = withTrial(
      {},
      { target: { customer: absent, subscriptions: absent }, declared: [{ product: mailNce }] },
    )
    expect(actionLines(plan)).toEqual([])
  })
})
