import { describe, expect, test } from 'vitest'
import { currency, instant, productKey, seats, utcDate } from '../../../engine/model/ids.ts'
import {
  chargedBetween,
  chargedToTermEnd,
  commitment,
  creditOnCancel,
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

/** By a log that tells of no change. */
const offOn = (day: string) => ({ day: utcDate(day), changes: [] })

describe('the worked figures of the charging model', () => {
  test('(a) 4.00 a month, period 13 Feb to 12 Mar, suspended 1 Mar: 12 of 28 days are credited', () => {
    const credit = creditOnSwitchOff(listing('4.00'), bought('2025-11-13'), offOn('2026-03-01'))
    expect(credit).toEqual(known('1.71'))
  })

  test('(b) 48.00 a year, 318 of 365 days left', () => {
    const yearly = { ...bought('2025-01-13'), billing: 'annual' as const }
    const credit = creditOnSwitchOff(listing('48.00', { billing: 'annual' }), yearly, offOn('2026-03-01'))
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
    expect(creditOnSwitchOff(partner, bought('2026-12-01'), offOn('2026-12-31'))).toEqual(known('31.00'))
    expect(creditOnSwitchOff(partner, bought('2026-11-30'), offOn('2026-12-31'))).toEqual(known('30.00'))
  })

  test('counts the switch-off day itself as credited', () => {
    expect(creditOnSwitchOff(listing('31.00'), bought('2025-12-01'), offOn('2026-12-31'))).toEqual(
      known('1.00'),
    )
    expect(creditOnSwitchOff(listing('31.00'), bought('2025-12-01'), offOn('2026-12-01'))).toEqual(
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
    const partner = { ...listing('450', { currency: 'JPY' }), currency: currency('JPY') }
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
    // 7 to 30 December are 24 days of the period from 30 November to 30 December, which has 31: 2.32 a seat.
    expect(chargedToTermEnd(partner, nce, utcDate('2026-12-07'))).toEqual(known('23.20'))
    expect(chargedToTermEnd(partner, { ...nce, termEndsAt: null }, utcDate('2026-12-07'))).toEqual({
      kind: 'unknown',
      why: 'term end unknown',
    })
  })
})

describe('new commerce', () => {
  const partner = aPartner({
    prices: [
      aPrice({ product: premium, term: 'P1Y', price: '11.70' }),
      aPrice({ product: premium, term: 'P1Y', billing: 'annual', price: '140.40' }),
    ],
  })
  const renewed = aLiveSubscription({
    product: premium,
    seats: 10,
    billing: 'annual',
    boughtAt: instant('2026-03-10T09:00:00Z'),
    termStartsAt: instant('2026-12-10T00:00:00Z'),
    termEndsAt: instant('2027-12-09T23:59:59Z'),
    chargedUntil: instant('2027-12-09T23:59:59Z'),
  })

  test('is credited by the seat, rounded down, from the period that the service names', () => {
    // 140.40 × 363 ÷ 365 = 139.63… a seat; the day of the purchase would count to 9 March.
    expect(creditOnCancel(partner, renewed, utcDate('2026-12-12'))).toEqual(known('1396.30'))
    expect(creditOnCancel(partner, renewed, utcDate('2026-12-10'))).toEqual(known('1404.00'))
  })

  test('rounds down in yen too, and a credit mirrors its charge', () => {
    const yen = aPartner({
      currency: currency('JPY'),
      prices: [aPrice({ product: premium, term: 'P1Y', price: '1000', currency: 'JPY' })],
    })
    const monthly = aLiveSubscription({
      product: premium,
      seats: 3,
      boughtAt: instant('2026-12-01T09:00:00Z'),
    })
    const rest = { from: utcDate('2026-12-10'), until: utcDate('2027-01-01') }
    // 1000 × 22 ÷ 31 = 709.67…
    expect(creditOnCancel(yen, monthly, rest.from)).toEqual(known('2127', 'JPY'))
    expect(chargedBetween(yen, monthly, rest)).toEqual(known('2127', 'JPY'))
  })

  test('bought at a promotion price has no price in a list', () => {
    const unknown = { kind: 'unknown', why: 'bought at a promotion price' }
    const promoted = { ...renewed, promotion: 'PROMO-1' }
    const day = utcDate('2026-12-12')
    expect(creditOnCancel(partner, promoted, day)).toEqual(unknown)
    expect(perDay(partner, promoted, day)).toEqual(unknown)
    expect(chargedToTermEnd(partner, promoted, day)).toEqual(unknown)
  })

  test('billed in another cycle from the next charge on is charged the other price from there', () => {
    const changing = {
      ...renewed,
      billing: 'monthly' as const,
      nextBilling: 'annual' as const,
      boughtAt: instant('2026-11-15T09:00:00Z'),
      termStartsAt: instant('2026-11-15T00:00:00Z'),
      termEndsAt: instant('2027-11-14T23:59:59Z'),
      chargedUntil: instant('2026-12-14T23:59:59Z'),
    }
    // 8 of 30 days for 11.70: 3.12 a seat.
    expect(
      chargedBetween(partner, changing, { from: utcDate('2026-12-07'), until: utcDate('2026-12-15') }),
    ).toEqual(known('31.20'))
    // 15 December 2026 to 14 November 2027 are 335 of 365 days: 128.86 a seat.
    expect(chargedToTermEnd(partner, changing, utcDate('2026-12-07'))).toEqual(known('1319.80'))
  })
})

describe('billing periods', () => {
  test('of a legacy cycle that was changed end where the service says', () => {
    const changed = aLiveSubscription({
      billing: 'annual',
      seats: 1,
      boughtAt: instant('2025-03-08T09:00:00Z'),
      chargedUntil: instant('2027-11-19T00:00:00Z'),
    })
    // 7 December 2026 to 19 November 2027 are 348 days.
    expect(creditOnSwitchOff(listing('480.00', { billing: 'annual' }), changed, offOn('2026-12-07'))).toEqual(
      known('457.64'),
    )
    // What was charged before the running period is not known.
    const earlier = { from: utcDate('2026-11-19'), until: utcDate('2026-12-07') }
    expect(chargedBetween(listing('480.00', { billing: 'annual' }), changed, earlier)).toEqual({
      kind: 'unknown',
      why: 'billing period unknown',
    })
  })

  test('keep the day of the month on which the first began', () => {
    const source = (last: string) => ({
      ...bought('2026-01-31'),
      chargedUntil: instant(`${last}T00:00:00Z`),
    })
    // 28 February to 30 March, 31 days; 1 February falls into 31 January to 27 February, 28 days.
    expect(creditOnSwitchOff(listing('31.00'), source('2026-03-30'), offOn('2026-03-30'))).toEqual(
      known('1.00'),
    )
    expect(perDay(listing('28.00'), source('2026-02-27'), utcDate('2026-02-27'))).toEqual(known('1.00'))
  })

  test('that began on a day no one can see are not guessed', () => {
    const changed = { ...bought('2025-03-05'), chargedUntil: instant('2026-02-27T00:00:00Z') }
    expect(creditOnSwitchOff(listing('31.00'), changed, offOn('2026-02-10'))).toEqual({
      kind: 'unknown',
      why: 'billing period unknown',
    })
  })

  test('that the end of the term cuts short count the days of a whole one, and end with the term', () => {
    const cut = aLiveSubscription({
      product: premium,
      seats: 2,
      boughtAt: instant('2026-12-07T09:00:00Z'),
      termStartsAt: instant('2026-12-07T00:00:00Z'),
      termEndsAt: instant('2027-01-31T23:59:59Z'),
      chargedUntil: instant('2027-01-31T23:59:59Z'),
    })
    const partner = aPartner({ prices: [aPrice({ product: premium, term: 'P1Y', price: '31.00' })] })
    // 7 January to 6 February would be 31 days.
    expect(creditOnCancel(partner, cut, utcDate('2027-01-30'))).toEqual(known('4.00'))
    expect(chargedToTermEnd(partner, cut, utcDate('2027-01-07'))).toEqual(known('50.00'))
  })
})

describe('a short period', () => {
  test('of new commerce ends with the term although the cycle goes on', () => {
    const yen = aPartner({
      currency: currency('JPY'),
      prices: [aPrice({ product: premium, term: 'P1Y', billing: 'annual', price: '22880', currency: 'JPY' })],
    })
    const cut = aLiveSubscription({
      product: premium,
      seats: 23,
      billing: 'annual',
      boughtAt: instant('2026-06-12T09:00:00Z'),
      termStartsAt: instant('2026-06-12T00:00:00Z'),
      termEndsAt: instant('2026-08-31T23:59:59Z'),
      chargedUntil: instant('2027-06-11T23:59:59Z'),
    })
    // 22880 × 80 ÷ 365 = 5014.79… a seat.
    expect(creditOnCancel(yen, cut, utcDate('2026-06-13'))).toEqual(known('115322', 'JPY'))
  })

  test('is none of legacy: its cycle runs on over the end of its year, as the service says', () => {
    const late = aLiveSubscription({
      seats: 7,
      boughtAt: instant('2026-08-31T09:00:00Z'),
      termEndsAt: instant('2026-12-12T23:59:59Z'),
      chargedUntil: instant('2026-12-30T23:59:59Z'),
    })
    // 3.61 × 7 × 24 ÷ 31
    expect(creditOnSwitchOff(listing('3.61'), late, offOn('2026-12-07'))).toEqual(known('19.56'))
  })

  test('that is the first of legacy is given back for its own days', () => {
    const first = aLiveSubscription({
      billing: 'annual',
      seats: 51,
      boughtAt: instant('2027-01-26T09:00:00Z'),
      chargedUntil: instant('2027-02-24T00:00:00Z'),
    })
    // 59.7125 × 51 × 30 ÷ 365
    expect(creditOnSwitchOff(listing('59.7125', { billing: 'annual' }), first, offOn('2027-02-06'))).toEqual(
      known('250.30'),
    )
  })
})

describe('what is not known', () => {
  const day = utcDate('2026-12-07')

  test('is said with its reason and never is a zero', () => {
    const why = (partner: ReturnType<typeof aPartner>, facts: Parameters<typeof aLiveSubscription>[0]) =>
      creditOnSwitchOff(partner, aLiveSubscription(facts), { day, changes: [] })
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
    expect(perPeriod(aPartner({ prices: rows.slice(0, 1) }), item, seats(2))).toEqual({
      kind: 'unknown',
      why: 'no price in this currency',
    })
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

  test('is so many billing periods, each rounded down by the seat', () => {
    const partner = aPartner({ prices: [aPrice({ product: premium, term: 'P1Y', price: '18.60' })] })
    expect(commitment(partner, item, seats(20))).toEqual(known('4464.00'))
    const odd = aPartner({ prices: [aPrice({ product: premium, term: 'P1Y', price: '0.125' })] })
    // 0.125 → 0.12 a month, twelve times; 1.50 would be the sum rounded at the end.
    expect(commitment(odd, item, seats(1))).toEqual(known('1.44'))
    // A year for 100.00, billed monthly, 500 seats: 8.33 a month and seat.
    const year = aPartner({
      prices: [aPrice({ product: premium, term: 'P1Y', price: '8.333333333333333333' })],
    })
    expect(perPeriod(year, item, seats(500))).toEqual(known('4165.00'))
    expect(commitment(year, item, seats(500))).toEqual(known('49980.00'))
  })

  test('is unknown without a price', () => {
    expect(commitment(aPartner({ prices: [] }), item, seats(20))).toEqual({
      kind: 'unknown',
      why: 'not in the price list',
    })
  })
})
