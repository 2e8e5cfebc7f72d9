/** A plan is for its day and for the facts it was made from: what moved stops it, and says what moved. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts'
import { aWorkspace, italy, sourceId, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = (...more: readonly string[]) =>
  run('apply', 'p.json', '--auto-approve', '--allow-irreversible', ...more)
const writes = async () =>
  (await sandbox.requests()).filter(request => isWrite(request) && request.requestId !== 'by-hand').length

beforeEach(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
  })
  sandbox = await startSandboxProcess(workspace.seed, workspace.folder)
  expect((await run('plan', '--out', 'p.json')).code).toBe(0)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

/** Somebody in the portal, going round Tenantform. */
async function patchSource(row: number, change: Readonly<Record<string, unknown>>): Promise<void> {
  const token = await sandbox.token(italy.tenantId, italy.clientId, italy.secret)
  const url = `${sandbox.url}/v1/customers/${workspace.tenantOf(row === 0 ? 'alpha' : 'beta')}/subscriptions/${sourceId(row, 0)}`
  const headers = { Authorization: `Bearer ${token}`, 'MS-RequestId': 'by-hand' }
  const before = (await (await fetch(url, { headers })).json()) as Record<string, unknown>
  expect(
    (await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ ...before, ...change }) })).status,
  ).toBe(200)
}

describe('a plan', () => {
  it('is stale after its UTC day: exit 4, nothing written', async () => {
    await sandbox.advance('PT18H1M')
    const late = await apply()
    expect(late.code).toBe(4)
    expect(late.err).toContain('APPLY.')
    expect(await writes()).toBe(0)
  })

  it('is stale when a seat count moved, and names what moved; --skip-moved does the rest', async () => {
    await patchSource(0, { quantity: 6 })
    const stale = await apply()
    expect(stale.code).toBe(4)
    expect(stale.err).toMatch(/planned from/)
    expect(stale.err).toContain('"seats":5')
    expect(stale.err).toContain('"seats":6')
    expect(await writes()).toBe(0)

    expect((await apply('--skip-moved')).code).toBe(0)
    const rows = await sandbox.subscriptions()
    expect(rows.filter(row => row.acquired !== 'seed').map(row => row.family)).toEqual(['office-e1'])
    expect(
      rows
        .filter(row => row.acquired === 'seed')
        .map(row => `${row.family} ${row.status}`)
        .sort(),
    ).toEqual(['exchange-p1 active', 'office-e1 suspended'])
  })

  it('adopts what somebody has done exactly as planned', async () => {
    await patchSource(0, { status: 'suspended' })
    expect((await apply()).code).toBe(0)
    const rows = await sandbox.subscriptions()
    expect(
      rows
        .filter(row => row.acquired !== 'seed')
        .map(row => `${row.family} ${row.seats}`)
        .sort(),
    ).toEqual(['exchange-p1 5', 'office-e1 10'])
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })

  it('is refused when it was edited, cut short, or made from other documents', async () => {
    const path = join(workspace.folder, 'p.json')
    const text = readFileSync(path, 'utf8')
    const plan = JSON.parse(text) as Plan
    const refused = async (changed: string) => {
      writeFileSync(path, changed)
      const answer = await apply()
      expect(answer.err).not.toMatch(/\bat .*\.js:/)
      return { code: answer.code, diagnostic: /\[([A-Z_.]+)\]/.exec(answer.err)?.[1] }
    }
    expect(await refused(JSON.stringify({ ...plan, on: '2026-12-09' }))).toEqual({
      code: 1,
      diagnostic: 'PLAN.EDITED',
    })
    expect((await refused(text.slice(0, 500))).code).toBe(1)
    expect((await refused('{"format":1}')).code).toBe(1)
    const customer = join(workspace.folder, 'customers', 'alpha.yaml')
    writeFileSync(customer, readFileSync(customer, 'utf8').replace('seats: 5', 'seats: 7'))
    expect(await refused(text)).toEqual({ code: 4, diagnostic: 'APPLY.DOCUMENTS_CHANGED' })
    expect(await writes()).toBe(0)
  })
})
