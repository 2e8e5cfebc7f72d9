/** S12: ways in which an account is not ready, each found before anything is read or written, each with what to do next. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { DoctorReport } from '../../engine/doctor/report.ts'
import { type Ran, runHere, tenantform } from '../support/built-command.ts'
import { anIdentity } from '../support/certificate.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'

const tenantId = '7d3a0c5e-0000-4000-8000-0000000000c1'
const otherTenant = '7d3a0c5e-0000-4000-8000-0000000000ff'
const clientId = '11111111-0000-4000-8000-0000000000c1'
const customer = '3d6f0c5e-0000-4000-8000-000000000001'
const secrets = { SECRET: 'sandbox-central', REFRESH: 'sandbox-central-user' }
const app = { clientId, clientSecret: 'env:SECRET' }
const user = { clientId, refreshToken: 'env:REFRESH', store: { command: ['true'] } }

interface Account {
  /** Other users of the account. */
  readonly others?: readonly Record<string, unknown>[]
  readonly credentials?: Record<string, unknown>
  readonly world?: Record<string, unknown>
  readonly app?: Record<string, unknown>
  readonly user?: Record<string, unknown>
  readonly env?: Record<string, string>
  readonly files?: Record<string, string>
}

let folder = ''
let sandbox: SandboxProcess
afterEach(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** One account with a customer whose agreement is required; healthy but for what is changed. */
async function examine(account: Account): Promise<Ran> {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-doctor-'))
  const head = (kind: string) => ({ apiVersion: 'tenantform/v1', kind })
  const write = (path: string, ...documents: readonly unknown[]) =>
    writeFileSync(join(folder, path), documents.map(document => stringify(document)).join('---\n'))
  for (const [path, text] of Object.entries(account.files ?? {})) writeFileSync(join(folder, path), text)
  write(
    'partner.yaml',
    {
      ...head('Partner'),
      name: 'central',
      tenantId,
      markets: ['IT'],
      credentials: account.credentials ?? { app, user },
    },
    {
      ...head('Customer'),
      partner: 'central',
      customer: { tenantId: customer, name: 'Rossi' },
      subscriptions: [],
    },
  )
  const seed = join(folder, '.world.yaml')
  writeFileSync(
    seed,
    stringify({
      ...head('World'),
      name: 'doctor',
      clock: '2026-12-07T06:00:00Z',
      ...account.world,
      partners: [
        {
          name: 'central',
          tenantId,
          country: 'IT',
          currency: 'EUR',
          apps: [{ clientId, clientSecret: secrets.SECRET, ...account.app }],
          users: [
            { upn: 'ops@central.example', clientId, refreshToken: secrets.REFRESH, ...account.user },
            ...(account.others ?? []),
          ],
        },
      ],
      customers: [
        { tenantId: customer, name: 'Rossi', domain: 'rossi.example', country: 'IT', relationships: [] },
      ],
      catalogue: {},
      subscriptions: [],
    }),
  )
  sandbox = await startSandboxHere(seed)
  return doctor(account)
}

function doctor(account: Account, ...more: readonly string[]): Promise<Ran> {
  // A rehearsal takes no secret of the environment, so a wrong one is shown as the accounts would meet it.
  if (account.env !== undefined) return doctorLive(account.env, more)
  return tenantform(['doctor', '--sandbox', sandbox.url, '-q', ...more], {
    cwd: folder,
    env: secrets,
  })
}

function doctorLive(env: Record<string, string>, more: readonly string[]): Promise<Ran> {
  const endpoints = { api: sandbox.url, authority: sandbox.url }
  writeFileSync(
    join(folder, 'workspace.yaml'),
    stringify({ apiVersion: 'tenantform/v1', kind: 'Workspace', name: 'doctor', endpoints }),
  )
  return runHere(['doctor', '-q', ...more], {
    cwd: folder,
    env: { ...secrets, ...env },
    clock: jumpingClock('2026-12-07T06:00:00Z'),
  })
}

const expiredUser = { lastSignIn: '2026-06-01T06:00:00Z' }
const cases: readonly (readonly [string, Account, string, string])[] = [
  ['a wrong secret', { env: { SECRET: 'sandbox-typo' } }, 'AUTH.WRONG_SECRET', 'clientSecret:'],
  [
    'a refresh token nobody used for 90 days',
    { user: expiredUser },
    'AUTH.REFRESH_TOKEN_EXPIRED',
    'login central',
  ],
  [
    'a token of another tenant',
    { app: { tokenTenant: otherTenant } },
    'AUTH.WRONG_TENANT',
    'credentials of this partner',
  ],
  ['an app alone where a user is needed', { credentials: { app } }, 'AUTH.KIND_MISSING', 'credentials:'],
  ['a clock one hour off', { world: { clockSkew: 'PT1H' } }, 'DOCTOR.CLOCK_OFF', 'NTP'],
  ['a clock one hour off the other way', { world: { clockSkew: '-PT1H' } }, 'DOCTOR.CLOCK_OFF', 'NTP'],
  [
    'a retired audience',
    { credentials: { app, user, audience: 'https://graph.windows.net' } },
    'AUTH.RETIRED_AUDIENCE',
    'audience:',
  ],
  [
    'a user whose role lacks a right',
    { user: { roles: ['billingAdmin'] } },
    'PARTNER_CENTER.ROLE_MISSING',
    'Admin agent',
  ],
  [
    'an app that is not listed in Partner Center',
    { app: { registered: false } },
    'PARTNER_CENTER.ROLE_MISSING',
    'app management',
  ],
]

it.each(cases)('%s is found, in words and as data, with the next step', async (_, account, code, next) => {
  const told = await examine(account)
  expect([told.code, told.err]).toEqual([1, ''])
  expect(told.out).toContain(`[${code}]`)
  expect(told.out).toMatch(new RegExp(`→ .*${next}`))
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])

  const data = await doctor(account, '--format', 'json')
  const report = JSON.parse(data.out) as DoctorReport
  expect([data.code, violationsOf('Doctor', report)]).toEqual([1, []])
  const found = report.partners.flatMap(entry => entry.checks.flatMap(check => check.findings))
  // One trouble, one code: nothing else is made out of it.
  expect([...new Set(found.map(entry => entry.code))]).toEqual([code])
  expect(found.every(entry => entry.remedies.length > 0)).toBe(true)
})

