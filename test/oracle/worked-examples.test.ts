/** The worked examples of the rules of charging (section "how a day is charged"), and one test for each rule beside them. */
import { describe, expect, it } from 'vitest'
import { aLegacyPurchase, anNcePurchase, priceOf } from './builders.ts'
import { dayOf, textOf } from './calendar.ts'
import type { Happening, History, Purchase } from './facts.ts'
import { equal, parseDecimal, times, total } from './fraction.ts'
import { historyOf } from './history.ts'
import { moneyText } from './money.ts'
import { canExtend, extensionPrice } from './terms.ts'
import { amountsByPeriod, commitmentOf, overlapOf } from './totals.ts'

function told(purchase: Purchase, happenings: readonly Happening[], until: string): History {
  return historyOf(purchase, happenings, dayOf(until))
}

const credits = ({ credits: all, purchase }: History) =>
  all.map(({ day, amount }) => `${textOf(day)} ${moneyText(amount, purchase.currency)}`)

const lines = ({ lines: all, purchase }: History) =>
  all.map(
    ({ start, end, seats, amount }) =>
      `${textOf(start)} to ${textOf(end)}: ${seats} = ${moneyText(amount, purchase.currency)}`,
  )

const periods = (history: History) =>
  [...amountsByPeriod(history)].map(
    ([start, amount]) => `${textOf(start)} ${moneyText(amount, history.purchase.currency)}`,
  )

const chargedDays = ({ days }: History) =>
  days.length === 0 ? 'none' : `${textOf(days[0]!.day)} to ${textOf(days.at(-1)!.day)}, ${days.length} days`

describe('credit of a legacy switch-off', () => {
  it('is 12 of 28 days of a month at EUR 4.00: 1.71', () => {
    const bought = aLegacyPurchase({ at: '2026-01-13T10:00:00Z' })
    const history = told(bought, [{ at: '2026-03-01T08:00:00Z', kind: 'suspended' }], '2026-04-30')
    expect(credits(history)).toEqual(['2026-03-01 1.71'])
    expect(chargedDays(history)).toBe('2026-01-13 to 2026-02-28, 47 days')
    expect(lines(history)).toEqual([
      '2026-01-13 to 2026-02-12: 1 = 4.00',
      '2026-02-13 to 2026-03-12: 1 = 4.00',
      '2026-03-01 to 2026-03-12: -1 = -1.71',
    ])
  })

  it('is 318 of 365 days of a year at EUR 48.00: 41.82', () => {
    // The 318th last day of a year that began on 13 January is 1 March.
    const bought = aLegacyPurchase({ at: '2025-01-13T10:00:00Z', price: priceOf('48.00', 'annual') })
    const history = told(bought, [{ at: '2026-03-01T08:00:00Z', kind: 'suspended' }], '2026-03-31')
    expect(dayOf('2027-01-12') - dayOf('2026-03-01') + 1).toBe(318)
    expect(credits(history)).toEqual(['2026-03-01 41.82'])
  })

  it('is the whole charge of the period 30 days after the purchase, and its rest a day later', () => {
    const bought = aLegacyPurchase({ at: '2026-01-01T23:00:00Z', seats: 3 })
    expect(credits(told(bought, [{ at: '2026-01-31T00:00:00Z', kind: 'suspended' }], '2026-02-10'))).toEqual([
      '2026-01-31 12.00',
    ])
    expect(credits(told(bought, [{ at: '2026-02-01T00:00:00Z', kind: 'suspended' }], '2026-02-10'))).toEqual([
      '2026-02-01 12.00',
    ])
    expect(credits(told(bought, [{ at: '2026-02-02T00:00:00Z', kind: 'suspended' }], '2026-02-10'))).toEqual([
      '2026-02-02 11.57',
    ])
  })

  it('is never more than what was charged for the days that are left, once the seats of the period changed', () => {
    const bought = aLegacyPurchase({ at: '2026-12-01T10:00:00Z', seats: 10, price: priceOf('12.00') })
    const history = told(
      bought,
      [
        { at: '2026-12-05T10:00:00Z', kind: 'seats', to: 4 },
        { at: '2026-12-11T10:00:00Z', kind: 'suspended' },
      ],
      '2026-12-31',
    )
    // 4 x 12.00 x 21 / 31
    expect(credits(history)).toEqual(['2026-12-11 32.52'])
    expect(lines(history)).toEqual([
      '2026-12-01 to 2026-12-31: 10 = 120.00',
      '2026-12-05 to 2026-12-31: -10 = -104.52',
      '2026-12-05 to 2026-12-31: 4 = 41.81',
      '2026-12-11 to 2026-12-31: -4 = -32.52',
    ])
  })

  it('is none when it is switched on again on the same day', () => {
    const happenings: readonly Happening[] = [
      { at: '2026-03-01T08:00:00Z', kind: 'suspended' },
      { at: '2026-03-01T09:00:00Z', kind: 'resumed' },
    ]
    expect(credits(told(aLegacyPurchase(), happenings, '2026-03-05'))).toEqual([])
  })
})

