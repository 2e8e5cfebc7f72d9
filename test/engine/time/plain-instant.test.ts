/** The short way reads every instant as Temporal does. */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { instantOf } from '../../../engine/time/instant-of.ts'
import { isPlain } from '../../../engine/time/plain-instant.ts'
import { msBetween } from '../../../engine/time/utc-days.ts'

const two = (most: number) => fc.integer({ min: 0, max: most }).map(part => String(part).padStart(2, '0'))
const texts = fc
  .tuple(
    fc.integer({ min: 2, max: 9998 }).map(year => String(year).padStart(4, '0')),
    two(13),
    two(32),
    two(25),
    two(61),
    two(61),
    fc.constantFrom('', '.0', '.000', '.5', '.50', '.123', '.1234567'),
    fc.constantFrom('Z', 'z', '', '+02:00'),
  )
  .map(
    ([year, month, day, hour, minute, second, part, zone]) =>
      `${year}-${month}-${day}T${hour}:${minute}:${second}${part}${zone}`,
  )

function byTemporal(text: string): string | null {
  try {
    const withZone = /(z|\+02:00)$/i.test(text) ? text : `${text}Z`
    return Temporal.Instant.from(withZone)
      .round({ smallestUnit: 'millisecond', roundingMode: 'trunc' })
      .toString()
  } catch {
    return null
  }
}

test('a time of the service is the instant that Temporal reads, and none where there is none', () => {
  fc.assert(
    fc.property(texts, text => {
      expect(instantOf(text)).toBe(byTemporal(text))
    }),
  )
})

test('a plain instant is one, and is as far from another as Temporal says', () => {
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      fc.pre(isPlain(one) && isPlain(other))
      expect(msBetween(instant(one), instant(other))).toBe(
        Temporal.Instant.from(other).epochMilliseconds - Temporal.Instant.from(one).epochMilliseconds,
      )
    }),
  )
})

test('what no month has, or no day, is not plain', () => {
  const strange = ['2026-02-30T00:00:00Z', '2026-11-30T00:00:00Z', '2026-12-07T24:00:00Z', '2026-12-07', '']
  expect(strange.filter(isPlain)).toEqual([])
})
