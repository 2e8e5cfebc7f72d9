/**
 * Applies through faults and kills: `npm run test:chaos -- --seed S --runs N`; a small sample in the ordinary run. A failure names
 * the seed, and the one command that replays it. Kills come by wall time, so a seed gives the same world and faults, not the same kill.
 */
import { expect, test } from 'vitest'
import { aChaoticRun, noTotals } from './a-run.ts'

const seed = Number(process.env['CHAOS_SEED'] ?? 1)
const runs = Number(process.env['CHAOS_RUNS'] ?? 1)

test(`${runs} made-up consolidations end as planned, whatever breaks on the way`, {
  timeout: runs * 120_000,
}, async () => {
  const totals = noTotals()
  for (let run = 0; run < runs; run += 1) {
    const replay = `npm run test:chaos -- --seed ${seed + run} --runs 1`
    await aChaoticRun(seed + run, totals).catch((error: unknown) => {
      throw new Error(`seed ${seed + run} failed; ${replay}`, { cause: error })
    })
    const { duplicates, earlySwitchOffs, lostSeats, doubleBilled, leftOver } = totals
    expect({ duplicates, earlySwitchOffs, lostSeats, doubleBilled, leftOver }, replay).toEqual({
      duplicates: 0,
      earlySwitchOffs: 0,
      lostSeats: 0,
      doubleBilled: 0,
      leftOver: 0,
    })
  }
  process.stdout.write(`chaos: ${JSON.stringify({ runs, ...totals })}\n`)
})