describe('overlap of a pair', () => {
  const source = aLegacyPurchase({
    id: 'source',
    at: '2026-01-01T09:00:00Z',
    seats: 18,
    price: priceOf('12.00'),
  })
  const twin = aLegacyPurchase({ id: 'twin', at: '2026-12-07T10:00:00Z', seats: 18, price: priceOf('12.00') })
  const overlap = (offAt: string) => {
    const off = told(source, [{ at: offAt, kind: 'suspended' }], '2026-12-31')
    const { days, amount } = overlapOf(off, told(twin, [], '2026-12-31'))
    return [days.map(textOf), moneyText(amount, 'EUR')]
  }

  it('is the day of the purchase when the source goes five minutes after its midnight: 6.97', () => {
    expect(overlap('2026-12-08T00:05:00Z')).toEqual([['2026-12-07'], '6.97'])
  })

  it('is nothing when the source goes on the same UTC day', () => {
    expect(overlap('2026-12-07T23:59:59Z')).toEqual([[], '0.00'])
  })
})

describe('amounts of new commerce', () => {
  it('are rounded down per seat: 100.00 a year for 500 seats is 4165.00 a month and 49980.00 a year', () => {
    const bought = anNcePurchase({ seats: 500, price: priceOf('100.00', 'monthly', 'year') })
    expect(lines(told(bought, [], '2026-01-31'))).toEqual(['2026-01-01 to 2026-01-31: 500 = 4165.00'])
    expect(moneyText(commitmentOf(bought)!.amount, 'EUR')).toBe('49980.00')
    expect(textOf(commitmentOf(bought)!.until)).toBe('2026-12-31')
  })

  it('mirror themselves when they are negative: 9.42 for 10 seats is -94.20', () => {
    const bought = anNcePurchase({ seats: 10, price: priceOf('9.428'), at: '2026-03-01T10:00:00Z' })
    const history = told(bought, [{ at: '2026-03-01T12:00:00Z', kind: 'cancelled' }], '2026-03-05')
    expect(lines(history).at(-1)).toBe('2026-03-01 to 2026-03-31: -10 = -94.20')
    expect(credits(history)).toEqual(['2026-03-01 94.20'])
    expect(chargedDays(history)).toBe('none')
  })

  it('know no decimals in yen', () => {
    const bought = anNcePurchase({ currency: 'JPY', seats: 3, price: priceOf('1499.5') })
    expect(lines(told(bought, [], '2026-01-31'))).toEqual(['2026-01-01 to 2026-01-31: 3 = 4497'])
  })

  it('are charged on while suspended, and no line tells of it', () => {
    const happenings: readonly Happening[] = [
      { at: '2026-01-10T08:00:00Z', kind: 'suspended' },
      { at: '2026-02-10T08:00:00Z', kind: 'resumed' },
    ]
    const bought = anNcePurchase()
    expect(told(bought, happenings, '2026-03-31')).toEqual({
      ...told(bought, [], '2026-03-31'),
      terms: expect.any(Array) as unknown,
    })
  })

  it('are credited from the day of a cancel within the window', () => {
    const bought = anNcePurchase({ at: '2026-02-02T09:00:00Z', seats: 3, price: priceOf('10.00') })
    const history = told(bought, [{ at: '2026-02-05T23:00:00Z', kind: 'cancelled' }], '2026-03-31')
    // 25 of 28 days: 8.928… a seat
    expect(credits(history)).toEqual(['2026-02-05 26.76'])
    expect(periods(history)).toEqual(['2026-02-02 3.21'])
  })
})

