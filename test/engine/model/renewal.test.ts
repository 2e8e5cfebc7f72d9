import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { endsWithTerm, isExtendedByMicrosoft, renewalOf } from '../../../engine/model/renewal.ts'
import { aLiveSubscription, type LiveSubscriptionFacts, premium } from '../../support/builders/index.ts'

/** A year that began and ended where the extension holds, unless said otherwise. */
const live = (facts: LiveSubscriptionFacts = {}) =>
  aLiveSubscription({
    product: premium,
    boughtAt: instant('2025-06-15T09:00:00Z'),
    termStartsAt: instant('2026-06-15T00:00:00Z'),
    termEndsAt: instant('2027-06-14T23:59:59Z'),
    ...facts,
  })

describe('what a subscription does at the end of its term', () => {
  test.each<[string, LiveSubscriptionFacts, string]>([
    ['with auto-renew on it renews', {}, 'renews'],
    ['with auto-renew off it is extended', { autoRenew: false }, 'extends'],
    ['told to cancel it cancels', { autoRenew: false, cancelsAtTermEnd: true }, 'cancels'],
    ['told to cancel it cancels whatever auto-renew shows', { cancelsAtTermEnd: true }, 'cancels'],
    [
      'extended by Microsoft it is extended although auto-renew is on',
      { termEndAction: 'extend' },
      'extends',
    ],
    [
      'told to renew it renews whatever auto-renew shows',
      { termEndAction: 'renew', autoRenew: false },
      'renews',
    ],
    ['told to become another product it is not known', { termEndAction: 'transition' }, 'unknown'],
    ['told what this version does not know it is not known', { termEndAction: 'unknown:Sing' }, 'unknown'],
    [
      'with a term that began before 1 April 2025 it expires',
      {
        autoRenew: false,
        boughtAt: instant('2024-06-15T09:00:00Z'),
        termStartsAt: instant('2024-06-15T00:00:00Z'),
      },
      'lapses',
    ],
    [
      'bought before and renewed since, it is extended',
      { autoRenew: false, boughtAt: instant('2024-06-15T09:00:00Z') },
      'extends',
    ],
    [
      'with a term that ended before 4 May 2026 it expires',
      { autoRenew: false, termEndsAt: instant('2026-05-03T23:59:59Z') },
      'lapses',
    ],
    [
      'with a term that ends on 4 May 2026 it is extended',
      { autoRenew: false, termEndsAt: instant('2026-05-04T23:59:59Z') },
      'extends',
    ],
    [
      'bought before, and no one says when its term began: a year that ends in 2027 began in 2026 at the earliest',
      { autoRenew: false, boughtAt: null, termStartsAt: null },
      'extends',
    ],
    [
      'three years that end in 2027 may have begun before the extension',
      { autoRenew: false, term: 'P3Y', boughtAt: null, termStartsAt: null },
      'unknown',
    ],
    ['suspended without a cancel it is not known', { status: 'suspended', autoRenew: false }, 'unknown'],
    ['suspended and told to cancel it cancels', { status: 'suspended', cancelsAtTermEnd: true }, 'cancels'],
    ['software has no extension', { autoRenew: false, kind: 'software' }, 'lapses'],
    ['a trial becomes the paid subscription', { trial: true }, 'renews'],
    ['a trial without renewal ends', { trial: true, autoRenew: false }, 'lapses'],
    ['whether a trial is extended is not known', { trial: true, termEndAction: 'extend' }, 'unknown'],
  ])('%s', (_, facts, kind) => {
    expect(renewalOf(live(facts)).kind).toBe(kind)
  })

  test('is no more charge only where it cancels or expires', () => {
    expect(
      [{ cancelsAtTermEnd: true }, { autoRenew: false }, {}].map(facts => endsWithTerm(live(facts))),
    ).toEqual([true, false, false])
  })

  test('tells what Microsoft switched on from what a person chose', () => {
    expect(isExtendedByMicrosoft(live({ termEndAction: 'extend' }))).toBe(true)
    expect(isExtendedByMicrosoft(live({ termEndAction: 'extend', autoRenew: false }))).toBe(false)
    expect(isExtendedByMicrosoft(live({ autoRenew: false }))).toBe(false)
  })
})
