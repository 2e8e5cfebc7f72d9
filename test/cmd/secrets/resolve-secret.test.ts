/** References: where a secret is read from, where a new one goes, and what is said when there is none. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveSecret, storeSecret } from '../../../cmd/secrets/resolve-secret.ts'
import type { SecretRef } from '../../../engine/model/desired.ts'
import { Trouble } from '../../../engine/trouble.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tenantform-secret-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const context = (facts: object = {}) => ({ root, env: { PATH: process.env['PATH'], KEY: ' v ' }, ...facts })
const program = (text: string): SecretRef => ({ kind: 'command', argv: ['sh', '-c', text] })

const said = (asked: Promise<unknown>) =>
  asked.then(
    value => value,
    (error: unknown) => (error instanceof Trouble ? error.diagnostic.detail : 'no trouble of ours'),
  )

describe('a reference', () => {
  it('to a variable is its value, to the letter', async () => {
    expect(await resolveSecret({ kind: 'env', name: 'KEY' }, context())).toBe(' v ')
  })

  it('to a file or a command is what is in it or printed, without the blanks around it', async () => {
    writeFileSync(join(root, 'token'), 'from file\r\n')
    expect(await resolveSecret({ kind: 'file', path: 'token' }, context())).toBe('from file')
    expect(await resolveSecret({ kind: 'file', path: join(root, 'token') }, context())).toBe('from file')
    expect(await resolveSecret(program('cat token; echo noise >&2'), context())).toBe('from file')
  })

  it('to a command goes through no shell', async () => {
    const argv = ['printf', '%s', '$(id) `id` * ; echo x | cat']
    expect(await resolveSecret({ kind: 'command', argv }, context())).toBe(argv[2])
  })

  it.each<[SecretRef, string]>([
    [{ kind: 'env', name: 'NOWHERE' }, 'The environment variable NOWHERE is not set.'],
    [{ kind: 'file', path: 'nowhere' }, 'The file nowhere is not there.'],
    [{ kind: 'file', path: 'blank' }, 'The file blank is empty.'],
    [program('true'), 'The command sh printed nothing.'],
    [program('echo secret; echo secret >&2; exit 3'), 'The command sh ended with 3.'],
    [{ kind: 'command', argv: ['./nowhere'] }, 'The command ./nowhere ended with an error.'],
    // Red once: a child of the command held the pipe, and was waited for.
    [program('sleep 70 & sleep 70'), 'The command sh took longer than 0.3 s.'],
    [program("trap '' TERM; sleep 70; sleep 70"), 'The command sh took longer than 0.3 s.'],
    // Each of these was waited for, read for ever, or a bug in tenantform.
    [{ kind: 'file', path: '/dev/zero' }, 'The file /dev/zero is a pipe or a device, not a file.'],
    [{ kind: 'file', path: '.' }, 'The file . is a folder, not a file.'],
    [{ kind: 'command', argv: ['cat', '/dev/zero'] }, 'The command cat printed more than 262144 bytes.'],
    [{ kind: 'command', argv: ['a\u0000b'] }, 'The command a\u0000b ended with an error.'],
    [program('kill -9 $$'), 'The command sh ended with SIGKILL.'],
  ])('%j that gives nothing says so, and repeats nothing', async (reference, detail) => {
    writeFileSync(join(root, 'blank'), '\n')
    expect(await said(resolveSecret(reference, context({ commandTimeoutMs: 300 })))).toBe(detail)
  })
})

/** Processes whose arguments hold this. */
const running = (mark: string) =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(mark)
      } catch {
        return false // it has just ended
      }
    })

describe.runIf(process.platform === 'linux')('a program that leaves others behind', () => {
  // They went on for as long as they liked, with the secrets of this process in their environment.
  it('takes them along: when it is late, when it prints too much, and when it succeeds', async () => {
    const mark = `71.${process.pid}`
    const asked = (text: string) =>
      said(resolveSecret(program(`sleep ${mark} & ${text}`), context({ commandTimeoutMs: 500 })))
    expect(await asked(`sleep ${mark}`)).toBe('The command sh took longer than 0.5 s.')
    expect(await asked('cat /dev/zero')).toBe('The command sh printed more than 262144 bytes.')
    expect(await asked('echo token')).toBe('token')
    await expect.poll(() => running(`sleep\u0000${mark}`)).toEqual([])
  })
})

describe('a new token', () => {
  it('replaces the old one in its file whole, for nobody else to read', async () => {
    writeFileSync(join(root, 'token'), 'old', { mode: 0o644 })
    await storeSecret({ kind: 'file', path: 'token' }, 'new', context())
    expect([readFileSync(join(root, 'token'), 'utf8'), statSync(join(root, 'token')).mode & 0o777]).toEqual([
      'new\n',
      0o600,
    ])
    expect(readdirSync(root)).toEqual(['token'])
  })

  it('is given to a command on its standard input, and never as an argument', async () => {
    await storeSecret(program('cat > kept; cat /proc/$$/cmdline > argv'), 'new-token', context())
    expect(readFileSync(join(root, 'kept'), 'utf8')).toBe('new-token')
    expect(readFileSync(join(root, 'argv'), 'utf8')).not.toContain('new-token')
  })

  it('may be left unread by a command that succeeds', async () => {
    expect(await said(storeSecret(program('exit 0'), 'x'.repeat(1_000_000), context()))).toBeUndefined()
  })

  it.each<[SecretRef, string]>([
    [{ kind: 'env', name: 'KEY' }, 'The environment variable KEY cannot keep a new token.'],
    [program('cat >&2; exit 1'), 'The command sh ended with 1.'],
  ])('that %j does not keep is said, without the token', async (reference, detail) => {
    expect(await said(storeSecret(reference, 'new-token', context()))).toBe(detail)
  })

  it('that cannot be written leaves the old one', async () => {
    writeFileSync(join(root, 'token'), 'old')
    chmodSync(root, 0o500)
    const told = await said(storeSecret({ kind: 'file', path: 'nowhere/token' }, 'new-token', context()))
    chmodSync(root, 0o700)
    expect([String(told).includes('new-token'), readFileSync(join(root, 'token'), 'utf8')]).toEqual([
      false,
      'old',
    ])
  })
})
