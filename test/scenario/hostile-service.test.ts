/**
 * An apply of the built command against a service that answers anything: it ends by its own limits with the exit codes of the guide, and once
 * the answers are sound again nothing has been bought twice. The limit of one request is made short here; every wait is the sandbox's time.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApplyResult } from '../../engine/journal/result.ts'
import { runHere } from '../support/built-command.ts'
import { type HostileGateway, hostileGateway, type Trick } from '../support/hostile-gateway.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
let gateway: HostileGateway
beforeEach(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await gateway.close()
  await sandbox.stop()
  workspace.remove()
})

const run = (...args: readonly string[]) =>
  runHere([...args, '--sandbox', gateway.url, '-q'], {
    cwd: workspace.folder,
    env: { TENANTFORM_REQUEST_MS: '300' },
  })
const apply = () => run('apply', '--auto-approve', '--allow-irreversible', '--format', 'json')

const isCheckout = (method: string, path: string) => method === 'POST' && path.includes('/checkout')
const isRead = (method: string, path: string) => method === 'GET' && path.startsWith('/v1/')
const isList = (method: string, path: string) => method === 'GET' && /\/subscriptions(\?|$)/.test(path)
const isToken = (_method: string, path: string) => path.includes('/token')

/** Stands in the sandbox in the end, however it came to it. */
async function expectBoughtOnce() {
  gateway.trick(null, () => false)
  for (let go = 0; go < 3; go += 1) {
    const { code } = await run('resume', '--allow-irreversible')
    if (code === 0) break
    await sandbox.advance('PT20M')
  }
  const rows = await sandbox.subscriptions()
  expect(rows.map(row => `${row.acquired} ${row.status} ${row.seats}`).sort()).toEqual([
    'cart active 5',
    'seed suspended 5',
  ])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
}

const tricks: readonly Trick[] = ['trickle', 'redirect', 'too large', 'cut', 'not packed']

describe('a service that has carried out the purchase', () => {
  it.each(tricks)('and answers once with %s: it is looked for, and found', async trick => {
    gateway = await hostileGateway(sandbox.url, 1)
    gateway.trick(trick, isCheckout)
    const { code, err } = await apply()
    expect([gateway.tricked(), gateway.elsewhere, err]).toEqual([1, [], ''])
    expect(code).toBe(0)
    await expectBoughtOnce()
  })

  it.each(tricks)(
    'and answers with %s to everything from then on: exit 5, and a resume buys nothing again',
    async trick => {
      gateway = await hostileGateway(sandbox.url)
      let isBought = false
      gateway.trick(trick, (method, path) => {
        isBought ||= isCheckout(method, path)
        return isBought
      })
      const { code } = await apply()
      expect([gateway.tricked() > 1, gateway.elsewhere]).toEqual([true, []])
      expect(code).toBe(5)
      await expectBoughtOnce()
    },
  )
})

describe('a service that answers reads', () => {
  it.each([...tricks, 'pages'] as const)(
    'with %s: the customer is blocked, and nothing is written',
    async trick => {
      gateway = await hostileGateway(sandbox.url)
      gateway.trick(trick, trick === 'pages' ? isList : isRead)
      const { code, out } = await apply()
      expect([gateway.tricked() > 0, gateway.elsewhere, (await sandbox.requests()).filter(isWrite)]).toEqual([
        true,
        [],
        [],
      ])
      // Blocked customers alone are findings, and no exit code.
      const { plan } = JSON.parse(out) as ApplyResult
      expect([code, plan.summary.customers.blocked]).toEqual([0, 1])
    },
  )

  it.each(tricks)('for a token with %s: exit 1, and nothing is asked', async trick => {
    gateway = await hostileGateway(sandbox.url)
    gateway.trick(trick, isToken)
    const { code } = await apply()
    expect([
      code,
      gateway.elsewhere,
      (await sandbox.requests()).filter(row => row.path.startsWith('/v1/')),
    ]).toEqual([1, [], []])
  })
})
