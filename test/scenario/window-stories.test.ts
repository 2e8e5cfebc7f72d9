/** New commerce inside its cancellation window (T4), through the built command: cancelled until the instant, refused one second later. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { disagreements } from '../support/ledger-agreement.ts'
import { actionLines } from '../support/plan-shape.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import {
  aWorkspace,
  productKeyOf,
  type TestWorkspace,
  type WorkspaceWish,
} from '../support/workspaces/a-workspace.ts'

const id = '5f000000-0000-4000-8000-000000000001'
const premium = productKeyOf('premium')

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })

async function prepare(wish: WorkspaceWish): Promise<void> {
  workspace = aWorkspace(wish)
  sandbox = await startSandboxHere(workspace.seed)
}
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function planned(): Promise<Plan> {
  const answer = await run('plan', '--out', 'p.json', '--format', 'json')
  expect(answer.code, answer.err).toBe(0)
  return JSON.parse(answer.out) as Plan
}

const findings = (plan: Plan) => plan.findings.map(({ code }) => code)
const statusOf = async () => (await sandbox.subscriptions()).find(row => row.id === id)?.status

/** Bought on 2 December: the window of the World closes at 00:00 of the 9th. */
const office = { product: premium, term: 'P1Y', billing: 'monthly', seats: 10 } as const
const living = (partner: 'central' | 'italy') => ({
  id,
  partner,
  product: 'premium' as const,
  name: 'office',
  seats: 10,
  started: '2026-12-02',
})

describe('declared cancelled', () => {
  const wish = (clock: string): WorkspaceWish => ({
    clock,
    customers: [
      {
        name: 'alpha',
        sources: [],
        living: [living('central')],
        lines: [{ key: 'office', ...office, state: 'cancelled' }],
      },
    ],
  })

  it('up to the instant: planned with it, done, credited, and nothing left', async () => {
    await prepare(wish('2026-12-08T23:59:30Z'))
    const plan = await planned()
    expect(actionLines(plan)).toEqual([`cancel ${id} central`])
    expect((await run('plan')).out).toContain('possible until 2026-12-09T00:00:00Z')
    expect((await run('apply', '--auto-approve')).code, 'it cannot be undone').not.toBe(0)
    expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
    expect(await statusOf()).toBe('deleted')
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
    await sandbox.advance('P2D')
    const ledger = await sandbox.ledger()
    expect(ledger.days.filter(day => day.credit !== '0').map(day => day.subscription)).toEqual([id])
    expect(disagreements([plan], { ledger, subscriptions: await sandbox.subscriptions() })).toEqual([])
  })

  it('one second later: refused at plan, and by an apply of the plan that was made before', async () => {
    await prepare(wish('2026-12-08T23:59:30Z'))
    expect(actionLines(await planned())).toHaveLength(1)
    await sandbox.post('clock', { now: '2026-12-09T00:00:01Z' })
    const late = await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')
    expect(late.code).toBe(4)
    expect(late.err).toContain('good until 2026-12-09T00:00:00Z')
    expect(late.err).toContain('Nothing was written.')
    const plan = await planned()
    expect([actionLines(plan), findings(plan)]).toEqual([[], ['PLAN.CANCEL_WINDOW_CLOSED']])
    expect((await sandbox.requests()).filter(isWrite)).toEqual([])
    expect(await statusOf()).toBe('active')
  })
})

describe('bought anew where a rule asks for repurchase', () => {
  const wish = (clock: string): WorkspaceWish => ({
    clock,
    methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
    customers: [
      {
        name: 'alpha',
        sources: [],
        living: [living('italy')],
        lines: [{ key: 'office', ...office }],
      },
    ],
  })

  it('inside the window: bought, verified, then cancelled on the same day, and charged once', async () => {
    await prepare(wish('2026-12-07T06:00:00Z'))
    const plan = await planned()
    expect(actionLines(plan)).toEqual(['create office 10 central', 'gate', `cancel ${id} italy`])
    expect((await run('plan')).out).toContain('price lock lost')
    const applied = await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')
    expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
    const writes = (await sandbox.requests())
      .filter(isWrite)
      .map(({ method, partner }) => `${method} ${partner}`)
    expect(writes).toEqual(['POST central', 'POST central', 'PATCH italy'])
    expect(await statusOf()).toBe('deleted')
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
    await sandbox.advance('P32D')
    const ledger = await sandbox.ledger()
    expect(ledger.doubleBilled).toEqual([])
    expect(disagreements([plan], { ledger, subscriptions: await sandbox.subscriptions() })).toEqual([])
  })

  it('after it: blocked with the money to the end of the term, and nothing is bought', async () => {
    await prepare(wish('2026-12-09T00:00:01Z'))
    const plan = await planned()
    expect([
      actionLines(plan),
      plan.customers.map(({ blockedBy }) => blockedBy.map(({ code }) => code)),
    ]).toEqual([[], [['PLAN.SOURCE_CANCEL_WINDOW_CLOSED']]])
  })
})

describe('seats moved from one subscription to another where 300 are the most', () => {
  it('are taken back first, so that the service takes both writes', async () => {
    const other = '5f000000-0000-4000-8000-000000000002'
    const lines = (mine: number, others: number) => [
      { key: 'office', ...office, seats: mine },
      { key: 'shop', ...office, seats: others },
    ]
    await prepare({
      clock: '2026-12-07T06:00:00Z',
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: [
            { ...living('central'), seats: 200 },
            { ...living('central'), id: other, name: 'shop', seats: 100 },
          ],
          lines: lines(250, 50),
        },
      ],
    })
    expect(actionLines(await planned())).toEqual([
      `seats ${other} 100→50 central`,
      `seats ${id} 200→250 central`,
    ])
    const applied = await run('apply', 'p.json', '--auto-approve', '--allow-irreversible')
    expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
    expect((await sandbox.subscriptions()).map(row => [row.id, row.seats])).toEqual(
      expect.arrayContaining([
        [id, 250],
        [other, 50],
      ]),
    )
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })
})
