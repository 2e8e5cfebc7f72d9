/** What the catalogue and the customer's account say no to is known before anything is written (S5), and said with what it prevents. */
import { afterEach, expect, it } from 'vitest'
import type { StatusReport } from '../../engine/cutover/status.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, productKeyOf, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })

afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

const campus = { key: 'campus', product: productKeyOf('campus'), term: 'P1Y', billing: 'monthly', seats: 9 }

it('a customer under review, and one without the qualification for one of its lines, are not written to; the others are', async () => {
  const mail = [{ offer: 'mail', seats: 5 }] as const
  workspace = aWorkspace({
    customers: [
      { name: 'reviewed', sources: mail, account: 'UnderReview' },
      { name: 'office', sources: mail, lines: [campus] },
      { name: 'school', sources: mail, lines: [campus], qualified: ['Education'] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
  const planned = await run('plan', '--format', 'json')
  const { customers } = JSON.parse(planned.out) as Plan
  expect(
    customers
      .map(({ name, state, blockedBy }) => [name, state, ...blockedBy.map(found => found.code)].join(' '))
      .sort(),
  ).toEqual([
    'office blocked PLAN.QUALIFICATION_MISSING',
    'reviewed blocked PLAN.ACCOUNT_UNDER_REVIEW',
    'school planned',
  ])
  const board = await run('status', '--standing', 'qualification missing', '--format', 'json')
  const { rows: standing } = JSON.parse(board.out) as StatusReport
  expect(standing.map(row => [row.customer, row.standing, row.next].join(' '))).toEqual([
    'office qualification missing partner',
  ])
  expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
  const written = new Set((await sandbox.requests()).filter(isWrite).map(({ path }) => path.split('/')[3]))
  expect([...written]).toEqual([workspace.tenantOf('school')])
  const rows = await sandbox.subscriptions()
  expect(
    rows
      .filter(row => row.acquired !== 'seed')
      .map(row => `${row.family} ${row.seats}`)
      .sort(),
  ).toEqual(['exchange-p1 5', 'office-a3 9'])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  const again = await run('apply', '--auto-approve')
  expect([
    again.code,
    again.out
      .split('\n')
      .at(-2)
      ?.replace(/ --sandbox \S+(?=`)/, ''),
  ]).toEqual([
    0,
    'Nothing to do now: 2 customers are blocked or waiting, and `tenantform plan` says by what.',
  ])
})
