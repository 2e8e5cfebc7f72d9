/** T32: the most seats of one customer count over all its subscriptions and all partners, for purchases and for more seats. */
import { describe, expect, test } from 'vitest'
import { instant, productKey, seats } from '../../../../engine/model/ids.ts'
import type { Beside } from '../../../../engine/model/live.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  aLiveSubscription,
  anActual,
  anItem,
  aPartner,
  aPlan,
  italy,
  onSale,
  premium,
  present,
  tenant,
  unknown,
} from '../../../support/builders/index.ts'
import { actionLines, findingCodes } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

const limited = (maximum = 300) => [
  onSale(
    'IT',
    anItem({ product: premium, maximumSeats: seats(maximum), terms: [{ term: 'P1Y', billing: 'monthly' }] }),
  ),
]
const line = (key: string, count: number) => ({ key, product: premium, seats: count })
const living = (id: string, count: number) => ({ id, product: premium, name: id, seats: count })

const pooled = (story: Story) => {
  const plan = planned({ italy: [], catalogue: limited(), consolidation: { from: [] }, ...story })
  return [actionLines(plan), findingCodes(plan).filter(code => code.startsWith('SEAT'))]
}

describe('seats of one customer', () => {
  test('are bought up to the maximum, together', () => {
    expect(pooled({ declared: [line('a', 220), line('b', 80)] })).toEqual([
      ['create a 220 central', 'create b 80 central'],
      ['SEAT_POOL_NEAR nothing', 'SEAT_POOL_NEAR nothing'],
    ])
  })

  test('beyond it are not bought, beside what is there', () => {
    const story = { declared: [line('a', 200), line('b', 150)], living: [living('a', 200)] }
    expect(pooled(story)).toEqual([[], ['SEAT_POOL_FULL customer']])
  })

  test('are not made more beyond it', () => {
    const story = { declared: [line('a', 205), line('b', 100)], living: [living('a', 200), living('b', 100)] }
    expect(pooled(story)).toEqual([[], ['SEAT_POOL_FULL customer']])
  })

  test('count in an extension too, which has an item of its own', () => {
    const extended = {
      ...living('x', 150),
      product: productKey('CFQ7TTC0LCHC:1002'),
      term: 'P1M',
      termEndAction: 'extend' as const,
    }
    expect(pooled({ italy: [extended], declared: [line('a', 200)] })).toEqual([
      [],
      ['SEAT_POOL_FULL customer'],
    ])
  })

  test('are counted beyond what a transfer brings, and not for what it brings', () => {
    const moved = (count: number) => {
      const source = [living('s-1', 290)]
      const plan = planned({ italy: source, declared: [line('a', count)], catalogue: limited() })
      return [actionLines(plan)[0], findingCodes(plan).filter(code => code.startsWith('SEAT'))]
    }
    expect(moved(290)).toEqual(['transfer s-1 italy→central', []])
    expect(moved(310)).toEqual([undefined, ['SEAT_POOL_FULL customer']])
  })

  test('are silent far below it', () => {
    expect(pooled({ declared: [line('a', 20)] })).toEqual([['create a 20 central'], []])
  })

  test('need room for both copies when they are bought again beside a source, and none when they are transferred', () => {
    const source = { ...living('s-1', 200), cancellableUntil: instant('2026-12-10T00:00:00Z') }
    const again = {
      italy: [source],
      declared: [line('a', 200)],
      consolidation: {
        methods: [
          {
            when: { commerce: 'nce' as const },
            method: 'repurchase' as const,
            acceptOverlap: null,
            at: { file: 'c.yaml', line: 1, column: 1, end: { line: 1, column: 2 } },
          },
        ],
      },
    }
    const [, found] = pooled(again as never)
    expect(found).toEqual(['SEAT_POOL_FULL customer'])
    const moved = planned({ italy: [source], declared: [line('a', 200)], catalogue: limited() })
    expect(actionLines(moved)[0]).toBe('transfer s-1 italy→central')
  })
})

describe('seats of other accounts of the workspace, without a consolidation', () => {
  function raised(count: number, beside: Beside['subscriptions'], nextTerm?: number) {
    const plan = aPlan({
      desired: aDesired({
        partners: [aPartner()],
        customers: [
          aCustomer({
            subscriptions: [
              aDeclaredSubscription({
                ...line('a', count),
                ...(nextTerm !== undefined && { nextTerm: { seats: seats(nextTerm) } }),
              }),
            ],
          }),
        ],
        consolidations: [],
      }),
      actual: anActual({
        customers: [aCustomerActual({ subscriptions: [living('a', 150)] })],
        catalogue: limited(),
        beside: [{ partner: italy, tenant: tenant(), subscriptions: beside }],
      }),
    })
    return [actionLines(plan), findingCodes(plan), plan.findings.map(entry => entry.detail)]
  }
  const there = (count: number, facts = {}) =>
    present([aLiveSubscription({ ...living('i', count), partner: italy, ...facts })])

  test('count, suspended ones too', () => {
    expect(raised(200, there(150))).toEqual([
      [],
      ['SEAT_POOL_FULL line'],
      [
        'Microsoft 365 Business Premium is sold to 300 seats a customer, over all its subscriptions and partners: Panificio Rossi has 300 under central and italy, and 50 more are declared; 0 can be added at most, fewer where other partners have sold some. The service would answer 403/800088.',
      ],
    ])
    expect(raised(200, there(150, { status: 'suspended' }))[1]).toEqual(['SEAT_POOL_FULL line'])
    expect(raised(200, there(20))[0]).toEqual(['seats a 150→200 central'])
  })

  test('count for a next term as well', () => {
    expect(raised(150, there(150), 200).slice(0, 2)).toEqual([[], ['SEAT_POOL_FULL line']])
    expect(raised(150, there(20), 200)[1]).toEqual([])
  })

  test('that could not be read are said to be unknown', () => {
    const [actions, codes, [detail]] = raised(200, unknown) as [string[], string[], string[]]
    expect([actions, codes]).toEqual([['seats a 150→200 central'], ['SEAT_POOL_NEAR nothing']])
    expect(detail).toContain('and what italy has sold could not be read')
  })
})

describe('T37: the credit limit of the account', () => {
  const bought = { declared: [line('a', 20), line('b', 30)], consolidation: { from: [] }, italy: [] }
  const about = (story: Story) =>
    planned({ ...bought, catalogue: limited(), ...story })
      .findings.filter(found => found.code === 'PLAN.CREDIT_LIMIT')
      .map(found => found.detail)
  const limit = (currency: string, amount: string) =>
    ({ central: { creditLimit: [{ currency, amount }] } }) as never as Story

  test('that the plan would run into half-way is said with the line at which it happens', () => {
    // 18.60 × 12 × 20 = 4464.00, and 6696.00 for the other.
    expect(about(limit('EUR', '5000'))).toEqual([
      'central has a credit limit of EUR 5000, and this plan commits EUR 11160.00: it would be reached at `b` of Panificio Rossi, and what comes after is refused (403/800069); what is used of it already cannot be read. Plan fewer customers at once, or have the limit raised first.',
    ])
  })

  test('that is far is not mentioned, and one in another currency is said to be no measure', () => {
    expect(about(limit('EUR', '11160'))).toEqual([])
    expect(about(limit('USD', '250000'))[0]).toContain(
      'commits EUR 11160.00, which cannot be held against it',
    )
  })
})
