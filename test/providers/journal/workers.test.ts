/** Workers over PostgreSQL: who has a customer, what happens when a worker dies or stands still, and what waits for whom. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import { instant } from '../../../engine/model/ids.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { aStage, expectPromisesKept, type StageFacts } from '../../engine/execute/harness.ts'
import { actionId, standing, tinyPlan } from '../../engine/execute/tiny-world.ts'
import { type Happening, mortalPorts, type Passed, passed } from '../../support/mortal-workers.ts'
import { type PostgresServer, runsHere, startPostgres } from '../../support/postgres-server.ts'
import { actual as wavesActual, plan as wavesPlan } from '../../support/three-waves.ts'
import { aTeam, handedOver, isHandedOver, outcomesIn, type Team } from '../../support/workers-on-postgres.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const everything = process.env['TENANTFORM_FULL'] === '1'
const inWaves: StageFacts = { plan: wavesPlan, actual: wavesActual }

async function given<T>(work: (team: Team) => Promise<T>, facts: StageFacts = {}): Promise<T> {
  const team = await aTeam(server, facts)
  try {
    return await work(team)
  } finally {
    await team.close()
  }
}

async function inOneProcess(facts: StageFacts = {}): Promise<{
  readonly verdict: ApplyVerdict
  readonly world: readonly string[]
}> {
  const stage = aStage(facts)
  return { verdict: await stage.apply(), world: standing(stage.tenants.actual()) }
}

/** Entries that workers wrote, as `customer fence`, in the order of the journal. */
async function fencesOf({ client, schema }: Team): Promise<readonly { customer: string; fence: number }[]> {
  const { rows } = await client.query(
    `select customer, fence::int as fence from ${schema}.tenantform_journal where fence is not null order by seq`,
  )
  return rows
}

async function expectOneFenceAtATime(team: Team): Promise<void> {
  const latest = new Map<string, number>()
  const fences = await fencesOf(team)
  expect(fences).not.toEqual([])
  for (const { customer, fence } of fences) {
    expect(fence).toBeGreaterThanOrEqual(latest.get(customer) ?? 0)
    latest.set(customer, fence)
  }
}

async function jobsOf({ client, schema }: Team): Promise<readonly unknown[]> {
  const { rows } = await client.query(`select name, state, data from ${schema}_jobs.job`)
  return rows
}

/** Subscriptions are numbered in the order of the purchases, which differs. */
function accountOf(plan: Plan, verdict: ApplyVerdict): readonly string[] {
  return outcomesIn(plan, verdict).map(line =>
    line.replaceAll(/"(subscription|order|cart|transfer)":"[^"]*"/g, '"$1":"…"'),
  )
}

describe.runIf(runsHere)('an apply that workers carry out', () => {
  test.each([
    ['a plan without waves', {}],
    ['three waves that need each other', inWaves],
  ] as const)('ends as it does in one process, with %s', (_, facts) =>
    given(async team => {
      const handed = await handedOver(team)
      for (let count = 0; count < 4; count += 1) await team.worker()
      const verdict = await team.ended(handed)
      const alone = await inOneProcess(facts)
      expect([verdict.kind, alone.verdict.kind]).toEqual(['done', 'done'])
      expect(standing(team.stage.tenants.actual())).toEqual(alone.world)
      expect(accountOf(team.stage.plan, verdict)).toEqual(accountOf(team.stage.plan, alone.verdict))
      await expectOneFenceAtATime(team)
      expectPromisesKept(team.stage)
      // The last worker takes the jobs away when the apply has ended.
      await expect.poll(() => jobsOf(team)).toEqual([])
    }, facts),
  )

  test('holds its accounts until it has ended, though no session of a worker does', () =>
    given(async team => {
      await handedOver(team)
      const owner = { who: 'grace', since: instant('2026-12-07T07:00:00Z'), apply: 'other' }
      const [name] = team.stage.plan.partners.map(({ tenant }) => `${tenant}`)
      const busy = await team.store.lock([name ?? ''], owner, { takeOver: true })
      expect(busy).toMatchObject({ kind: 'busy', name, owner: { who: 'ada' } })
      expect((await team.stage.resume()).kind).toBe('busy')
    }))

  test('is gone on with by a person in one process once no worker is heard of; what its workers write is refused from then on', () =>
    given(async team => {
      const handed = await handedOver(team)
      const still = await stopped(team, 'appending', 'suspended', 1)
      await team.lapse()
      await team.client.query(
        `update ${team.schema}.tenantform_apply set heartbeat = heartbeat - interval '1 minute'`,
      )
      const verdict = await team.stage.resume({ takeOver: true })
      expect(verdict.kind).toBe('done')
      still.wake()
      await expect.poll(() => still.worker.events).toContainEqual(lostJournal)
      expectPromisesKept(team.stage)
      expect((await team.store.read(handed.apply)).at(-1)).toMatchObject({
        kind: 'apply.ended',
        verdict: 'complete',
      })
    }))
})

