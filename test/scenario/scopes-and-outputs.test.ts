/** Scopes are strict, options without effect are refused, and an answer that does not arrive is no success. Each was green, once. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
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

it('refuses options that choose what to plan beside a saved plan, before anything is written', async () => {
  const { run, sandbox } = await moving()
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
  for (const option of [
    ['--wave', 'rest'],
    ['--target', 'alpha.example'],
    ['--on', '2026-12-07'],
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

it.runIf(existsSync('/dev/full'))('calls an answer that did not fit on the disc no success', async () => {
  const { workspace } = await moving()
  const done = spawnSync(
    'sh',
    ['-c', `exec "${process.execPath}" "${builtCommand}" -q validate > /dev/full`],
    {
      cwd: workspace.folder,
      encoding: 'utf8',
    },
  )
  expect([done.status, done.stderr.includes('COMMAND.NOT_WRITTEN')]).toEqual([1, true])
})

it.runIf(process.platform !== 'win32')('writes into a pipe, and leaves it a pipe', async () => {
  const { workspace, run } = await moving()
  const pipe = join(workspace.folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = import('node:fs/promises').then(({ readFile }) => readFile(pipe, 'utf8'))
  expect((await run('plan', '--out', 'pipe')).code).toBe(0)
  expect(JSON.parse(await reader)).toMatchObject({ format: 1 })
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})
