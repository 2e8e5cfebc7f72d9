/**
 * Secrets never leave: a whole run with secrets and tokens of known value, things going wrong on the way, and then everything it
 * printed or wrote is searched for them, plain, URL-encoded and in both base64s.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { type ListeningProxy, listeningProxy } from '../support/listening-proxy.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { spellings } from '../support/tokens.ts'
import { aWorkspace, central, germany, italy, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

const secrets = {
  TEST_CENTRAL: central.secret,
  TEST_ITALY: italy.secret,
  TEST_GERMANY: germany.secret,
  TEST_REFRESH: 'sandbox-central-user',
}
const typo = 'sandbox-typed/wrong+by=hand'

let workspace: TestWorkspace
let sandbox: SandboxProcess
let proxy: ListeningProxy
let said: string[] = []

beforeEach(async () => {
  said = []
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
    policies: [{ id: 'blast', scope: 'apply', deny: { customersOver: 40 } }],
  })
  sandbox = await startSandboxHere(workspace.seed)
  proxy = await listeningProxy(sandbox.url)
})
afterEach(async () => {
  await proxy.close()
  await sandbox.stop()
  workspace.remove()
})

async function run(args: readonly string[], env: Record<string, string> = secrets): Promise<number> {
  const done = await tenantform([...args, '--sandbox', proxy.url], { cwd: workspace.folder, env })
  said.push(`$ ${args.join(' ')}\n${done.out}\n${done.err}`)
  return done.code
}

async function local(...args: readonly string[]): Promise<number> {
  const done = await tenantform(args, { cwd: workspace.folder, env: secrets })
  said.push(`$ ${args.join(' ')}\n${done.out}\n${done.err}`)
  return done.code
}

/** Everything the commands left on the disk; the World is where a sandbox keeps its own secrets. */
function written(): readonly (readonly [string, string])[] {
  return readdirSync(workspace.folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'world.yaml')
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [path, readFileSync(path, 'latin1')] as const)
}

function leaks(hidden: readonly string[]): readonly string[] {
  const texts = [...said.map(text => [text.split('\n')[0] ?? '', text] as const), ...written()]
  return hidden.flatMap(secret =>
    spellings(secret).flatMap(spelling =>
      texts
        .filter(([, text]) => text.includes(spelling))
        .map(([where]) => `${where}: ${spelling.slice(0, 12)}…`),
    ),
  )
}

const status = (code: number, path: string, body: unknown = {}, times = 1) => ({
  match: { path },
  do: 'status',
  code,
  body,
  times,
})

describe('a whole run', () => {
  it('in which much goes wrong tells no secret and no token to anybody', async () => {
    await local('validate')
    expect(await run(['doctor'])).toBe(0)
    await run(['doctor', '--format', 'json'])
    expect(await run(['plan', '--out', 'p.json'])).toBe(0)
    for (const format of ['markdown', 'html', 'json']) await local('show', 'p.json', '--format', format)
    await run(['invite'])
    await sandbox.post('faults', [
      status(401, '/subscriptions', { code: '800001', description: 'Token expired.' }),
      status(500, '/subscriptions', { description: 'It broke.' }),
      status(403, `${workspace.tenantOf('alpha')}/carts`, { code: '800069', description: 'Risk.' }),
      { match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit' },
      { match: { path: '/agreements' }, do: 'garble' },
    ])
    expect(
      await run([
        'apply',
        'p.json',
        '--auto-approve',
        '--allow-irreversible',
        '--out',
        'r.json',
        '--format',
        'json',
      ]),
    ).toBe(5)
    expect(await run(['resume', '--allow-irreversible'])).toBe(0)
    for (const format of ['text', 'html', 'markdown']) await local('show', 'r.json', '--format', format)
    for (const command of [
      ['status'],
      ['drift', '--format', 'json'],
      ['activity', 'list'],
      ['activity', 'verify'],
    ])
      await run(command)
    await run(['status', '--format', 'html'])
    await run(['reconcile'])
    await run(['export', 'customers', '--out', 'customers.csv'])
    await run(['export', 'subscriptions', '--out', 'subscriptions.xlsx'])
    await run(['export', 'evidence', '--out', 'evidence.json'])
    await run(['import', '--snapshot', 'snapshot.json'])
    await local('journal', 'list', '--format', 'json')
    await local('journal', 'show')
    await local('journal', 'show', '--format', 'json')

    const tokens = proxy.tokens()
    // Three partners and a user sign in again and again, and the user's refresh token rotates.
    expect(tokens.length).toBeGreaterThan(10)
    expect(said.length).toBeGreaterThan(12)
    expect(leaks([...Object.values(secrets), ...tokens])).toEqual([])
  })

  it('that nobody lets in tells neither the wrong secret nor what was sent', async () => {
    const wrong = { ...secrets, TEST_CENTRAL: typo, TEST_REFRESH: typo }
    writeFileSync(
      join(workspace.folder, 'workspace.yaml'),
      `apiVersion: tenantform/v1\nkind: Workspace\nname: live\nendpoints: { api: "${proxy.url}", authority: "${proxy.url}" }\n`,
    )
    const live = async (...args: readonly string[]) => {
      const done = await tenantform(args, { cwd: workspace.folder, env: wrong })
      said.push(`$ ${args.join(' ')}\n${done.out}\n${done.err}`)
      return done.code
    }
    expect(await live('plan')).toBe(1)
    expect(await live('plan', '--format', 'json')).toBe(1)
    expect(await live('doctor')).toBe(1)
    await sandbox.post('faults', [status(503, '/oauth2/', { error: 'temporarily_unavailable' }, 30)])
    await run(['plan'])
    expect(said.join('\n')).toContain('AUTH.')
    expect(leaks([typo, ...Object.values(secrets), ...proxy.tokens()])).toEqual([])
  })
})

it('the search finds what it is meant to find', () => {
  const forms = [
    Buffer.from(typo).toString('base64'),
    Buffer.from(`app:${typo}:x`).toString('base64url'),
    `secret=${encodeURIComponent(typo)}`,
  ]
  for (const form of forms) {
    said = [`a log line with ${form} in it`]
    expect(leaks([typo])).not.toEqual([])
  }
})
