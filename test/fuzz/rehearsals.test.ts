/**
 * A rehearsal touches nothing that is real (T29): documents, secrets, the journal of the accounts and what else lies in the workspace are the
 * same bytes after any commands with `--sandbox`, but for those that were asked by a word to write documents, and no request reaches the accounts.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runHere, tenantform } from '../support/built-command.ts'
import { commandsBelow } from '../support/commands-below.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, central, germany, italy, type TestWorkspace } from '../support/workspaces/a-workspace.ts'
import { hostile, plantedSecret } from './hostile.ts'

const tenant = '3d6f0c5e-0000-4000-8000-000000000001'
const consent = ['--auto-approve', '--allow-irreversible'] as const

/** Every command that takes `--sandbox`, with what makes it do the most. `SPARE` is a folder outside of the workspace. */
const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  plan: [[], ['--out', 'SPARE/plan.json'], ['--findings', 'junit=SPARE/found.xml']],
  apply: [consent, [...consent, '--take-over'], ['SPARE/plan.json', ...consent]],
  resume: [[], ['--allow-irreversible', '--out', 'SPARE/result.json']],
  rehearse: [
    ['--seeds', '1'],
    ['--seeds', '1', '--out', 'SPARE/rehearsal.html'],
  ],
  worker: [[], ['--concurrency', '1']],
  status: [[], ['--format', 'csv'], ['--format', 'html']],
  drift: [[], ['--format', 'json']],
  doctor: [[], ['--format', 'json']],
  login: [['central', '--check']],
  renewals: [[], ['--days', '900', '--all'], ['--format', 'ics', '--out', 'SPARE/ends.ics']],
  invite: [[], ['--no-mark'], ['--out', 'SPARE/mails'], ['--language', 'it', '--format', 'json']],
  reconcile: [[], ['--format', 'csv']],
  import: [
    ['--snapshot', 'SPARE/all.json'],
    ['--out', 'SPARE/documents'],
  ],
  explain: [[tenant]],
  'export customers': [[], ['--format', 'xlsx', '--out', 'SPARE/c.xlsx']],
  'export subscriptions': [[]],
  'export azure-handoff': [[]],
  'export admin': [[]],
  'export evidence': [[], ['--no-records']],
  'activity list': [[]],
  'activity export': [[]],
  'activity verify': [[]],
  'sandbox state': [[]],
  'sandbox ledger': [[]],
  'sandbox requests': [[]],
  'sandbox advance': [['P1D'], ['PT6H']],
  // Alpha never accepts: whoever is invited stays so.
  'sandbox accept': [['central', tenant.replace(/1$/, '2')]],
  'sandbox approve': [['central', tenant]],
  'sandbox sign-in': [['NOCODE']],
  'sandbox azure-migrate': [[tenant, 'italy', 'central']],
  'sandbox fault': [['[]']],
}

let workspace: TestWorkspace
let accounts: SandboxProcess
let copy: SandboxProcess
let home = ''
const env = {
  TEST_CENTRAL: central.secret,
  TEST_ITALY: italy.secret,
  TEST_GERMANY: germany.secret,
  TEST_REFRESH: 'sandbox-central-user',
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-rehearsals-'))
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }], accepted: false },
      { name: 'beta', sources: [{ offer: 'e1', seats: 3 }] },
    ],
  })
  const at = (name: string) => join(workspace.folder, name)
  for (const name of ['alpha', 'beta']) {
    const path = at(`customers/${name}.yaml`)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^invited: .*\n/m, ''))
  }
  accounts = await startSandboxHere(workspace.seed)
  copy = await startSandboxHere(workspace.seed)
  writeFileSync(
    at('workspace.yaml'),
    `apiVersion: tenantform/v1\nkind: Workspace\nname: live\nendpoints: { api: "${accounts.url}", authority: "${accounts.url}", graph: "${accounts.url}" }\n`,
  )
  mkdirSync(at('secrets'))
  writeFileSync(at('secrets/token'), plantedSecret)
  // A journal of the accounts, which a rehearsal neither goes on with nor writes into.
  const real = await runHere(['apply', ...consent, '-q'], {
    cwd: workspace.folder,
    env,
    clock: jumpingClock('2026-12-07T06:00:00Z'),
  })
  expect([real.code, real.err]).toEqual([0, ''])
  // From here on a stored token belongs to the user of the account.
  const partners = readFileSync(at('partners.yaml'), 'utf8')
  writeFileSync(
    at('partners.yaml'),
    partners.replace(
      'refreshToken: env:TEST_REFRESH',
      'refreshToken: file:secrets/token\n    store: file:secrets/token',
    ),
  )
  expect(readFileSync(at('partners.yaml'), 'utf8')).toContain('store: file:secrets/token')
})
afterAll(async () => {
  await accounts.stop()
  await copy.stop()
  workspace.remove()
  rmSync(home, { recursive: true, force: true })
})

