/** A team's journal in PostgreSQL, through the built command: it outlives the runner, and without it nothing is written. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { type PostgresServer, password, startPostgres } from '../support/postgres-server.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

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

describe('a journal in PostgreSQL', () => {
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
