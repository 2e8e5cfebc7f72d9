/** Scopes are strict, options without effect are refused, and an answer that does not arrive is no success. Each was green, once. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ApplyResult } from '../../engine/journal/result.ts'
import { builtCommand, tenantform } from '../support/built-command.ts'
import { isWrite, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace } from '../support/workspaces/a-workspace.ts'

async function moving() {
  const workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  onTestFinished(() => workspace.remove())
  const sandbox = await startSandboxHere(workspace.seed)
  onTestFinished(() => sandbox.stop())
  const run = (...args: readonly string[]) =>
    tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
  return { workspace, sandbox, run }
}

describe('a word that matches nothing', () => {
  it('declines drift, with the word and the nearest name', async () => {
    const { run } = await moving()
    const target = await run('drift', '--target', 'alpah.example')
    expect([target.code, target.out]).toEqual([3, ''])
    expect(target.err).toContain(
      'No customer or subscription in this scope is alpah.example; did you mean alpha.example?',
    )
    const other = await run('drift', '--consolidation', 'pilto')
    expect([other.code, other.err.includes('No Consolidation document is named pilto')]).toEqual([3, true])
  })

  it('declines the activity log of a customer that is nobody', async () => {
    const { run } = await moving()
    const answer = await run('activity', 'list', '--customer', 'alpah')
    expect([answer.code, answer.err.includes('is alpah; did you mean alpha?')]).toEqual([3, true])
  })
})

const refused: readonly (readonly [number, string, readonly string[]])[] = [
  [3, 'IMPORT.NO_STATUS', ['export', 'customers', '--status', 'nope']],
  [3, '`activ` is none; did you mean `active`?', ['export', 'subscriptions', '--status', 'activ']],
  [3, 'IMPORT.NO_STATUS', ['export', 'azure-handoff', '--status', 'nope']],
  [3, '`alpah` is none; did you mean `alpha`?', ['export', 'customers', '--customer', 'alpah']],
  [3, '`alpah` is none; did you mean `alpha`?', ['renewals', '--customer', 'alpah']],
  [3, 'IMPORT.NO_PARTNER', ['export', 'azure-handoff', '--partner', 'nope']],
  [1, 'ACTIVITY.NO_APPLY', ['reconcile', '20990101T000000Z-00000000']],
  [1, 'ACTIVITY.NO_APPLY', ['activity', 'verify', '20990101T000000Z-00000000']],
  [3, 'IMPORT.NO_PARTNER', ['activity', 'list', '--partner', 'italia']],
  // Were red: a slip in a customer, or in a word of the records, looked like nothing having happened.
  [3, 'is alpah; did you mean alpha?', ['export', 'evidence', '--customer', 'alpah']],
  [3, 'is alpah; did you mean alpha?', ['export', 'evidence', '--no-records', '--customer', 'alpah']],
  [
    3,
    'is 00000000-0000-4000-8000-00000000beef.',
    ['activity', 'list', '--customer', '00000000-0000-4000-8000-00000000beef'],
  ],
  [
    3,
    'No record is of subscripton; did you mean subscription?',
    ['activity', 'list', '--type', 'subscripton'],
  ],
  [3, 'No record is of nope.', ['activity', 'export', '--type', 'order', 'nope']],
  [3, '`alpah` there; did you mean `alpha`?', ['invite', '--no-mark', '--target', 'alpah']],
  [3, 'IMPORT.NO_PARTNER', ['reconcile', '--from', 'none.csv', '--partner', 'italia']],
  [1, '`--partner`', ['reconcile', '--partner', 'nope']],
  [1, '`--watch`', ['status', '--watch', '--format', 'html']],
  [1, '`--out`', ['reconcile', '--out', 'table.txt']],
  [1, '`--out`', ['activity', 'verify', '--format', 'text', '--out', 'table.csv']],
  [1, '`--separator`', ['export', 'customers', '--out', 'a.json', '--separator', ';']],
  [1, '`--bom`', ['export', 'customers', '--bom', '--out', 'a.xlsx']],
  [1, '`--bom`', ['renewals', '--format', 'html', '--bom']],
  [1, '--separator is "\\""', ['export', 'customers', '--separator', '"']],
  [1, '--separator is "\\n"', ['renewals', '--format', 'csv', '--separator', '\n']],
  [1, '`--from`', ['invite', '--no-mark', '--from', 'a@b.example']],
  [1, 'both name `plan.json`', ['plan', '--findings', 'junit=plan.json', '--out', 'plan.json']],
  [1, '`--out`', ['invite', '--save-templates', 'texts', '--out', 'mails']],
  [1, '`--consolidation`', ['import', '--from', 'a.csv', '--consolidation', 'move']],
  [1, '`--headers`', ['import', '--headers', 'words.json']],
]

it('answers nothing to words that match nothing and to options without effect, and writes no file', async () => {
  const { workspace, run } = await moving()
  const before = readdirSync(workspace.folder)
  for (const [code, words, args] of refused) {
    const answer = await run(...args)
    expect([args.join(' '), answer.code, answer.out, answer.err]).toEqual([
      args.join(' '),
      code,
      '',
      expect.stringContaining(words),
    ])
  }
  expect(readdirSync(workspace.folder)).toEqual(before)
})

it('takes a status that no row has at the moment, and names files by their endings', async () => {
  const { workspace, run } = await moving()
  const none = await run('export', 'customers', '--status', 'retired')
  expect([none.code, none.out.split('\r\n').length]).toEqual([0, 2])
  expect((await run('reconcile', '--out', 'table.csv')).code).toBe(0)
  expect((await run('reconcile', '--out', 'found.json')).code).toBe(0)
  expect(readFileSync(join(workspace.folder, 'table.csv'), 'utf8')).toMatch(/^[a-z ]+,/)
  expect(JSON.parse(readFileSync(join(workspace.folder, 'found.json'), 'utf8'))).toMatchObject({ lines: [] })
})

it('refuses options that choose what to plan beside a saved plan, before anything is written', async () => {
  const { run, sandbox } = await moving()
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
  for (const option of [
    ['--wave', 'rest'],
    ['--target', 'alpha.example'],
    ['--on', '2026-12-07'],
    ['--refresh', 'full'],
  ]) {
    const answer = await run('apply', 'p.json', '--auto-approve', '--allow-irreversible', ...option)
    expect([option[0], answer.code, answer.err.includes('COMMAND.OPTION_WITHOUT_EFFECT')]).toEqual([
      option[0],
      1,
      true,
    ])
  }
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])
})

const answers = [
  'validate',
  'version',
  'schema customer',
  'completion bash',
  'completion zsh',
  'completion fish',
  'completion powershell',
  '--help',
  'plan --sandbox',
  'export customers --sandbox',
]

it.runIf(existsSync('/dev/full')).each(answers)(
  'calls an answer of %s that did not fit on the disc no success',
  async line => {
    const { workspace } = await moving()
    const shell = `exec "${process.execPath}" "${builtCommand}" -q ${line} > /dev/full`
    const done = spawnSync('sh', ['-c', shell], { cwd: workspace.folder, encoding: 'utf8' })
    expect([done.status, done.stderr.includes('COMMAND.NOT_WRITTEN')]).toEqual([1, true])
  },
)

it.runIf(existsSync('/dev/full'))(
  'writes into a device that is full: exit 1, and nothing takes its place',
  async () => {
    const { run } = await moving()
    for (const args of [
      ['plan', '--out', '/dev/full'],
      ['export', 'customers', '--format', 'csv', '--out', '/dev/full'],
      ['export', 'subscriptions', '--format', 'xlsx', '--out', '/dev/full'],
      ['activity', 'export', '--format', 'csv', '--out', '/dev/full'],
      ['reconcile', '--format', 'csv', '--out', '/dev/full'],
      ['renewals', '--format', 'csv', '--out', '/dev/full'],
      ['import', '--snapshot', '/dev/full'],
      ['plan', '--findings', 'sarif=/dev/full'],
    ]) {
      const { code, err } = await run(...args)
      expect([args.join(' '), code, err.match(/\[[A-Z_.]+\]/g)]).toEqual([
        args.join(' '),
        1,
        ['[COMMAND.NOT_WRITTEN]'],
      ])
    }
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true)
  },
)

it.runIf(process.platform !== 'win32')('writes into a pipe, and leaves it a pipe', async () => {
  const { workspace, run } = await moving()
  const pipe = join(workspace.folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = import('node:fs/promises').then(({ readFile }) => readFile(pipe, 'utf8'))
  expect((await run('plan', '--out', 'pipe')).code).toBe(0)
  expect(JSON.parse(await reader)).toMatchObject({ format: 1 })
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

// Was red: whoever read the pipe waited for ever.
it.runIf(process.platform !== 'win32').each([
  ['a scope that matches nothing', ['plan', '--target', 'nobody', '--out', 'pipe'], 3],
  ['an option that is none', ['plan', '--nonsense', '--out=pipe'], 1],
  ['documents that cannot be read', ['plan', '--findings', 'junit=pipe'], 1],
])('shows the end of a pipe to its reader after %s', async (_, args, code) => {
  const { workspace, run } = await moving()
  if (code === 1 && args.includes('--findings'))
    writeFileSync(join(workspace.folder, 'broken.yaml'), 'apiVersion: tenantform/v1\nkind: Nonsense\n')
  const pipe = join(workspace.folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = import('node:fs/promises').then(({ readFile }) => readFile(pipe, 'utf8'))
  const answer = await run(...args)
  expect([answer.code, await reader]).toEqual([code, expect.any(String)])
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

// Was red: exit 0, and whoever read the pipe waited for ever, or found the result of yesterday.
it('gives the result of an apply that is complete already, in the file that was asked for too', async () => {
  const { workspace, run } = await moving()
  const consent = ['--auto-approve', '--allow-irreversible']
  expect((await run('apply', ...consent, '--out', 'first.json')).code).toBe(0)
  writeFileSync(join(workspace.folder, 'again.json'), 'of yesterday')
  const again = await run('resume', '--out', 'again.json', '--format', 'json')
  const shown = async (file: string) =>
    (await tenantform(['show', file, '--format', 'json'], { cwd: workspace.folder })).out
  const [first, said, kept] = [await shown('first.json'), again.out, await shown('again.json')].map(text => ({
    ...(JSON.parse(text) as ApplyResult),
    endedAt: '',
  }))
  expect([again.code, again.err.match(/\[[A-Z_.]+\]/g), said, kept]).toEqual([
    0,
    ['[APPLY.ALREADY_COMPLETE]'],
    first,
    first,
  ])
})

// Was red: ENXIO, and the advice to make room on the disc. A child of Node has a socket for its stdout.
it.runIf(existsSync('/dev/stdout'))('writes onto a stdout that is a socket, by its name', async () => {
  const { workspace, sandbox } = await moving()
  const ended = (...args: readonly string[]) =>
    new Promise<readonly unknown[]>(resolve => {
      const line = [builtCommand, 'export', 'customers', '--sandbox', sandbox.url, '-q', ...args]
      const child = spawn(process.execPath, line, { cwd: workspace.folder })
      let text = ''
      child.stdout.on('data', data => {
        text += String(data)
      })
      child.on('close', code => resolve([code, text]))
    })
  const plain = await ended()
  expect([plain[0], await ended('--out', '/dev/stdout')]).toEqual([0, plain])
})

// Was red: a pipeline that watches them waited for the end of a run that never began.
it.each([
  ['documents that cannot be read', ['plan'], 1],
  ['a command that reads no account', ['validate'], 1],
])('ends the events of %s', async (_, args, exitCode) => {
  const { workspace, run } = await moving()
  writeFileSync(join(workspace.folder, 'broken.yaml'), 'apiVersion: tenantform/v1\nkind: Nonsense\n')
  const line = args.includes('validate')
    ? await tenantform([...args, '--events', 'e.jsonl'], { cwd: workspace.folder })
    : await run(...args, '--events', 'e.jsonl')
  const events = readFileSync(join(workspace.folder, 'e.jsonl'), 'utf8').trim().split('\n')
  expect([line.code, events.map(text => (JSON.parse(text) as { kind: string }).kind)]).toEqual([
    exitCode,
    ['run.began', 'run.ended'],
  ])
})

it.runIf(existsSync('/dev/full')).each([['plan'], ['status']])(
  'events of %s that a full disc did not take are no success',
  async command => {
    const { run } = await moving()
    const answer = await run('--events', '/dev/full', command)
    expect([answer.code, answer.out.length > 0]).toEqual([1, true])
    expect(answer.err).toContain('/dev/full: ENOSPC.')
  },
)

it.each([
  ['--port', '99999', 65_535],
  ['--port', '65536', 65_535],
  ['--latency', '99999999999', 2_147_483_647],
  ['--throttle', '99999999999/min', 2_147_483_647],
])('a sandbox with %s %s is refused as a value that cannot be', async (option, value, most) => {
  const { workspace } = await moving()
  const answer = await tenantform(['sandbox', 'start', '--seed', workspace.seed, option, value], {
    cwd: workspace.folder,
  })
  expect(answer.code).toBe(1)
  expect(answer.err).toContain(
    `${option} is \`${value.replace('/min', '')}\`; it takes a whole number, ${most} at most.`,
  )
  expect(answer.err).toContain('[COMMAND.BAD_VALUE]')
})