/** By path, of all that was there before; journals of rehearsals and the sandbox's own state are new files. */
function digests(paths?: Iterable<string>): Readonly<Record<string, string>> {
  const found =
    paths === undefined
      ? readdirSync(workspace.folder, { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name).slice(workspace.folder.length + 1))
      : [...paths]
  return Object.fromEntries(
    found.sort().map(path => [
      path,
      createHash('sha256')
        .update(readFileSync(join(workspace.folder, path)))
        .digest('hex'),
    ]),
  )
}

const isState = (path: string) => path.startsWith(`.tenantform${sep}`)
const documentsIn = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).filter(([path]) => !isState(path))

const every = Object.entries(lines).flatMap(([name, more]) => more.map(args => [...name.split(' '), ...args]))
const writers = every.filter(([name = '']) => ['invite', 'import', 'renewals', 'login'].includes(name))
const command = fc.oneof(fc.constantFrom(...every), fc.constantFrom(...writers))
let runsMade = 0

it('knows every command that takes a sandbox', async () => {
  const names: string[] = []
  for (const path of await commandsBelow([])) {
    const { out } = await tenantform([...path, '--help'], { cwd: home })
    if (out.includes('--sandbox [url]')) names.push(path.join(' '))
  }
  expect(Object.keys(lines).sort()).toEqual(names.sort())
})

it('any commands of a rehearsal leave what is real as it is', async () => {
  await hostile(
    'rehearsals beside what is real',
    fc.array(command, { minLength: 1, maxLength: 4 }),
    async called => {
      runsMade += 1
      const spare = join(home, String(runsMade))
      mkdirSync(spare)
      const before = digests()
      const asked = (await accounts.requests()).length
      const said: string[] = []
      for (const args of called) {
        const line = args.map(arg => arg.replace('SPARE', spare))
        const { out, err } = await tenantform([...line, '--sandbox', copy.url, '-q'], {
          cwd: workspace.folder,
        })
        said.push(out, err)
        const after = digests()
        expect({ called: args, files: documentsIn(after) }).toEqual({
          called: args,
          files: documentsIn(before),
        })
        expect({ called: args, state: digests(Object.keys(before).filter(isState)) }).toEqual({
          called: args,
          state: Object.fromEntries(Object.entries(before).filter(([path]) => isState(path))),
        })
      }
      expect((await accounts.requests()).length).toBe(asked)
      rmSync(spare, { recursive: true, force: true })
      return said
    },
  )
})

it('writes documents where a word of the call asks for it, and says in the answer that it is a rehearsal', async () => {
  for (const args of [
    ['invite', '--mark'],
    ['import', '--update'],
    ['renewals', '--propose', '--days', '900', '--all'],
  ]) {
    const { out } = await tenantform([...args, '--sandbox', copy.url, '-q'], { cwd: workspace.folder })
    expect([args[0], out.split('\n')[0]]).toEqual([
      args[0],
      expect.stringMatching(/^REHEARSAL in a sandbox \(world [0-9a-f]{8}\)/),
    ])
  }
  expect(readFileSync(join(workspace.folder, 'customers', 'alpha.yaml'), 'utf8')).toMatch(/^invited: /m)
})
