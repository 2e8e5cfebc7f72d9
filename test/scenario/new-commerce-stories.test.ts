/** Stories of new commerce in a consolidation, through the built command; each ends with an empty plan, and with books that say what the plans said. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { disagreements } from '../support/ledger-agreement.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import {
  aWorkspace,
  type CustomerWish,
  productKeyOf,
  type TestWorkspace,
  type WorkspaceWish,
} from '../support/workspaces/a-workspace.ts'

const premium = productKeyOf('premium')
const basic = productKeyOf('basic')

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = () => run('apply', '--auto-approve', '--allow-irreversible')

async function prepare(
  wish: Omit<CustomerWish, 'name' | 'sources'> & Partial<Pick<CustomerWish, 'sources'>>,
  methods?: WorkspaceWish['methods'],
): Promise<void> {
  workspace = aWorkspace({
    customers: [{ name: 'alpha', sources: [], ...wish }],
    ...(methods !== undefined && { methods }),
  })
  sandbox = await startSandboxHere(workspace.seed)
}
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function plan(): Promise<Plan> {
  const planned = await run('plan', '--format', 'json')
  expect(planned.code, planned.err).toBe(0)
  return JSON.parse(planned.out) as Plan
}

/** A billing month later the books say what the plans said. */
async function expectPaid(...plans: readonly Plan[]): Promise<void> {
  await sandbox.advance('P32D')
  const books = { ledger: await sandbox.ledger(), subscriptions: await sandbox.subscriptions() }
  expect(disagreements(plans, books)).toEqual([])
}

