/** Completion, asked as a shell asks, and by the shells themselves; zsh and fish are skipped where they are not installed. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { builtCommand, runHere, tenantform } from '../support/built-command.ts'
import { exampleFolder } from '../support/example.ts'

const example = exampleFolder('consolidation')
let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-completion-'))
  writeFileSync(join(home, 'plan of today.json'), '{}')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Values offered, and what the shell does where there is none. */
async function offered(...words: readonly string[]) {
  // For commands and flags the library answers, and prints.
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const { out } = await runHere(['complete', '--', ...words], { cwd: home })
  const lines = [...out.split('\n'), ...printed.mock.calls.map(String)].filter(line => line !== '')
  printed.mockRestore()
  return {
    values: lines.filter(line => !line.startsWith(':')).map(line => line.split('\t')[0] ?? ''),
    directive: lines.at(-1),
  }
}
const values = async (...words: readonly string[]) => (await offered(...words)).values

describe('completion', () => {
  it('offers commands, and commands of commands', async () => {
    expect(await values('im')).toEqual(['import'])
    expect(await values('activity', '')).toEqual(expect.arrayContaining(['list', 'export', 'verify']))
    expect(await values('co')).toEqual(['completion'])
  })

  it('offers flags, and the values that a flag or an argument can have', async () => {
    expect(await values('plan', '--det')).toEqual(['--detailed-exitcode'])
    expect(await values('plan', '--format', '')).toEqual(['text', 'json', 'markdown', 'html'])
    expect(await values('plan', '--format=h')).toEqual(['html'])
    expect(await values('status', '--standing', 'in')).toEqual(['invited'])
    expect(await values('completion', 'f')).toEqual(['fish'])
  })

  it('offers the names of the documents of the workspace that -C names, wherever it stands', async () => {
    expect(await values('plan', '-C', example, '--wave', '')).toEqual(['germany', 'italy', 'pilot'])
    expect(await values('-C', example, 'export', 'customers', '--partner', 'ce')).toEqual(['central-emea'])
    expect(await values('plan', '-C', example, '--target', 'pan')).toEqual(['panificiorossi.example'])
    expect(await values('sandbox', 'accept', '-C', example, 'central-emea', '3d6')).toEqual([
      '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001',
    ])
    expect(await values('plan', '--wave', '')).toEqual([])
  })

  it('offers no name that a shell would carry out, and a note is one line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantform-forked-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    cpSync(example, folder, { recursive: true })
    const file = join(folder, 'customers/panificiorossi.yaml')
    const text = readFileSync(file, 'utf8')
    const ask = async (domain: string, name: string) => {
      const changed = text.replace(
        'domain: panificiorossi.example, name: Panificio Rossi',
        () => `domain: ${JSON.stringify(domain)}, name: ${JSON.stringify(name)}`,
      )
      writeFileSync(file, changed)
      return (await runHere(['complete', '--', 'plan', '-C', folder, '--target', 'pani'], { cwd: home })).out
    }
    expect(await ask('panificio.example', 'Rossi\npani$(id)\tx')).toBe(
      'panificio.example\tRossi\uFFFDpani$(id) x\n:4\n',
    )
    expect(await ask('panifício.example', 'Rossi')).toBe('panifício.example\tRossi\n:4\n')
    for (const sign of '$`;&|<>(){}[]*?!#~^%=,"\'\\ @\u201C\u202E')
      expect([sign, await ask(`pani${sign}x.example`, 'Rossi')]).toEqual([sign, ':4\n'])
  })

  it('leaves files and folders to the shell', async () => {
    expect(await offered('show', '')).toEqual({ values: [], directive: ':0' })
    expect(await offered('plan', '--out', '')).toEqual({ values: [], directive: ':0' })
    expect(await offered('plan', '-C', '')).toEqual({ values: [], directive: ':16' })
    expect(await offered('plan', '--on', '')).toEqual({ values: [], directive: ':4' })
  })

  it('refuses shells it does not know', async () => {
    expect((await tenantform(['completion', 'csh'], { cwd: home })).code).toBe(1)
  })
})

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0
const ourselves = `tenantform() { '${process.execPath}' '${builtCommand}' "$@"; }`

function shell(name: string, args: readonly string[], text: string): readonly string[] {
  const done = spawnSync(name, [...args, text], {
    cwd: home,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return done.stdout.split('\n').filter(line => line !== '')
}

/** Pressing TAB behind the last word; `=` is a word of its own to bash. */
function inBash(...words: readonly string[]): readonly string[] {
  const quoted = words.map(word => `'${word}'`).join(' ')
  return shell(
    'bash',
    ['--norc', '--noprofile', '-c'],
    `${ourselves}; source <(tenantform completion bash); source <(tenantform completion bash)
COMP_WORDS=(tenantform ${quoted}); COMP_CWORD=${words.length}; _tenantform; printf '%s\\n' "\${COMPREPLY[@]}"`,
  )
}

describe.skipIf(!has('bash'))('in bash (skipped without it), without bash-completion', () => {
  it('commands, flags, values and names are completed', () => {
    expect(inBash('dri')).toEqual(['drift'])
    expect(inBash('plan', '--sna')).toEqual(['--snapshot'])
    expect(inBash('plan', '-C', example, '--wave', '=', 'pi')).toEqual(['pilot'])
    expect(inBash('plan', '-C', example, '--wave', '=')).toEqual(['germany', 'italy', 'pilot'])
  })

  it('files are, and nothing that is typed is carried out', () => {
    expect(inBash('show', 'plan')).toEqual(['plan of today.json'])
    expect(inBash('plan', '--target', '$(touch hacked)', '--det')).toEqual(['--detailed-exitcode'])
    expect(inBash('show', '')).toEqual(['plan of today.json'])
  })
})

describe.skipIf(!has('zsh'))('in zsh (skipped without it)', () => {
  const inZsh = (...words: readonly string[]) =>
    shell(
      'zsh',
      ['-f', '-c'],
      `${ourselves}; compdef() { : }; _describe() { print -l -- $completions }; source <(tenantform completion zsh)
words=(tenantform ${words.map(word => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _tenantform`,
    ).map(line => line.split(':')[0])

  it('commands, flags and names are completed', () => {
    expect(inZsh('dri')).toEqual(['drift'])
    expect(inZsh('plan', '-C', example, '--wave', 'pi')).toEqual(['pilot'])
  })
})

describe.skipIf(!has('fish'))('in fish (skipped without it)', () => {
  const inFish = (line: string) =>
    shell(
      'fish',
      ['--no-config', '-c'],
      `function tenantform; '${process.execPath}' '${builtCommand}' $argv; end
tenantform completion fish | source; complete -C '${line}'`,
    ).map(one => one.split('\t')[0])

  it('commands, flags and names are completed', () => {
    expect(inFish('tenantform dri')).toEqual(['drift'])
    expect(inFish(`tenantform plan -C ${example} --wave pi`)).toEqual(['pilot'])
  })
})
