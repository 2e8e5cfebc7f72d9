// `npm run test:chaos -- --seed S --runs N`: applies through faults and kills, as often as asked.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { seed: { type: 'string' }, runs: { type: 'string' } } })
const env = { ...process.env, CHAOS_SEED: values.seed ?? '1', CHAOS_RUNS: values.runs ?? '20' }
const done = spawnSync('npx', ['vitest', 'run', 'test/chaos'], { stdio: 'inherit', env })
process.exit(done.status ?? 1)
