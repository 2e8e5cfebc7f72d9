/** The PostgreSQL store, on a real server that comes with npm. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { createPostgresJournal } from '../../../providers/journal/postgres.ts'
import { describeJournal } from '../../contract/journal-suite.ts'
import { type PostgresServer, password, runsHere, startPostgres } from '../../support/postgres-server.ts'

const wallClock = { now: () => instant('2026-12-07T07:00:00Z') }

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

let places = 0

/** A schema of its own for each test. */
async function aPlace() {
  places += 1
  const schema = `place_${places}`
  const client = server.client()
  await client.connect()
  await client.query(`create schema ${schema}`)
  const connection = async () => `${server.url}?options=-csearch_path%3D${schema}`
  return {
    schema,
    client,
    store: () => createPostgresJournal({ connection, wallClock }),
    async silence(name: string) {
      await client.query(
        `update ${schema}.tenantform_lock set seen = seen - interval '61 seconds' where name = $1`,
        [name],
      )
    },
    async damage(apply: string) {
      await client.query(`delete from ${schema}.tenantform_journal where apply = $1 and seq = 1`, [apply])
    },
    close: () => client.end(),
  }
}

describe.runIf(runsHere)('the store', () =>
  describeJournal('postgres', aPlace, { shared: true, heartbeat: true }),
)

describe.runIf(runsHere)('a session that ends', () => {
  test('gives its journal and its locks to whoever comes next, and cannot write any more', async () => {
    const place = await aPlace()
    const store = place.store()
    const writer = await store.open('one')
    const held = await store.lock(['a'], { who: 'ada', since: wallClock.now(), apply: 'one' })
    await place.client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )
    await expect.poll(() => held.kind === 'held' && held.isHeld()).toBe(false)
    const entry = { kind: 'apply.ended', verdict: 'complete', seq: 0, at: wallClock.now() } as const
    await expect(writer.append(entry)).rejects.toMatchObject({
      // Its own session may not have noticed yet: then the server says so.
      diagnostic: { code: expect.stringMatching(/^JOURNAL.(LOST|UNREACHABLE)$/) },
    })
    const next = await place.store().open('one')
    expect(
      (await place.store().lock(['a'], { who: 'grace', since: wallClock.now(), apply: 'two' })).kind,
    ).toBe('held')
    await next.close()
    await place.close()
  })
})

describe.runIf(runsHere)('an append that the server refuses', () => {
  // The next one succeeded, and left a journal with a hole in it that nobody could go on with.
  test('is the last: what comes after it is refused for the same reason, and what came before can be gone on with', async () => {
    const place = await aPlace()
    const writer = await place.store().open('one')
    const entry = (seq: number) =>
      ({ kind: 'apply.ended', verdict: 'complete', seq, at: wallClock.now() }) as const
    await place.client.query(`
      create function ${place.schema}.full() returns trigger language plpgsql as
        $$ begin if new.seq = 1 then raise exception 'disk full'; end if; return new; end $$;
      create trigger full_disk before insert on ${place.schema}.tenantform_journal
        for each row execute function ${place.schema}.full();`)
    const told = await Promise.allSettled([0, 1, 2].map(seq => writer.append(entry(seq))))
    const refused = { diagnostic: { code: 'JOURNAL.UNREACHABLE', detail: 'PostgreSQL: disk full.' } }
    expect(told).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: refused },
      { status: 'rejected', reason: refused },
    ])
    await expect(writer.append(entry(3))).rejects.toMatchObject(refused)
    await writer.close()
    const { rows } = await place.client.query(
      `select seq from ${place.schema}.tenantform_journal order by seq`,
    )
    expect(rows).toEqual([{ seq: 0 }])
    await place.close()
  })
})

describe.runIf(runsHere)('a process that fell silent and was taken over', () => {
  test('has lost the journal it wrote, too', async () => {
    const place = await aPlace()
    const store = place.store()
    await store.lock(['a'], { who: 'ada', since: wallClock.now(), apply: 'one' })
    const writer = await store.open('one')
    await place.silence('a')
    const other = place.store()
    const locked = await other.lock(
      ['a'],
      { who: 'grace', since: wallClock.now(), apply: 'one' },
      { takeOver: true },
    )
    expect(locked.kind).toBe('held')
    const next = await other.open('one')
    const entry = { kind: 'apply.ended', verdict: 'complete', seq: 0, at: wallClock.now() } as const
    await expect(writer.append(entry)).rejects.toMatchObject({
      // Its own session may not have noticed yet: then the server says so.
      diagnostic: { code: expect.stringMatching(/^JOURNAL.(LOST|UNREACHABLE)$/) },
    })
    await next.close()
    if (locked.kind === 'held') await locked.release()
    await place.close()
  })
})

describe.runIf(runsHere)('a server that cannot be reached', () => {
  test.each([
    ['nobody listens', () => 'postgresql://journal:correct-horse@127.0.0.1:1/postgres'],
    ['the password is wrong', () => server.url.replace(password, 'wrong-horse')],
    ['the address is none', () => 'correct-horse'],
    ['there is no such database', () => server.url.replace('/postgres', '/nowhere')],
    ['TLS is asked for and not to be had', () => `${server.url}?sslmode=require`],
  ])('where %s, is said without the password', async (_, address) => {
    const store = createPostgresJournal({ connection: async () => address(), wallClock })
    const trouble = await store.list().then(
      () => null,
      (error: { diagnostic: { code: string; detail: string } }) => error.diagnostic,
    )
    expect(trouble?.code).toBe('JOURNAL.UNREACHABLE')
    expect(trouble?.detail).not.toContain('horse')
  })
})
