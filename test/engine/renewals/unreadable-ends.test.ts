import { describe, expect, test } from 'vitest'
import { unreadableEnds } from '../../../engine/renewals/unreadable-ends.ts'
import { aLiveSubscription, type LiveSubscriptionFacts, premium } from '../../support/builders/index.ts'

const named = (facts: LiveSubscriptionFacts) =>
  unreadableEnds([
    { row: { name: 'Panificio Rossi' }, subscriptions: [aLiveSubscription({ product: premium, ...facts })] },
  ]).map(({ code }) => code)

describe('a term whose end cannot be read', () => {
  // Was red: in no row, not hidden and not unread; it renewed without anybody having been told.
  test.each<[string, LiveSubscriptionFacts, number]>([
    ['of new commerce', { termEndsAt: null }, 1],
    [
      'of what cannot be read itself',
      { termEndsAt: null, commerce: 'unknown:?', kind: 'unknown:?', term: null },
      1,
    ],
    ['that can be read', {}, 0],
    ['of legacy, which has none', { termEndsAt: null, commerce: 'legacy', term: null }, 0],
    ['of what is bought for good', { termEndsAt: null, kind: 'perpetual', term: null }, 0],
    ['of what has ended', { termEndsAt: null, status: 'deleted' }, 0],
  ])('is named: %s', (_, facts, count) => {
    expect(named(facts)).toEqual(Array.from({ length: count }, () => 'IMPORT.TERM_END_UNREAD'))
  })
})
