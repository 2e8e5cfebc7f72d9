/** What is bought beside a source that goes on being charged: announced in days and money, and judged by policies. */
import { describe, expect, test } from 'vitest'
import type { Limit } from '../../../../engine/model/desired.ts'
import { currency, decimal, instant } from '../../../../engine/model/ids.ts'
import { overlapMoneyOf } from '../../../../engine/plan/summary.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLeftBehind,
  aMapping,
  aMethodRule,
  anActual,
  aPlan,
  aPrice,
  aRule,
  italy,
  type LiveSubscriptionFacts,
  mail,
  mailNce,
  premium,
} from '../../../support/builders/index.ts'
import { planned, type Story } from '../../../support/story.ts'

const suspended: LiveSubscriptionFacts = {
  product: premium,
  seats: 10,
  status: 'suspended',
  autoRenew: false,
  boughtAt: instant('2025-12-31T00:00:00Z'),
  termEndsAt: instant('2026-12-30T23:59:59Z'),
}

function overlapOf(story: Story) {
  const create = planned(story).actions.find(action => action.kind === 'subscription.create')
  return create?.kind === 'subscription.create' ? create.effect.overlap : 'nothing is bought'
}
const euro = (amount: string) => ({ kind: 'known', amount, currency: 'EUR' })

describe('a purchase', () => {
  test('beside new commerce that was suspended by hand says what that still costs to the end of its term', () => {
    const plan = planned({ declared: [{ product: premium, seats: 10 }], italy: [suspended] })
    // 7 to 30 December are 24 days of a period of 31: 18.60 × 10 × 24 ÷ 31.
    expect(plan.actions.flatMap(overlapMoneyOf)).toEqual([euro('144.00')])
    expect(plan.summary.atRisk.known).toEqual([{ currency: 'EUR', amount: '144.00' }])
    expect(overlapOf({ declared: [{ product: premium, seats: 10 }], italy: [suspended] })).toEqual({
      days: 24,
      money: euro('144.00'),
      perDay: euro('6.00'),
    })
  })

  test('beside a source that was told to cancel before counts as one that is told now, and a cap judges it', () => {
    const price = { product: premium, term: 'P1Y', price: '21.97' }
    const source: LiveSubscriptionFacts = {
      product: premium,
      seats: 7,
      boughtAt: instant('2026-02-20T00:00:00Z'),
      termEndsAt: instant('2027-02-19T23:59:59Z'),
      chargedUntil: instant('2026-12-19T23:59:59Z'),
    }
    const accepted = [{ currency: currency('EUR'), amount: decimal('1000') }]
    const of = (facts: LiveSubscriptionFacts) =>
      planned({
        declared: [{ product: premium, seats: 7 }],
        italy: [{ ...source, ...facts }],
        central: { prices: [aPrice(price)] },
        source: { prices: [aPrice(price)] },
        consolidation: { methods: [aMethodRule({ acceptOverlap: accepted })] },
      })
    const [told, stillToCancel] = [of({ cancelsAtTermEnd: true, autoRenew: false }), of({})]
    // 7 to 19 December: 21.97 × 13 ÷ 30 = 9.52; two whole months; (9.52 + 21.97 + 21.97) × 7.
    const atRisk = { known: [{ currency: 'EUR', amount: '374.22' }], unknown: 0 }
    expect([told.summary.atRisk, stillToCancel.summary.atRisk]).toEqual([atRisk, atRisk])
    expect(
      told.actions.map(action => [action.kind, 'effect' in action ? action.effect.overlap?.days : null]),
    ).toEqual([['subscription.create', 75]])
  })

  test('in the legacy twin of it says the same', () => {
    const twin = { ...suspended, product: mailNce }
    expect(
      overlapOf({ declared: [{ product: mail }], italy: [twin], consolidation: { map: [aMapping()] } }),
    ).toMatchObject({ days: 24 })
    expect(overlapOf({ declared: [{ product: mail }], italy: [twin] })).toBeUndefined()
  })

  test('beside a line that a rule leaves to people says that nobody knows until when', () => {
    const consolidation = { methods: [aMethodRule({ method: 'manual' })] }
    expect(overlapOf({ consolidation })).toEqual({
      days: null,
      money: { kind: 'unknown', why: 'no end known' },
      perDay: euro('0.58'),
    })
  })

  test.each([
    ['is not known when it ends', { ...suspended, termEndsAt: null }, { days: null }],
    ['has ended', { ...suspended, termEndsAt: instant('2026-12-06T23:59:59Z') }, undefined],
    ['was legacy, which costs nothing while it is off', { ...suspended, product: mail }, undefined],
    ['was a trial', { ...suspended, trial: true }, undefined],
    ['is expired', { ...suspended, status: 'expired' as const }, undefined],
  ])('beside one that %s says so, or nothing', (_, source, expected) => {
    const found = overlapOf({ declared: [{ product: source.product ?? mail, seats: 10 }], italy: [source] })
    if (expected === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(expected)
  })

  test('of the same product in two lines says it once', () => {
    const plan = planned({
      declared: [
        { key: 'a', product: premium, seats: 5 },
        { key: 'b', product: premium, seats: 5 },
      ],
      italy: [suspended],
    })
    expect(plan.actions.flatMap(overlapMoneyOf)).toEqual([euro('144.00')])
  })

  test('beside what is transferred on the same day says that day, and beside what runs out its term', () => {
    const declared = [
      { key: 'a', product: premium, seats: 10 },
      { key: 'b', product: premium, seats: 2 },
    ]
    const source = { ...suspended, status: 'active' as const, autoRenew: true }
    expect(overlapOf({ declared, italy: [source] })).toEqual({
      days: 1,
      money: euro('6.00'),
      perDay: euro('6.00'),
    })
    const lapse = { methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'lapse' })] }
    expect(overlapOf({ declared, italy: [source], consolidation: lapse })).toMatchObject({ days: 24 })
    // Lines that share the seats of one source wait for it together: none of them is bought beside it.
    const shared = declared.map(line => ({ ...line, seats: 5 }))
    expect(overlapOf({ declared: shared, italy: [source], consolidation: lapse })).toBe('nothing is bought')
  })

  test('beside what is left on purpose is charged on both sides all the same, for nobody knows how long (T27)', () => {
    // Was red: EUR 0.00 at risk, and from that day on both were charged.
    const left = (facts: LiveSubscriptionFacts) =>
      overlapOf({
        italy: [{}, { id: 's-2', ...facts }],
        consolidation: { leave: [aLeftBehind({ subscription: 's-2' as never })] },
      })
    expect(left({})).toEqual({
      days: null,
      money: { kind: 'unknown', why: 'no end known' },
      perDay: euro('0.58'),
    })
    expect(left({ status: 'suspended' })).toBeUndefined()
    expect(left({ trial: true })).toBeUndefined()
  })
})

