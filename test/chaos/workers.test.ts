/**
 * Workers over PostgreSQL in which anything happens by chance: they are killed, stand still for longer than their lease and wake up, their connections
 * are cut all at once as by a database that restarts, answers are lost. Whatever happens, nothing is bought twice, no customer is written under two
 * fences, and the apply ends as in one quiet process, without anybody's hand. Three seeds; 100 with TENANTFORM_FULL=1.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { expectPromisesKept, undisturbedEnd } from '../engine/execute/harness.ts'
import { standing, tinyActual, tinyPlan } from '../engine/execute/tiny-world.ts'
import { mortalPorts, type Passed } from '../support/mortal-workers.ts'
import { type PostgresServer, runsHere, startPostgres } from '../support/postgres-server.ts'
import { moments } from '../support/simulated-performers.ts'
import { actual as wavesActual, plan as wavesPlan } from '../support/three-waves.ts'
import { aTeam, handedOver, type StartedWorker, type Team } from '../support/workers-on-postgres.ts'
import { type Chance, chanceOf } from './chance.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const seeds = Array.from(
  { length: process.env['TENANTFORM_FULL'] === '1' ? 100 : 3 },
  (_, position) => position + 1,
)
const worlds = [
  { plan: tinyPlan, actual: tinyActual },
  { plan: wavesPlan, actual: wavesActual },
]
/** Workers at once, as on several machines. */
const crew = 4

/** What came of a run, so that a table of seeds shows that something happened. */
interface Happened {
  killed: number
  suspended: number
  cut: number
}

describe.runIf(runsHere)('workers to whom anything happens', () => {
  const happened: Happened = { killed: 0, suspended: 0, cut: 0 }

  test.each(seeds)('seed %i: end as one quiet process does', async seed => {
    const chance = chanceOf(seed)
    const world = chance.oneOf(worlds)
    const team = await aTeam(server, world)
    try {
      loseAnswers(team, chance)
      const handed = await handedOver(team)
      const field = await startCrew(team, chance, happened)
      // Leases that nobody knows of, because the answer that gave them was cut off, run out some time.
      const verdict = await team.ended(handed, async looks => {
        if (looks % 100 === 0) await team.lapse()
      })
      await field.over()
      expect([verdict.kind, verdict.diagnostics]).toEqual(['done', []])
      expect(standing(team.stage.tenants.actual())).toEqual(await undisturbedEnd(world.plan, world.actual))
      await expectOneFenceAtATime(team, world.plan)
      expectPromisesKept(team.stage)
      expect(field.bugs()).toEqual([])
    } finally {
      await team.close()
    }
  })

  test('something did happen to them', () => {
    expect(Math.min(...Object.values(happened))).toBeGreaterThan(0)
  })
})

/** Of a few writes the answer does not come, once each. */
function loseAnswers(team: Team, chance: Chance): void {
  const writes = team.stage.plan.actions.filter(action => 'effect' in action)
  team.stage.tenants.script(
    ...Array.from({ length: chance.between(0, 2) }, () => ({
      action: chance.oneOf(writes).id,
      moment: chance.oneOf(moments.filter(moment => moment !== 'after cart')),
      how: 'no answer' as const,
    })),
  )
}

async function startCrew(team: Team, chance: Chance, happened: Happened) {
  /** Moments of all workers together, counted, at which something happens. */
  const when = new Set(Array.from({ length: chance.between(3, 6) }, () => chance.between(1, 40)))
  const errors: unknown[] = []
  const asleep: (() => void)[] = []
  let passedSoFar = 0
  let isOver = false

  async function replace(lost: StartedWorker | null): Promise<void> {
    if (lost !== null) await team.lapse(lost.name) // else it had not begun
    if (!isOver) await start()
  }

  async function start(): Promise<void> {
    let self: StartedWorker | null = null
    let isKilled = false
    const worker = await team.worker(shared => {
      const mortal = mortalPorts({ performers: team.stage.tenants.performers, shared }, (moment: Passed) => {
        passedSoFar += 1
        // Somebody who stood still wakes up in the middle of what others do.
        if (asleep.length > 0 && chance.happens(0.1)) asleep.shift()?.()
        if (!when.delete(passedSoFar) || isOver) return null
        const what = chance.oneOf(['killed', 'suspended', 'cut'] as const)
        happened[what] += 1
        if (what === 'cut') {
          void cutConnections(team)
          return null
        }
        if (what === 'suspended') asleep.push(() => mortal.wake())
        isKilled = what === 'killed'
        if (isKilled) self?.abandon()
        void replace(self).catch(error => errors.push([moment, error]))
        return what
      })
      return mortal.ports
    })
    self = worker
    if (isKilled) worker.abandon()
    worker.done.catch(error => errors.push(error))
  }

  for (let count = 0; count < crew; count += 1) await start()
  return {
    bugs: () => errors,
    /** Whoever still sleeps wakes up to an apply that has ended. */
    async over() {
      isOver = true
      for (const wake of asleep.splice(0)) wake()
    },
  }
}

/** As a database that restarts: nothing that was not committed is kept, and everybody connects anew. */
async function cutConnections({ client }: Team): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'tenantform worker%'`,
  )
}

async function expectOneFenceAtATime({ client, schema }: Team, plan: Plan): Promise<void> {
  const { rows } = await client.query<{ customer: string; fence: number }>(
    `select customer, fence::int as fence from ${schema}.tenantform_journal where fence is not null order by seq`,
  )
  const latest = new Map<string, number>()
  for (const { customer, fence } of rows) {
    expect(fence).toBeGreaterThanOrEqual(latest.get(customer) ?? 0)
    latest.set(customer, fence)
  }
  expect([...latest.keys()].sort()).toEqual(
    [...new Set(plan.customers.map(({ tenant }) => `${tenant}`))].sort(),
  )
}
