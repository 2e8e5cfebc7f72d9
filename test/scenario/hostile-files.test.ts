/** A workspace that somebody else made: whatever lies in it, a command answers with a diagnostic, soon, and exit 1. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'

const partner = `apiVersion: tenantform/v1
kind: Partner
name: p
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
markets: [IT]
currency: EUR
`
let folder = ''
const at = (name: string) => join(folder, name)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-hostile-'))
  writeFileSync(at('a.yaml'), partner)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Code and place of every diagnostic. */
async function refused(...args: readonly string[]) {
  const { code, out, err } = await tenantform([...args], { cwd: folder })
  expect(`${out}${err}`).not.toMatch(/this is a bug|\n\s+at .*:\d+:\d+/)
  return {
    code,
    said: [...err.matchAll(/^(?:(\S+:\d+:\d+): )?\w+: .* \[(\S+)\]$/gm)].map(found => found.slice(1)),
  }
}

function pipe(name: string): void {
  spawnSync('mkfifo', [at(name)])
}

function huge(name: string): void {
  writeFileSync(at(name), '')
  truncateSync(at(name), 3 * 1024 ** 3)
}

describe.runIf(process.platform !== 'win32')('a price list', () => {
  // Links were followed to wherever they led, a pipe was waited for, and a device read until the memory was full.
  it.each<[string, () => void, string]>([
    [
      'that is a link to a file outside',
      () => symlinkSync('/etc/passwd', at('list.csv')),
      'DOCUMENT.PATH_OUTSIDE',
    ],
    ['that is a link to a device', () => symlinkSync('/dev/zero', at('list.csv')), 'DOCUMENT.PATH_OUTSIDE'],
    ['that is a pipe', () => pipe('list.csv'), 'DOCUMENT.UNREADABLE'],
    ['that is a folder', () => mkdirSync(at('list.csv')), 'DOCUMENT.UNREADABLE'],
    ['of three gigabytes', () => huge('list.csv'), 'DOCUMENT.UNREADABLE'],
    ['that is a link to nothing', () => symlinkSync('nowhere', at('list.csv')), 'DOCUMENT.PRICES_MISSING'],
  ])('%s is refused at the place that names it', async (_, make, code) => {
    writeFileSync(at('a.yaml'), `${partner}prices: list.csv\n`)
    make()
    expect(await refused('validate')).toEqual({ code: 1, said: [['a.yaml:7:9', code]] })
  })
})

describe('a document', () => {
  // It was a bug in tenantform, said the command.
  it('of three gigabytes is refused, and nothing is planned from the others', async () => {
    huge('b.yaml')
    expect(await refused('validate')).toEqual({ code: 1, said: [['b.yaml:1:1', 'DOCUMENT.UNREADABLE']] })
    expect(await refused('plan')).toEqual({ code: 1, said: [['b.yaml:1:1', 'DOCUMENT.UNREADABLE']] })
  })

  it('that is not UTF-8 is refused where it stops being', async () => {
    writeFileSync(at('b.yaml'), Buffer.from('kind: Catalog\nname: caf\xe9\n', 'latin1'))
    expect(await refused('validate')).toEqual({ code: 1, said: [['b.yaml:2:10', 'DOCUMENT.NOT_UTF8']] })
  })

  it.runIf(process.platform !== 'win32')(
    'outside of the workspace is none of its documents, and the link that leads to it is named',
    async () => {
      const outside = mkdtempSync(join(tmpdir(), 'tenantform-outside-'))
      writeFileSync(join(outside, 'evil.yaml'), 'kind: Nonsense\n')
      symlinkSync(outside, at('folder'))
      symlinkSync(join(outside, 'evil.yaml'), at('evil.yaml'))
      symlinkSync('/dev/zero', at('zero.yaml'))
      pipe('pipe.yaml')
      mkdirSync(at('folder.yaml'))
      expect(await refused('validate')).toEqual({
        code: 1,
        said: [
          ['evil.yaml:1:1', 'DOCUMENT.PATH_OUTSIDE'],
          ['folder:1:1', 'DOCUMENT.PATH_OUTSIDE'],
          ['pipe.yaml:1:1', 'DOCUMENT.UNREADABLE'],
          ['zero.yaml:1:1', 'DOCUMENT.PATH_OUTSIDE'],
        ],
      })
      rmSync(outside, { recursive: true })
    },
  )

  it.runIf(process.platform !== 'win32')('with a name for the terminal is named without', async () => {
    writeFileSync(at('e\u001b[31mvil.yaml'), 'apiVersion: tenantform/v1\n')
    const { code, err } = await tenantform(['validate'], { cwd: folder })
    expect({ code, escapes: err.includes('\u001b') }).toEqual({ code: 1, escapes: false })
  })
})

describe.runIf(process.platform !== 'win32')('a file named on the command line', () => {
  it.each([
    ['show'],
    ['plan', '--snapshot'],
    ['import', '--partner', 'p', '--from'],
    ['import', '--partner', 'p', '--from', 'a.yaml', '--headers'],
    ['sandbox', 'start', '--seed'],
  ])('is a file, or is refused: %s %s', async (...args) => {
    pipe('pipe')
    const expected = { code: 1, said: [[undefined, 'COMMAND.NO_FILE']] }
    expect(await refused(...args, '/dev/zero')).toEqual(expected)
    expect(await refused(...args, 'pipe')).toEqual(expected)
  })
})
