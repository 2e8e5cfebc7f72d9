import { describe, expect, test } from 'vitest'
import { utcDate } from '../../../engine/model/ids.ts'
import { monthsOf, monthsOfTerm, periodContaining } from '../../../engine/time/billing-period.ts'

const period = (anchor: string, months: number, day: string) =>
  periodContaining(utcDate(anchor), months, utcDate(day))

describe('a billing period', () => {
  test('starts on the day of the month of the purchase', () => {
    expect(period('2025-11-13', 1, '2026-03-01')).toEqual({
      start: '2026-02-13',
      end: '2026-03-13',
      days: 28,
    })
    expect(period('2025-11-13', 1, '2026-03-13')).toEqual({
      start: '2026-03-13',
      end: '2026-04-13',
      days: 31,
    })
  })

  test('is counted from the purchase and never chained, so the 31st is not lost', () => {
    expect(period('2026-01-31', 1, '2026-02-28')).toEqual({
      start: '2026-02-28',
      end: '2026-03-31',
      days: 31,
    })
    expect(period('2026-01-31', 1, '2026-03-31')).toEqual({
      start: '2026-03-31',
      end: '2026-04-30',
      days: 30,
    })
  })

  test('of a year that begins on 29 February ends on the 28th of ordinary years', () => {
    expect(period('2024-02-29', 12, '2025-02-27')).toEqual({
      start: '2024-02-29',
      end: '2025-02-28',
      days: 365,
    })
    expect(period('2024-02-29', 12, '2025-02-28')).toEqual({
      start: '2025-02-28',
      end: '2026-02-28',
      days: 365,
    })
  })

  test('holds the day it is asked for, whatever the cycle', () => {
    for (const months of [1, 12, 24, 36]) {
      for (const day of ['2026-01-31', '2026-12-07', '2027-06-30', '2029-01-30']) {
        const found = period('2026-01-31', months, day)
        expect(found.start <= day && day < found.end, `${months} ${day}`).toBe(true)
      }
    }
  })
})

test('cycles and terms have months, or none', () => {
  expect(['monthly', 'annual', 'biennial', 'triennial', 'one_time'].map(monthsOf)).toEqual([
    1,
    12,
    24,
    36,
    null,
  ])
  expect(['P1M', 'P1Y', 'P3Y', 'P7D'].map(monthsOfTerm)).toEqual([1, 12, 36, null])
})
