/**
 * Applies through faults and kills: `npm run test:chaos -- --seed S --runs N`; a small sample in the ordinary run. A failure names
 * the seed and the one command that replays it, and saves the scenario under `cases/`, which this test carries through ever after.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/example.ts'
import { carryThrough } from './a-run.ts'
import { scenarioOf } from './made-up.ts'
import type { Scenario } from './scenario.ts'
import { noTotals, type Totals } from './totals.ts'

const seed = Number(process.env['CHAOS_SEED'] ?? 1)
const runs = Number(process.env['CHAOS_RUNS'] ?? 5)
/** At once: a run waits for processes of its own much of the time. */
const width = Number(process.env['CHAOS_WIDTH'] ?? 2)
const without = process.env['CHAOS_WITHOUT'] ?? null
const savesCases = without === null
const cases = join(root, 'test', 'chaos', 'cases')

test(`${runs} made-up workspaces end as planned, whatever breaks on the way`, {
  timeout: 60_000 + runs * 60_000,
}, async () => {
  const totals = noTotals()
  const failures: string[] = []
  const waiting = Array.from({ length: runs }, (_, number) => seed + number)
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const failure = await failureOf(scenarioOf(next), totals)
      if (failure !== null) failures.push(failure)
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  process.stdout.write(`chaos: ${JSON.stringify({ runs, seed, ...totals })}\n`)
  expect(failures).toEqual([])
})

test('every scenario that failed once ends as planned', { timeout: 300_000 }, async () => {
  for (const name of readdirSync(cases).filter(entry => entry.endsWith('.json')))
    expect(
      await failureOf(JSON.parse(readFileSync(join(cases, name), 'utf8')) as Scenario, noTotals()),
    ).toBeNull()
})

/** In words, with the command that replays it; null: it went well. */
async function failureOf(scenario: Scenario, totals: Totals): Promise<string | null> {
  try {
    await carryThrough(scenario, totals, without)
    return null
  } catch (error) {
    const name = `seed-${scenario.seed}.json`
    if (savesCases) {
      mkdirSync(cases, { recursive: true })
      writeFileSync(join(cases, name), `${JSON.stringify(scenario, null, 2)}\n`)
    }
    const replay = `npm run test:chaos -- --seed ${scenario.seed} --runs 1`
    return `seed ${scenario.seed} failed; ${replay}${savesCases ? `; saved as test/chaos/cases/${name}` : ''}\n  ${String(error)}`
  }
}
