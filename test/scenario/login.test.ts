/** The refresh token of the secure application model, by device code: got, tried, kept where the document says, and shown nowhere. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { type Ran, runHere } from '../support/built-command.ts'
import { codeIn, waitingClock } from '../support/person-signing-in.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'

const tenantId = '7d3a0c5e-0000-4000-8000-0000000000c1'
const otherTenant = '7d3a0c5e-0000-4000-8000-0000000000ff'
const clientId = '11111111-0000-4000-8000-0000000000c1'
const customer = '3d6f0c5e-0000-4000-8000-000000000001'
const start = '2026-12-07T06:00:00.000Z'
const upn = 'ops@central.example'

interface Account {
  readonly user?: Record<string, unknown>
  readonly app?: Record<string, unknown>
  readonly credentials?: Record<string, unknown>
}

let folder = ''
let sandbox: SandboxProcess
afterEach(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function begin({ user = {}, app = {}, credentials }: Account = {}): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-login-'))
  const head = (kind: string) => ({ apiVersion: 'tenantform/v1', kind })
  const write = (path: string, ...documents: readonly unknown[]) =>
    writeFileSync(join(folder, path), documents.map(document => stringify(document)).join('---\n'))
  const seed = join(folder, '.world')
  write('.world', {
    ...head('World'),
    name: 'login',
    clock: start,
    partners: [
      {
        name: 'central',
        tenantId,
        companyName: 'Central EMEA',
        country: 'IT',
        currency: 'EUR',
        apps: [{ clientId, clientSecret: 'sandbox-central', ...app }],
        users: [{ upn, clientId, refreshToken: 'sandbox-central-user', ...user }],
      },
    ],
    customers: [
      {
        tenantId: customer,
        name: 'Rossi',
        domain: 'rossi.example',
        country: 'IT',
        relationships: [{ partner: 'central' }],
      },
    ],
    catalogue: {},
    subscriptions: [],
  })
  sandbox = await startSandboxHere(seed)
  write('workspace.yaml', {
    ...head('Workspace'),
    name: 'login',
    endpoints: { api: sandbox.url, authority: sandbox.url },
  })
  write(
    'partner.yaml',
    {
      ...head('Partner'),
      name: 'central',
      tenantId,
      markets: ['IT'],
      credentials: credentials ?? { user: { clientId, refreshToken: 'file:token' } },
    },
    {
      ...head('Customer'),
      partner: 'central',
      customer: { tenantId: customer, name: 'Rossi' },
      subscriptions: [],
    },
  )
}

interface Login {
  readonly args?: readonly string[]
  /** What the person does in the second pause; nothing unless written. */
  readonly person?: Record<string, unknown>
  readonly step?: () => void
  readonly signal?: AbortSignal
}

async function login({
  args = [],
  person,
  step,
  signal,
}: Login = {}): Promise<Ran & { pauses: readonly number[] }> {
  const told = { err: '' }
  const clock = waitingClock(sandbox, start, [
    () => undefined,
    async () => {
      if (person !== undefined) await sandbox.post('sign-in', { code: codeIn(told.err), ...person })
      step?.()
    },
  ])
  const ran = await runHere(['login', 'central', ...args], {
    cwd: folder,
    clock,
    onErr: text => {
      told.err += text
    },
    ...(signal !== undefined && { signal }),
  })
  return { ...ran, pauses: clock.pauses }
}

const token = () =>
  existsSync(join(folder, 'token')) ? readFileSync(join(folder, 'token'), 'utf8').trim() : null
const codes = (text: string) => [...text.matchAll(/\[([A-Z_]+\.[A-Z_]+)\]/g)].map(match => match[1])