describe('seats of new commerce', () => {
  it('change by a pair of lines over the same rest of the period', () => {
    const history = told(
      anNcePurchase(),
      [{ at: '2026-01-11T08:00:00Z', kind: 'seats', to: 12 }],
      '2026-01-31',
    )
    expect(lines(history)).toEqual([
      '2026-01-01 to 2026-01-31: 10 = 120.00',
      '2026-01-11 to 2026-01-31: -10 = -81.20',
      '2026-01-11 to 2026-01-31: 12 = 97.44',
    ])
  })
})

describe('billing periods', () => {
  it('keep the day of the month where the month has it', () => {
    const bought = anNcePurchase({ at: '2027-12-31T10:00:00Z', seats: 1 })
    expect(lines(told(bought, [], '2028-04-30'))).toEqual([
      '2027-12-31 to 2028-01-30: 1 = 12.00',
      '2028-01-31 to 2028-02-28: 1 = 12.00',
      '2028-02-29 to 2028-03-30: 1 = 12.00',
      '2028-03-31 to 2028-04-29: 1 = 12.00',
      '2028-04-30 to 2028-05-30: 1 = 12.00',
    ])
  })

  it('are anchored at the live end of the cycle, the first one cut to its own days', () => {
    const bought = aLegacyPurchase({
      at: '2026-03-10T10:00:00Z',
      cycleEnds: dayOf('2026-03-31'),
      price: priceOf('31.00'),
    })
    expect(lines(told(bought, [], '2026-04-01'))).toEqual([
      '2026-03-10 to 2026-03-31: 1 = 22.00',
      '2026-04-01 to 2026-04-30: 1 = 31.00',
    ])
  })

  it('are cut by the end of the term, to their share of the price', () => {
    const bought = anNcePurchase({
      at: '2026-01-10T10:00:00Z',
      seats: 2,
      price: priceOf('10.00'),
      termEnds: dayOf('2026-02-28'),
    })
    // 10 February to 9 March would have 28 days; 19 are its own: 6.785…
    expect(lines(told(bought, [], '2026-03-01')).slice(0, 2)).toEqual([
      '2026-01-10 to 2026-02-09: 2 = 20.00',
      '2026-02-10 to 2026-02-28: 2 = 13.56',
    ])
    const year = anNcePurchase({ ...bought, price: priceOf('365.00', 'annual') })
    expect(lines(told(year, [], '2026-02-28'))).toEqual(['2026-01-10 to 2026-02-28: 2 = 100.00'])
  })

  it('begin anew with a term that renews into another cycle', () => {
    const bought = anNcePurchase({
      at: '2026-01-10T10:00:00Z',
      seats: 1,
      term: 'P1M',
      endOfTerm: { renews: true, next: { term: 'P1Y', price: priceOf('120.00', 'annual'), seats: 2 } },
    })
    expect(lines(told(bought, [], '2026-03-10'))).toEqual([
      '2026-01-10 to 2026-02-09: 1 = 12.00',
      '2026-02-10 to 2027-02-09: 2 = 240.00',
    ])
  })

  it('follow a changed cycle of legacy commerce from the end of the running one', () => {
    const history = told(
      aLegacyPurchase({ at: '2026-01-15T10:00:00Z' }),
      [
        {
          at: '2026-02-20T10:00:00Z',
          kind: 'billing changed',
          price: priceOf('48.00', 'annual'),
          cycleEnds: null,
        },
      ],
      '2026-03-20',
    )
    expect(lines(history)).toEqual([
      '2026-01-15 to 2026-02-14: 1 = 4.00',
      '2026-02-15 to 2026-03-14: 1 = 4.00',
      '2026-03-15 to 2027-03-14: 1 = 48.00',
    ])
  })
})

describe('a transfer', () => {
  it('charges the source through the day it is complete, and the target from the next day on', () => {
    const bought = anNcePurchase({ seats: 2 })
    const source = told(bought, [{ at: '2026-01-20T23:59:00Z', kind: 'transferred' }], '2026-02-28')
    const target = told(
      {
        ...bought,
        id: 'target',
        arrives: dayOf('2026-01-20'),
      },
      [],
      '2026-02-28',
    )
    expect(chargedDays(source)).toBe('2026-01-01 to 2026-01-20, 20 days')
    expect(chargedDays(target)).toBe('2026-01-21 to 2026-02-28, 39 days')
    expect(credits(source)).toEqual([])
    expect([...lines(source), ...lines(target)]).toEqual([
      '2026-01-01 to 2026-01-31: 2 = 24.00',
      '2026-01-21 to 2026-01-31: -2 = -8.50',
      '2026-01-21 to 2026-01-31: 2 = 8.50',
      '2026-02-01 to 2026-02-28: 2 = 24.00',
    ])
  })
})

