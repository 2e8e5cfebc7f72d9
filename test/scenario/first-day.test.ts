/**
 * From an empty folder to the first plan of an account that is real as far as the commands can tell: a sandbox on a live clock, reached by
 * `endpoints:` and not by --sandbox. Nothing is known but what a partner knows: tenant id, app id, secret, and a person who can sign in.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import { aWorld, tenants } from '../providers/sandbox/rig.ts'
import { runHere } from '../support/built-command.ts'
import { codeIn, waitingClock } from '../support/person-signing-in.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'

const start = '2026-12-07T06:00:00.000Z'
const env = {
  ITALY_APP_ID: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a02',
  ITALY_APP_SECRET: 'sandbox-italy-app',
}

/** What the person types, by the beginning of the question; each once. */
const typed = new Map<string, string | boolean>()
const asked: string[] = []
vi.mock('@inquirer/prompts', () => {
  const answer = async ({ message, validate }: { message: string; validate?: (text: string) => unknown }) => {
    asked.push(message)
    const [key] = [...typed.keys()].filter(text => message.startsWith(text))
    const text = typed.get(key ?? '') ?? ''
    const judged = typeof text === 'string' ? (validate?.(text) ?? true) : true
    if (judged !== true) throw new Error(`${message} ${String(judged)}`)
    return text
  }
  return { input: answer, confirm: answer }
})

let home = ''
let sandbox: SandboxProcess
afterEach(async () => {
  await sandbox.stop()
  rmSync(home, { recursive: true, force: true })
})

it('leads from an empty folder to the first plan', async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-first-day-'))
  const seed = join(home, 'world.json')
  writeFileSync(seed, JSON.stringify(aWorld()))
  sandbox = await startSandboxHere(seed, {}, ['--clock', 'live'])
  const folder = mkdtempSync(join(home, 'tenants-'))
  const session: string[] = []
  const clock = () => waitingClock(sandbox, start)
  const run = async (...args: readonly string[]) => {
    const ran = await runHere([...args, '-q'], { cwd: folder, env, clock: clock() })
    session.push(`$ tenantform ${args.join(' ')} → ${ran.code}`)
    return ran
  }
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')))

  // The questions; the tenant id is not at hand.
  for (const [question, text] of Object.entries({
    'Name of the workspace': 'first-day',
    'Name of your account': 'italy',
    'Do customers leave': false,
    Countries: 'IT',
    'What it is billed in': 'EUR',
  }))
    typed.set(question, text)
  const begun = await runInProcess(['init'], folder, { isTerminal: true })
  session.push(`$ tenantform init → ${begun.code}`)
  expect(asked.length).toBe(6)
  expect(begun.err).toBe(
    [
      '',
      'Next:',
      '  tenantform login italy --check  what to register at Microsoft, and where to click',
      '  tenantform login italy          signs you in, and keeps the refresh token',
      '  tenantform import               writes a document for every customer that is live',
      '',
      'Variables that they read, once the apps are registered. The id of an app is no secret and may stand',
      'in partners.yaml instead, as `clientId:`.',
      '  export ITALY_APP_ID=',
      '  export ITALY_APP_SECRET=',
      '',
    ].join('\n'),
  )
  expect((await run('validate')).code).toBe(0)

  // The stand-in for the real hosts.
  edit(
    'workspace.yaml',
    text => `${text}${stringify({ endpoints: { api: sandbox.url, authority: sandbox.url } })}`,
  )
  const early = await run('plan')
  expect(early.code).toBe(1)
  expect(early.err).toMatch(
    /^partners\.yaml:\d+:\d+: error: a tenant id is still the placeholder that `init` wrote \[DOCUMENT\.PLACEHOLDER\]\n/,
  )
  edit('partners.yaml', text => text.replace(/tenantId: \S+/, `tenantId: ${tenants.italy}`))

  const listed = await run('login', 'italy', '--check')
  expect([listed.code, listed.out.split('\n').filter(line => line.startsWith('  MISSING'))]).toEqual([
    1,
    ['  MISSING  the person signed in, and the token is stored'],
  ])
  const told = { err: '' }
  const signedIn = await runHere(['login', 'italy'], {
    cwd: folder,
    env,
    clock: waitingClock(sandbox, start, [() => sandbox.post('sign-in', { code: codeIn(told.err) })]),
    onErr: text => {
      told.err += text
    },
  })
  session.push(`$ tenantform login italy → ${signedIn.code}`)
  expect(signedIn.out).toContain('  stored         .tenantform/secrets/italy\n')
  expect((await run('doctor')).code).toBe(0)
  expect((await run('import')).code).toBe(0)
  expect(readdirSync(join(folder, 'customers'), { recursive: true }).length).toBeGreaterThan(0)
  const plan = await run('plan')
  expect(plan.out).toMatch(/^Plan: 0 to create, .* 0 to change/m)

  expect(session).toEqual([
    '$ tenantform init → 0',
    '$ tenantform validate → 0',
    '$ tenantform plan → 1',
    '$ tenantform login italy --check → 1',
    '$ tenantform login italy → 0',
    '$ tenantform doctor → 0',
    '$ tenantform import → 0',
    '$ tenantform plan → 0',
  ])
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])
})
