/** A transfer request of ours whose journal was lost is recognised by the saved plan, and gone on with (T36): nothing is asked for twice. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, productKeyOf, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

const id = '5f000000-0000-4000-8000-000000000001'
const office = {
  id,
  partner: 'italy',
  product: 'premium',
  name: 'office',
  seats: 20,
  started: '2026-03-15',
} as const
const product = productKeyOf('premium')

let workspace: TestWorkspace
let sandbox: SandboxProcess
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = () => run('apply', 'plan.json', '--auto-approve', '--allow-irreversible')
const asked = async () =>
  (await sandbox.requests()).filter(
    request => isWrite(request) && request.method === 'POST' && request.path.endsWith('/transfers'),
  ).length

it('is adopted by the saved plan: accepted once, with the mailboxes beside it bought once', async () => {
  workspace = aWorkspace({
    customers: [
      {
        name: 'alpha',
        sources: [{ offer: 'mail', seats: 5 }],
        living: [office],
        lines: [{ key: 'office', product, term: 'P1Y', billing: 'monthly', seats: 20 }],
      },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
  expect((await run('plan', '--out', 'plan.json')).code).toBe(0)
  // The target asks, and the machine dies before the source accepts.
  await sandbox.post('faults', [
    { match: { method: 'PATCH', path: '/transfers' }, do: 'status', code: 503, times: 'always' },
  ])
  expect((await apply()).code).toBe(5)
  expect(await asked()).toBe(1)
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' })
  rmSync(join(workspace.folder, '.tenantform', 'journal'), { recursive: true })

  const again = await apply()
  expect([again.code, again.err]).toEqual([0, expect.not.stringContaining('APPLY.MOVED')])
  expect(await asked()).toBe(1)
  const rows = await sandbox.subscriptions()
  expect(
    rows.map(row => [row.partner, row.family, row.seats, row.status, row.acquired].join(' ')).sort(),
  ).toEqual([
    'central exchange-p1 5 active cart',
    'central m365-business-premium 20 active transfer',
    'italy exchange-p1 5 suspended seed',
    'italy m365-business-premium 20 deleted seed',
  ])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
})
