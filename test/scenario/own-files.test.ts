/** What lies under `.tenantform/` came with the workspace, so with whoever made it: nothing of it is believed, and nothing leads out of it. */
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { builtCommand, tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
let outside = ''
const at = (...path: readonly string[]) => join(workspace.folder, ...path)
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = () => run('apply', '--auto-approve', '--allow-irreversible')
const writes = async () => (await sandbox.requests()).filter(isWrite).length
const hasOwners = process.geteuid !== undefined

beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  outside = mkdtempSync(join(tmpdir(), 'tenantform-outside-'))
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
  rmSync(outside, { recursive: true, force: true })
})

describe.runIf(hasOwners)('modes', () => {
  // Red before: 0777 and 0666 under a umask of 000.
  it.each([0o000, 0o022, 0o077])('are for their owner alone under a umask of %i', async umask => {
    const before = process.umask(umask)
    try {
      expect((await apply()).code).toBe(0)
    } finally {
      process.umask(before)
    }
    const open = readdirSync(at('.tenantform'), { recursive: true, withFileTypes: true })
      .map(entry => join(entry.parentPath, entry.name))
      .filter(path => (statSync(path).mode & 0o077) !== 0)
    expect(open).toEqual([])
  })

  it('of an older version, or of an archive, are made so before anything is read', async () => {
    await apply()
    for (const path of ['.tenantform', '.tenantform/journal']) chmodSync(at(path), 0o777)
    const [journal = ''] = readdirSync(at('.tenantform', 'journal')).filter(name => name.endsWith('.jsonl'))
    chmodSync(at('.tenantform', 'journal', journal), 0o666)
    expect((await tenantform(['journal', 'list'], { cwd: workspace.folder })).code).toBe(0)
    expect(statSync(at('.tenantform', 'journal', journal)).mode & 0o777).toBe(0o600)
    expect(statSync(at('.tenantform')).mode & 0o777).toBe(0o700)
  })
})

describe.runIf(hasOwners)('a link', () => {
  const journals = ['.tenantform', 'journal'] as const
  /** Makes the folder above it first. */
  const linked = (to: string, ...path: readonly string[]) => {
    mkdirSync(at(...path.slice(0, -1)), { recursive: true })
    symlinkSync(to, at(...path))
  }
  const places: readonly (readonly [string, () => void])[] = [
    ['the whole folder', () => linked(outside, '.tenantform')],
    ['the folder of journals', () => linked(outside, ...journals)],
    ['the folder of locks', () => linked(outside, ...journals, 'locks')],
    ['one journal', () => linked(join(outside, 'x'), ...journals, 'x.jsonl')],
    ['something beside them', () => linked(outside, '.tenantform', 'cache')],
  ]
  it.each(places)(
    'in place of %s is refused before anything is bought, and nothing is written behind it',
    async (_, make) => {
      make()
      const done = await apply()
      expect(done.code).toBe(1)
      expect(done.err).toContain('[STATE.LINK]')
      expect([readdirSync(outside), await writes()]).toEqual([[], 0])
      for (const command of [
        ['journal', 'list'],
        ['resume', '--sandbox', sandbox.url],
      ])
        expect((await tenantform(command, { cwd: workspace.folder })).err).toContain('[STATE.LINK]')
    },
  )

  it('in place of the sandbox or of its state is refused too', async () => {
    mkdirSync(at('.tenantform'))
    symlinkSync(outside, at('.tenantform', 'sandbox'))
    const folder = await tenantform(['plan', '--sandbox', '-q'], { cwd: workspace.folder })
    expect(folder.err).toContain('[STATE.LINK]')
    rmSync(at('.tenantform', 'sandbox'))
    mkdirSync(at('.tenantform', 'sandbox'))
    symlinkSync(join(outside, 'state'), at('.tenantform', 'sandbox', 'state.jsonl'))
    const state = await tenantform(['plan', '--sandbox', '-q'], { cwd: workspace.folder })
    expect([state.code, folder.code, readdirSync(outside)]).toEqual([1, 1, []])
  })
})

it.runIf(process.geteuid?.() === 0)('a journal of another account is refused by name', async () => {
  await apply()
  const [journal = ''] = readdirSync(at('.tenantform', 'journal')).filter(name => name.endsWith('.jsonl'))
  chownSync(at('.tenantform', 'journal', journal), 4711, 4711)
  const told = await tenantform(['journal', 'list'], { cwd: workspace.folder })
  expect(told.code).toBe(1)
  expect(told.err).toContain(`.tenantform/journal/${journal} belongs to account 4711`)
})

