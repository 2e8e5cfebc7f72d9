/** One customer's trouble is one customer's trouble: the rest goes on, the account is full, and one command continues. */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { ApplyResult } from '../../engine/journal/result.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace, type WorkspaceWish } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = (...more: readonly string[]) => run('apply', '--auto-approve', '--allow-irreversible', ...more)
const two: WorkspaceWish = {
  customers: [
    { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
    { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
  ],
}

async function prepare(wish: WorkspaceWish): Promise<void> {
  workspace = aWorkspace(wish)
  sandbox = await startSandboxHere(workspace.seed)
}
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function expectAllMoved(): Promise<void> {
  const rows = await sandbox.subscriptions()
  expect(
    rows
      .filter(row => row.acquired !== 'seed')
      .map(row => `${row.family} ${row.seats}`)
      .sort(),
  ).toEqual(['exchange-p1 5', 'office-e1 10'])
  expect(rows.filter(row => row.acquired === 'seed').map(row => row.status)).toEqual([
    'suspended',
    'suspended',
  ])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
}

it('finishes the others when a purchase is refused, and resume finishes the rest', async () => {
  await prepare(two)
  await sandbox.post('faults', [
    {
      match: { method: 'POST', path: `${workspace.tenantOf('alpha')}/carts` },
      do: 'status',
      code: 403,
      body: { code: '800069', description: 'Risk check failed.', source: 'PartnerFD' },
    },
  ])
  const partial = await apply('--format', 'json')
  const result = JSON.parse(partial.out) as ApplyResult
  expect({ code: partial.code, verdict: result.verdict, next: result.next }).toEqual({
    code: 5,
    verdict: 'partial',
    next: `tenantform resume ${result.apply} --allow-irreversible --sandbox ${sandbox.url}`,
  })
  const states = result.actions
    .filter(({ action }) => action.includes(workspace.tenantOf('alpha')))
    .map(({ state }) => state.kind)
  expect(states).toEqual(['refused', 'skipped', 'skipped'])
  expect(
    (await sandbox.subscriptions())
      .filter(row => row.customer === workspace.tenantOf('beta'))
      .map(row => row.status)
      .sort(),
  ).toEqual(['active', 'suspended'])

  expect((await run('resume', '--allow-irreversible')).code).toBe(0)
  await expectAllMoved()
})

it('says what is at risk when a switch-off is refused, and resume only switches off, also on a later day', async () => {
  await prepare({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
  })
  await sandbox.post('faults', [
    {
      match: { method: 'PATCH', path: `${workspace.tenantOf('beta')}/subscriptions/` },
      do: 'status',
      code: 403,
      body: { code: '900150', description: 'No right.', source: 'PartnerFD' },
    },
  ])
  const partial = await apply()
  expect(partial.code).toBe(5)
  expect(partial.out).toMatch(/Could be charged twice: beta is charged on both sides .*EUR 2\.55 a day/)
  await sandbox.advance('P1D')
  const before = (await sandbox.requests()).length
  expect((await run('resume', '--allow-irreversible')).code).toBe(0)
  const sent = (await sandbox.requests())
    .slice(before)
    .filter(isWrite)
    .map(request => `${request.method} ${request.path.split('/').at(-2)}`)
  expect(sent).toEqual(['PATCH subscriptions'])
  await expectAllMoved()
})

it('gets through a storm of 429s without a failure', async () => {
  await prepare({ ...two, settings: { throttle: 6 } })
  await sandbox.post('faults', [{ match: { path: '/v1/' }, do: 'throttle', retryAfter: 7, times: 5 }])
  expect((await apply()).code).toBe(0)
  await expectAllMoved()
})

it('finds what it bought when the answer is lost, although the service shows it late', async () => {
  await prepare({ ...two, settings: { orderListDelay: 'PT15M', provisioningDelay: 'PT3M' } })
  await sandbox.post('faults', [
    { match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit', times: 2 },
    { match: { method: 'PATCH', path: '/subscriptions/' }, do: 'drop-after-commit' },
  ])
  expect((await apply()).code).toBe(0)
  await expectAllMoved()
})

it('repeats what never arrived', async () => {
  await prepare(two)
  await sandbox.post('faults', [
    { match: { method: 'POST', path: '/carts' }, do: 'drop-before-commit' },
    { match: { method: 'POST', path: '/checkout' }, do: 'drop-before-commit' },
    { match: { method: 'PATCH' }, do: 'drop-before-commit' },
    { match: { method: 'POST', path: '/checkout' }, do: 'status', code: 500 },
  ])
  expect((await apply()).code).toBe(0)
  await expectAllMoved()
})

it('blocks a customer whose subscriptions cannot be read, and nobody else', async () => {
  await prepare(two)
  await sandbox.post('faults', [
    {
      match: { method: 'GET', path: `${workspace.tenantOf('alpha')}/subscriptions` },
      do: 'status',
      code: 500,
      times: 'always',
    },
  ])
  const plan = JSON.parse((await run('plan', '--format', 'json')).out) as Plan
  expect(plan.customers.map(customer => `${customer.name} ${customer.state}`)).toEqual([
    'alpha blocked',
    'beta planned',
  ])
})

it('goes on by a fresh plan beside a source that was suspended before, as the journal proves; without it, says what to write', async () => {
  await prepare({
    customers: [
      {
        name: 'alpha',
        sources: [
          { offer: 'mail', seats: 5 },
          { partner: 'germany', offer: 'mail', seats: 4, status: 'suspended' },
        ],
        declared: [{ offer: 'mail', seats: 5 }],
      },
    ],
  })
  await sandbox.post('faults', [
    {
      match: { method: 'PATCH', path: `${workspace.tenantOf('alpha')}/subscriptions/` },
      do: 'status',
      code: 403,
      body: { code: '900150', description: 'No right.', source: 'PartnerFD' },
    },
  ])
  expect((await apply()).code).toBe(5)
  const planOf = async () => JSON.parse((await run('plan', '--format', 'json')).out) as Plan
  expect((await planOf()).actions.map(({ kind }) => kind)).toEqual(['gate.customer', 'subscription.suspend'])

  const journals = join(workspace.folder, '.tenantform')
  renameSync(journals, `${journals}.away`)
  const blocked = await planOf()
  expect(blocked.actions).toEqual([])
  expect(blocked.customers[0]?.blockedBy.map(({ code }) => code)).toEqual(['PLAN.FEWER_SEATS'])
  expect(blocked.customers[0]?.chargedTwice.length).toBe(1)
  renameSync(`${journals}.away`, journals)

  expect((await apply()).code).toBe(0)
  expect(
    (await sandbox.subscriptions()).map(row => `${row.partner} ${row.seats} ${row.status}`).sort(),
  ).toEqual(['central 5 active', 'germany 4 suspended', 'italy 5 suspended'])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
})
