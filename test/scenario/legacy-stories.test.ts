/**
 * The stories of a legacy move that partners tell each other, through the built command; each ends with an empty plan, and with
 * a ledger that says what the plan said.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { disagreements } from '../support/ledger-agreement.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace, type WorkspaceWish } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = (...more: readonly string[]) => run('apply', ...more, '--auto-approve', '--allow-irreversible')

async function prepare(wish: WorkspaceWish): Promise<void> {
  workspace = aWorkspace(wish)
  sandbox = await startSandboxHere(workspace.seed)
}
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function plan(...more: readonly string[]): Promise<Plan> {
  const planned = await run('plan', '--format', 'json', ...more)
  expect(planned.code, planned.err).toBe(0)
  return JSON.parse(planned.out) as Plan
}

function isPurchase(action: Plan['actions'][number]): boolean {
  return action.kind === 'subscription.create'
}

async function writes(): Promise<number> {
  return (await sandbox.requests()).filter(isWrite).length
}

/** Every story ends here: nothing is left to do, and a billing month later the books say what the plans said. */
async function expectDoneAndPaid(...plans: readonly Plan[]): Promise<void> {
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await sandbox.advance('P32D')
  const books = { ledger: await sandbox.ledger(), subscriptions: await sandbox.subscriptions() }
  expect(disagreements(plans, books)).toEqual([])
}

describe('a legacy subscription', () => {
  it('is bought and switched off on one UTC day: no day is charged twice (S6, T8)', async () => {
    await prepare({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
    const made = await plan()
    expect(made.summary.atRisk).toEqual({ known: [{ currency: 'EUR', amount: '0.00' }], unknown: 0 })
    expect((await apply()).code).toBe(0)
    expect((await sandbox.ledger()).doubleBilled).toEqual([])
    await expectDoneAndPaid(made)
  })

  it('switched off at 00:05 UTC of the next day is charged twice for one day: price × seats ÷ days of the month (T8, T11)', async () => {
    await prepare({ customers: [{ name: 'alpha', sources: [{ offer: 'e1', seats: 18 }] }] })
    const made = await plan('--out', 'p.json')
    await sandbox.post('faults', [
      {
        match: { method: 'PATCH', path: `${workspace.tenantOf('alpha')}/subscriptions/` },
        do: 'status',
        code: 403,
        body: { code: '900150', description: 'No right.', source: 'PartnerFD' },
      },
    ])
    const partial = await apply('p.json')
    expect(partial.code).toBe(5)
    // 7.90 × 18 ÷ 31 days of December.
    expect(partial.out).toContain('EUR 4.59 a day')
    await sandbox.post('clock', { now: '2026-12-08T00:05:00Z' })

    const late = await plan()
    expect(late.actions.flatMap(action => ('effect' in action ? [action.effect.overlap] : []))).toEqual([
      {
        days: 1,
        money: { kind: 'known', amount: '4.59', currency: 'EUR' },
        perDay: { kind: 'known', amount: '4.59', currency: 'EUR' },
      },
    ])
    const before = await writes()
    expect((await run('resume', '--allow-irreversible')).code).toBe(0)
    // Resuming only suspends, also on a later day.
    expect(
      (await sandbox.requests())
        .filter(isWrite)
        .slice(before)
        .map(request => `${request.method} ${request.partner}`),
    ).toEqual(['PATCH italy'])
    await sandbox.advance('P1D')
    expect((await sandbox.ledger()).doubleBilled.map(row => [row.day, row.partners])).toEqual([
      ['2026-12-07', ['central', 'italy']],
    ])
    await expectDoneAndPaid({ ...late, actions: [...late.actions, ...made.actions.filter(isPurchase)] })
  })

  it('of two sources with the same product becomes one of 10 + 7 = 17 seats (T17)', async () => {
    await prepare({
      customers: [
        {
          name: 'alpha',
          sources: [
            { offer: 'e1', seats: 10 },
            { partner: 'germany', offer: 'e1', seats: 7 },
          ],
        },
      ],
    })
    const made = await plan()
    expect(
      made.customers[0]?.seats.map(line => [line.onSources, line.declared, line.onTargetAfter, line.verdict]),
    ).toEqual([[17, 17, 17, 'ok']])
    expect((await apply()).code).toBe(0)
    const rows = await sandbox.subscriptions()
    expect(rows.map(row => `${row.partner} ${row.seats} ${row.status}`).sort()).toEqual([
      'central 17 active',
      'germany 7 suspended',
      'italy 10 suspended',
    ])
    await expectDoneAndPaid(made)
  })

  it('with more licences in use than would be left is not touched (T21)', async () => {
    await prepare({
      customers: [
        {
          name: 'alpha',
          sources: [{ offer: 'e1', seats: 20 }],
          declared: [{ offer: 'e1', seats: 18, fewerSeats: true }],
          consumed: { e1: 20 },
        },
      ],
    })
    const made = await plan()
    expect(made.actions).toEqual([])
    expect(made.customers[0]?.blockedBy.map(found => found.code)).toEqual(['PLAN.LICENCES_SHORT'])
    expect(made.customers[0]?.blockedBy[0]?.detail).toBe(
      'Office 365 Enterprise E1: 20 licences now, 18 bought here, 20 switched off: 18 left while 20 are in use.',
    )
    expect((await apply()).code).toBe(0)
    expect(await writes()).toBe(0)
  })
})

describe('a customer', () => {
  it('that has not accepted is not written to at all, only shown (T19)', async () => {
    await prepare({
      customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }], accepted: false }],
    })
    const made = await plan()
    expect([made.actions, made.customers[0]?.readiness]).toEqual([
      [],
      { kind: 'invited', on: '2026-12-01', days: 6 },
    ])
    expect((await apply()).code).toBe(0)
    expect(await writes()).toBe(0)
  })
})
