import { describe, expect, test } from 'vitest'
import { indexActual } from '../../../engine/model/actual-index.ts'
import { instant, seats, subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import type { Check } from '../../../engine/plan/check.ts'
import { holds } from '../../../engine/plan/checks.ts'
import {
  absent,
  aCustomerActual,
  anActual,
  type CustomerActualFacts,
  central,
  mail,
  tenant,
  unknown,
} from '../../support/builders/index.ts'

const at = { partner: central, customer: tenant() }

function judged(check: Check, facts: CustomerActualFacts = {}, now = '2026-12-07T23:59:59Z') {
  return holds(check, indexActual(anActual({ customers: [aCustomerActual(facts)] })), instant(now))
}

const is = (facts: Partial<Extract<Check, { kind: 'subscription is' }>> = {}): Check => ({
  kind: 'subscription is',
  ...at,
  subscription: subscriptionId('s-1'),
  status: 'active',
  seats: seats(5),
  ...facts,
})

describe('a check holds or not, by what was read', () => {
  test('subscription is: status, and seats and name where they are given', () => {
    const one = { subscriptions: [{}] }
    expect([judged(is(), one), judged(is({ seats: null }), one), judged(is({ name: 'Posta' }), one)]).toEqual(
      ['yes', 'yes', 'yes'],
    )
    expect([
      judged(is({ status: 'suspended' }), one),
      judged(is({ seats: seats(6) }), one),
      judged(is({ name: 'x' }), one),
    ]).toEqual(['no', 'no', 'no'])
    expect(judged(is(), {})).toBe('no')
  })

  test('new subscription lives: one that was not there, with product, name, seats and terms', () => {
    const check: Check = {
      kind: 'new subscription lives',
      ...at,
      product: mail,
      name: 'mail',
      seats: seats(5),
      term: null,
      billing: 'monthly',
      notAmong: [subscriptionId('old')],
    }
    expect(judged(check, { subscriptions: [{ id: 'new', name: 'mail' }] })).toBe('yes')
    expect(judged(check, { subscriptions: [{ id: 'new', name: 'mail', billing: null }] })).toBe('yes')
    for (const other of [
      { id: 'old', name: 'mail' },
      { id: 'new' },
      { id: 'new', name: 'mail', seats: 6 },
      { id: 'new', name: 'mail', status: 'pending' as const },
      { id: 'new', name: 'mail', billing: 'annual' as const },
    ])
      expect(judged(check, { subscriptions: [other] })).toBe('no')
  })

  test('seats at least: active ones of the product, summed', () => {
    const check = (count: number): Check => ({
      kind: 'seats at least',
      ...at,
      product: mail,
      seats: seats(count),
    })
    const subscriptions = [
      {},
      { id: 's-2', seats: 7 },
      { id: 's-3', seats: 50, status: 'suspended' as const },
    ]
    expect([judged(check(12), { subscriptions }), judged(check(13), { subscriptions })]).toEqual([
      'yes',
      'no',
    ])
  })

  test('no other active subscription: what the plan knew may be off by now, others may not be on', () => {
    const check: Check = { kind: 'no other active subscription', ...at, known: [subscriptionId('s-1')] }
    expect(judged(check, { subscriptions: [{}] })).toBe('yes')
    expect(judged(check, { subscriptions: [{ status: 'suspended' }] })).toBe('yes')
    expect(judged(check, { subscriptions: [{}, { id: 's-2' }] })).toBe('no')
    expect(judged(check, { subscriptions: [{}, { id: 's-2', status: 'deleted' }] })).toBe('yes')
    for (const status of ['pending', 'unknown:frozen'] as const)
      expect(judged(check, { subscriptions: [{}, { id: 's-2', status }] })).toBe('no')
  })

  test('sold: purchasable, in these terms, in so many seats', () => {
    const check = (facts: Partial<Extract<Check, { kind: 'sold' }>> = {}): Check => ({
      kind: 'sold',
      partner: central,
      market: 'IT',
      product: mail,
      term: null,
      billing: 'monthly',
      seats: seats(5),
      ...facts,
    })
    expect(judged(check())).toBe('yes')
    expect([
      judged(check({ seats: seats(301) })),
      judged(check({ billing: 'triennial' })),
      judged(check({ term: 'P1Y' })),
    ]).toEqual(['no', 'no', 'no'])
    expect(judged(check({ market: 'AT' }))).toBe('unknown')
  })

  test('day is: the UTC day of the instant', () => {
    const check: Check = { kind: 'day is', day: utcDate('2026-12-07') }
    expect([judged(check), judged(check, {}, '2026-12-08T00:00:00Z')]).toEqual(['yes', 'no'])
  })

  test('customer accepted, agreement present', () => {
    const accepted: Check = { kind: 'customer accepted', ...at }
    const agreement: Check = { kind: 'agreement present', ...at }
    expect([judged(accepted), judged(accepted, { customer: absent })]).toEqual(['yes', 'no'])
    expect([judged(agreement), judged(agreement, { agreement: absent })]).toEqual(['yes', 'no'])
  })
})

test('a read that gave no answer is neither yes nor no', () => {
  const silent = { customer: unknown, subscriptions: unknown, agreement: unknown }
  for (const check of [
    is(),
    { kind: 'customer accepted', ...at },
    { kind: 'agreement present', ...at },
    { kind: 'seats at least', ...at, product: mail, seats: seats(1) },
    { kind: 'no other active subscription', ...at, known: [] },
  ] satisfies Check[])
    expect(judged(check, silent), check.kind).toBe('unknown')
  expect(judged({ kind: 'agreement present', ...at }, { agreement: { kind: 'not asked' } })).toBe('unknown')
  expect(judged({ kind: 'customer accepted', partner: central, customer: tenant(9) })).toBe('unknown')
})
