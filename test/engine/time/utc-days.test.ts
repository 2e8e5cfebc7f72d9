import { expect, test } from 'vitest'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import {
  addDays,
  addHours,
  addMonths,
  daysBetween,
  endOfDay,
  isAfter,
} from '../../../engine/time/utc-days.ts'

test('counts UTC days over months and leap years, also backwards', () => {
  expect(daysBetween(utcDate('2024-02-28'), utcDate('2024-03-01'))).toBe(2)
  expect(daysBetween(utcDate('2026-12-07'), utcDate('2026-12-07'))).toBe(0)
  expect(daysBetween(utcDate('2026-12-07'), utcDate('2026-12-01'))).toBe(-6)
  expect(addDays(utcDate('2026-12-31'), 1)).toBe('2027-01-01')
  expect(addMonths(utcDate('2026-01-31'), 1)).toBe('2026-02-28')
})

test('ends a day at the next midnight', () => {
  expect(endOfDay(utcDate('2026-12-31'))).toBe('2027-01-01T00:00:00Z')
  expect(addHours(instant('2026-12-07T23:30:00Z'), 24)).toBe('2026-12-08T23:30:00Z')
})

test('compares instants, not their spelling', () => {
  expect(isAfter(instant('2026-12-07T00:00:00.5Z'), instant('2026-12-07T00:00:00Z'))).toBe(true)
  expect(isAfter(instant('2026-12-07T00:00:00Z'), instant('2026-12-07T00:00:00.000Z'))).toBe(false)
})
