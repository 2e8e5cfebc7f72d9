/** stdout is the answer, stderr the conversation; the embedded sandbox is one world for commands that follow each other. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { builtCommand, hookedCommand, tenantform } from '../support/built-command.ts'
import { root } from '../support/example.ts'
import { startSandboxHere } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'
import { aWorkspace, central, germany, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
const run = (...args: readonly string[]) => tenantform(args, { cwd: workspace.folder })
const runProcess = (...args: readonly string[]) =>
  tenantform(args, { cwd: workspace.folder, command: builtCommand })

beforeEach(() => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
})
afterEach(() => workspace.remove())

it('keeps one world over commands, and takes a file behind --sandbox', async () => {
  expect((await run('plan', '--sandbox', '--out', 'p.json', '--detailed-exitcode')).code).toBe(2)
  const applied = await run(
    'apply',
    '--auto-approve',
    '--allow-irreversible',
    '--out',
    'r.json',
    '--sandbox',
    'p.json',
  )
  expect(applied.code).toBe(0)
  expect(applied.out).toContain('Done: 2 · failed: 0 · not started: 0 · unknown: 0')
  const result: unknown = JSON.parse((await run('show', 'r.json', '--format', 'json')).out)
  expect(violationsOf('Result', result)).toEqual([])
  expect(violationsOf('Plan', (result as { readonly plan: unknown }).plan)).toEqual([])
  expect((await run('plan', '--sandbox', '--detailed-exitcode')).code).toBe(0)
  expect((await run('sandbox', 'advance', 'P1D', '--sandbox')).out).toContain('2026-12-08T06:00:00')
  const ledger = JSON.parse((await run('sandbox', 'ledger')).out) as { doubleBilled: unknown }
  expect(ledger.doubleBilled).toEqual([])
})

it('answers on stdout and talks on stderr', async () => {
  const planned = await runProcess('plan', '--sandbox', '--format', 'json')
  expect(violationsOf('Plan', JSON.parse(planned.out))).toEqual([])
  expect(planned.err).toContain('reading')
  const quiet = await runProcess('plan', '--sandbox', '-q')
  expect(quiet.err).toBe('')
  expect(quiet.out).not.toContain('\u001B')
})

it('shows saved plans and results in every format, and the journal', async () => {
  const planned = await run('plan', '--sandbox', '--format', 'json', '--out', 'p.json')
  const done = await run(
    'apply',
    'p.json',
    '--sandbox',
    '--auto-approve',
    '--allow-irreversible',
    '--format',
    'json',
    '--out',
    'r.json',
  )
  expect((await run('show', 'p.json', '--format', 'json')).out).toBe(planned.out)
  expect((await run('show', 'r.json', '--format', 'json')).out).toBe(done.out)
  for (const file of ['p.json', 'r.json']) {
    for (const format of ['text', 'json', 'markdown'])
      expect((await run('show', file, '--format', format)).code).toBe(0)
  }
  expect((await run('journal', 'list')).out).toContain('complete')
  const journal = JSON.parse((await run('journal', 'show', '--format', 'json')).out) as {
    entries: readonly unknown[]
  }
  expect(journal.entries.flatMap(entry => violationsOf('Journal', entry))).toEqual([])
  expect(journal.entries.length).toBeGreaterThan(6)
})

it('knows its schemas and its version, and refuses what it does not know', async () => {
  const kinds = (await run('schema')).out.trim().split('\n')
  expect(kinds).toEqual([
    'document',
    'partner',
    'customer',
    'consolidation',
    'policy',
    'catalog',
    'workspace',
    'world',
    'plan',
    'result',
    'journal',
    'status',
    'snapshot',
    'diagnostics',
    'doctor',
    'drift',
    'activity',
    'event',
    'import',
    'invitations',
    'login',
    'reconciliation',
    'rehearsal',
    'renewals',
    'table',
    'verification',
    'applies',
    'entries',
    'explanation',
    'files',
    'sandbox',
    'schemas',
    'version',
  ])
  for (const kind of kinds) expect(JSON.parse((await run('schema', kind)).out)).toHaveProperty('$schema')
  expect((await run('schema', 'nonsense')).code).toBe(1)
  expect((await run('version')).out).toMatch(/^tenantform \d+\.\d+\.\d+\n$/)
  const unknown = await run('plan', '--frobnicate')
  expect(unknown.code).toBe(1)
  expect(unknown.err).toContain('--frobnicate')
})

it('fails once per partner that cannot be signed in to, and keeps the secret to itself', async () => {
  const wrong = 'guessed-and-wrong-4711'
  const sandbox = await startSandboxHere(workspace.seed)
  onTestFinished(() => sandbox.stop())
  // As accounts are reached: with --sandbox no secret would be looked up at all.
  writeFileSync(
    join(workspace.folder, 'workspace.yaml'),
    `apiVersion: tenantform/v1\nkind: Workspace\nname: here\nendpoints: { api: "${sandbox.url}", authority: "${sandbox.url}" }\n`,
  )
  const { code, out, err } = await tenantform(['plan', '-q'], {
    cwd: workspace.folder,
    env: {
      TEST_CENTRAL: central.secret,
      TEST_ITALY: wrong,
      TEST_GERMANY: germany.secret,
      TEST_REFRESH: 'sandbox-central-user',
    },
  })
  expect({ code, out, codes: err.match(/\[[A-Z_.]+\]/g) }).toEqual({
    code: 1,
    out: '',
    codes: ['[AUTH.WRONG_SECRET]'],
  })
  expect(err).toContain('italy')
  expect(err).not.toContain(wrong)
})

it('ships without the hooks of the crash suite', async () => {
  const hasHooks = (path: string) => readFileSync(path, 'utf8').includes('TENANTFORM_KILL_AT')
  const hooked = readdirSync(dirname(hookedCommand), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.js'))
    .map(path => join(dirname(hookedCommand), path))
  expect(hooked.filter(hasHooks)).toHaveLength(1)
  const packed = await execa('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root })
  const [listed] = JSON.parse(packed.stdout) as readonly {
    readonly files: readonly { readonly path: string }[]
  }[]
  const shipped = (listed?.files ?? []).map(file => file.path)
  expect(shipped).toContain('dist/tenantform.js')
  expect(shipped.filter(path => hasHooks(join(root, path)))).toEqual([])
})