const idOf = (number: number) => `5f000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const office = {
  id: idOf(1),
  partner: 'italy',
  product: 'premium',
  name: 'office',
  seats: 20,
  started: '2026-03-15',
} as const
const line = { key: 'office', product: premium, term: 'P1Y', billing: 'monthly', seats: 20 } as const

it('a year of new commerce that a rule wants suspended is blocked, with the money to its term end, and a transfer is offered (T2)', async () => {
  await prepare({ living: [office], lines: [line] }, [{ when: { commerce: 'nce' }, do: 'reprovision' }])
  const made = await plan()
  expect([made.actions, made.customers[0]?.blockedBy.map(found => found.code)]).toEqual([
    [],
    ['PLAN.NCE_SOURCE'],
  ])
  // 7 December 2026 to 14 March 2027, in periods from the 15th: 8 of 30 days, then three whole months of 372.00.
  expect(made.customers[0]?.sources[0]?.money).toEqual({ kind: 'known', amount: '1215.20', currency: 'EUR' })
  expect((await run('plan')).out).toContain(
    'It can be transferred: write `do: transfer` into the rule, or remove it.',
  )
  expect((await apply()).code).toBe(0)
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])
})

it('new commerce is transferred beside a legacy move: terms kept, nothing charged twice, nothing left to do', async () => {
  await prepare({ sources: [{ offer: 'mail', seats: 5 }], living: [office], lines: [line] })
  const text = await run('plan')
  expect(text.out).toMatch(/> transfer +Microsoft 365 Business Premium +20 seats +italy → central/)
  expect(text.out).toContain('price kept (reported)')
  expect(text.out).toContain('1 to transfer')
  const made = await plan()
  expect((await apply()).code).toBe(0)
  const rows = await sandbox.subscriptions()
  expect(
    rows.map(row => `${row.partner} ${row.family} ${row.seats} ${row.status} ${row.acquired}`).sort(),
  ).toEqual([
    'central exchange-p1 5 active cart',
    'central m365-business-premium 20 active transfer',
    'italy exchange-p1 5 suspended seed',
    'italy m365-business-premium 20 deleted seed',
  ])
  const writes = (await sandbox.requests())
    .filter(isWrite)
    .map(request => `${request.method} ${request.partner} ${request.path.split('/')[4] ?? ''}`)
  expect(writes).toEqual([
    'POST central carts',
    'POST central carts',
    'POST central transfers',
    'PATCH italy transfers',
    'PATCH italy subscriptions',
  ])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await sandbox.advance('P2D')
  const ledger = await sandbox.ledger()
  expect(ledger.doubleBilled).toEqual([])
  // The source pays the day of the transfer, the target the day after; no day is free, none is paid twice.
  const paid = ledger.days
    .filter(row => row.family === 'm365-business-premium' && row.charge !== '0')
    .map(row => `${row.day} ${row.partner}`)
  expect(paid).toEqual(['2026-12-07 italy', '2026-12-08 central'])
  await expectPaid(made)
})

it('twenty-six subscriptions move in two transfers, one after the other', async () => {
  const numbers = Array.from({ length: 26 }, (_, position) => position + 10)
  await prepare({
    living: numbers.map(number => ({
      id: idOf(number),
      partner: 'italy' as const,
      product: 'basic' as const,
      name: `line-${number}`,
      seats: 1,
      started: '2026-06-01',
    })),
    lines: numbers.map(number => ({
      key: `line-${number}`,
      product: basic,
      term: 'P1Y',
      billing: 'monthly',
      seats: 1,
    })),
  })
  const made = await plan()
  expect(made.summary.transfer).toBe(26)
  expect((await apply()).code).toBe(0)
  const rows = await sandbox.subscriptions()
  expect(rows.filter(row => row.partner === 'central' && row.status === 'active')).toHaveLength(26)
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await expectPaid(made)
})

it('a transfer whose answers are lost is looked for, and made once', async () => {
  await prepare({ living: [office], lines: [line] })
  const made = await plan()
  await sandbox.post('faults', [
    { match: { method: 'POST', path: '/transfers' }, do: 'drop-after-commit' },
    { match: { method: 'PATCH', path: '/transfers' }, do: 'drop-after-commit' },
  ])
  const first = await apply()
  if (first.code !== 0) expect((await run('resume', '--allow-irreversible')).code).toBe(0)
  expect((await sandbox.subscriptions()).filter(row => row.acquired === 'transfer')).toHaveLength(1)
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await expectPaid(made)
})

it('new commerce that a rule lets lapse is told so now, bought on the day after its term, and charged on no day twice', async () => {
  await prepare({ living: [{ ...office, started: '2025-12-20' }], lines: [line] }, [
    { when: { commerce: 'nce' }, do: 'lapse' },
  ])
  const text = await run('plan')
  expect(text.out).toContain('cancel at the end of the term 2026-12-19 (instruction unconfirmed)')
  expect(text.out).toContain('is bought on 2026-12-20, in 13 days')
  const told = await plan()
  expect((await apply()).code).toBe(0)
  const waiting = await run('plan', '--detailed-exitcode')
  expect(waiting.code).toBe(0)
  expect((await run('status', '--format', 'json')).out).toContain('"moving"')
  await sandbox.post('clock', { now: '2026-12-20T06:00:00Z' })
  const due = await run('plan', '--detailed-exitcode')
  expect([due.code, due.out]).toEqual([2, expect.stringMatching(/\+ create +Microsoft 365 Business Premium/)])
  const buys = await plan()
  expect((await apply()).code).toBe(0)
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await sandbox.advance('P3D')
  const { doubleBilled, days } = await sandbox.ledger()
  expect(doubleBilled).toEqual([])
  const paid = days
    .filter(row => row.charge !== '0' && row.day >= '2026-12-18')
    .map(row => `${row.day} ${row.partner}`)
  expect(paid).toEqual([
    '2026-12-18 italy',
    '2026-12-19 italy',
    '2026-12-20 central',
    '2026-12-21 central',
    '2026-12-22 central',
  ])
  await expectPaid(told, buys)
})

it('new commerce wanted now regardless waits for a rule that accepts what is paid twice, and then costs exactly that', async () => {
  const living = [{ ...office, started: '2025-12-20' }]
  await prepare({ living, lines: [line] }, [
    { when: { commerce: 'nce' }, do: 'reprovision', acceptOverlap: { EUR: 155.99 } },
  ])
  // 7 to 19 December 2026: 13 of the 30 days of a month of 372.00.
  expect((await plan()).customers[0]?.blockedBy).toMatchObject([
    {
      code: 'PLAN.OVERLAP_NOT_ACCEPTED',
      detail: `Microsoft 365 Business Premium (20 seats, ${idOf(1)}) under italy would be charged beside its replacement to 2026-12-19: EUR 161.20; the rule accepts EUR 155.99.`,
    },
  ])
  const file = join(workspace.folder, 'consolidation.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('155.99', '161.2'))
  const text = await run('plan')
  expect(text.out).toMatch(
    /\+ create +Microsoft 365 Business Premium[\s\S]*= check[\s\S]*cancel at the end of the term 2026-12-19 \(instruction unconfirmed\).*overlap 13 days, EUR 161\.20/,
  )
  expect(text.out).toContain('could be charged twice EUR 161.20')
  const made = await plan()
  expect((await apply()).code).toBe(0)
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  expect((await run('drift')).code).toBe(0)
  await sandbox.advance('P20D')
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  const { doubleBilled, days } = await sandbox.ledger()
  expect(doubleBilled.map(row => row.day)).toEqual(
    Array.from({ length: 13 }, (_, position) => `2026-12-${String(position + 7).padStart(2, '0')}`),
  )
  const paid = days.filter(row => row.partner === 'italy' && row.day >= '2026-12-07')
  expect(paid.reduce((sum, row) => sum + Math.round(Number(row.charge) * 1e6), 0) / 1e6).toBeCloseTo(161.2, 2)
  await expectPaid(made)
})

it('a trial is never bought again: a legacy one is switched off, one of new commerce ends by itself', async () => {
  await prepare({
    sources: [{ offer: 'mail', seats: 5 }],
    living: [
      {
        id: idOf(2),
        partner: 'italy',
        offer: 'e3',
        name: 'try e3',
        seats: 25,
        started: '2026-11-25',
        trial: true,
      },
      {
        id: idOf(3),
        partner: 'italy',
        product: 'premium',
        name: 'try',
        seats: 25,
        started: '2026-11-25',
        trial: true,
        autoRenew: false,
      },
    ],
  })
  const made = await plan()
  expect(
    made.customers[0]?.sources
      .map(entry => `${entry.name} ${entry.method} ${entry.action === null ? 'none' : 'written'}`)
      .sort(),
  ).toEqual(['mail reprovision written', 'try drop none', 'try e3 drop written'])
  expect((await apply()).code).toBe(0)
  const rows = await sandbox.subscriptions()
  expect(rows.filter(row => row.acquired !== 'seed').map(row => row.family)).toEqual(['exchange-p1'])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await expectPaid(made)
})

it('a status nobody knows stops its customer, by name, and nobody else (T10)', async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5, status: 'quarantined' }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
  const text = await run('plan')
  expect([text.code, text.out]).toEqual([
    0,
    expect.stringContaining('"quarantined", which this version does not know'),
  ])
  const made = await plan()
  expect((await apply()).code).toBe(0)
  const rows = await sandbox.subscriptions()
  expect(rows.map(row => `${row.partner} ${row.family} ${row.status}`).sort()).toEqual([
    'central office-e1 active',
    'italy exchange-p1 quarantined',
    'italy office-e1 suspended',
  ])
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  await expectPaid(made)
})

it('an add-on whose base is with another partner stops its customer, with the reason (T22)', async () => {
  await prepare({
    sources: [{ partner: 'germany', offer: 'e3', seats: 5 }],
    living: [
      {
        id: idOf(4),
        partner: 'italy',
        offer: 'protection',
        name: 'protection',
        seats: 5,
        started: '2026-01-01',
        parent: idOf(9),
      },
    ],
    lines: [{ key: 'protection', offer: 'A2706F86-868D-4048-989B-0C69E5C76B63', seats: 5, addOnTo: 'e3' }],
  })
  const made = await plan()
  expect([made.actions, made.customers[0]?.blockedBy.map(found => found.code)]).toEqual([
    [],
    ['PLAN.PARENT_ELSEWHERE'],
  ])
  expect((await apply()).code).toBe(0)
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])
})
