import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import { extensionPrice } from '../../../engine/money/extension-price.ts'
import { chargedToTermEnd, creditOnCancel } from '../../../engine/money/pricing.ts'
import { aLiveSubscription, aPartner, aPrice, premium } from '../../support/builders/index.ts'

const live = aLiveSubscription({ product: premium, seats: 10, boughtAt: instant('2026-01-15T09:00:00Z') })
const year = aPrice({ product: premium, term: 'P1Y', billing: 'annual', price: '140.40' })
const month = aPrice({ product: premium, term: 'P1M', price: '14.04' })
const known = (amount: string) => ({ kind: 'known', amount, currency: 'EUR' })

test('is the rate of the monthly plan and 3 %, rounded down by the seat', () => {
  // 14.04 × 1.03 = 14.4612
  expect(extensionPrice(aPartner({ prices: [year, month] }), live, true)).toEqual({
    amount: known('144.60'),
    surcharge: 3,
  })
})

test('is the monthly rate of the term and 23 % where there is no monthly plan', () => {
  const annual = { ...live, billing: 'annual' as const }
  // 140.40 ÷ 12 × 1.23 = 14.391
  expect(extensionPrice(aPartner({ prices: [year] }), annual, false)).toEqual({
    amount: known('143.90'),
    surcharge: 23,
  })
})

test('without a catalogue: a listed monthly plan is one, and without it nothing is known', () => {
  expect(extensionPrice(aPartner({ prices: [year, month] }), live, null).surcharge).toBe(3)
  expect(extensionPrice(aPartner({ prices: [year] }), live, null)).toEqual({
    amount: { kind: 'unknown', why: 'monthly plan unknown' },
    surcharge: null,
  })
})

test('is unknown where the plan is there and its price is not, and after a promotion', () => {
  expect(extensionPrice(aPartner({ prices: [year] }), live, true)).toEqual({
    amount: { kind: 'unknown', why: 'not in the price list' },
    surcharge: 3,
  })
  expect(extensionPrice(aPartner({ prices: [year] }), { ...live, promotion: 'P-1' }, false).amount).toEqual({
    kind: 'unknown',
    why: 'bought at a promotion price',
  })
})

describe('a month of an extension that runs', () => {
  const twelve = aPrice({ product: premium, term: 'P1Y', price: '21.97' })
  const monthly = aPrice({ product: premium, term: 'P1M', price: '25.23' })
  /** 20 November to 19 December, which can be cancelled to its last day. */
  const running = aLiveSubscription({
    product: premium,
    seats: 7,
    term: 'P1M',
    termEndAction: 'extend',
    boughtAt: instant('2025-11-20T00:00:00Z'),
    termStartsAt: instant('2026-11-20T00:00:00Z'),
    termEndsAt: instant('2026-12-19T23:59:59Z'),
    chargedUntil: instant('2026-12-19T23:59:59Z'),
    cancellableUntil: instant('2026-12-19T23:59:59Z'),
  })
  const day = utcDate('2026-12-07')
  const partner = aPartner({ prices: [twelve, monthly] })

  test('is a whole one: a bought month that is cut to its window costs its own price', () => {
    const cut = {
      ...running,
      termEndAction: null,
      boughtAt: instant('2026-12-07T09:00:00Z'),
      termStartsAt: instant('2026-12-07T00:00:00Z'),
      termEndsAt: instant('2026-12-14T23:59:59Z'),
      chargedUntil: instant('2027-01-06T23:59:59Z'),
      cancellableUntil: instant('2026-12-14T23:59:59Z'),
    }
    // 25.23 × 7 ÷ 31 = 5.6970…
    expect(creditOnCancel(partner, cut, utcDate('2026-12-08'))).toEqual(known('39.83'))
    // From the 31st to 27 February is a whole month.
    const short = {
      ...running,
      boughtAt: instant('2026-01-31T00:00:00Z'),
      termStartsAt: instant('2027-01-31T00:00:00Z'),
      termEndsAt: instant('2027-02-27T23:59:59Z'),
      chargedUntil: instant('2027-02-27T23:59:59Z'),
      cancellableUntil: instant('2027-02-27T23:59:59Z'),
    }
    expect(creditOnCancel(partner, short, utcDate('2027-01-31'))).toEqual(known('181.86'))
  })

  test('costs the surcharge in overlap and credit, rounded down by the seat', () => {
    // 25.23 × 1.03 = 25.9869, × 13 ÷ 30 = 11.2609…, 11.26 × 7
    expect(chargedToTermEnd(partner, running, day)).toEqual(known('78.82'))
    expect(creditOnCancel(partner, running, day)).toEqual(known('78.82'))
    // The next month costs what this one does: 25.98 × 7, once surcharged.
    expect(extensionPrice(partner, running, true)).toEqual({ amount: known('181.86'), surcharge: 3 })
  })

  test('and so when it is told to end with the month', () => {
    const told = { ...running, termEndAction: null, cancelsAtTermEnd: true, autoRenew: false }
    expect(chargedToTermEnd(partner, told, day)).toEqual(known('78.82'))
  })

  test('is known by its name too, and unknown where the facts do not tell', () => {
    const closed = { ...running, cancellableUntil: null }
    const named = { ...closed, productName: 'Business Premium (Extended Service Term)' }
    const maybe = { kind: 'unknown', why: 'may be in its extended term' }
    expect(chargedToTermEnd(partner, named, day)).toEqual(known('78.82'))
    expect(chargedToTermEnd(partner, closed, day)).toEqual(maybe)
    // Sold by the month alone: its row may be the whole price of an extension, or the plan that it is reckoned from.
    expect(chargedToTermEnd(aPartner({ prices: [monthly] }), running, day)).toEqual(maybe)
  })

  test('a bought month has the price of the list', () => {
    const bought = { ...running, termEndAction: null, cancellableUntil: instant('2026-11-27T09:00:00Z') }
    // 25.23 × 13 ÷ 30 = 10.933, 10.93 × 7
    expect(chargedToTermEnd(partner, bought, day)).toEqual(known('76.51'))
  })
})
