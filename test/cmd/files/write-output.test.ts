/** Outputs that people name: what each kind of place becomes, and what is there when nothing could be written. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { writeOutput } from '../../../cmd/files/write-output.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-output-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (...names: readonly string[]) => join(folder, ...names)
const refusal = (detail: string) => ({ diagnostic: { code: 'COMMAND.NOT_WRITTEN', detail } })

describe('an output', () => {
  it('makes folders and a file, replaces a file whole, and keeps its mode', async () => {
    await writeOutput(at('new', 'a.json'), 'first')
    expect(readFileSync(at('new', 'a.json'), 'utf8')).toBe('first')
    writeFileSync(at('b.json'), 'first, and longer', { mode: 0o600 })
    await writeOutput(at('b.json'), 'second')
    expect([readFileSync(at('b.json'), 'utf8'), statSync(at('b.json')).mode & 0o777]).toEqual([
      'second',
      0o600,
    ])
    expect(readdirSync(folder).sort()).toEqual(['b.json', 'new'])
  })

  // Was red: a file took the place of a link whose end was missing.
  it('goes where links lead, be there a file or none yet, and leaves them links', async () => {
    mkdirSync(at('far'))
    writeFileSync(at('far', 'there.json'), 'first')
    symlinkSync(join('far', 'there.json'), at('to-file'))
    symlinkSync(join('far', 'missing.json'), at('dangling'))
    symlinkSync('dangling', at('to-dangling'))
    await writeOutput(at('to-file'), 'second')
    await writeOutput(at('to-dangling'), 'third')
    expect([
      readFileSync(at('far', 'there.json'), 'utf8'),
      readFileSync(at('far', 'missing.json'), 'utf8'),
    ]).toEqual(['second', 'third'])
    for (const link of ['to-file', 'dangling', 'to-dangling'])
      expect([link, lstatSync(at(link)).isSymbolicLink()]).toEqual([link, true])
    expect(readdirSync(at('far')).sort()).toEqual(['missing.json', 'there.json'])
  })

  it('goes into a pipe, and is no error where its reader has seen enough', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const whole = readFile(at('pipe'), 'utf8')
    await writeOutput(at('pipe'), 'said')
    expect([await whole, lstatSync(at('pipe')).isFIFO()]).toEqual(['said', true])
  })

  it('takes pieces, and says in a pipe what is meant for another program', async () => {
    function* pieces() {
      yield 'a'.repeat(3_000_000)
      yield 'b'
    }
    await writeOutput(at('file'), pieces(), 'in full')
    execFileSync('mkfifo', [at('pipe')])
    const whole = readFile(at('pipe'), 'utf8')
    await writeOutput(at('pipe'), 'short', pieces())
    const expected = `${'a'.repeat(3_000_000)}b`
    expect([readFileSync(at('file'), 'utf8') === expected, (await whole) === expected]).toEqual([true, true])
  })

  it('is not there when making its pieces fails, and what was there stays', async () => {
    function* failing() {
      yield 'begun'
      throw new Error('too large')
    }
    writeFileSync(at('file'), 'before')
    await expect(writeOutput(at('file'), failing())).rejects.toThrow()
    expect([readFileSync(at('file'), 'utf8'), readdirSync(folder)]).toEqual(['before', ['file']])
  })

  it.runIf(existsSync('/proc/self/fd'))(
    'goes into an open descriptor where it stands, whatever file is behind it',
    async () => {
      const { openSync, closeSync } = await import('node:fs')
      writeFileSync(at('log'), 'before\n')
      const fd = openSync(at('log'), 'a')
      onTestFinished(() => closeSync(fd))
      symlinkSync(`/dev/fd/${fd}`, at('link'))
      await writeOutput(`/proc/self/fd/${fd}`, 'one\n')
      await writeOutput(at('link'), 'two\n')
      expect(readFileSync(at('log'), 'utf8')).toBe('before\none\ntwo\n')
      await expect(writeOutput('/dev/fd/987', 'none')).rejects.toMatchObject(refusal('/dev/fd/987: EBADF.'))
    },
  )

  it('says what is no place to write to, and leaves it as it is', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(at('socket'), resolve))
    onTestFinished(() => {
      server.close()
    })
    symlinkSync('loop', at('loop'))
    mkdirSync(at('folder'))
    writeFileSync(at('file'), 'first')
    symlinkSync(join('gone', 'a.json'), at('nowhere'))
    const before = readdirSync(folder).sort()
    for (const [name, detail] of [
      ['socket', 'is a socket, which cannot be opened as a file; name a file, a pipe, or /dev/stdout.'],
      ['loop', 'is a link that leads to itself.'],
      ['folder', 'is a folder; name a file in it.'],
    ] as const)
      await expect(writeOutput(at(name), 'second')).rejects.toMatchObject(refusal(`${at(name)} ${detail}`))
    await expect(writeOutput(at('file', 'below'), 'second')).rejects.toMatchObject(
      refusal(`${at('file', 'below')}: EEXIST.`),
    )
    await expect(writeOutput(at('nowhere'), 'second')).rejects.toMatchObject(
      refusal(`${at('nowhere')}: ENOENT.`),
    )
    expect([readdirSync(folder).sort(), readFileSync(at('file'), 'utf8')]).toEqual([before, 'first'])
  })
})
