/**
 * Several workspaces below one folder: two in one repository, one of them within another, and a command in the folder above. Each has its
 * documents, its sandbox, its journal and its names in reports. Was red: everything below the folder was read as one workspace.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

let top = ''
const run = (...words: readonly string[]) => runInProcess(words, top, { env: { TENANTFORM_WORLD: '7' } })
const git = (...words: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
    cwd: top,
    encoding: 'utf8',
  })

/** `top/move`, `top/move/steady` within it, and `top/norway` beside it, in one repository. */
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'tenantform-several-'))
  copyExample('consolidation', join(top, 'move'))
  copyExample('steady-state', join(top, 'move/steady'))
  copyExample('new-commerce', join(top, 'norway'))
  writeFileSync(join(top, '.gitignore'), '.tenantform/\n')
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'All workspaces')
})
afterAll(() => rmSync(top, { recursive: true, force: true }))

it('each is read by itself, and the one around another says what it left out', async () => {
  const move = await run('validate', '-C', 'move')
  expect(move).toEqual({
    code: 0,
    out: 'Valid: 3 partners, 20 customers, 1 consolidation, 4 policy rules, 1 world.\n',
    err: [
      'note: a folder below is a workspace of its own, and was left out [DOCUMENT.OTHER_WORKSPACE]',
      '  steady has a Workspace document and partners of its own.',
      '  → run `tenantform validate -C move/steady`: works in that one',
      '',
    ].join('\n'),
  })
  expect(await run('validate', '-C', 'move/steady')).toEqual({
    code: 0,
    out: 'Valid: 1 partner, 9 customers, 0 consolidations, 3 policy rules, 1 world.\n',
    err: '',
  })
})

it('a command in the folder above names them, and touches none', async () => {
  const told = [
    'error: this folder is no workspace; there are some below it [DOCUMENT.WORKSPACE_BELOW]',
    '  Each of move, norway has a Workspace document and partners of its own, and nothing else of ours lies here.',
    '  → run `tenantform validate -C move`: works in that one',
    '  → run `tenantform validate -C norway`: works in that one',
    '',
  ].join('\n')
  for (const words of [
    ['validate'],
    ['plan', '--sandbox'],
    ['journal', 'list'],
    ['fmt', '--check'],
    ['doctor', '--sandbox'],
  ])
    expect({ words, ...(await run(...words)) }).toEqual({ words, code: 1, out: '', err: told })
  expect(existsSync(join(top, '.tenantform'))).toBe(false)
})

it('each has its own sandbox and journal', async () => {
  const applied = await run(
    'apply',
    '-C',
    'move/steady',
    '--sandbox',
    '--auto-approve',
    '--allow-irreversible',
    '-q',
  )
  expect(applied.code).toBe(0)
  expect((await run('plan', '-C', 'move/steady', '--sandbox', '--detailed-exitcode', '-q')).code).toBe(0)
  expect(
    (await run('plan', '-C', 'move', '--sandbox', '--wave', 'pilot', '--detailed-exitcode', '-q')).code,
  ).toBe(2)
  expect((await run('journal', 'list', '-C', 'move')).out).toBe('No apply has been made in this workspace.\n')
  expect((await run('journal', 'list', '-C', 'move/steady')).out).toMatch(/^apply .*\n\d{8}T\S+ .* complete/)
  expect(existsSync(join(top, 'norway/.tenantform'))).toBe(false)
})

it('what changes in one is no change of the other, in git and in reports', async () => {
  const inner = join(top, 'move/steady/customers/gasthof-post.yaml')
  const before = readFileSync(inner, 'utf8')
  rmSync(inner)
  const since = await run('plan', '-C', 'move', '--sandbox', '--changed-since', 'HEAD', '-q')
  expect([since.code, since.out]).toEqual([0, ''])
  expect(since.err).toContain("No customer's documents have changed since HEAD")
  expect(since.err).not.toContain('NOT_AS_COMMITTED')
  writeFileSync(inner, before)

  const reports = await Promise.all(
    ['move', 'norway'].map(async folder => {
      const file = join(top, `${folder}.xml`)
      await run('validate', '-C', folder, '--findings', `junit=${file}`)
      return readFileSync(file, 'utf8')
    }),
  )
  const suites = reports.map(text => /<testsuite name="([^"]*)"/.exec(text)?.[1])
  expect(suites).toEqual(['tenantform validate move', 'tenantform validate norway'])
  const names = reports.map(text =>
    [...text.matchAll(/classname="([^"]*)" name="([^"]*)"/g)].map(([, suite, name]) => `${suite}/${name}`),
  )
  expect(names.map(list => list.length > 0)).toEqual([true, true])
  expect(names[0]?.filter(name => names[1]?.includes(name))).toEqual([])
})
