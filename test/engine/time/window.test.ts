import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import { addDays } from '../../../engine/time/utc-days.ts'
import {
  closingOf,
  hasNoOpening,
  intersect,
  isOpen,
  isOpenOn,
  lastClosing,
  nextOpening,
} from '../../../engine/time/window.ts'
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

/** Three weeks and some days around them, hour by hour. */
test('opens and closes as it is open hour by hour', () => {
  const first = utcDate('2026-12-01')
  const day = fc.nat(20).map(count => addDays(first, count))
  const anyWindow = fc.record({
    from: day,
    to: day,
    freezeDays: fc.uniqueArray(day, { maxLength: 8 }),
    utcHours: fc.option(
      fc.constantFrom(
        { from: '05:00', to: '17:00' },
        { from: '18:00', to: '06:00' },
        { from: '00:00', to: '24:00' },
      ),
    ),
  })
  const hoursOf = Array.from({ length: 24 * 24 }, (_, hour) =>
    instant(`${addDays(first, Math.floor(hour / 24))}T${String(hour % 24).padStart(2, '0')}:00:00Z`),
  )
  fc.assert(
    fc.property(anyWindow, fc.nat(24 * 22), (window, from) => {
      const open = hoursOf.map(at => isOpen(window, at))
      const next = open.findIndex((isOpenThen, hour) => isOpenThen && hour >= from)
      const closes = next === -1 ? -1 : open.findIndex((isOpenThen, hour) => !isOpenThen && hour > next)
      const at = (hour: number) => (hour === -1 ? null : (hoursOf[hour] ?? null))
      // Each day of a window with hours closes by itself, also where the next begins at once.
      const isWhole = window.utcHours?.to === '24:00'
      const begun = hoursOf[from] ?? instant('2026-12-01T00:00:00Z')
      expect(nextOpening(window, begun)).toBe(at(next))
      expect(isWhole ? null : closingOf(window, begun)).toBe(isWhole ? null : at(closes))
      expect(hasNoOpening(window)).toBe(!open.includes(true))
      expect(lastClosing(window)).toBe(at(open.lastIndexOf(true) === -1 ? -1 : open.lastIndexOf(true) + 1))
    }),
    { seed: 20261201, numRuns: 500 },
  )
})

// Was red: every day of it was looked at, and no signal was heard meanwhile.
test('of two hundred years asks about few days', () => {
  const long = aWindow({ to: utcDate('2199-12-31') })
  let asked = 0
  const counted = new Proxy(long, {
    get(target, key) {
      asked += 1
      return Reflect.get(target, key) as unknown
    },
  })
  const at = instant('2026-12-07T06:00:00Z')
  expect([closingOf(counted, at), lastClosing(counted), hasNoOpening(counted)]).toEqual([
    '2200-01-01T00:00:00Z',
    '2200-01-01T00:00:00Z',
    false,
  ])
  expect(asked).toBeLessThan(60)
})