describe('policies', () => {
  const said = (limit: Limit, source: LiveSubscriptionFacts) =>
    aPlan({
      desired: aDesired({
        customers: [
          aCustomer({ subscriptions: [aDeclaredSubscription({ product: source.product ?? mail })] }),
        ],
        consolidations: [aConsolidation()],
        policies: [aRule({ limits: [limit] })],
      }),
      actual: anActual({
        customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [source] })],
      }),
    })
      .findings.filter(found => found.blocks === 'run')
      .map(found => found.detail)
  const cap = (amount: string): Limit => ({
    kind: 'moneyAtRiskOver',
    caps: [{ currency: currency('EUR'), amount: decimal(amount) }],
  })

  test('count those days and that money', () => {
    expect(said({ kind: 'overlapDaysOver', days: 24 }, suspended)).toEqual([])
    expect(said({ kind: 'overlapDaysOver', days: 23 }, suspended)).toEqual([
      'guards/overlap-zero (overlapDaysOver): Microsoft 365 Business Premium is charged on both sides for 24 days; the limit is 23.',
    ])
    expect(said(cap('144'), suspended)).toEqual([])
    expect(said(cap('143.99'), suspended)).toEqual([
      'guards/overlap-zero (moneyAtRiskOver): money at risk is EUR 144.00; the limit is EUR 143.99.',
    ])
  })

  test('cannot be judged, and so forbid, where the days are not known', () => {
    const unending = { ...suspended, termEndsAt: null }
    expect(said({ kind: 'overlapDaysOver', days: 999 }, unending)).toEqual([
      'guards/overlap-zero (overlapDaysOver): Microsoft 365 Business Premium is charged on both sides, and for how many days is unknown.',
    ])
    expect(said(cap('99999'), unending)).toEqual([
      'guards/overlap-zero (moneyAtRiskOver): money at risk is unknown for 1 action.',
    ])
  })

  test('nor where nobody knows since when a twin stands beside its source', () => {
    const plan = planned({
      declared: [{}, { key: 'more', product: premium }],
      living: [{ id: 't-1', name: 'mail', boughtAt: null }],
    })
    const off = plan.actions.find(action => action.kind === 'subscription.suspend')
    expect(off?.kind === 'subscription.suspend' && off.effect.overlap).toMatchObject({
      days: null,
      money: { kind: 'unknown', why: 'purchase day unknown' },
    })
  })
})
