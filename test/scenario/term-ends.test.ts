/**
 * T23: a term that ends on 31 December 2026 in five worlds: it renews, is set to cancel, is extended, began too early for an extension, or was extended by Microsoft
 * itself. The calendar and a plan say before what the service does after, and the ledger charges what they announced.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { TermEnd } from '../../engine/plan/costs/end-of-term.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { RenewalsReport } from '../../engine/renewals/report.ts'
import { tenantform } from '../support/built-command.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, productKeyOf, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

const id = (number: number) => `5f000000-0000-4000-8000-00000000000${number}`
const office = {
  partner: 'central',
  product: 'premium',
  seats: 10,
  started: '2026-01-01',
  termEnds: '2026-12-31',
} as const

/** The other end than the one that comes by itself. */
const declared = (number: number, endOfTerm: 'renew' | 'cancel') => ({
  key: `line-${number}`,
  product: productKeyOf('premium'),
  subscriptionId: id(number),
  seats: office.seats,
  term: number === 4 ? 'P3Y' : 'P1Y',
  billing: 'monthly',
  endOfTerm,
})

function declare(lines: readonly unknown[]): void {
  const path = join(workspace.folder, 'customers', 'alpha.yaml')
  writeFileSync(path, stringify({ ...parse(readFileSync(path, 'utf8')), subscriptions: lines }))
}

function sayEnd({ outcome, from, perPeriod }: TermEnd): string {
  const { amount } = perPeriod ?? {}
  return [outcome, from, amount?.kind === 'known' ? amount.amount : amount?.kind].filter(Boolean).join(' ')
}

/** What a plan that would change each of these ends says of them: what happens without it, and what it plans. */
async function plannedEnds(): Promise<readonly string[]> {
  const answer = await tenantform(['plan', '--format', 'json', '--sandbox', sandbox.url, '-q'], {
    cwd: workspace.folder,
  })
  expect(answer.code, answer.err).toBe(0)
  const { actions } = JSON.parse(answer.out) as Plan
  return actions
    .flatMap(action => {
      if (action.kind !== 'subscription.change-renewal' || action.effect.termEnd === undefined) return []
      const { otherwise, planned } = action.effect.termEnd
      return [`${action.name}: ${sayEnd(otherwise)}, planned ${sayEnd(planned)}`]
    })
    .sort()
}

it('does in each world what the calendar said, on its day and at its price', async () => {
  workspace = aWorkspace({
    customers: [
      {
        name: 'alpha',
        sources: [],
        consumed: { premium: 50 },
        living: [
          { ...office, id: id(1), name: 'renews' },
          { ...office, id: id(2), name: 'cancels', autoRenew: false, cancelAtTermEnd: true },
          { ...office, id: id(3), name: 'extends', autoRenew: false },
          { ...office, id: id(4), name: 'early', autoRenew: false, term: 'P3Y', started: '2024-01-01' },
          { ...office, id: id(5), name: 'back-filled', extendAtTermEnd: true },
        ],
      },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
  const answer = await tenantform(
    ['renewals', '--days', '30', '--all', '--format', 'json', '--sandbox', sandbox.url, '-q'],
    { cwd: workspace.folder },
  )
  expect(answer.code, answer.err).toBe(0)
  const { rows } = JSON.parse(answer.out) as RenewalsReport
  const said = [...rows]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(row => [
      row.name,
      row.will.outcome,
      row.will.from,
      row.will.perPeriod?.amount.kind === 'known' ? row.will.perPeriod.amount.amount : null,
      row.decideBy.slice(0, 19),
      row.decision,
    ])
  const last = '2026-12-30T23:59:59'
  // There is no monthly plan in this catalogue: 18.60 × 1.23 = 22.878, rounded down by the seat.
  expect(said).toEqual([
    ['back-filled', 'extends', '2027-01-01', '228.70', last, 'goes on by the month at a higher price'],
    ['cancels', 'cancels', '2027-01-01', null, last, 'stops, and no document says so'],
    ['early', 'lapses', '2027-01-01', null, last, 'stops, and no document says so'],
    ['extends', 'extends', '2027-01-01', '228.70', last, 'goes on by the month at a higher price'],
    ['renews', 'renews', '2027-01-01', '186.00', last, null],
  ])

  declare([
    declared(1, 'cancel'),
    declared(2, 'renew'),
    declared(3, 'cancel'),
    declared(4, 'renew'),
    declared(5, 'cancel'),
  ])
  expect(await plannedEnds()).toEqual([
    'back-filled: extends 2027-01-01 228.70, planned cancels 2027-01-01',
    'cancels: cancels 2027-01-01, planned renews 2027-01-01 186.00',
    // No price for three years is listed.
    'early: lapses 2027-01-01, planned renews 2027-01-01 unknown',
    'extends: extends 2027-01-01 228.70, planned cancels 2027-01-01',
    'renews: renews 2027-01-01 186.00, planned cancels 2027-01-01',
  ])

  await sandbox.advance('P120D')
  const statuses = new Map((await sandbox.subscriptions()).map(row => [row.id.toLowerCase(), row.status]))
  expect([1, 2, 3, 4, 5].map(number => statuses.get(id(number)))).toEqual([
    'active',
    'deleted', // disabled on 1 January, for 90 days
    'active',
    'disabled', // expired for 30 days before
    'active',
  ])
  const { days } = await sandbox.ledger()
  const charged = (number: number, month: string) =>
    days
      .filter(row => row.subscription.toLowerCase() === id(number) && row.day.startsWith(month))
      .reduce((sum, row) => sum + Number(row.charge), 0)
      .toFixed(2)
  for (const month of ['2027-01', '2027-02', '2027-03'])
    expect([month, ...[1, 2, 3, 4, 5].map(number => charged(number, month))]).toEqual([
      month,
      '186.00',
      '0.00',
      '228.70',
      '0.00',
      '228.70',
    ])
})