it('a kind of credential that is missing is told before a plan asks anything in its name', async () => {
  await examine({ credentials: { app } })
  const told = await tenantform(['plan', '--sandbox', sandbox.url, '-q'], {
    cwd: folder,
    env: secrets,
  })
  expect([told.code, told.err.split('\n')[0]]).toEqual([
    0,
    'partner.yaml:1:1: warning: the credentials of a partner cannot do what its documents need [DOCTOR.CANNOT]',
  ])
  expect(told.err).toContain('add `user:` under `credentials:`')
  expect((await sandbox.requests()).filter(({ path }) => /agreement/i.test(path))).toEqual([])
})

it('a token that nobody keeps is told, and stops nothing', async () => {
  const told = await examine({ credentials: { app, user: { clientId, refreshToken: 'env:REFRESH' } } })
  expect(told.code).toBe(0)
  expect(told.out).toContain('[DOCTOR.TOKEN_NOT_KEPT]')
  expect(told.out).toContain('What the variable REFRESH gives ends 90 days after it was made.')
})

it('an account where nothing is wrong passes, whichever way it signs in', async () => {
  const identity = anIdentity()
  const issuer = {
    issuer: 'https://ci.example',
    subject: 'repo:acme/tenants',
    audience: 'api://AzureADTokenExchange',
  }
  const claims = {
    iss: issuer.issuer,
    sub: issuer.subject,
    aud: issuer.audience,
    exp: Date.parse('2026-12-07T07:00:00Z') / 1000,
  }
  const ways: readonly Account[] = [
    {},
    { credentials: { app, user, tokenEndpoint: 'v1' } },
    {
      credentials: {
        app: { clientId, certificate: { certificate: 'file:app.pem', privateKey: 'file:app.key' } },
        user,
      },
      files: { 'app.pem': identity.certificate, 'app.key': identity.privateKey },
      app: { certificate: identity.certificate },
    },
    {
      credentials: { app: { clientId, federated: 'env:PIPELINE_TOKEN' }, user },
      env: { PIPELINE_TOKEN: identity.sign(claims) },
      app: { federated: [{ ...issuer, publicKey: identity.publicKey }] },
    },
  ]
  for (const way of ways) {
    const told = await examine(way)
    expect({ code: told.code, out: told.out.split('\n').at(-2) }).toEqual({
      code: 0,
      out: '1 partner examined: nothing has to be fixed',
    })
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  await examine({})
})

/** State and detail of each check of the only partner. */
async function checksOf(account: Account): Promise<Readonly<Record<string, readonly [string, string]>>> {
  const { out } = await doctor(account, '--format', 'json')
  const report = JSON.parse(out) as DoctorReport
  expect(violationsOf('Doctor', report)).toEqual([])
  return Object.fromEntries(
    (report.partners[0]?.checks ?? []).map(({ name, state, detail }) => [name, [state, detail] as const]),
  )
}

it('says what was asked and what was not, and is ok about nothing that was not', async () => {
  const healthy: Account = {}
  await examine(healthy)
  const { abilities, limits } = await checksOf(healthy)
  expect([abilities, limits]).toEqual([
    [
      'ok',
      'may read customers and subscriptions, read the activity log, read invoices, read customer agreements; not tried, as it would need a customer or a change: change subscriptions, read the catalogue, buy, read licence use',
    ],
    [
      'ok',
      '400 requests a minute for each family of calls, then as many as are let through, up to 1000; the credit limit is not known: no call tells it, and no `creditLimit:` is written',
    ],
  ])
})

it('does not call ok what hangs on a sign-in that was refused', async () => {
  const account: Account = { user: { revoked: true } }
  await examine(account)
  const checks = await checksOf(account)
  expect([checks['sign in as user'], checks['api'], checks['abilities']?.[0]]).toEqual([
    ['problem', 'refused'],
    ['ok', 'answers as central; not tried as user'],
    'skipped',
  ])
  expect(checks['abilities']?.[1]).toContain('not tried without the sign-in: read customer agreements')
})

it('tells a service that gives no answer from one that refuses', async () => {
  await examine({})
  await sandbox.post('faults', [
    {
      match: { path: '/oauth2/' },
      do: 'status',
      code: 503,
      body: { error: 'temporarily_unavailable' },
      times: 'always',
    },
  ])
  const told = await doctor({})
  expect(told.code).toBe(1)
  expect(told.out).toMatch(/^ {2}UNREACHABLE +sign in as app +no answer$/m)
  expect(told.out).toMatch(/^ {2}not tried +api +there is no sign-in$/m)
  expect(told.out).not.toContain('FAILED')
})

it('says how old the stored token was', async () => {
  const account: Account = {
    credentials: { app, user: { clientId, refreshToken: 'file:token' } },
    files: { token: secrets.REFRESH },
    env: {},
  }
  await examine(account)
  utimesSync(join(folder, 'token'), new Date('2026-11-25T06:00:00Z'), new Date('2026-11-25T06:00:00Z'))
  const checks = await checksOf(account)
  expect(checks['refresh token']).toEqual(['ok', 'goes to token; before this run its age was 12 days'])
})

it('says of a stored token that is not there yet that it was not tried', async () => {
  const credentials = { app, user: { clientId, refreshToken: 'file:token' } }
  await examine({ credentials, env: {} })
  const checks = await checksOf({ credentials, env: {} })
  expect(checks['refresh token']).toEqual([
    'skipped',
    'not tried: token does not exist, or cannot be read; tenantform login writes it',
  ])
})

const secondFactorOf = (ran: Ran) => {
  const report = JSON.parse(ran.out) as DoctorReport
  expect(violationsOf('Doctor', report)).toEqual([])
  return report.partners[0]?.checks.find(({ name }) => name === 'second factor')
}

it('names who calls without a second factor, by Microsoft’s own list', async () => {
  const other = (upn: string) => ({ upn, clientId, refreshToken: `sandbox-${upn}`, mfa: false })
  await examine({ others: [other('old-script@central.example'), other('reports@central.example')] })
  expect(secondFactorOf(await doctor({}, '--format', 'json'))).toEqual({
    name: 'second factor',
    state: 'limited',
    detail: '2 users without one in the last 7 days',
    findings: [
      expect.objectContaining({
        code: 'DOCTOR.WITHOUT_SECOND_FACTOR',
        severity: 'warning',
        detail:
          'old-script@central.example (last 2026-12-07T00:00Z), reports@central.example (last 2026-12-07T00:00Z) under central.',
      }),
    ],
  })
})

it('says ok of the second factor only where the list is empty, and what it could not ask', async () => {
  await examine({})
  const asked = async (fault?: Record<string, unknown>) => {
    if (fault !== undefined)
      await sandbox.post('faults', [
        { match: { path: '/nonMfaCompliantPartnerPrincipals' }, times: 'always', ...fault },
      ])
    const { state, detail } = secondFactorOf(await doctor({}, '--format', 'json')) ?? {}
    return [state, detail]
  }
  expect(await asked()).toEqual(['ok', 'no call without one in the last 7 days'])
  expect(
    await asked({
      do: 'status',
      code: 403,
      body: { code: '900150', description: 'no', source: 'PartnerFD' },
    }),
  ).toEqual(['limited', 'who calls without one is not known'])
})

it('tries no list of a user who could not sign in, and says nothing of it where no user is declared', async () => {
  await examine({ user: expiredUser })
  expect(secondFactorOf(await doctor({}, '--format', 'json'))).toEqual({
    name: 'second factor',
    state: 'skipped',
    detail: 'not tried without the sign-in of the user',
    findings: [],
  })
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
  await examine({ credentials: { app } })
  expect(secondFactorOf(await doctor({}, '--format', 'json'))).toBeUndefined()
})

it('says that a secret is missing, and not that a sign-in was refused that was never asked for', async () => {
  const { out } = await examine({
    env: {},
    credentials: { app: { ...app, clientSecret: 'env:TENANTFORM_NOT_SET' } },
  })
  const [signIn] = out.split('\n').filter(line => line.includes('sign in as app'))
  expect([signIn?.trim(), out.includes('[AUTH.SECRET_MISSING]')]).toEqual([
    expect.stringMatching(/^FAILED +sign in as app +a secret is missing$/),
    true,
  ])
})
