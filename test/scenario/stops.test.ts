/**
 * SIGINT, SIGTERM and SIGHUP in every command there is, while it waits for something that never comes: a service that accepts and is
 * silent, a database, a program of a document, a pipe. Were a wait deaf, the command would go on until that wait's own limit and say so.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtCommand, runHere } from '../support/built-command.ts'
import { commandsBelow } from '../support/commands-below.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

/** Takes connections, and says nothing, whatever the protocol. */
let silent: Server
let port = 0
let connections = 0
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  connections = 0
  const server = createServer(socket => {
    connections += 1
    socket.on('error', () => undefined)
    server.emit('asked', socket)
  })
  silent = server
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  port = (silent.address() as AddressInfo).port
})
afterEach(() => {
  silent.close()
  workspace.remove()
})

const settings = (lines: string) =>
  writeFileSync(
    join(workspace.folder, 'workspace.yaml'),
    `apiVersion: tenantform/v1\nkind: Workspace\nname: here\n${lines}\n`,
  )
const silentJournal = () =>
  settings(`journal: { store: postgres, connection: env:JOURNAL_URL }
endpoints: { api: "http://127.0.0.1:${port}", authority: "http://127.0.0.1:${port}" }`)
const env = () => ({
  JOURNAL_URL: `postgres://u:p@127.0.0.1:${port}/d`,
  TEST_CENTRAL: 's',
  TEST_ITALY: 's',
  TEST_GERMANY: 's',
  TEST_REFRESH: 't',
})

/** Stopped as soon as it has connected, to whatever it waits for. */
async function stoppedAsItAsks(args: readonly string[]) {
  const stop = new AbortController()
  const asked = once(silent, 'asked').then(() => stop.abort())
  const { code, err } = await runHere(args, { cwd: workspace.folder, env: env(), signal: stop.signal })
  if (stop.signal.aborted) await asked
  return { args: args.join(' '), code, codes: err.match(/\[[A-Z_.]+\]/g) }
}
const stopped = (args: readonly string[]) => ({
  args: args.join(' '),
  code: 1,
  codes: ['[COMMAND.STOPPED]'],
})

const tenant = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
/** How each command that speaks to a sandbox is called. */
const withSandbox: Readonly<Record<string, readonly string[]>> = {
  import: ['--update'],
  'export customers': [],
  'export subscriptions': [],
  'export azure-handoff': [],
  'export admin': [],
  'export evidence': [],
  'activity list': [],
  'activity export': ['--out', 'activity.csv'],
  'activity verify': [],
  invite: [],
  reconcile: [],
  renewals: [],
  rehearse: [],
  plan: [],
  apply: ['--auto-approve'],
  resume: [],
  drift: [],
  status: [],
  doctor: [],
  login: ['central', '--check'],
  'sandbox sign-in': ['CODE'],
  'sandbox state': [],
  'sandbox ledger': [],
  'sandbox requests': [],
  'sandbox advance': ['P1D'],
  'sandbox accept': ['central', tenant],
  'sandbox approve': ['central', tenant],
  'sandbox azure-migrate': [tenant, 'italy', 'central'],
  'sandbox fault': ['{"match":{"method":"GET","path":"/"},"do":"drop-after-commit"}'],
}
/** Wait for a journal, and for nothing else. */
const withJournal: Readonly<Record<string, readonly string[]>> = {
  'journal list': [],
  'journal show': [],
  'journal export': [],
  worker: [],
}
/** Ask nobody: they end while everything is silent. `sandbox start` runs until it is stopped, and that is its end. */
const offline: Readonly<Record<string, readonly string[]>> = {
  validate: [],
  fmt: ['--check'],
  init: ['-C', 'elsewhere'],
  show: ['no-such-file.json'],
  explain: ['PLAN.STALE'],
  schema: [],
  completion: ['bash'],
  'journal tables': [],
  version: [],
}

