import { expect, it } from 'vitest'
import { durationText } from '../../../../cmd/report/rehearsal/duration.ts'

it('is told by its two largest units, rounded before it is taken apart', () => {
  const told = [
    0, 999, 1_000, 59_400, 59_600, 60_000, 83_000, 3_599_600, 4_920_000, 86_399_000, 86_400_000, 183_600_000,
  ].map(ms => [ms, durationText(ms)])
  expect(told).toEqual([
    [0, '0 s'],
    [999, '1 s'],
    [1_000, '1 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [60_000, '1 min'],
    [83_000, '1 min 23 s'],
    [3_599_600, '1 h'],
    [4_920_000, '1 h 22 min'],
    [86_399_000, '1 day'],
    [86_400_000, '1 day'],
    [183_600_000, '2 days 3 h'],
  ])
})
