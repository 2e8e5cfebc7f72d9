/**
 * `npm run bench`: how long the engine thinks, how many requests a plan makes, how soon the command answers. Milliseconds are of this
 * machine and prove nothing by themselves; docs/performance.md keeps them with machine and commit. Counts are asserted in the
 * ordinary tests.
 */
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { instant, utcDate } from '../../engine/model/ids.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import { aPlace } from '../support/builders/index.ts'
import { anEstate, type EstateSize } from './estate.ts'
import { root, tenantform, timed, words } from './measure.ts'
import { benchPage } from './page.ts'
import { benchPrices } from './prices.ts'
import { benchRefresh } from './refresh.ts'
import { benchPrediction, benchRehearsal } from './rehearsal.ts'
import { benchSavedPlans, measureSavedPlan, savedPlanArgument } from './saved-plans.ts'
import { aWorkspaceOnDisk } from './workspace.ts'

const everything = { consolidation: null, wave: null, targets: [] }

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function benchEngine(size: EstateSize): readonly string[] {
  const { desired, actual } = anEstate(size)
  let actions = 0
  const repeats = size.customers > 10_000 ? 1 : 3
  const times = Array.from({ length: repeats }, () =>
    timed(() => {
      const plan = makePlan({
        desired,
        actual,
        scope: everything,
        on: utcDate('2026-12-07'),
        madeAt: instant('2026-12-07T06:00:00Z'),
        madeIn: aPlace(desired),
        version: 'bench',
      })
      actions = plan.actions.length
    }),
  )
  return [
    `plan from memory, ${words(size)}`,
    `${median(times).toFixed(0)} ms`,
    `${actions.toLocaleString('en')} actions`,
  ]
}

interface RequestCounts {
  readonly requests: readonly { readonly path: string }[]
}

function benchRequests(size: EstateSize): readonly string[] {
  const workspace = aWorkspaceOnDisk(size)
  try {
    const ms = timed(() => tenantform(['plan', '-C', workspace.folder, '--sandbox', '--format', 'json']))
    const log: RequestCounts = JSON.parse(tenantform(['sandbox', 'requests', '-C', workspace.folder]))
    const each = (log.requests.length / size.customers).toFixed(2)
    return [
      `live plan on the sandbox, ${words(size)}`,
      `${ms.toFixed(0)} ms`,
      `${log.requests.length.toLocaleString('en')} requests, ${each} a customer`,
    ]
  } finally {
    workspace.remove()
  }
}

function benchStart(args: readonly string[]): readonly string[] {
  const times = Array.from({ length: 5 }, () => timed(() => tenantform(args)))
  return [`tenantform ${args.join(' ')}`, `${median(times).toFixed(0)} ms`, 'start-up included']
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => (row[column] ?? '').length)))
  for (const row of rows) {
    const [what = '', time = '', count = ''] = row
    console.log(`${what.padEnd(widths[0] ?? 0)}  ${time.padStart(widths[1] ?? 0)}  ${count}`)
  }
}

const [, , argument, size] = process.argv
if (argument === savedPlanArgument) {
  process.stdout.write(JSON.stringify(await measureSavedPlan(Number(size))))
  process.exit()
}
process.chdir(root)
console.log(`${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}\n`)
print([
  benchEngine({ customers: 250, productsEach: 4 }),
  benchEngine({ customers: 2_500, productsEach: 4 }),
  benchEngine({ customers: 25_000, productsEach: 4 }),
  benchRequests({ customers: 500, productsEach: 2 }),
  ...benchRefresh(500),
  benchRehearsal({ customers: 2_000, productsEach: 2 }),
  benchPrediction({ customers: 200, productsEach: 2 }),
  await benchPage('readiness', 3),
  await benchPage('readiness', 200),
  await benchPage('readiness', 5_000),
  await benchPage('plan', 3),
  await benchPage('plan', 200),
  await benchPage('plan', 5_000),
  benchPrices(200_000),
  ...benchSavedPlans(fileURLToPath(import.meta.url), 1_000),
  ...(process.env['TENANTFORM_FULL'] === '1' ? benchSavedPlans(fileURLToPath(import.meta.url), 6_250) : []),
  benchStart(['--help']),
  benchStart(['validate', '-C', 'examples/consolidation']),
])
