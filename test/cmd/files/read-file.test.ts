/** A file is read whole, and only a file. Each of the refusals was a hang, a crash or a full memory before there were any. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileWithin } from '../../../cmd/files/read-file.ts'

let folder = ''
const at = (name: string) => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-read-'))
  writeFileSync(at('small'), 'héllo')
  writeFileSync(at('empty'), '')
  writeFileSync(at('huge'), '')
  truncateSync(at('huge'), 5 * 1024 ** 3)
  mkdirSync(at('folder'))
  spawnSync('mkfifo', [at('pipe')])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('reading a file whole', () => {
  it.each([
    ['small', 'héllo'],
    ['empty', ''],
  ])('answers with its bytes: %s', (name, text) => {
    expect(readFileWithin(at(name), 6)).toEqual({ kind: 'read', bytes: Buffer.from(text) })
  })

  it.each([
    ['nothing', { why: 'is not there', isMissing: true }],
    ['folder', { why: 'is a folder, not a file', isMissing: false }],
    ['huge', { why: 'has 5368709120 bytes; 100 are read at most', isMissing: false }],
    ['small/below', { why: 'cannot be read (ENOTDIR)', isMissing: false }],
  ])('is refused for what is none: %s', (name, expected) => {
    expect(readFileWithin(at(name), 100)).toEqual({ kind: 'unread', ...expected })
  })

  it.runIf(process.platform !== 'win32')(
    'is refused for a pipe that nobody writes to, and for a device',
    () => {
      const expected = { kind: 'unread', why: 'is a pipe or a device, not a file', isMissing: false }
      expect([readFileWithin(at('pipe'), 100), readFileWithin('/dev/zero', 100)]).toEqual([
        expected,
        expected,
      ])
    },
  )

  it.runIf(process.platform === 'linux')('does not believe a size', () => {
    const whole = readFileWithin('/proc/self/status', 1_000_000)
    expect(whole.kind === 'read' && whole.bytes.length > 100).toBe(true)
    expect(readFileWithin('/proc/self/status', 100)).toMatchObject({
      kind: 'unread',
      why: 'has more than 100 bytes, which is the most that is read',
    })
  })
})