const lostJournal = {
  kind: 'trouble',
  turn: expect.objectContaining({ fence: 1 }),
  because: [expect.objectContaining({ code: 'JOURNAL.LOST' })],
}

/** A worker that has come to the n-th such moment, to which this happens there. */
async function stopped(team: Team, moment: Passed, happening: Happening, nth: number) {
  let count = 0
  let come: () => void = () => undefined
  const arrived = new Promise<void>(resolve => {
    come = resolve
  })
  let wake: () => void = () => undefined
  const worker = await team.worker(shared => {
    const mortal = mortalPorts({ performers: team.stage.tenants.performers, shared }, passing => {
      count += passing === moment ? 1 : 0
      if (passing !== moment || count !== nth) return null
      come()
      return happening
    })
    wake = mortal.wake
    return { ...mortal.ports, concurrency: 1 }
  })
  team.beforeClosing(() => wake())
  await arrived
  if (happening === 'killed') worker.abandon()
  return { worker, wake: () => wake() }
}

describe.runIf(runsHere)('a worker that is lost in the middle', () => {
  const table = passed.flatMap(moment =>
    (['killed', 'suspended'] as const).flatMap(happening => [1, 2].map(nth => ({ moment, happening, nth }))),
  )
  const some = table.filter(
    ({ moment, happening, nth }) =>
      nth === 1 &&
      (happening === 'killed' ? ['appended', 'answered', 'closing'].includes(moment) : moment === 'sending'),
  )
  test.each(everything ? table : some)(
    '$happening at $moment $nth: another takes the customer over, looks first, and buys nothing twice',
    ({ moment, happening, nth }) =>
      given(async team => {
        const handed = await handedOver(team)
        const first = await stopped(team, moment, happening, nth)
        await team.lapse()
        await team.worker()
        const verdict = await team.ended(handed)
        first.wake()
        if (happening === 'suspended') await first.worker.stop()
        expect(verdict.diagnostics).toEqual([])
        expect(verdict.kind).toBe('done')
        expect(standing(team.stage.tenants.actual())).toEqual((await inOneProcess()).world)
        await expectOneFenceAtATime(team)
        expectPromisesKept(team.stage)
        expect(team.stage.tenants.sent.filter(({ attempt }) => attempt !== 1)).toEqual([])
      }),
  )

  test('sends nothing more once its lease ends before a request could: whoever takes over finds nothing that may still begin', () =>
    given(async team => {
      await handedOver(team)
      let elapsed = 0
      let heard: () => void = () => undefined
      const told = new Promise<void>(resolve => {
        heard = resolve
      })
      const worker = await team.worker(shared => ({
        concurrency: 1,
        shared: {
          ...shared,
          // The database answers no heartbeat any more.
          renew: () => new Promise<never>(() => undefined),
          async factsOf(turn) {
            elapsed = 59_500 // of 60 s, and a request may take one
            return shared.factsOf(turn)
          },
        },
        elapsedMs: () => elapsed,
        report: event => {
          if (event.kind === 'trouble') heard()
        },
      }))
      await told
      worker.abandon()
      expect(team.stage.tenants.sent).toEqual([])
    }))
})

