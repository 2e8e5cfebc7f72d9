import { expect, it } from 'vitest'
import { seedsFor } from '../../../engine/rehearse/usual-seeds.ts'

it('rehearses three times, and a large move as often as ends in about two minutes, once at least', () => {
  expect(
    [0, 1, 500, 1_333, 1_334, 2_000, 2_001, 10_000].map(customers => [customers, seedsFor(customers)]),
  ).toEqual([
    [0, 3],
    [1, 3],
    [500, 3],
    [1_333, 3],
    [1_334, 2],
    [2_000, 2],
    [2_001, 1],
    [10_000, 1],
  ])
})
