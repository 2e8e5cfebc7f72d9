/** A price sheet with a row that nobody can read: the item is `unknown`, it is said once a run, and nothing stops for it. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, offers, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const sheet = () => join(workspace.folder, 'prices.csv')
const saidOf = (err: string) => err.split('\n').filter(line => /^prices.csv.*\[/.test(line))

beforeEach(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

it('plans, applies and resumes with it', async () => {
  appendFileSync(sheet(), `${offers.mail.id},,monthly,EUR,3.6o\n`)
  const planned = await run('plan', '--format', 'json')
  const plan = JSON.parse(planned.out) as Plan
  const credits = plan.actions.flatMap(action =>
    action.kind === 'subscription.suspend'
      ? [`${action.productName}: ${JSON.stringify(action.effect.credit)}`]
      : [],
  )
  expect({ code: planned.code, credits, said: saidOf(planned.err) }).toEqual({
    code: 0,
    credits: [
      'Exchange Online (Plan 1): {"kind":"unknown","why":"doubtful in the price list"}',
      'Office 365 Enterprise E1: {"amount":"63.71","currency":"EUR","kind":"known"}',
    ],
    said: ['prices.csv:16:1: warning: a row of a price list cannot be used [DOCUMENT.PRICE_ROW]'],
  })
  await sandbox.post('faults', [
    {
      match: { method: 'POST', path: `${workspace.tenantOf('alpha')}/carts` },
      do: 'status',
      code: 403,
      body: { code: '800069', description: 'Risk check failed.', source: 'PartnerFD' },
    },
  ])
  const applied = await run('apply', '--auto-approve', '--allow-irreversible')
  const resumed = await run('resume', '--allow-irreversible')
  expect([applied, resumed].map(({ code, err }) => [code, saidOf(err).length])).toEqual([
    [5, 1],
    // What the journal says that purchases come to, and until when their prices hold, is worked out again from the list.
    [0, 1],
  ])
  const after = await run('plan', '--detailed-exitcode')
  expect([after.code, saidOf(after.err)]).toEqual([0, []])
})

it('is not opened by commands that need no price', async () => {
  writeFileSync(sheet(), 'no list at all\n')
  expect(saidOf((await run('plan')).err)).toHaveLength(1)
  for (const command of [
    ['drift'],
    ['invite'],
    ['activity', 'list'],
    ['journal', 'list'],
    ['export', 'customers'],
    ['export', 'subscriptions'],
    ['reconcile'],
    ['doctor'],
  ])
    expect([command.join(' '), saidOf((await run(...command)).err)]).toEqual([command.join(' '), []])
})
