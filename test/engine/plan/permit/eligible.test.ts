/** Checks before any write: may this customer buy that? Each names what it prevents. */

import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../../engine/diagnostic.ts'
import type { AccountReview, Qualification } from '../../../../engine/model/live.ts'
import { readCodes } from '../../../../engine/model/read-codes.ts'
import {
  aMethodRule,
  anItem,
  type CustomerActualFacts,
  type LiveSubscriptionFacts,
  mail,
  onSale,
  premium,
  present,
} from '../../../support/builders/index.ts'
import { actionLines, blockers, findingCodes } from '../../../support/plan-shape.ts'
import { planned } from '../../../support/story.ts'

const unknown = { kind: 'unknown', because: diagnose(readCodes.NOT_READ) } as const

function buying(
  target: CustomerActualFacts,
  item: Parameters<typeof anItem>[0] = {},
  living: readonly LiveSubscriptionFacts[] = [],
) {
  return planned({ target, living, catalogue: [onSale('IT', anItem(item))] })
}

describe('a customer whose account', () => {
  test.each<[AccountReview, string, string]>([
    ['under review', 'ACCOUNT_UNDER_REVIEW', '403/800073'],
    ['not allowed', 'ACCOUNT_NOT_ALLOWED', '403/800075'],
  ])('is %s buys nothing and loses nothing', (account, code, prevented) => {
    const plan = buying({ account: present(account) })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], [code]])
    expect(plan.customers[0]?.blockedBy[0]?.detail).toBe(
      `The account of Panificio Rossi is ${account}, so nothing can be bought for it. The service would answer ${prevented}.`,
    )
  })

  test.each([
    ['allowed', present<AccountReview>('allowed')],
    ['something this version does not know', present<AccountReview>('unknown:frozen')],
    ['not reviewed', { kind: 'absent' } as const],
    ['not told', unknown],
  ])('is %s goes on: the service asks again before it sells anything', (_, account) => {
    expect(blockers(buying({ account }))).toEqual([])
  })
})

describe('a product for education', () => {
  const item = { segment: 'education' } as const
  const qualified = (state: Qualification['state']) => present([{ segment: 'education', state } as const])

  test('is bought for a customer who is approved under this partner', () => {
    expect(actionLines(buying({ qualifications: qualified('approved') }, item))).toContain(
      'create mail 5 central',
    )
  })

  test.each([
    [
      'of another kind',
      present([{ segment: 'nonprofit', state: 'approved' } as const]),
      'has no such qualification',
    ],
    ['missing', present([]), 'has no such qualification'],
    ['denied', qualified('denied'), 'has a qualification that is denied'],
  ])('is not while the qualification is %s', (_, qualifications, words) => {
    const plan = buying({ qualifications }, item)
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['QUALIFICATION_MISSING']])
    expect(plan.customers[0]?.blockedBy[0]?.detail).toBe(
      `Exchange Online (Plan 1) is sold to education customers only; Panificio Rossi ${words} under central. The service would answer 403/800020.`,
    )
  })

  test('is not while Microsoft looks at the request, whatever became of earlier ones', () => {
    const qualifications = present([
      { segment: 'education', state: 'denied' },
      { segment: 'education', state: 'in review' },
    ] as const)
    const plan = buying({ qualifications }, item)
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['QUALIFICATION_IN_REVIEW']])
    expect(plan.customers[0]?.blockedBy[0]?.detail).toBe(
      'Exchange Online (Plan 1) is sold to education customers only; Panificio Rossi has a qualification that is in review under central. The service would answer 403/800020.',
    )
  })

  test('is not while nobody knows', () => {
    expect(blockers(buying({ qualifications: unknown }, item))).toEqual(['UNKNOWN_READ'])
  })
})

describe('a product of which one customer can have one', () => {
  const item = { perCustomer: 1 }

  test('is bought once', () => {
    expect(actionLines(buying({}, item))).toContain('create mail 5 central')
  })

  test('is not bought twice', () => {
    const plan = planned({
      declared: [{}, { key: 'more' }],
      italy: [{}, { id: 's-2' }],
      catalogue: [onSale('IT', anItem(item))],
    })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['LIMIT_REACHED']])
    expect(plan.customers[0]?.blockedBy[0]?.detail).toBe(
      'One customer can have 1 of Exchange Online (Plan 1); Panificio Rossi has none, and 2 more are declared. The service would answer 400/27006.',
    )
  })

  test('is not bought beside a suspended one, but beside one that is deleted', () => {
    const beside = (status: 'suspended' | 'deleted') =>
      planned({
        declared: [{ seats: 5 }, { key: 'more', seats: 5 }],
        italy: [{ id: 's-9' }],
        living: [{ id: 't-1', name: 'mail', status }],
        catalogue: [onSale('IT', anItem({ perCustomer: status === 'deleted' ? 2 : 1 }))],
      })
    expect(blockers(beside('suspended'))).toContain('LIMIT_REACHED')
    expect(blockers(beside('deleted'))).toEqual([])
  })
})

test('what is withdrawn is told apart from what was never sold, each with what it prevents', () => {
  const withdrawn = buying({}, { purchasable: false })
  expect(blockers(withdrawn)).toEqual(['WITHDRAWN'])
  expect(withdrawn.customers[0]?.blockedBy[0]?.detail).toContain('The service would answer 403/2091.')
  const never = planned({
    catalogue: [
      { partner: onSale('IT', anItem()).partner, market: 'IT', product: mail, item: { kind: 'absent' } },
    ],
  })
  expect(blockers(never)).toEqual(['NOT_SOLD'])
  expect(never.customers[0]?.blockedBy[0]?.detail).toContain('The service would answer 400/800070.')
})

test('a promotion that a purchase anew does not keep is told', () => {
  const plan = planned({
    declared: [{ product: premium }],
    italy: [{ product: premium, promotion: 'PROMO-1', cancelsAtTermEnd: true, autoRenew: false }],
    consolidation: { methods: [aMethodRule({ method: 'lapse' })] },
  })
  expect(findingCodes(plan)).toContain('PROMOTION_LOST nothing')
})
