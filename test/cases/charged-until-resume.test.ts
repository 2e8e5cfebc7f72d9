/**
 * What is charged on both sides while an apply lies interrupted is told in money by the resume, and a source that can be ended no more is not told
 * as one that can (T11, T27).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { ApplyResult } from '../../engine/journal/result.ts'
import { aSite, type Site } from '../support/cases/site.ts'
import { line, office } from '../support/cases/subscriptions.ts'
import type { WorkspaceWish } from '../support/workspaces/a-workspace.ts'

const repurchased: WorkspaceWish = {
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, started: '2026-12-05' }], lines: [line] }],
  methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
}
function overlapping(EUR: number): WorkspaceWish {
  return {
    customers: [
      { name: 'alpha', sources: [], living: [{ ...office, started: '2025-12-12' }], lines: [line] },
    ],
    methods: [{ when: { commerce: 'nce' }, do: 'reprovision', acceptOverlap: { EUR } }],
  }
}

/** Everything is bought, and nothing of the source was done. */
async function interrupted(wish: WorkspaceWish, days: string): Promise<Site> {
  const site = await aSite(wish)
  await site.fault({
    match: { method: 'PATCH', path: '/subscriptions/' },
    do: 'status',
    status: 503,
    times: 9,
  })
  expect((await site.apply()).code).toBe(5)
  await site.noFaults()
  await site.sandbox.advance(days)
  return site
}

const euros = (amount: string) => ({ kind: 'known', amount, currency: 'EUR' })

async function resumed(site: Site) {
  const { code, out } = await site.run('resume', '--allow-irreversible', '--format', 'json')
  const { verdict, atRisk, overlap, diagnostics, next } = JSON.parse(out) as ApplyResult
  return {
    code,
    verdict,
    atRisk: atRisk.map(({ customer: _customer, name: _name, since: _since, ...money }) => money),
    overlap: overlap?.map(({ from, until, days, money }) => ({ from, until, days, money })),
    codes: diagnostics.map(entry => entry.code),
    next: next?.split(' ').slice(0, 2).join(' '),
  }
}

it('a source that can be cancelled no more is told with its days, its term and a rule that goes on; a resume is not named', async () => {
  const site = await interrupted(repurchased, 'P6D')
  const told = {
    code: 5,
    verdict: 'partial',
    atRisk: [
      {
        perDay: euros('6.00'),
        incurred: { days: 6, money: euros('36.00') },
        bound: { until: '2027-12-04', money: euros('2184.00'), renews: true },
      },
    ],
    overlap: undefined,
    // Was red: PARTNER_CENTER.MOVED, and resume for ever.
    codes: ['APPLY.CANCEL_WINDOW_CLOSED'],
    next: 'tenantform plan',
  }
  expect(await resumed(site)).toEqual(told)
  expect(await resumed(site)).toEqual(told)
  const plan = await site.planned()
  expect(plan.customers.flatMap(({ blockedBy }) => blockedBy.map(({ code }) => code))).toEqual([
    'PLAN.SOURCE_CANCEL_WINDOW_CLOSED',
  ])
})

it.each([
  ['do: lapse', { do: 'lapse' }],
  ['acceptOverlap', { do: 'reprovision', acceptOverlap: { EUR: 2220 } }],
] as const)('and %s goes on from there, to an empty plan', async (_, rule) => {
  const site = await interrupted(repurchased, 'P6D')
  expect((await resumed(site)).code).toBe(5)
  const file = join(site.workspace.folder, 'consolidation.yaml')
  const document = parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, stringify({ ...document, methods: [{ when: { commerce: 'nce' }, ...rule }] }))
  const { code, out, err } = await site.apply()
  expect(code, out + err).toBe(0)
  expect((await site.planned()).actions).toEqual([])
})

it('a source that is told in time to end says what it costs to then, as the plan announced it', async () => {
  expect(await resumed(await interrupted(overlapping(200), 'P2D'))).toEqual({
    code: 0,
    verdict: 'complete',
    atRisk: [],
    overlap: [{ from: '2026-12-07', until: '2026-12-12', days: 5, money: euros('31.00') }],
    codes: [],
    next: undefined,
  })
})

it('a source that renewed before it was told to end is not complete where the rule accepts less', async () => {
  const site = await interrupted(overlapping(200), 'P6D')
  const told = {
    code: 5,
    verdict: 'partial',
    atRisk: [
      {
        perDay: euros('6.20'),
        incurred: { days: 6, money: euros('37.00') },
        bound: { until: '2027-12-11', money: euros('2226.00') },
      },
    ],
    overlap: undefined,
    // Was red: complete, exit 0, and not a word of money.
    codes: ['APPLY.RENEWED_MEANWHILE'],
    next: 'tenantform plan',
  }
  expect(await resumed(site)).toEqual(told)
  expect(await resumed(site)).toEqual(told)
})

it('control: it is complete where the rule accepts the new term too, and says what that comes to', async () => {
  expect(await resumed(await interrupted(overlapping(2263), 'P6D'))).toEqual({
    code: 0,
    verdict: 'complete',
    atRisk: [],
    overlap: [{ from: '2026-12-07', until: '2027-12-12', days: 370, money: euros('2263.00') }],
    codes: [],
    next: undefined,
  })
})
