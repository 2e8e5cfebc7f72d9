import { createHash } from 'node:crypto'

/** So many numbers of four bytes are in one hash. */
const perHash = 8

/** Chance that repeats itself from run to run, so that a rehearsal gives the same bytes each time. 0 ≤ x < 1. Each seed has its own. */
export function repeatableChance(seed: string | null = null): () => number {
  const prefix = seed === null ? '' : `${seed}/`
  let drawn = 0
  let bytes = Buffer.alloc(0)
  return () => {
    const place = drawn % perHash
    if (place === 0)
      bytes = createHash('sha256')
        .update(`${prefix}${drawn / perHash + 1}`)
        .digest()
    drawn += 1
    return bytes.readUInt32BE(place * 4) / 2 ** 32
  }
}
