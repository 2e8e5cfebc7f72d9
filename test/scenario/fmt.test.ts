import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { tenantform } from '../support/built-command.ts'
import { copyExample, root } from '../support/example.ts'
import { repositoryIn } from '../support/repository.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-fmt-'))
  copyExample('consolidation', folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) => tenantform(args, { cwd: folder })
const path = 'customers/panificiorossi.yaml'
const textOf = () => readFileSync(join(folder, path), 'utf8')

describe('fmt', () => {
  it('names what is not in the one layout with --check, and brings it there without', async () => {
    const before = textOf()
    repositoryIn(folder).write(path, before.replaceAll('\n', '\r\n').replace('  - key', '-   key'))
    const wild = textOf()
    expect(await run('fmt', '--check')).toEqual({ code: 2, out: `${path}\n`, err: '' })
    expect(textOf()).toBe(wild)
    expect(await run('fmt', '--check', 'partners.yaml')).toEqual({ code: 0, out: '', err: '' })
    expect(await run('fmt')).toEqual({ code: 0, out: `${path}\n`, err: '' })
    expect(await run('fmt', '--check')).toEqual({ code: 0, out: '', err: '' })
    expect((await run('validate')).code).toBe(0)
  })

  it('has nothing to do after init and after import', async () => {
    const fresh = mkdtempSync(join(folder, 'fresh-'))
    const there = { cwd: fresh }
    expect(
      (
        await tenantform(
          [
            'init',
            '--target',
            'central-emea=7d3a0c5e-0000-4000-8000-00000000aa01',
            '--source',
            'italy=1b0f0000-0000-4000-8000-00000000aa02',
            'germany=2c1f0000-0000-4000-8000-00000000aa03',
            '--markets',
            'IT',
            'DE',
            'AT',
            '--currency',
            'EUR',
          ],
          there,
        )
      ).code,
    ).toBe(0)
    repositoryIn(fresh).write('world.yaml', readFileSync(join(folder, 'world.yaml'), 'utf8'))
    const imported = await tenantform(['import', '--consolidation', 'move', '--sandbox', '-q'], there)
    expect({ code: imported.code, wrote: imported.out.includes('20 new') }).toEqual({ code: 0, wrote: true })
    expect(await tenantform(['fmt', '--check'], there)).toEqual({ code: 0, out: '', err: '' })
  })

  it('runs before a commit as the example has it', async () => {
    const { repos } = parse(readFileSync(join(root, 'examples', 'ci', 'pre-commit.yaml'), 'utf8')) as {
      readonly repos: readonly [
        { readonly hooks: readonly { readonly entry: string; readonly pass_filenames?: boolean }[] },
      ]
    }
    const staged = [path, '.pre-commit-config.yaml']
    repositoryIn(folder).write('.pre-commit-config.yaml', 'repos:\n    - repo: local\n')
    repositoryIn(folder).write(path, `${textOf()}\n\n`)
    const commands = repos[0].hooks.map(hook => [
      ...hook.entry.split(' ').slice(1),
      ...(hook.pass_filenames === false ? [] : staged),
    ])
    expect(commands).toEqual([['fmt', ...staged], ['validate']])
    const codes = []
    for (const command of commands) codes.push((await run(...command)).code)
    expect(codes).toEqual([0, 0])
    expect(readFileSync(join(folder, '.pre-commit-config.yaml'), 'utf8')).toBe('repos:\n    - repo: local\n')
    expect(await run('fmt', '--check')).toEqual({ code: 0, out: '', err: '' })
  })

  it('writes through no link that leads out of the workspace, named or not', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tenantform-elsewhere-'))
    onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }))
    const outside = join(elsewhere, 'other.yaml')
    writeFileSync(outside, `${textOf()}\n\n   # odd\n`)
    const before = readFileSync(outside, 'utf8')
    rmSync(join(folder, path))
    symlinkSync(outside, join(folder, path))
    for (const args of [['fmt'], ['fmt', path], ['--untrusted', 'fmt', join(folder, path)]]) {
      const { code, out, err } = await run(...args)
      expect([code, out, err.includes(`${path} is a link that leads out of the workspace.`)]).toEqual([
        1,
        '',
        true,
      ])
    }
    expect(readFileSync(outside, 'utf8')).toBe(before)
    // Whoever names the file itself means it.
    expect((await run('fmt', outside)).code).toBe(0)
    expect(readFileSync(outside, 'utf8')).not.toBe(before)
  })

  it('tells where a file cannot be read, and changes nothing of it', async () => {
    repositoryIn(folder).write(path, 'apiVersion: tenantform/v1\nkind: [Customer\n')
    const { code, err } = await run('fmt')
    expect({ code, err: err.split('\n')[0] }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^customers\/panificiorossi\.yaml:\d+:\d+: error: .* \[DOCUMENT\.MALFORMED\]$/,
      ),
    })
    expect(textOf()).toBe('apiVersion: tenantform/v1\nkind: [Customer\n')
  })
})
