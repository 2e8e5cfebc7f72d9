/** Workers as processes of their own, through the built command: an apply outlives any of them, and ends as in one process. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hookedCommand, tenantform } from '../support/built-command.ts'
import { type PostgresServer, password, runsHere, startPostgres } from '../support/postgres-server.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const customers = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'].map(name => ({
  name,
  sources: [{ offer: 'mail', seats: 5 }] as const,
}))
/** Short, so that who takes over need not wait for minutes. */
const short = { TENANTFORM_REQUEST_MS: '1500', TENANTFORM_LEASE_MS: '3000' }

type Command = (...args: readonly string[]) => Promise<{ code: number; out: string; err: string }>

interface Place {
  readonly workspace: TestWorkspace
  readonly sandbox: SandboxProcess
  run: Command & { as(url: string): Command }
  /** Runs until it is told to stop. */
  worker(env?: Readonly<Record<string, string>>, ...args: readonly string[]): ReturnType<typeof started>
}

function started(
  place: { readonly folder: string; readonly url: string },
  env: Readonly<Record<string, string>>,
  args: readonly string[],
) {
  return execa(process.execPath, [hookedCommand, 'worker', ...args, '--sandbox', place.url], {
    cwd: place.folder,
    env: { NO_COLOR: '1', JOURNAL_URL: server.url, ...short, ...env },
    reject: false,
    stdin: 'ignore',
  })
}

async function given<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const workspace = aWorkspace({ customers })
  writeFileSync(
    join(workspace.folder, 'workspace.yaml'),
    'apiVersion: tenantform/v1\nkind: Workspace\nname: team\njournal: { store: postgres, connection: "env:JOURNAL_URL" }\n',
  )
  const sandbox = await startSandboxHere(workspace.seed)
  const workers: ReturnType<typeof started>[] = []
  const as =
    (url: string): Command =>
    (...args) =>
      tenantform([...args], { cwd: workspace.folder, env: { JOURNAL_URL: url, ...short } })
  try {
    return await work({
      workspace,
      sandbox,
      run: Object.assign(as(server.url), { as }),
      worker(env = {}, ...args) {
        const one = started({ folder: workspace.folder, url: sandbox.url }, env, args)
        workers.push(one)
        return one
      },
    })
  } finally {
    for (const one of workers) one.kill('SIGKILL')
    await Promise.all(workers)
    await sandbox.stop()
    workspace.remove()
  }
}

describe.runIf(runsHere)('worker processes', () => {
  it('carry an apply out though one of them is killed with an answer in its hands; nothing is bought twice', () =>
    given(async ({ sandbox, run, worker }) => {
      const killed = worker({ TENANTFORM_KILL_AT: 'after-answer:2' })
      void worker()
      const applied = await run(
        'apply',
        '--workers',
        '--auto-approve',
        '--allow-irreversible',
        '--sandbox',
        sandbox.url,
        '-q',
      )
      expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
      const checkouts = (await sandbox.requests()).filter(
        one => isWrite(one) && one.path.endsWith('/checkout'),
      )
      expect(new Set(checkouts.map(({ path }) => path)).size).toBe(customers.length)
      expect(
        (await sandbox.subscriptions())
          .map(({ partner, seats, status }) => `${partner} ${seats} ${status}`)
          .sort(),
      ).toEqual([...customers.map(() => 'central 5 active'), ...customers.map(() => 'italy 5 suspended')])
      expect((await killed).signal).toBe('SIGKILL')
      const planned = await run('plan', '--detailed-exitcode', '--sandbox', sandbox.url, '-q')
      expect(planned.code).toBe(0)
      expect(applied.err).not.toContain(password)
    }))

  it('work under a role that makes no tables, which an administrator made; one that is told to stop ends well, and is well until then', () =>
    given(async ({ sandbox, run, worker }) => {
      const made = await run('journal', 'tables', '--schema', 'team', '--role', 'tenantform')
      const client = server.client()
      await client.connect()
      await client.query(`create role tenantform login password '${password}'`)
      await client.query(made.out)
      await client.query('alter role tenantform set search_path = team')
      const url = server.url.replace('//journal:', '//tenantform:')
      const applying = run.as(url)(
        'apply',
        '--workers',
        '--auto-approve',
        '--allow-irreversible',
        '--sandbox',
        sandbox.url,
        '-q',
      )
      // Somebody else sees what nobody has taken yet.
      let seen = ''
      while (!seen.includes('0 of 6 customers finished'))
        seen = (await run.as(url)('status', '--sandbox', sandbox.url, '-q')).err
      const first = worker({ JOURNAL_URL: url }, '--health', '0', '--concurrency', '2')
      const health = await saidBy(first, /Health at (\S+)[\s\S]*Waiting for customers/)
      const applied = await applying
      expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
      expect((await fetch(health)).status).toBe(200)
      first.kill('SIGTERM')
      expect((await first).exitCode).toBe(0)
      const exported = await run.as(url)('journal', 'export')
      const kinds = exported.out
        .trim()
        .split('\n')
        .map(line => (JSON.parse(line.slice(17)) as { kind: string }).kind)
      expect([kinds[0], kinds.at(-1)]).toEqual(['apply.began', 'apply.ended'])
      const without = await run.as(url.replace('/postgres', '/template1'))('journal', 'list')
      expect([without.code, without.err.includes('JOURNAL.TABLES')]).toEqual([1, true])
      await client.end()
    }))
})

/** What a worker says on stderr, up to the first words that are like this. */
function saidBy({ stderr }: ReturnType<typeof started>, words: RegExp): Promise<string> {
  let said = ''
  return new Promise((done, failed) => {
    stderr.on('data', (text: Buffer) => {
      said += String(text)
      const found = words.exec(said)
      if (found !== null) done(found[1] ?? found[0])
    })
    stderr.once('end', () => failed(new Error(said)))
  })
}
