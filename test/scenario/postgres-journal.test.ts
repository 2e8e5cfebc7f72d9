/** A team's journal in PostgreSQL, through the built command: it outlives the runner, and without it nothing is written. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { type PostgresServer, password, runsHere, startPostgres } from '../support/postgres-server.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, sourceId, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let server: PostgresServer
let workspace: TestWorkspace
let sandbox: SandboxProcess

const run = (args: readonly string[], url: string = server.url) =>
  tenantform([...args], { cwd: workspace.folder, env: { JOURNAL_URL: url } })
const onSandbox = (...args: readonly string[]) => [...args, '--sandbox', sandbox.url, '-q']

function journalIs(connection: string): void {
  writeFileSync(
    join(workspace.folder, 'workspace.yaml'),
    `apiVersion: tenantform/v1\nkind: Workspace\nname: team\njournal: { store: postgres, connection: "${connection}" }\n`,
  )
}

beforeAll(async () => {
  server = await startPostgres()
  workspace = aWorkspace({
    customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }],
  })
  journalIs('env:JOURNAL_URL')
  sandbox = await startSandboxHere(workspace.seed)
})
afterAll(async () => {
  await sandbox.stop()
  await server.stop()
  workspace.remove()
})

describe.runIf(runsHere)('a journal in PostgreSQL', () => {
  it('that cannot be reached stops an apply before it writes anything; one that can is there for the next runner', async () => {
    const closed = server.url.replace(/:\d+\//, ':1/')
    const answer = await run(onSandbox('apply', '--auto-approve', '--allow-irreversible'), closed)
    expect(answer.code).toBe(1)
    expect(`${answer.out}${answer.err}`).toContain('JOURNAL.UNREACHABLE')
    expect(`${answer.out}${answer.err}`).not.toContain(password)
    expect((await sandbox.requests()).filter(isWrite)).toEqual([])

    const applied = await run(onSandbox('apply', '--auto-approve', '--allow-irreversible'))
    expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
    rmSync(join(workspace.folder, '.tenantform'), { recursive: true, force: true })
    mkdirSync(join(workspace.folder, '.tenantform'))
    const listed = await run(['journal', 'list', '--format', 'json'])
    const { applies } = JSON.parse(listed.out) as { applies: readonly { apply: string; finished: boolean }[] }
    expect(applies.map(({ finished }) => finished)).toEqual([true])
    const shown = await run(['journal', 'show', applies[0]?.apply ?? ''])
    expect([shown.code, shown.out.includes('suspend')]).toEqual([0, true])
  })

  it('whose connection drops in the middle is the end of the writes; resume goes on, and buys once', async () => {
    const other = aWorkspace({ customers: [{ name: 'beta', sources: [{ offer: 'e1', seats: 3 }] }] })
    const site = await startSandboxHere(other.seed)
    const client = server.client()
    await client.connect()
    /** The server ends whichever session writes such an entry; the entry is not kept. */
    const cutAt = async (entry: string | null) => {
      await client.query('drop trigger if exists cut on tenantform_journal')
      if (entry !== null)
        await client.query(
          `create trigger cut before insert on tenantform_journal for each row execute function cut('{"kind":"${entry}%')`,
        )
    }
    const type = (...args: readonly string[]) =>
      tenantform([...args, '--allow-irreversible', '--sandbox', site.url, '-q'], {
        cwd: other.folder,
        env: { JOURNAL_URL: server.url },
      })
    const sent = async () =>
      (await site.requests()).filter(isWrite).map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)
    try {
      writeFileSync(
        join(other.folder, 'workspace.yaml'),
        readFileSync(join(workspace.folder, 'workspace.yaml'), 'utf8'),
      )
      expect((await run(['journal', 'list'])).code).toBe(0) // makes the tables
      await client.query(`create function cut() returns trigger language plpgsql as $$ begin
        if new.entry like TG_ARGV[0] then perform pg_terminate_backend(pg_backend_pid()); end if;
        return new; end $$`)

      await cutAt('action.began","action":"subscription.create')
      const first = await type('apply', '--auto-approve')
      expect([first.code, `${first.out}${first.err}`.includes('[JOURNAL.'), await sent()]).toEqual([
        1,
        true,
        [],
      ])

      const bought = ['POST carts', 'POST checkout']
      await cutAt('action.ended","action":"subscription.create')
      const second = await type('resume')
      expect([second.code, `${second.out}${second.err}`.includes('[JOURNAL.'), await sent()]).toEqual([
        5,
        true,
        bought,
      ])

      await cutAt('action.began","action":"subscription.suspend')
      const third = await type('resume')
      expect([third.code, `${third.out}${third.err}`.includes('[JOURNAL.'), await sent()]).toEqual([
        5,
        true,
        bought,
      ])

      await cutAt(null)
      expect((await type('resume')).code).toBe(0)
      expect(await sent()).toEqual([...bought, `PATCH ${sourceId(0, 0).toLowerCase()}`])
      expect(
        (await site.subscriptions())
          .map(({ partner, seats, status }) => `${partner} ${seats} ${status}`)
          .sort(),
      ).toEqual(['central 3 active', 'italy 3 suspended'])
      expect(
        (await run(['plan', '--detailed-exitcode', '-C', other.folder, '--sandbox', site.url])).code,
      ).toBe(0)
    } finally {
      await cutAt(null)
      await client.query('truncate tenantform_journal')
      await client.end()
      await site.stop()
      other.remove()
    }
  })

  it.each([
    ['a path', '{ store: postgres, connection: env:JOURNAL_URL, path: x }'],
    ['no connection', '{ store: azure-blob }'],
    ['a container', '{ store: postgres, connection: env:JOURNAL_URL, container: journal }'],
    ['a connection', '{ store: file, connection: env:JOURNAL_URL }'],
  ])('does not go with %s (%s)', async (_, journal) => {
    const text = `apiVersion: tenantform/v1\nkind: Workspace\nname: team\njournal: ${journal}\n`
    writeFileSync(join(workspace.folder, 'workspace.yaml'), text)
    const answer = await run(['validate'])
    journalIs('env:JOURNAL_URL')
    expect(answer.code).toBe(1)
  })

  it('is named by a reference: an address that stands in the document is refused, and not repeated', async () => {
    journalIs(server.url)
    const answer = await run(['validate'])
    journalIs('env:JOURNAL_URL')
    expect(answer.code).toBe(1)
    expect(`${answer.out}${answer.err}`).not.toContain(password)
  })
})
