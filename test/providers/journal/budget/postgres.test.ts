/** Budgets on a real server that comes with npm. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shareOf } from '../../../../providers/http/budget/share.ts'
import type { SharedBudgets } from '../../../../providers/http/budget/store.ts'
import { orOwnShare } from '../../../../providers/journal/budget/own-share.ts'
import { createPostgresBudgets } from '../../../../providers/journal/budget/postgres.ts'
import { budgetSchema } from '../../../../providers/journal/budget/postgres-schema.ts'
import { type PostgresServer, runsHere, startPostgres } from '../../../support/postgres-server.ts'

const key = { service: 'partner-center', partner: 'italy', family: 'customer' }
const starts = { first: 400, most: 1_000 }

let server: PostgresServer
let places = 0
const opened: SharedBudgets[] = []
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await server.stop()
})

async function aPlace() {
  places += 1
  const schema = `budget_${places}`
  const client = server.client()
  await client.connect()
  await client.query(`create schema ${schema}`)
  const said: string[] = []
  let url = `${server.url}?options=-csearch_path%3D${schema}`
  let nowMs = 0
  const open = (process: string, facts: { readonly isJob?: boolean } = {}): SharedBudgets => {
    const store = orOwnShare(
      createPostgresBudgets({
        connection: async () => url,
        process,
        isJob: facts.isJob === true,
        accountOf: partner => `tenant-of-${partner}`,
        say: text => void said.push(text),
      }),
      { nowMs: () => nowMs, say: text => void said.push(text) },
    )
    opened.push(store)
    return store
  }
  return {
    schema,
    client,
    said,
    open,
    /** Time of the processes; the database has its own. */
    pass(ms: number) {
      nowMs += ms
    },
    connectAs(user: string) {
      url = url.replace('//journal:', `//${user}:`)
    },
    share: (store: SharedBudgets) => shareOf({ key, store, starts, inFlight: 5, nowMs: () => nowMs }),
    async close() {
      await client.end()
    },
  }
}

async function startAll(share: ReturnType<typeof shareOf>, most = 2_000): Promise<number> {
  for (let want = 0; want < most; want += 1) share.joined('read')
  let count = 0
  while (count < most && (await share.take('read')) === 0) count += 1
  for (let want = 0; want < most; want += 1) share.left('read')
  return count
}

describe.runIf(runsHere)('a budget in PostgreSQL', () => {
  test('is one for eight processes that begin at once on an empty database, and never gives more than there is', async () => {
    const { open, share, said, close, client, schema } = await aPlace()
    const shares = Array.from({ length: 8 }, (_, at) => share(open(`p${at}`)))
    const given = await Promise.all(shares.map(each => startAll(each)))
    expect(given.reduce((sum, count) => sum + count, 0)).toBe(400)
    const { rows } = await client.query(`select name from ${schema}.tenantform_budget`)
    expect([rows, said]).toEqual([[{ name: 'tenant-of-italy/partner-center/customer' }], []])
    await close()
  })

  test('loses no change of eight processes that make theirs at the same time', async () => {
    const { open, close } = await aPlace()
    const stores = Array.from({ length: 8 }, (_, at) => open(`p${at}`))
    const changeOften = async (store: SharedBudgets) => {
      for (let turn = 0; turn < 10; turn += 1)
        await store.change(key, starts, state => {
          state.refusals += 1
          return { isPaused: false }
        })
    }
    await Promise.all(stores.map(changeOften))
    const [kept] = (await stores[0]?.kept()) ?? []
    expect(kept?.state.refusals).toBe(80)
    await close()
  })

  test('is paused for all at once, for whoever has starts left too', async () => {
    const { open, share, close } = await aPlace()
    const store = open('p2')
    const [one, two] = [share(open('p1')), share(store)]
    for (let want = 0; want < 9; want += 1) two.joined('read')
    expect(await two.take('read')).toBe(0)
    await one.refused({ customer: null, startedMs: 0, saidMs: 3_600_000 })
    await expect.poll(() => store.isStale(key)).toBe(true)
    const waitMs = await two.take('read')
    expect([waitMs > 3_500_000, waitMs <= 3_600_000]).toEqual([true, true])
    await close()
  })

  test('is used by a process that may make no table, where an administrator made it', async () => {
    const { open, share, said, close, client, schema, connectAs } = await aPlace()
    await client.query(`
      set search_path = ${schema}; ${budgetSchema}
      create role worker_${schema} login password 'correct-horse';
      grant usage on schema ${schema} to worker_${schema};
      grant select, insert, update on ${schema}.tenantform_budget to worker_${schema};`)
    connectAs(`worker_${schema}`)
    expect(await startAll(share(open('p1')), 50)).toBe(50)
    expect(said).toEqual([])
    await close()
  })

  test('that may neither be made nor used leaves a share of its own, and says so', async () => {
    const { open, share, said, close, client, schema, connectAs } = await aPlace()
    await client.query(`create role nobody_${schema} login password 'correct-horse'`)
    connectAs(`nobody_${schema}`)
    expect(await startAll(share(open('p1')))).toBe(100)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/^The request budget is not shared with other processes: /)
    expect(said[0]).not.toContain('correct-horse')
    await close()
  })

  test('counts a minute as used up after a restart of the server, and has not forgotten what it learned', async () => {
    const { open, share, close, client, schema } = await aPlace()
    const one = share(open('p1'))
    expect(await startAll(one, 50)).toBe(50)
    await client.query(
      `update ${schema}.tenantform_budget set state = '1 ' || substr(state, strpos(state, ' ') + 1)`,
    )
    const waitMs = await (async () => {
      const two = share(open('p2'))
      two.joined('read')
      return two.take('read')
    })()
    expect([waitMs > 55_000, waitMs <= 60_000]).toEqual([true, true])
    await close()
  })

  test('that is damaged begins small, and says so', async () => {
    const { open, share, said, close, client, schema } = await aPlace()
    await startAll(share(open('p1')), 1)
    await client.query(`update ${schema}.tenantform_budget set state = 'x'`)
    expect(await startAll(share(open('p2')))).toBe(100)
    expect(said).toEqual([
      'The request budget of tenant-of-italy/partner-center/customer could not be read. It begins small, and is learned again.',
    ])
    await close()
  })

  test('goes on by itself while the server ends its session, and is shared again after a minute', async () => {
    const { open, share, said, close, client, pass } = await aPlace()
    const one = share(open('p1'))
    expect(await startAll(one, 1)).toBe(1)
    const killed =
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tenantform budget p1'"
    await client.query(killed)
    pass(60_000)
    expect(await startAll(one, 20)).toBe(20)
    pass(60_000)
    expect(await startAll(one, 20)).toBe(20)
    expect(said.length).toBeLessThanOrEqual(1)
    await close()
  })

  test('leaves a fifth to people while they are there, and forgets a process that ends', async () => {
    const { open, share, close } = await aPlace()
    const person = open('p1')
    expect(await startAll(share(person), 1)).toBe(1)
    const worker = share(open('p2', { isJob: true }))
    expect(await startAll(worker)).toBe(320)
    const [kept] = await person.kept()
    expect([kept?.account, kept?.service, kept?.family, kept?.state.processes.size]).toEqual([
      'tenant-of-italy',
      'partner-center',
      'customer',
      2,
    ])
    await person.close()
    const [later] = await open('p3').kept()
    expect([...(later?.state.processes.keys() ?? [])]).toEqual(['p2'])
    await close()
  })
})
