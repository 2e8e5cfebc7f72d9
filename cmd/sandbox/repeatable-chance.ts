import { createHash } from 'node:crypto'

/** Chance that repeats itself from run to run, so that a rehearsal gives the same bytes each time. 0 ≤ x < 1. */
export function repeatableChance(): () => number {
  let drawn = 0
  return () => {
    drawn += 1
    return createHash('sha256').update(String(drawn)).digest().readUInt32BE(0) / 2 ** 32
  }
}
