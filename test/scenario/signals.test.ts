/** The operator's stop, and a disc that is full or a reader that has gone: nothing is lost, and one command goes on. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApplyResult } from '../../engine/journal/result.ts'
import { builtCommand, hookedCommand, startTenantform, tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = ['apply', 'p.json', '--auto-approve', '--allow-irreversible', '--out', 'r.json'] as const
const writes = async () => (await sandbox.requests()).filter(isWrite)

beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  sandbox = await startSandboxHere(workspace.seed)
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function expectResumedOnce(): Promise<void> {
  expect((await run('resume', '--allow-irreversible')).code).toBe(0)
  const rows = await sandbox.subscriptions()
  expect(rows.map(row => `${row.acquired} ${row.status}`).sort()).toEqual(['cart active', 'seed suspended'])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
}

describe.each(['SIGINT', 'SIGTERM'])('%s', signal => {
  it('lets the purchase in flight end, writes it down, says what is at risk by when, and exits 5', async () => {
    const stopped = await tenantform([...apply, '--sandbox', sandbox.url, '-q'], {
      cwd: workspace.folder,
      command: hookedCommand,
      env: { TENANTFORM_KILL_AT: 'before-send:2', TENANTFORM_KILL_WITH: signal },
    })
    const result = JSON.parse(readFileSync(join(workspace.folder, 'r.json'), 'utf8')) as ApplyResult
    expect(stopped.code).toBe(5)
    expect(result.actions.map(({ state }) => state.kind)).toEqual(['done', 'not started', 'not started'])
    expect(stopped.out).toContain('[APPLY.STOPPED]')
    expect(stopped.out).toContain(
      'Could be charged twice: alpha is charged on both sides until its sources are off: EUR 0.58 a day; off before 2026-12-08T00:00:00Z, no day is added.',
    )
    expect(stopped.out).toContain(`Go on with: tenantform resume ${result.apply}`)
    expect((await writes()).map(request => request.path.split('/').at(-1))).toEqual(['carts', 'checkout'])
    await expectResumedOnce()
  })
})

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while the answer to a purchase hangs gives it up, says what to do, and a resume buys nothing again',
  async signal => {
    await sandbox.post('faults', [{ match: { method: 'POST', path: '/checkout' }, do: 'hold-after-commit' }])
    const started = startTenantform([...apply, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
    await sandbox.seen(request => request.path.endsWith('/checkout'))
    started.process.kill(signal)
    expect(await started.ended).toBe(5)
    const result = JSON.parse(readFileSync(join(workspace.folder, 'r.json'), 'utf8')) as ApplyResult
    expect(result.actions.map(({ state }) => state.kind)).toEqual(['unknown', 'not started', 'not started'])
    expect(result.next).toBe(
      `tenantform resume ${result.apply} --allow-irreversible --sandbox ${sandbox.url}`,
    )
    await expectResumedOnce()
  },
)

it('a second SIGINT stops at once, and what was in flight is found by the resume', async () => {
  await sandbox.post('faults', [{ match: { method: 'POST', path: '/checkout' }, do: 'hold-after-commit' }])
  const started = startTenantform([...apply, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
  await sandbox.seen(request => request.path.endsWith('/checkout'))
  started.process.kill('SIGINT')
  started.process.kill('SIGTERM')
  const again = setInterval(() => started.process.kill('SIGINT'), 20)
  expect(await started.ended).toBe(5)
  clearInterval(again)
  await expectResumedOnce()
})

it('a disc that is full while journalling stops the run before the next request, and says so', async () => {
  const line = [process.execPath, builtCommand, ...apply, '--sandbox', sandbox.url, '-q']
  const limited = 'ulimit -f 4; exec "$@"'
  const full = await execa('bash', ['-c', limited, 'bash', ...line], { cwd: workspace.folder, reject: false })
  expect({ code: full.exitCode, codes: `${full.stdout}${full.stderr}`.match(/\[[A-Z.]+\]/g) }).toEqual({
    code: 1,
    codes: ['[JOURNAL.UNREACHABLE]'],
  })
  expect(await writes()).toEqual([])
  expect((await run(...apply)).code).toBe(0)
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
})

it('a reader that has gone (EPIPE) costs the answer, not the work or the journal', async () => {
  const line = [process.execPath, builtCommand, ...apply, '--sandbox', sandbox.url].map(word => `'${word}'`)
  await execa('bash', ['-c', `${line.join(' ')} 2>&1 | true`], { cwd: workspace.folder, reject: false })
  const journals = readdirSync(join(workspace.folder, '.tenantform', 'journal'))
  expect(journals.filter(name => name.endsWith('.jsonl'))).toHaveLength(1)
  expect((await tenantform(['journal', 'list'], { cwd: workspace.folder })).out).toContain('complete')
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
})

it.each(['SIGINT', 'SIGHUP'] as const)(
  '%s ends a plan that waits for an answer at once, with exit 1',
  async signal => {
    await sandbox.post('faults', [
      { match: { method: 'GET', path: '/subscriptions' }, do: 'hold-before-commit', times: 50 },
    ])
    const child = execa(process.execPath, [builtCommand, 'plan', '--sandbox', sandbox.url], {
      cwd: workspace.folder,
      reject: false,
    })
    await new Promise<void>(resolve => {
      child.stderr.on('data', text => String(text).includes('reading') && resolve())
    })
    child.kill(signal)
    const { exitCode, stderr } = await child
    expect({ exitCode, told: stderr.includes('[COMMAND.STOPPED]') }).toEqual({ exitCode: 1, told: true })
    expect(await writes()).toEqual([])
  },
)