it('a pipe among them holds the apply up, and is not waited for', async () => {
  mkdirSync(at('.tenantform', 'journal'), { recursive: true })
  const server = createServer()
  await new Promise<void>(resolve => server.listen(at('.tenantform', 'journal', 'x.jsonl'), resolve))
  try {
    expect((await apply()).err).toContain('[APPLY.UNFINISHED]')
    expect(await writes()).toBe(0)
  } finally {
    server.close()
  }
})

// Was red: the embedded sandbox refused the whole folder above them, before the journal could say which of its files it was.
it('a pipe among them is no reason for the embedded sandbox not to start', async () => {
  mkdirSync(at('.tenantform', 'journal'), { recursive: true })
  const server = createServer()
  await new Promise<void>(resolve => server.listen(at('.tenantform', 'journal', 'x.jsonl'), resolve))
  try {
    const embedded = (...args: readonly string[]) =>
      tenantform([...args, '--sandbox', '-q'], { cwd: workspace.folder })
    const planned = await embedded('plan')
    expect([planned.code, planned.err]).toEqual([0, ''])
    const applied = await embedded('apply', '--auto-approve', '--allow-irreversible')
    expect([applied.code, applied.err.includes('[APPLY.UNFINISHED]')]).toEqual([1, true])
  } finally {
    server.close()
  }
})

/** The command where everybody may read it: a checkout may lie in a folder of its owner's alone. */
function commandForAll(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-program-'))
  chmodSync(folder, 0o755)
  const dist = dirname(builtCommand)
  for (const name of ['tenantform.js', 'chunks'])
    cpSync(join(dist, name), join(folder, 'dist', name), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return {
    path: join(folder, 'dist', 'tenantform.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

// As root everything may be written, so the command runs as somebody else.
it.runIf(process.geteuid?.() === 0)(
  'a workspace that takes no writes is planned on a sandbox of its own, and an apply says what it needs',
  async () => {
    cpSync(workspace.folder, outside, { recursive: true })
    chmodSync(outside, 0o555)
    const command = commandForAll()
    onTestFinished(() => command.remove())
    const plain = (...args: readonly string[]) =>
      execa(process.execPath, [command.path, ...args], {
        cwd: outside,
        reject: false,
        stdin: 'ignore',
        uid: 65_534,
        gid: 65_534,
        env: { NO_COLOR: '1' },
      })
    const planned = await plain('plan', '--sandbox', '-q')
    expect([planned.exitCode, planned.stdout.includes('alpha')]).toEqual([0, true])
    expect(planned.stderr).toContain('[COMMAND.NOT_KEPT]')
    const applied = await plain(
      'apply',
      '--auto-approve',
      '--allow-irreversible',
      '--sandbox',
      sandbox.url,
      '-q',
    )
    expect([applied.exitCode, await writes()]).toEqual([1, 0])
    expect(applied.stderr).toContain('[STATE.NOT_WRITABLE]')
    expect(applied.stderr).toContain('.tenantform')
  },
)

it('files of ours that git tracks are told', async () => {
  await execa('git', ['init', '-q', workspace.folder])
  mkdirSync(at('.tenantform', 'journal'), { recursive: true })
  writeFileSync(at('.tenantform', 'journal', 'x.jsonl'), '')
  await execa('git', ['-C', workspace.folder, 'add', '-f', '.tenantform'])
  const toldBy = async (...args: readonly string[]) =>
    (await tenantform(args, { cwd: workspace.folder })).err.match(/\[TRUST\.TRACKED\]/g)
  // Was red: said twice by validate, and not at all by those that show what the tracked files hold.
  for (const command of [
    ['validate'],
    ['journal', 'list'],
    ['journal', 'show'],
    ['export', 'evidence', '--no-records'],
  ])
    expect([command, await toldBy(...command)]).toEqual([command, ['[TRUST.TRACKED]']])
  const refused = await tenantform(['validate', '--untrusted'], { cwd: workspace.folder })
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('error: git tracks files')
  expect(refused.err).toContain('.tenantform/journal/x.jsonl')
})
