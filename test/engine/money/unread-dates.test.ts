/** A date that is told and cannot be read is not one that is absent: what is counted from it is unknown (T14, T31). */
import { describe, expect, test } from 'vitest'
import { isInExtension } from '../../../engine/model/extended-term.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import type { UnreadDate } from '../../../engine/model/live.ts'
import { creditOnCancel, creditOnSwitchOff } from '../../../engine/money/pricing.ts'
import { howClosed } from '../../../engine/plan/kinds/cancel.ts'
import { aLiveSubscription, aPartner, aPrice, mail, premium } from '../../support/builders/index.ts'

const partner = aPartner({ prices: [aPrice({ product: mail, price: '31.00' })] })
const legacy = aLiveSubscription({ boughtAt: instant('2026-03-01T10:00:00Z'), chargedUntil: null })
const unread = (...unreadDates: readonly UnreadDate[]) => ({ unreadDates })

describe('credit', () => {
  test('counts from the purchase where no end of a cycle is told, and from nothing where it cannot be read', () => {
    const day = utcDate('2026-12-31')
    expect([
      creditOnSwitchOff(partner, legacy, { day, changes: [] }).kind,
      creditOnSwitchOff(partner, { ...legacy, ...unread('chargedUntil') }, { day, changes: [] }),
    ]).toEqual(['known', { kind: 'unknown', why: 'billing period unknown' }])
  })

  test('of a period that a term with an unreadable end may have cut short is unknown', () => {
    const prices = [aPrice({ product: premium, term: 'P1Y', price: '20.60' })]
    const cut = aLiveSubscription({
      product: premium,
      term: 'P1Y',
      boughtAt: instant('2026-12-01T10:00:00Z'),
      termStartsAt: instant('2026-12-01T00:00:00Z'),
      chargedUntil: instant('2026-12-14T23:59:59Z'),
      termEndsAt: null,
    })
    const day = utcDate('2026-12-03')
    const credit = (facts: { readonly unreadDates?: readonly UnreadDate[] }) =>
      creditOnCancel(aPartner({ prices }), { ...cut, ...facts }, day)
    expect([credit({}).kind, credit(unread('termEndsAt'))]).toEqual([
      'known',
      { kind: 'unknown', why: 'billing period unknown' },
    ])
  })
})

test('a window whose end cannot be read is not said to be closed', () => {
  const live = aLiveSubscription({ product: premium, cancellableUntil: null })
  expect([howClosed(live), howClosed({ ...live, ...unread('cancellableUntil') })]).toEqual([
    'is closed',
    'closes on a day that cannot be read',
  ])
})

test('whether a month is one of an extension cannot be told from a window that cannot be read', () => {
  const month = aLiveSubscription({
    product: premium,
    term: 'P1M',
    boughtAt: instant('2026-12-01T10:00:00Z'),
    termStartsAt: instant('2026-12-01T00:00:00Z'),
    termEndsAt: instant('2026-12-31T23:59:59Z'),
    cancellableUntil: null,
  })
  const open = { ...month, cancellableUntil: month.termEndsAt }
  expect([
    isInExtension(month),
    isInExtension({ ...month, ...unread('cancellableUntil') }),
    isInExtension(open),
    isInExtension({ ...open, boughtAt: null, ...unread('boughtAt') }),
  ]).toEqual([false, 'unknown', true, 'unknown'])
})