describe.runIf(runsHere)('what holds workers back', () => {
  test('an apply that is stopped ends with what was begun; who had no turn is left, and a second team finishes it', () =>
    given(async team => {
      const handed = await handedOver(team)
      const shared = await team.shared()
      const still = await stopped(team, 'sending', 'suspended', 1)
      await shared.stop(handed.apply, 'A person stopped it.')
      await still.worker.shared.renew([])
      still.wake()
      const verdict = await team.ended(handed)
      expect([verdict.kind, verdict.diagnostics.map(({ code }) => code)]).toEqual([
        'partial',
        ['APPLY.STOPPED'],
      ])
      const again = await team.goOn()
      if (!isHandedOver(again)) throw new Error('not handed over')
      await team.worker()
      const finished = await team.ended(again)
      expect([finished.kind, finished.diagnostics]).toEqual(['done', []])
      expect(standing(team.stage.tenants.actual())).toEqual((await inOneProcess()).world)
      expectPromisesKept(team.stage)
    }))

  test('more failures than may be stop what was not begun', () =>
    given(async team => {
      const [first] = wavesPlan.actions.filter(({ kind }) => kind === 'subscription.create')
      team.stage.tenants.script({
        action: first?.id ?? tinyPlan.actions[0]!.id,
        moment: 'before send',
        how: 'refused',
        times: 9,
      })
      const handed = await handedOver(team, { maxFailures: 0 })
      await team.worker(() => ({ concurrency: 1 }))
      const verdict = await team.ended(handed)
      expect(verdict.kind).toBe('partial')
      expect(team.stage.tenants.sent).toEqual([])
      expect(verdict.diagnostics.map(({ code, detail }) => [code, detail])).toContainEqual([
        'APPLY.STOPPED',
        expect.stringContaining('1 customer failed, and at most 0 may.'),
      ])
    }, inWaves))

  test('a wave whose customer fails keeps those behind it from being begun, in the words of one process', async () => {
    const [first] = wavesPlan.actions.filter(({ kind }) => kind === 'subscription.create')
    const fault = {
      action: first?.id ?? actionId('gate.wave'),
      moment: 'before send',
      how: 'refused',
      times: 9,
    } as const
    const alone = aStage(inWaves)
    alone.tenants.script(fault)
    const expected = await alone.apply()
    await given(async team => {
      team.stage.tenants.script(fault)
      const handed = await handedOver(team)
      await team.worker()
      await team.worker()
      const verdict = await team.ended(handed)
      expect(accountOf(wavesPlan, verdict)).toEqual(accountOf(wavesPlan, expected))
      expect(verdict.kind).toBe(expected.kind)
    }, inWaves)
  })

  test('the end of the plan’s day holds for them as for one process (T24)', async () => {
    const late = instant('2026-12-08T00:00:30Z')
    await given(async team => {
      const handed = await handedOver(team)
      team.stage.tenants.setClock(late)
      await team.worker()
      const verdict = await team.ended(handed)
      expect(verdict.diagnostics.map(({ code }) => code)).toContain('APPLY.DAY_IS_OVER')
      expect(team.stage.tenants.sent).toEqual([])
    })
  })

  test('an apply of another version, world or account is not even seen', () =>
    given(async team => {
      await handedOver(team)
      const { madeIn, tool, partners } = team.stage.plan
      const accounts = partners.map(({ name }) => name)
      const own = { madeIn, version: tool.version, accounts, refused: new Set<string>() }
      const shared = await team.shared()
      const others = [
        { ...own, version: '0.0.0-other' },
        { ...own, madeIn: { kind: 'sandbox', world: 'another' } as const },
        { ...own, accounts: [] },
      ]
      for (const other of others) expect(await shared.take(other, 'other')).toBeNull()
      expect(await shared.take(own, 'own')).toMatchObject({ fence: 1 })
    }))

  test('a plan that a worker judges and refuses is left to others, and told once', () =>
    given(async team => {
      const handed = await handedOver(team)
      const because = [{ code: 'TEST.NO', severity: 'error', summary: 'no', remedies: [] } as never]
      const refusing = await team.worker(() => ({ judge: () => because, concurrency: 1 }))
      await expect
        .poll(() => refusing.events)
        .toContainEqual({ kind: 'refused', apply: handed.apply, because })
      await team.worker()
      expect((await team.ended(handed)).kind).toBe('done')
      expect(refusing.events.filter(({ kind }) => kind === 'refused')).toHaveLength(1)
    }))
})

describe.runIf(runsHere)('a worker that is told to stop', () => {
  test('finishes the step it is in, hands the rest back, and another goes on at once', () =>
    given(async team => {
      const handed = await handedOver(team)
      const first = await stopped(team, 'sending', 'suspended', 1)
      const ending = first.worker.stop()
      first.wake()
      await ending
      expect(first.worker.events.map(({ kind }) => kind).filter(kind => kind !== 'heard')).toEqual([
        'took',
        'handed back',
      ])
      expect(team.stage.tenants.sent).toHaveLength(1)
      await team.worker()
      expect((await team.ended(handed)).kind).toBe('done')
      expectPromisesKept(team.stage)
    }))
})

describe.runIf(runsHere)('the tables', () => {
  test('are made once by many that come at once to an empty database', () =>
    given(async team => {
      const all = await Promise.all(Array.from({ length: 8 }, () => team.shared()))
      expect(await Promise.all(all.map(one => one.running()))).toEqual(all.map(() => []))
    }))
})
