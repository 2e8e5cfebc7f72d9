/** Two people, or two runners, on one workspace: one works, the other is told who; and a holder that fell silent is taken over. */
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hookedCommand, type Started, startTenantform, tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
let first: Started
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url], { cwd: workspace.folder })
const apply = ['apply', 'p.json', '--auto-approve', '--allow-irreversible'] as const

/** The first operator's process stands still as the answer to its checkout arrives, like a laptop that was closed. */
beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  sandbox = await startSandboxHere(workspace.seed)
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
  first = startTenantform([...apply, '--sandbox', sandbox.url, '-q'], {
    cwd: workspace.folder,
    command: hookedCommand,
    env: { TENANTFORM_KILL_AT: 'after-answer:2', TENANTFORM_KILL_WITH: 'SIGSTOP' },
  })
  await sandbox.seen(request => request.path.endsWith('/checkout') && request.status === 201)
})
afterEach(async () => {
  first.process.kill('SIGKILL')
  await first.ended
  await sandbox.stop()
  workspace.remove()
})

/** Its locks look as they would after a minute of that. */
function letTimePass(): void {
  const then = new Date(Date.now() - 60_000)
  const locks = join(workspace.folder, '.tenantform', 'journal', 'locks')
  for (const name of readdirSync(locks)) if (name.endsWith('.lock')) utimesSync(join(locks, name), then, then)
}

it('lets one of two applies work, and tells the other who holds the account, since when, and how alive they are', async () => {
  const second = await run(...apply, '-q')
  expect(second.code).toBe(1)
  expect(second.err).toMatch(
    /\[APPLY\.LOCKED\][\s\S]*is held by \S+@\S+ \(apply \S+, since \S+\), last heard of \d+ seconds? ago/,
  )
  expect((await run('resume', '--allow-irreversible', '--take-over', '-q')).code).toBe(1)
  expect((await sandbox.requests()).filter(isWrite)).toHaveLength(2)
})

it('takes over from a holder that fell silent, only when told to; woken up, that one writes nothing more', async () => {
  letTimePass()
  const refused = await run('resume', '--allow-irreversible', '-q')
  expect(refused.code).toBe(1)
  expect(refused.err).toMatch(/silent for \d+ seconds; from 15 seconds on it can be taken over/)
  // What it names is run as it stands.
  const [, command = ''] = /run `tenantform (resume [^`]*--take-over[^`]*)`/.exec(refused.err) ?? []
  const words = command.split(' ')
  expect(words).toContain('--sandbox')

  const taken = await tenantform(words, { cwd: workspace.folder })
  expect(taken.code).toBe(0)
  expect(taken.err).toMatch(/Took over from \S+@\S+ \(apply /)
  const sent = (await sandbox.requests()).filter(isWrite).length
  first.process.kill('SIGCONT')
  expect(await first.ended).toBe(5)
  expect((await sandbox.requests()).filter(isWrite)).toHaveLength(sent)
  const rows = await sandbox.subscriptions()
  expect(rows.map(row => `${row.acquired} ${row.status}`).sort()).toEqual(['cart active', 'seed suspended'])
  expect((await run('plan', '--detailed-exitcode', '-q')).code).toBe(0)
})
