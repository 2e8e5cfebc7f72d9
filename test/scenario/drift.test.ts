/** Drift is found after somebody went round the documents, with who and when; and there is none right after an apply. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DriftReport } from '../../engine/drift/witnesses.ts'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'
import { aWorkspace, central, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })

beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

it('is none before the move, none after it, and what somebody changed since is named with its record', async () => {
  const waiting = await run('drift')
  expect([waiting.code, waiting.out]).toEqual([
    0,
    'Drift: 0 drifted in 0 of 1 customer · 0 in no document · 1 waiting to move or to be accepted · 0 unknown\n',
  ])

  expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
  const writes = (await sandbox.requests()).filter(isWrite).length
  expect((await run('drift')).code).toBe(0)

  const bought = (await sandbox.subscriptions()).find(row => row.partner === 'central')
  const token = await sandbox.token(central.tenantId, central.clientId, central.secret)
  const url = `${sandbox.url}/v1/customers/${workspace.tenantOf('alpha')}/subscriptions/${bought?.id}`
  const headers = { Authorization: `Bearer ${token}` }
  const before = (await (await fetch(url, { headers })).json()) as Record<string, unknown>
  await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ ...before, quantity: 7 }) })

  const found = await run('drift', '--format', 'json')
  expect(found.code).toBe(2)
  const report = JSON.parse(found.out) as DriftReport
  expect(violationsOf('Drift', report)).toEqual([])
  expect(report.lines.map(({ kind, key, changes, who }) => ({ kind, key, changes, who: who.kind }))).toEqual([
    { kind: 'changed', key: 'mail', changes: [{ field: 'seats', from: 7, to: 5 }], who: 'known' },
  ])
  expect((await run('drift')).out).toMatch(
    /alpha +central +Exchange Online \(Plan 1\) +mail seats: 7 live, 5 declared · .+ on 2026-12-07T\d\d:\d\dZ \(update_subscription\) \(customers\/alpha\.yaml:\d+:\d+\)/,
  )
  expect((await run('drift', '--format', 'markdown')).out).toContain('| alpha | central |')
  // One write more than before: the one made by hand. Drift reads only.
  expect((await sandbox.requests()).filter(isWrite).length).toBe(writes + 1)
})