describe('the end of a term', () => {
  const ends = { at: '2025-12-11T10:00:00Z', seats: 2, chargedFrom: dayOf('2026-12-01') } as const

  it('extends month by month at the monthly plan and 3 %, rounded down per seat', () => {
    const bought = anNcePurchase({
      ...ends,
      endOfTerm: { renews: false },
      monthlyPlan: parseDecimal('14.45'),
    })
    const history = told(bought, [{ at: '2027-01-20T10:00:00Z', kind: 'cancelled' }], '2027-03-01')
    expect(lines(history)).toEqual([
      '2026-12-01 to 2026-12-10: 2 = 8.00',
      '2026-12-11 to 2027-01-10: 2 = 29.76',
      '2027-01-11 to 2027-02-10: 2 = 29.76',
      '2027-01-20 to 2027-02-10: -2 = -21.12',
    ])
    expect(credits(history)).toEqual(['2027-01-20 21.12'])
  })

  it('extends at a month of the current term and 23 % where there is no monthly plan', () => {
    expect(equal(extensionPrice(null, priceOf('120.00', 'annual')), parseDecimal('12.30'))).toBe(true)
    expect(equal(extensionPrice(null, priceOf('360.00', 'triennial')), parseDecimal('12.30'))).toBe(true)
  })

  it('extends only what began since April 2025 and ends since 4 May 2026', () => {
    const term = (start: string, last: string) => canExtend({ start: dayOf(start), last: dayOf(last) })
    expect([
      term('2025-04-01', '2026-05-04'),
      term('2025-03-31', '2026-12-31'),
      term('2025-05-01', '2026-05-03'),
    ]).toEqual([true, false, false])
  })

  it('ends at once with a cancel, when suspended, and outside the rules of May 2026', () => {
    const last = 'to 2026-12-10, 10 days'
    const cancelled = anNcePurchase({ ...ends, endOfTerm: { renews: true, action: 'cancel' } })
    expect(chargedDays(told(cancelled, [], '2027-01-31'))).toContain(last)
    const outside = anNcePurchase({
      ...ends,
      at: '2023-12-11T10:00:00Z',
      term: 'P3Y',
      endOfTerm: { renews: false },
    })
    expect(chargedDays(told(outside, [], '2027-01-31'))).toContain(last)
    const suspended = anNcePurchase({ ...ends })
    const off: Happening = { at: '2026-12-05T10:00:00Z', kind: 'suspended' }
    expect(chargedDays(told(suspended, [off], '2027-01-31'))).toContain(last)
  })

  it('keeps the day on which the first month of an extension began', () => {
    const bought = anNcePurchase({
      at: '2028-02-16T10:00:00Z',
      seats: 1,
      termEnds: dayOf('2028-03-30'),
      endOfTerm: { renews: false },
      monthlyPlan: parseDecimal('10.00'),
    })
    expect(lines(told(bought, [], '2028-06-30')).slice(2)).toEqual([
      '2028-03-31 to 2028-04-29: 1 = 10.30',
      '2028-04-30 to 2028-05-30: 1 = 10.30',
      '2028-05-31 to 2028-06-29: 1 = 10.30',
      '2028-06-30 to 2028-07-30: 1 = 10.30',
    ])
  })

  it('turns a trial into its paid twin, and one that does not renew into nothing', () => {
    const trial = anNcePurchase({
      at: '2026-11-20T10:00:00Z',
      seats: 25,
      term: 'P1M',
      isTrial: true,
      price: priceOf('12.00'),
    })
    expect(lines(told(trial, [], '2027-01-19'))).toEqual(['2026-12-20 to 2027-01-19: 25 = 300.00'])
    expect(chargedDays(told({ ...trial, endOfTerm: { renews: false } }, [], '2027-01-19'))).toBe('none')
  })
})

it('charges a period the days of which add up to its price', () => {
  const { days } = told(aLegacyPurchase({ seats: 7, price: priceOf('9.99') }), [], '2026-01-31')
  expect(equal(total(days.map(({ perSeat, seats }) => times(perSeat, seats))), parseDecimal('69.93'))).toBe(
    true,
  )
})
