import { createHash } from 'node:crypto'

/** Chance that repeats itself from run to run, so that a rehearsal gives the same bytes each time. 0 ≤ x < 1. Each seed has its own. */
export function repeatableChance(seed: string | null = null): () => number {
  const prefix = seed === null ? '' : `${seed}/`
  let drawn = 0
  return () => {
    drawn += 1
    return createHash('sha256').update(`${prefix}${drawn}`).digest().readUInt32BE(0) / 2 ** 32
  }
}
