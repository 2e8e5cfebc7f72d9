import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterTerm, rhythmOf, startOf, wholePeriod } from './billing-periods.ts'
import { dayOf, dayOfMonth, textOf } from './calendar.ts'
import { fraction, parseDecimal } from './fraction.ts'
import { down, halfUp, moneyText } from './money.ts'

describe('days', () => {
  it('are those of the platform, over four hundred years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -90_000, max: 90_000 }), day => {
        const text = new Date(day * 86_400_000).toISOString().slice(0, 10)
        expect([textOf(day), dayOf(text)]).toEqual([text, day])
      }),
    )
  })

  it('refuse what is no day', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-12-07T10:00:00+01:00', 'soon'])
      expect(() => dayOf(text)).toThrow(RangeError)
  })
})

describe('periods', () => {
  it('follow one another without a gap, and begin on the day of the anchor where the month has it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.constantFrom(1, 12, 36),
        fc.integer({ min: -500, max: 500 }),
        (first, months, offset) => {
          const rhythm = rhythmOf(first, months)
          const { start, next } = wholePeriod(rhythm, first + offset)
          expect(start <= first + offset && first + offset < next).toBe(true)
          expect(wholePeriod(rhythm, next).start).toBe(next)
          expect(dayOfMonth(next) === dayOfMonth(first) || dayOfMonth(next + 1) === 1).toBe(true)
        },
      ),
    )
  })

  it('come back to the 31st, and to 29 February', () => {
    const months = rhythmOf(dayOf('2027-12-31'), 1)
    expect([0, 1, 2, 3, 4].map(count => textOf(startOf(months, count)))).toEqual([
      '2027-12-31',
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
      '2028-04-30',
    ])
    const years = rhythmOf(dayOf('2024-02-29'), 12)
    expect([1, 4].map(count => textOf(startOf(years, count)))).toEqual(['2025-02-28', '2028-02-29'])
    expect(textOf(afterTerm(dayOf('2026-02-28'), 'P1M', 31))).toBe('2026-03-31')
    expect(textOf(afterTerm(dayOf('2026-02-27'), 'P1M', 31))).toBe('2026-03-27')
  })
})

describe('rounding', () => {
  it('is half up, or down, in the smallest unit of the currency; a credit mirrors its charge', () => {
    const shown = (text: string, currency: string) =>
      [halfUp, down].map(round => moneyText(round(parseDecimal(text), currency), currency))
    expect(shown('1.005', 'EUR')).toEqual(['1.01', '1.00'])
    expect(shown('-1.005', 'EUR')).toEqual(['-1.01', '-1.00'])
    expect(shown('0.004', 'USD')).toEqual(['0.00', '0.00'])
    expect(shown('1499.5', 'JPY')).toEqual(['1500', '1499'])
    expect(shown('1.0005', 'KWD')).toEqual(['1.001', '1.000'])
    expect(() => moneyText(fraction(1, 3), 'EUR')).toThrow(RangeError)
  })
})
