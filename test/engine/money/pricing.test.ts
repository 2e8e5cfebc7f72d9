import { describe, expect, test } from 'vitest'
import { instant, productKey, seats, utcDate } from '../../../engine/model/ids.ts'
import {
  chargedBetween,
  chargedToTermEnd,
  commitment,
  creditOnSwitchOff,
  perDay,
  perPeriod,
} from '../../../engine/money/pricing.ts'
import { aLiveSubscription, aPartner, aPrice, mail, premium } from '../../support/builders/index.ts'

const listing = (price: string, facts: Parameters<typeof aPrice>[0] = {}) =>
  aPartner({ prices: [aPrice({ product: mail, price, ...facts })] })
const known = (amount: string, currency = 'EUR') => ({ kind: 'known', amount, currency })
const bought = (day: string, count = 1) =>
  aLiveSubscription({ seats: count, boughtAt: instant(`${day}T10:00:00Z`) })

describe('the worked figures of api.md 2.5', () => {
  test('(a) 4.00 a month, period 13 Feb to 12 Mar, suspended 1 Mar: 12 of 28 days are credited', () => {
    const credit = creditOnSwitchOff(listing('4.00'), bought('2025-11-13'), utcDate('2026-03-01'))
    expect(credit).toEqual(known('1.71'))
  })

  test('(b) 48.00 a year, 318 of 365 days left', () => {
    const yearly = { ...bought('2025-01-13'), billing: 'annual' as const }
    const credit = creditOnSwitchOff(listing('48.00', { billing: 'annual' }), yearly, utcDate('2026-03-01'))
    expect(credit).toEqual(known('41.82'))
  })

  test('(c) twin bought 7 Dec, 18 seats at 12.00, suspended 8 Dec 00:05: one day is charged twice', () => {
    const source = bought('2025-12-01', 18)
    const overlap = { from: utcDate('2026-12-07'), until: utcDate('2026-12-08') }
    expect(chargedBetween(listing('12.00'), source, overlap)).toEqual(known('6.97'))
    expect(perDay(listing('12.00'), source, utcDate('2026-12-07'))).toEqual(known('6.97'))
  })
})

describe('credit of a legacy switch-off', () => {
  test('is the whole period up to 30 days after the purchase, and a part from the 31st on', () => {
    const partner = listing('31.00', { product: mail })
    expect(creditOnSwitchOff(partner, bought('2026-12-01'), utcDate('2026-12-31'))).toEqual(known('31.00'))
    expect(creditOnSwitchOff(partner, bought('2026-11-30'), utcDate('2026-12-31'))).toEqual(known('30.00'))
  })

  test('counts the switch-off day itself as credited', () => {
    expect(creditOnSwitchOff(listing('31.00'), bought('2025-12-01'), utcDate('2026-12-31'))).toEqual(
      known('1.00'),
    )
    expect(creditOnSwitchOff(listing('31.00'), bought('2025-12-01'), utcDate('2026-12-01'))).toEqual(
      known('31.00'),
    )
  })
})

describe('charged days', () => {
  test('round once per billing period, half up', () => {
    const partner = listing('0.10')
    const source = bought('2025-12-15')
    const both = { from: utcDate('2026-12-10'), until: utcDate('2026-12-20') }
    // 5 of 30 days: 0.0166… → 0.02; 5 of 31 days: 0.0161… → 0.02; unrounded together they would be 0.03.
    expect(chargedBetween(partner, source, both)).toEqual(known('0.04'))
  })

  test('follow the currency: yen have no minor unit', () => {
    const partner = listing('450', { currency: 'JPY' })
    const day = { from: utcDate('2026-12-07'), until: utcDate('2026-12-08') }
    expect(chargedBetween(partner, bought('2025-12-01'), day)).toEqual(known('15', 'JPY'))
  })

  test('of no day are a known zero, also without a price list', () => {
    const none = { from: utcDate('2026-12-07'), until: utcDate('2026-12-07') }
    expect(chargedBetween(aPartner({ prices: null }), bought('2025-12-01'), none)).toEqual(known('0.00'))
    expect(chargedBetween(aPartner({ prices: null, currency: null }), bought('2025-12-01'), none)).toEqual({
      kind: 'unknown',
      why: 'no price list',
    })
  })

  test('to the end of a term include its last day', () => {
    const nce = aLiveSubscription({
      product: premium,
      seats: 10,
      boughtAt: instant('2025-12-31T00:00:00Z'),
      termEndsAt: instant('2026-12-30T23:59:59Z'),
    })
    const partner = aPartner({ prices: [aPrice({ product: premium, term: 'P1Y', price: '3.00' })] })
    // 7 to 30 December are 24 days of the period from 30 November to 30 December, which has 31.
    expect(chargedToTermEnd(partner, nce, utcDate('2026-12-07'))).toEqual(known('23.23'))
    expect(chargedToTermEnd(partner, { ...nce, termEndsAt: null }, utcDate('2026-12-07'))).toEqual({
      kind: 'unknown',
      why: 'term end unknown',
    })
  })
})

