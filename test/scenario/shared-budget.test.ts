/** Commands of one workspace share the request budget of its accounts, and say what is known of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { StatusReport } from '../../engine/cutover/status.ts'
import { runHere } from '../support/built-command.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'

const tenantId = '7d3a0c5e-0000-4000-8000-0000000000c1'
const clientId = '11111111-0000-4000-8000-0000000000c1'

let folder = ''
let sandbox: SandboxProcess
let clock = jumpingClock()
const write = (path: string, ...documents: readonly object[]) =>
  writeFileSync(
    join(folder, path),
    documents.map(document => stringify({ apiVersion: 'tenantform/v1', ...document })).join('---\n'),
  )

beforeEach(async () => {
  clock = jumpingClock('2026-12-07T06:00:00Z')
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
        apps: [{ clientId, clientSecret: 'sandbox-central' }],
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
    credentials: { app: { clientId, clientSecret: 'env:SECRET' } },
  })
})
afterEach(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: readonly string[]) =>
  runHere([...args, '-q'], { cwd: folder, env: { SECRET: 'sandbox-central' }, clock })

const listBudget = async () => {
  const { budgets } = JSON.parse((await run('status', '--format', 'json')).out) as StatusReport
  return budgets?.find(({ family }) => family === 'other')
}

it('is counted over commands, and told by doctor and status', async () => {
  expect((await run('doctor')).code).toBe(0)
  expect((await run('doctor')).out.replaceAll(/\s+/g, ' ')).toContain(
    'by now other 400 a minute (7 in the last minute); token 60 a minute (1 in the last minute)',
  )
  const budget = await listBudget()
  expect(budget).toEqual({
    partner: 'central',
    service: 'partner-center',
    family: 'other',
    perMinute: 400,
    isLearned: false,
    lastMinute: 8,
    refusals: 0,
    pausedUntil: null,
    pausedCustomers: 0,
    processes: 0,
  })
  expect((await run('status')).out.replaceAll(/\s+/g, ' ')).toContain(
    'requests central: other 400 a minute (8 in the last minute); token',
  )
  clock.pass(60_250)
  expect(await listBudget()).toEqual({ ...budget, lastMinute: 0 })
})

it('that a 429 paused is asked for by no later command before its time', async () => {
  const throttle = { match: { path: '/v1/customers' }, do: 'throttle', retryAfter: 7_200, times: 1 }
  await sandbox.post('faults', [throttle])
  const until = new Date(Date.parse(clock.now()) + 7_200_000).toISOString()
  const lists = async () =>
    (await sandbox.requests()).filter(({ path }) => path.startsWith('/v1/customers?')).length
  const first = await run('doctor')
  expect([first.code, await lists()]).toEqual([1, 1])
  const second = await run('doctor')
  expect([second.out.includes('[HTTP.THROTTLED_TOO_LONG]'), await lists()]).toEqual([true, 1])
  expect(await listBudget()).toMatchObject({ refusals: 1, isLearned: true, pausedUntil: until })
  clock.pass(7_200_000)
  await run('doctor')
  expect(await lists()).toBe(2)
})

it('without a place to share it, is said under --verbose alone', async () => {
  mkdirSync(join(folder, '.tenantform'))
  writeFileSync(join(folder, '.tenantform', 'budget'), 'not a folder')
  write('customer.yaml', {
    kind: 'Customer',
    customer: { name: 'alpha', tenantId: '7d3a0c5e-0000-4000-8000-0000000000a1' },
    partner: 'central',
    subscriptions: [],
  })
  const said = async (...args: readonly string[]) => {
    const { err } = await runHere(['apply', '--auto-approve', ...args], {
      cwd: folder,
      env: { SECRET: 'sandbox-central' },
      clock,
    })
    return err.split('\n').filter(line => line.startsWith('The request budget'))
  }
  expect(await said()).toEqual([])
  expect(await said('--verbose')).toEqual([
    "The request budget is not shared with other processes: a file among Tenantform's own belongs to another account, or is no file: .tenantform/budget is not a folder.",
  ])
})
