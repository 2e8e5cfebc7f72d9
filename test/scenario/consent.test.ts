/** What is not done without consent: irreversible actions (S14), closed windows, policies, customers who are not ready. */
import { afterEach, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace, type WorkspaceWish } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const writes = async () => (await sandbox.requests()).filter(isWrite).length
const alpha = { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] } as const

async function prepare(wish: WorkspaceWish): Promise<void> {
  workspace = aWorkspace(wish)
  sandbox = await startSandboxHere(workspace.seed)
}
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

it('never does irreversible actions on --auto-approve alone', async () => {
  await prepare({ customers: [alpha] })
  const answer = await run('apply', '--auto-approve')
  expect(answer.code).toBe(3)
  expect(answer.err).toContain('--allow-irreversible')
  expect(await writes()).toBe(0)
})

it('asks nobody where there is no terminal, and names the flag', async () => {
  await prepare({ customers: [alpha] })
  const answer = await run('apply')
  expect(answer.code).toBe(3)
  expect(answer.err).toContain('--auto-approve')
  expect(await writes()).toBe(0)
})

it('waits for the window, and says when it opens', async () => {
  await prepare({
    customers: [alpha],
    window: { from: '2026-12-07', to: '2026-12-11', utcHours: '20:00-22:00', freezeDays: ['2026-12-07'] },
  })
  const answer = await run('apply', '--auto-approve', '--allow-irreversible')
  expect(answer.code).toBe(3)
  expect(answer.err).toContain('2026-12-08T20:00:00Z')
  expect(await writes()).toBe(0)
})

it('keeps a policy, at plan and at apply', async () => {
  await prepare({
    customers: [alpha],
    policies: [{ id: 'blast-radius', scope: 'apply', deny: { irreversibleOver: 0 } }],
  })
  const planned = await run('plan', '--out', 'p.json')
  expect(planned.code).toBe(3)
  expect(planned.out).toContain('guards/blast-radius')
  expect((await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')).code).toBe(3)
  expect(await writes()).toBe(0)
})

it('writes nothing for a customer who has not accepted, until they have', async () => {
  await prepare({
    customers: [
      alpha,
      { name: 'beta', accepted: false, sources: [{ offer: 'e1', seats: 10 }] },
      { name: 'gamma', agreement: false, sources: [{ offer: 'e3', seats: 2 }] },
    ],
  })
  expect((await run('plan', '--strict')).code).toBe(3)
  expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
  expect(
    (await sandbox.requests()).filter(
      request => isWrite(request) && !request.path.includes(workspace.tenantOf('alpha')),
    ),
  ).toEqual([])

  await sandbox.post('accept', { partner: 'central', customer: workspace.tenantOf('beta') })
  await sandbox.post('accept', { partner: 'central', customer: workspace.tenantOf('gamma') })
  const plan = JSON.parse((await run('plan', '--format', 'json')).out) as Plan
  expect(
    plan.actions.filter(action => action.kind === 'subscription.create').map(action => action.productName),
  ).toEqual(['Office 365 Enterprise E1', 'Office 365 Enterprise E3'])
  expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
  expect((await run('plan', '--strict', '--detailed-exitcode')).code).toBe(0)
})

it('keeps to the saved plan, or to the apply that is gone on with, in every command that it prints next', async () => {
  await prepare({ customers: [alpha, { name: 'beta', sources: [{ offer: 'e3', seats: 3 }] }] })
  const printed = (text: string) => /run `tenantform ([^`]*?)(?: --sandbox [^`]*)?`/.exec(text)?.[1]
  await run('plan', '--target', 'alpha', '--out', 'p.json')
  expect([
    printed((await run('apply', 'p.json')).err),
    printed((await run('apply', 'p.json', '--auto-approve')).err),
  ]).toEqual(['apply p.json --auto-approve', 'apply p.json --allow-irreversible --auto-approve'])
  await sandbox.post('faults', [
    { match: { method: 'PATCH', path: '/subscriptions/' }, do: 'status', status: 503, times: 30 },
  ])
  const cut = await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')
  const id = /tenantform resume (\S+)/.exec(`${cut.out}${cut.err}`)?.[1] ?? ''
  expect([printed((await run('resume', id)).err), printed((await run('resume')).err)]).toEqual([
    `resume ${id} --allow-irreversible`,
    'resume --allow-irreversible',
  ])
  await sandbox.advance('P2D')
  expect(printed((await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')).err)).toBe(
    'plan --out FILE --target alpha',
  )
})