describe('what is not known', () => {
  const day = utcDate('2026-12-07')

  test('is said with its reason and never is a zero', () => {
    const why = (partner: ReturnType<typeof aPartner>, facts: Parameters<typeof aLiveSubscription>[0]) =>
      creditOnSwitchOff(partner, aLiveSubscription(facts), day)
    expect(why(aPartner({ prices: null }), {})).toEqual({ kind: 'unknown', why: 'no price list' })
    expect(why(aPartner({ prices: [] }), {})).toEqual({ kind: 'unknown', why: 'not in the price list' })
    expect(why(aPartner(), { seats: null })).toEqual({ kind: 'unknown', why: 'seats unknown' })
    expect(why(aPartner(), { boughtAt: null })).toEqual({ kind: 'unknown', why: 'purchase day unknown' })
  })

  test('a price of zero is a price', () => {
    expect(perPeriod(listing('0'), { product: mail, term: null, billing: 'monthly' }, seats(7))).toEqual(
      known('0.00'),
    )
  })

  test('a list in several currencies is read in the partner’s own; where that is not declared, nobody guesses', () => {
    const rows = [aPrice({ price: '4.10', currency: 'USD' }), aPrice({ price: '3.60' })]
    const item = { product: mail, term: null, billing: 'monthly' }
    expect(perPeriod(aPartner({ prices: rows }), item, seats(2))).toEqual(known('7.20'))
    expect(perPeriod(aPartner({ prices: rows }), { ...item, billing: null }, seats(2))).toEqual(known('7.20'))
    expect(perPeriod(aPartner({ prices: rows, currency: null }), item, seats(2))).toEqual({
      kind: 'unknown',
      why: 'priced in several currencies',
    })
    expect(perPeriod(aPartner({ prices: rows.slice(0, 1) }), item, seats(2))).toEqual(known('8.20', 'USD'))
  })

  test('a legacy billing cycle the service does not say is taken from the list when it has only one', () => {
    const item = { product: mail, term: null, billing: null }
    expect(perPeriod(listing('3.60'), item, seats(10))).toEqual(known('36.00'))
    const both = aPartner({
      prices: [aPrice({ price: '3.60' }), aPrice({ billing: 'annual', price: '40.00' })],
    })
    expect(perPeriod(both, item, seats(10))).toEqual({ kind: 'unknown', why: 'billing cycle unknown' })
  })
})

describe('a commitment', () => {
  const item = { product: productKey('CFQ7TTC0LCHC:0002'), term: 'P1Y', billing: 'monthly' }

  test('is so many billing periods, each rounded once', () => {
    const partner = aPartner({ prices: [aPrice({ product: premium, term: 'P1Y', price: '18.60' })] })
    expect(commitment(partner, item, seats(20))).toEqual(known('4464.00'))
    const odd = aPartner({ prices: [aPrice({ product: premium, term: 'P1Y', price: '0.125' })] })
    // 0.125 → 0.13 a month, twelve times; 1.50 would be the sum rounded at the end.
    expect(commitment(odd, item, seats(1))).toEqual(known('1.56'))
  })

  test('is unknown without a price', () => {
    expect(commitment(aPartner({ prices: [] }), item, seats(20))).toEqual({
      kind: 'unknown',
      why: 'not in the price list',
    })
  })
})
