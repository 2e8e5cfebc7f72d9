// `npm run test:chaos -- --seed S --runs N`: applies through faults and kills, as often as asked. With `--without CHECK` one safety
// check of the product is left out of the build, and the suite is expected to find that.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values } = parseArgs({ options: { seed: text, runs: text, width: text, without: text } })
if (values.without !== undefined) {
  const built = spawnSync(process.execPath, ['.tools/build.mjs', '--without', values.without], {
    stdio: 'inherit',
  })
  if (built.status !== 0) process.exit(built.status ?? 1)
}
const env = {
  ...process.env,
  CHAOS_SEED: values.seed ?? '1',
  CHAOS_RUNS: values.runs ?? '20',
  CHAOS_WIDTH: values.width ?? '3',
  ...(values.without !== undefined && { CHAOS_WITHOUT: values.without }),
}
const done = spawnSync('npx', ['vitest', 'run', 'test/chaos/chaos.test.ts'], { stdio: 'inherit', env })
process.exit(done.status ?? 1)