describe('login', () => {
  it('shows where to go, waits as told, tries what it got and keeps it; the next command signs in with it', async () => {
    await begin()
    const ran = await login({ person: { user: upn } })
    const code = codeIn(ran.err)
    expect({ ...ran, err: ran.err.replaceAll(code, 'CODE') }).toEqual({
      code: 0,
      err: [
        'Sign in to central as the person in whose name the runs act, with MFA:',
        '  open   https://microsoft.com/devicelogin',
        '  enter  CODE   (good until 06:15 UTC)',
        'Waiting for the sign-in; Ctrl+C ends it, and nothing is stored.',
        '',
      ].join('\n'),
      out: [
        'Signed in to central',
        `  user           ${upn}`,
        `  tenant         ${tenantId}`,
        '  company        Central EMEA',
        '  member         the token does not say',
        '  second factor  yes',
        '  may            read customers and subscriptions: yes',
        '  may            read the activity log: yes',
        '  may            read invoices: yes',
        '  may            change subscriptions: yes',
        '  may            read the catalogue: yes',
        '  may            buy: yes',
        '  may            read licence use: yes',
        '  may            read customer agreements: yes',
        '  stored         token',
        '',
      ].join('\n'),
      pauses: [5000, 5000],
    })
    const kept = token() ?? ''
    expect(kept).toMatch(/^sandbox-central-user\.\d+$/)
    expect(`${ran.out}${ran.err}`).not.toContain('sandbox-')
    const plan = await runHere(['doctor', '-q'], { cwd: folder, clock: waitingClock(sandbox, start) })
    expect(plan.out).toContain('1 partner examined: nothing has to be fixed')
    expect((await sandbox.requests()).filter(isWrite)).toEqual([])
  })

  it('answers as data, without a token', async () => {
    await begin()
    const ran = await login({ person: { user: upn }, args: ['--format', 'json'] })
    const answer: unknown = JSON.parse(ran.out)
    expect([ran.code, violationsOf('Login', answer)]).toEqual([0, []])
    expect(answer).toMatchObject({ kind: 'signed-in', user: upn, secondFactor: true, stored: 'token' })
    expect(ran.out).not.toContain('sandbox-')
  })

  it('hands the token to a program on its input alone', async () => {
    await begin({
      credentials: {
        user: {
          clientId,
          refreshToken: { command: ['cat', 'kept'] },
          store: { command: ['./put', 'central'] },
        },
      },
    })
    writeFileSync(join(folder, 'put'), '#!/bin/sh\necho "$@" > arguments\ncat > kept\n')
    chmodSync(join(folder, 'put'), 0o755)
    const ran = await login({ person: { user: upn } })
    expect([ran.code, ran.out.split('\n').at(-2)]).toEqual([0, '  stored         ./put'])
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe('central\n')
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toMatch(/^sandbox-central-user\.\d+$/)
  })

  it('works for an app with a secret, and proves with it that the next run will get in', async () => {
    const user = { clientId, clientSecret: 'file:secret', refreshToken: 'file:token' }
    await begin({ credentials: { user }, user: { clientSecret: 'sandbox-central' } })
    writeFileSync(join(folder, 'secret'), 'sandbox-wrong\n')
    const wrong = await login({ person: { user: upn } })
    expect([wrong.code, codes(wrong.err), token()]).toEqual([
      1,
      ['AUTH.WRONG_SECRET', 'LOGIN.NOT_STORED'],
      null,
    ])
    writeFileSync(join(folder, 'secret'), 'sandbox-central\n')
    expect((await login({ person: { user: upn } })).code).toBe(0)
    expect(token()).not.toBeNull()
  })

  it('asks less often when it is told to slow down', async () => {
    await begin()
    await sandbox.post('faults', [
      {
        match: { path: '/oauth2/v2.0/token' },
        do: 'status',
        code: 400,
        body: { error: 'slow_down' },
        times: 1,
      },
    ])
    const ran = await login({ person: { user: upn } })
    expect([ran.code, ran.pauses]).toEqual([0, [10_000, 10_000]])
  })

  const failures: readonly (readonly [string, Account, Login, readonly string[], string])[] = [
    ['nobody signs in', {}, {}, ['AUTH.CODE_EXPIRED'], 'run `tenantform login central`'],
    [
      'the person declines',
      {},
      { person: { do: 'decline' } },
      ['AUTH.SIGN_IN_DECLINED'],
      'run `tenantform login central`',
    ],
    [
      'the token is of another tenant',
      { user: { tokenTenant: otherTenant } },
      { person: {} },
      ['AUTH.WRONG_TENANT'],
      'use the credentials of this partner',
    ],
    [
      'the person is a guest',
      { user: { guest: true } },
      { person: {} },
      ['AUTH.GUEST_USER', 'LOGIN.NOT_STORED'],
      'a member of the tenant',
    ],
    [
      'there was no second factor',
      {},
      { person: { mfa: false } },
      ['AUTH.MFA_NEEDED', 'LOGIN.NOT_STORED'],
      '(point 7 of `user` in docs/credentials.md)',
    ],
    [
      'nobody consented',
      { user: { consented: false } },
      { person: {} },
      ['AUTH.ADMIN_CONSENT_MISSING'],
      'Grant admin consent',
    ],
    [
      'the person has no role',
      { user: { roles: [] } },
      { person: {} },
      ['PARTNER_CENTER.ROLE_MISSING', 'LOGIN.NOT_STORED'],
      'Admin agent',
    ],
    [
      'the app allows no public client flows',
      { app: { publicFlows: false } },
      { person: {} },
      ['AUTH.PUBLIC_FLOWS_OFF'],
      'Allow public client flows',
    ],
    [
      'the app is not in the tenant',
      { credentials: { user: { clientId: otherTenant, refreshToken: 'file:token' } } },
      {},
      ['AUTH.APP_NOT_IN_TENANT'],
      'clientId:',
    ],
  ]
  it.each(failures)(
    'where %s, keeps what was stored, and says what to do',
    async (_, account, done, expected, next) => {
      await begin(account)
      writeFileSync(join(folder, 'token'), 'sandbox-earlier\n')
      const ran = await login(done)
      expect([ran.code, ran.out, codes(ran.err)]).toEqual([1, '', expected])
      expect(ran.err).toContain(next)
      expect(token()).toBe('sandbox-earlier')
    },
  )

  it('by the command of a rehearsal has a second factor again, once it was left out', async () => {
    await begin()
    const by = (...more: readonly string[]) => {
      const told = { err: '' }
      const enter = async () => {
        const args = ['sandbox', 'sign-in', codeIn(told.err), ...more, '--sandbox', sandbox.url]
        expect((await runHere(args, { cwd: folder })).code).toBe(0)
      }
      return runHere(['login', 'central'], {
        cwd: folder,
        clock: waitingClock(sandbox, start, [enter]),
        onErr: text => {
          told.err += text
        },
      })
    }
    expect([(await by('--no-mfa')).code, (await by()).code, token() === null]).toEqual([1, 0, false])
  })

  it('that gets no answer is to be tried again as such', async () => {
    await begin()
    await sandbox.post('faults', [
      {
        match: { path: '/oauth2/' },
        do: 'status',
        code: 503,
        body: { error: 'temporarily_unavailable' },
        times: 'always',
      },
    ])
    const ran = await login()
    expect([ran.code, codes(ran.err), ran.err.match(/→ run `([^`]*)`/)?.[1]]).toEqual([
      1,
      ['AUTH.UNREACHABLE'],
      'tenantform login central',
    ])
  })

  it('that cannot store says so, and shows no token', async () => {
    await begin({
      credentials: { user: { clientId, refreshToken: 'env:NONE', store: { command: ['false'] } } },
    })
    const ran = await login({ person: {} })
    expect([ran.code, codes(ran.err), `${ran.out}${ran.err}`.includes('sandbox-')]).toEqual([
      1,
      ['AUTH.NOT_STORED'],
      false,
    ])
  })

  it.each([
    ['there is no user', { app: { clientId, clientSecret: 'env:NONE' } }, 'LOGIN.NO_USER'],
    ['the token would be kept nowhere', { user: { clientId, refreshToken: 'env:NONE' } }, 'LOGIN.NO_STORE'],
  ])('asks nobody where %s', async (_, credentials, code) => {
    await begin({ credentials })
    const ran = await login()
    expect([ran.code, codes(ran.err), await sandbox.requests()]).toEqual([1, [code], []])
  })

  it('names the nearest partner, and is declined', async () => {
    await begin()
    const ran = await runHere(['login', 'centrla'], { cwd: folder })
    expect([ran.code, codes(ran.err), ran.err.includes('did you mean central?')]).toEqual([
      3,
      ['PLAN.UNKNOWN_SCOPE'],
      true,
    ])
  })

  it('is refused where documents are not trusted, before anything is asked', async () => {
    await begin()
    for (const args of [[], ['--check']]) {
      const ran = await runHere(['--untrusted', 'login', 'central', ...args], { cwd: folder })
      expect([ran.code, codes(ran.err)]).toEqual([1, ['TRUST.SIGN_IN']])
    }
    expect(await sandbox.requests()).toEqual([])
  })

  it('ends at once when it is stopped, and stores nothing', async () => {
    await begin()
    const stop = new AbortController()
    const ran = await login({ step: () => stop.abort(), signal: stop.signal })
    expect([ran.code, codes(ran.err), token()]).toEqual([1, ['COMMAND.STOPPED'], null])
  })

  it('is rehearsed with --sandbox: the person is a command, and nothing is kept', async () => {
    await begin()
    writeFileSync(join(folder, 'token'), 'sandbox-real\n')
    const told = { err: '' }
    const clock = waitingClock(sandbox, start, [
      async () => {
        const signed = await runHere(['sandbox', 'sign-in', codeIn(told.err), '--sandbox', sandbox.url], {
          cwd: folder,
        })
        expect(JSON.parse(signed.out)).toEqual({
          format: 1,
          kind: 'signed-in',
          partner: 'central',
          did: 'approve',
          user: upn,
        })
      },
    ])
    const ran = await runHere(['login', 'central', '--sandbox', sandbox.url], {
      cwd: folder,
      clock,
      onErr: text => {
        told.err += text
      },
    })
    expect([ran.code, ran.out.split('\n').at(-2), token()]).toEqual([
      0,
      '  stored         nothing: this is a rehearsal',
      'sandbox-real',
    ])
  })
})

describe('login --check', () => {
  const check = (...args: readonly string[]) =>
    runHere(['login', 'central', '--check', ...args], { cwd: folder, clock: waitingClock(sandbox, start) })
  const states = async () => {
    const { out } = await check('--format', 'json')
    const answer = JSON.parse(out) as {
      readonly kinds: readonly {
        readonly kind: string
        readonly declared: boolean
        readonly neededFor: readonly string[]
        readonly steps: readonly { readonly name: string; readonly state: string }[]
      }[]
    }
    expect(violationsOf('Login', answer)).toEqual([])
    return Object.fromEntries(
      answer.kinds.map(({ kind, steps }) => [
        kind,
        Object.fromEntries(steps.map(({ name, state }) => [name, state])),
      ]),
    )
  }

  it('before the first sign-in names each step with where to click, permissions and consent, and signs nobody in', async () => {
    await begin()
    const ran = await check()
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 1, err: '' })
    await expect(ran.out).toMatchFileSnapshot('login-check.txt')
    expect((await sandbox.requests()).filter(({ path }) => path.includes('devicecode'))).toEqual([])
  })

  it('knows what is done once somebody signed in, and stays unknown about what nothing tells', async () => {
    await begin()
    await login({ person: {} })
    expect((await check()).code).toBe(0)
    expect((await states())['user']).toEqual({
      'app registration': 'done',
      'public client flows': 'unknown',
      'permission for Partner Center': 'done',
      'member with a role': 'done',
      'multi-factor authentication': 'done',
      'device code allowed by policy': 'unknown',
      'refresh token': 'done',
    })
  })

  it.each([
    ['the consent is missing', { user: { consented: false } }, 'permission for Partner Center'],
    ['the role is missing', { user: { roles: [] } }, 'member with a role'],
    ['the second factor is missing', { user: { mfa: false } }, 'multi-factor authentication'],
    ['the sign-in was revoked', { user: { revoked: true } }, 'refresh token'],
  ])('says that %s', async (_, account, step) => {
    await begin(account)
    writeFileSync(join(folder, 'token'), 'sandbox-central-user\n')
    const { user } = await states()
    const missing = Object.entries(user ?? {}).filter(([, state]) => state === 'missing')
    expect(missing).toEqual([[step, 'missing']])
  })

  it('names what an account needs a user for, where it has an app alone', async () => {
    await begin({ credentials: { app: { clientId, clientSecret: 'env:APP_SECRET' } } })
    const ran = await check()
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('not declared, and needed to read licence use, read customer agreements')
    expect((await states())['app']).toEqual({
      'app registration': 'unknown',
      'proof of the app': 'unknown',
      'app known to Partner Center': 'unknown',
    })
  })
})
