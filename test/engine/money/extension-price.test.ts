import { expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { extensionPrice } from '../../../engine/money/extension-price.ts'
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