it('knows every command of the program', async () => {
  const commands = (await commandsBelow([])).map(path => path.join(' '))
  const known = [withSandbox, withJournal, offline].flatMap(table => Object.keys(table))
  expect([...known, 'sandbox start'].sort()).toEqual([...commands].sort())
})

describe('a sandbox that takes connections and is silent', () => {
  it.each(Object.entries(withSandbox))('lets %s be stopped', async (command, options) => {
    const args = [...command.split(' '), ...options, '--sandbox', `http://127.0.0.1:${port}`]
    expect(await stoppedAsItAsks(args)).toEqual(stopped(args))
  })
})

describe('accounts that take connections and are silent', () => {
  const live = Object.entries(withSandbox).filter(
    ([command]) => !/^sandbox|^export (admin|evidence)|^reconcile|^resume/.test(command),
  )
  it.each(live)('let %s be stopped', async (command, options) => {
    silentJournal()
    const args = [...command.split(' '), ...options, '-q']
    expect(await stoppedAsItAsks(args)).toEqual(stopped(args))
  })
})

describe('a database that takes connections and is silent', () => {
  const journal = [...Object.entries(withJournal), ['resume', []], ['export evidence', []], ['reconcile', []]]
  it.each(journal as readonly (readonly [string, readonly string[]])[])(
    'lets %s be stopped',
    async (command, options) => {
      silentJournal()
      const args = [...command.split(' '), ...options]
      expect(await stoppedAsItAsks(args)).toEqual(stopped(args))
    },
  )
})

it('is not asked anything by commands that work on files alone', async () => {
  silentJournal()
  for (const [command, options] of Object.entries(offline))
    await runHere([...command.split(' '), ...options], { cwd: workspace.folder, env: env() })
  expect(connections).toBe(0)
})

/** The process: what it leaves open must not keep it, and what it started must not live on. */
describe('the process', () => {
  const start = (...args: readonly string[]) =>
    execa(process.execPath, [builtCommand, ...args], {
      cwd: workspace.folder,
      env: { NO_COLOR: '1', ...env() },
      reject: false,
      stdin: 'ignore',
    })
  const told = async (child: ReturnType<typeof start>) => {
    const { exitCode, stderr } = await child
    return { exitCode, codes: stderr.match(/\[[A-Z_.]+\]/g) }
  }
  const isStopped = { exitCode: 1, codes: ['[COMMAND.STOPPED]'] }

  it.each([
    ['SIGINT', ['plan', '-q']],
    ['SIGTERM', ['doctor']],
    ['SIGHUP', ['journal', 'list']],
  ] as const)('is ended by %s while everything is silent', async (signal, args) => {
    silentJournal()
    const asked = once(silent, 'asked')
    const child = start(...args)
    await asked
    child.kill(signal)
    expect(await told(child)).toEqual(isStopped)
  })

  it.runIf(process.platform !== 'win32')('ends the program of a document that runs', async () => {
    execFileSync('mkfifo', [join(workspace.folder, 'alive')])
    settings(`journal: { store: postgres, connection: { command: [sh, -c, "exec sleep 600 3>alive"] } }`)
    const child = start('journal', 'list', '--run-programs')
    // Opened once the program has begun, and at its end once nothing of the program is left.
    const alive = createReadStream(join(workspace.folder, 'alive')).resume()
    await once(alive, 'open')
    child.kill('SIGTERM')
    await once(alive, 'close')
    expect(await told(child)).toEqual(isStopped)
  })

  it.runIf(process.platform !== 'win32')('is ended while nobody reads the pipe it writes into', async () => {
    execFileSync('mkfifo', ['nobody', 'events'], { cwd: workspace.folder })
    const child = start('plan', '-q', '--sandbox', '--out', 'nobody', '--events', 'events')
    const events = createReadStream(join(workspace.folder, 'events'), 'utf8')
    let said = ''
    for await (const text of events) {
      said += String(text)
      if (said.includes('"kind":"stage.ended","stage":"read"')) break // what is left is to write the plan
    }
    child.kill('SIGHUP')
    expect(await told(child)).toEqual(isStopped)
  })
})
