/** `--refresh activity` over made-up histories that the activity log holds: the plan is that of a full reading, and what was kept says its age. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, instant } from '../../engine/model/ids.ts'
import type { Actual } from '../../engine/model/live.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { PlanRefresh } from '../../engine/plan/plan-refresh.ts'
import { readActual } from '../../engine/read/read-actual.ts'
import { planSince } from '../../engine/refresh/plan-since.ts'
import { keptFrom, keptLines } from '../../engine/refresh/saved-kept.ts'
import { readerOver } from '../../providers/partner-center/reader.ts'
import { tenant } from '../support/builders/index.ts'
import { clientsOnSandbox, type OnSandbox } from '../support/clients-on-sandbox.ts'
import { happens, history, type Step } from '../support/refresh/history.ts'
import { historyDocuments, historyWorld } from '../support/refresh/history-world.ts'

const isFull = process.env['TENANTFORM_FULL'] === '1'
/** Fixed in the ordinary run, so that it is the same everywhere. */
const seed = isFull ? {} : { seed: 20261207 }
const runs = isFull ? 1_000 : 60

const madeIn: MadeIn = { kind: 'sandbox', world: 'history' }

/** Everything a plan says but how it was read. */
function withoutReading(plan: Plan): unknown {
  const customers = plan.customers.map(customer => ({ ...customer, readAt: undefined }))
  return { ...plan, id: undefined, refresh: undefined, customers }
}

/** How many customers were kept, over all plans of a history. */
async function planned(site: OnSandbox, steps: readonly Step[]): Promise<number> {
  const reader = readerOver(name => site.client(name))
  const declared: Record<number, number> = {}
  let lines: readonly string[] = []
  let kept = 0
  for (const [turn, one] of [...steps, { do: 'plan', only: null } as const].entries()) {
    await happens(site, one, turn)
    if (one.do === 'declare') declared[one.customer] = one.seats
    if (one.do !== 'plan') continue
    const desired = historyDocuments(declared)
    const { clock } = site.client('central')
    const scope = { consolidation: null, wave: null, targets: one.only === null ? [] : [tenant(one.only)] }
    const reading = { desired, scope, reader, clock, progress: () => undefined, width: 4 }
    const madeAt = instant(clock.now())
    const planOf = (actual: Actual, refresh?: PlanRefresh) =>
      makePlan({ desired, actual, scope, on: dayOf(madeAt), madeAt, madeIn, version: 'test', refresh })
    const place = { version: 'test', madeIn, partners: desired.partners }
    const found = lines.length === 0 ? ('nothing kept' as const) : keptFrom(lines, place)
    const since = await planSince({
      ...reading,
      serviceTime: { skewMs: () => 0 },
      kept: typeof found === 'string' ? { why: found } : found,
      maxAgeMs: 24 * 3_600_000,
      plan: async (actual, refresh) => planOf(actual, refresh),
    })
    lines = [...keptLines(since.kept, place)]
    const full = planOf(await readActual(reading))
    expect(withoutReading(since.plan)).toEqual(withoutReading(full))
    expect(since.plan.customers.filter(({ readAt }) => readAt !== undefined).length).toBe(
      since.plan.refresh?.kept,
    )
    kept += since.plan.refresh?.kept ?? 0
  }
  return kept
}

test('the plan of an incremental reading is that of a full one', async () => {
  let kept = 0
  await fc.assert(
    fc.asyncProperty(history, async steps => {
      kept += await planned(await clientsOnSandbox(historyWorld()), steps)
    }),
    { numRuns: runs, ...seed },
  )
  // Or it would have been proven of full readings alone.
  expect(kept).toBeGreaterThan(runs)
}, 600_000)
