import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import { hasNoOpening, intersect, isOpen, isOpenOn, nextOpening } from '../../../engine/time/window.ts'
import { aWindow } from '../../support/builders/index.ts'

const hours = aWindow({ utcHours: { from: '05:00', to: '17:00' }, freezeDays: [utcDate('2026-12-08')] })

describe('a cutover window', () => {
  test('is open from its first hour, and closed from its last', () => {
    expect(isOpen(hours, instant('2026-12-07T05:00:00Z'))).toBe(true)
    expect(isOpen(hours, instant('2026-12-07T16:59:59Z'))).toBe(true)
    expect(isOpen(hours, instant('2026-12-07T17:00:00Z'))).toBe(false)
    expect(isOpen(hours, instant('2026-12-06T12:00:00Z'))).toBe(false)
    expect(isOpenOn(hours, utcDate('2026-12-08'))).toBe(false)
  })

  test('names its next opening, over freeze days, and none when it is over', () => {
    expect(nextOpening(hours, instant('2026-12-07T06:00:00Z'))).toBe('2026-12-07T06:00:00Z')
    expect(nextOpening(hours, instant('2026-12-07T18:00:00Z'))).toBe('2026-12-09T05:00:00Z')
    expect(nextOpening(hours, instant('2026-11-23T09:00:00Z'))).toBe('2026-12-07T05:00:00Z')
    expect(nextOpening(hours, instant('2026-12-11T17:00:00Z'))).toBeNull()
  })

  test('shared with another is open where both are', () => {
    const other = aWindow({ from: utcDate('2026-12-09'), utcHours: { from: '03:00', to: '09:00' } })
    expect(intersect([hours, other])).toEqual({
      from: '2026-12-09',
      to: '2026-12-11',
      utcHours: { from: '05:00', to: '09:00' },
      freezeDays: ['2026-12-08'],
    })
    expect(intersect([])).toBeNull()
  })

  test('shared with one that is open at other hours, or on other days, never opens', () => {
    const evenings = aWindow({ utcHours: { from: '18:00', to: '22:00' } })
    const later = aWindow({ from: utcDate('2026-12-14'), to: utcDate('2026-12-18') })
    const frozen = aWindow({ from: utcDate('2026-12-08'), to: utcDate('2026-12-08') })
    for (const other of [evenings, later, frozen]) {
      const both = intersect([hours, other])
      expect(both !== null && hasNoOpening(both), JSON.stringify(other)).toBe(true)
      expect(both !== null && isOpenOn(both, utcDate('2026-12-07'))).toBe(false)
    }
    expect(hasNoOpening(hours)).toBe(false)
  })
})
