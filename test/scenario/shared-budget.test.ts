/** Commands of one workspace share the request budget of its accounts, and say what is known of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { runHere } from '../support/built-command.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'

const tenantId = '7d3a0c5e-0000-4000-8000-0000000000c1'
const clientId = '11111111-0000-4000-8000-0000000000c1'

let folder = ''
let sandbox: SandboxProcess
const clock = jumpingClock('2026-12-07T06:00:00Z')
const write = (path: string, ...documents: readonly object[]) =>
  writeFileSync(
    join(folder, path),
    documents.map(document => stringify({ apiVersion: 'tenantform/v1', ...document })).join('---\n'),
  )

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-shared-budget-'))
  write('.world', {
    kind: 'World',
    name: 'shared',
    clock: '2026-12-07T06:00:00Z',
    partners: [
      {
        name: 'central',
        tenantId,
        country: 'IT',
        currency: 'EUR',
        apps: [{ clientId, clientSecret: 's' }],
      },
    ],
    customers: [],
    catalogue: {},
    subscriptions: [],
  })
  sandbox = await startSandboxHere(join(folder, '.world'), {}, ['--clock', 'live'])
  // Without --sandbox: accounts, as far as the commands can tell.
  write('workspace.yaml', {
    kind: 'Workspace',
    name: 'shared',
    endpoints: { api: sandbox.url, authority: sandbox.url },
  })
  write('central.yaml', {
    kind: 'Partner',
    name: 'central',
    tenantId,
    markets: ['IT'],
    currency: 'EUR',
    auth: { app: { clientId, secret: 'env:SECRET' } },
  })
})
afterEach(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: readonly string[]) =>
  runHere([...args, '-q'], { cwd: folder, env: { SECRET: 's' }, clock })

it('is counted over commands, and told by doctor and status', async () => {
  const planned = await run('plan')
  expect(planned.code).toBe(0)
  const { out } = await run('status', '--format', 'json')
  const { budgets } = JSON.parse(out)
  const of = (family: string) => budgets.find((budget: { family: string }) => budget.family === family)
  expect(of('customer')).toEqual({
    partner: 'central',
    service: 'partner-center',
    family: 'customer',
    perMinute: 400,
    isLearned: false,
    lastMinute: 2,
    refusals: 0,
    pausedUntil: null,
    pausedCustomers: 0,
    processes: 1,
  })
  const doctor = await run('doctor')
  expect(doctor.out.replaceAll(/\s+/g, ' ')).toContain('customer 400 a minute (3 in the last minute)')
  clock.pass(60_250)
  expect(JSON.parse((await run('status', '--format', 'json')).out).budgets).toContainEqual({
    ...of('customer'),
    lastMinute: 1,
  })
})

it('that a 429 paused holds for the next command', async () => {
  await sandbox.post('faults', [{ call: 'GET /v1/customers', kind: 'throttle', seconds: 30, times: 1 }])
  const began = Date.parse(clock.now())
  expect((await run('status')).code).toBe(0)
  const { budgets } = JSON.parse((await run('status', '--format', 'json')).out)
  expect([
    Date.parse(clock.now()) - began,
    budgets.map((budget: { refusals: number }) => budget.refusals),
  ]).toEqual([])
})

it('without a place to share it, is said under --verbose alone', async () => {
  mkdirSync(join(folder, '.tenantform'))
  writeFileSync(join(folder, '.tenantform', 'budget'), 'not a folder')
  const quiet = await runHere(['plan'], { cwd: folder, env: { SECRET: 's' }, clock })
  expect([quiet.code, quiet.err.includes('request budget')]).toEqual([0, false])
})
