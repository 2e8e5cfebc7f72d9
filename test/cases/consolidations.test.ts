/** Consolidations that contradict each other, or one that says what has no effect: seen to bill on both sides, without end. */
import { expect, it } from 'vitest'
import { amendWorld, aSite, blockers, type Site, writeDocuments } from '../support/cases/site.ts'
import { basic, id, mail, office, premium } from '../support/cases/subscriptions.ts'
import type { TestWorkspace, WorkspaceWish } from '../support/workspaces/a-workspace.ts'

const one: WorkspaceWish = { customers: [{ name: 'alpha', sources: mail }] }
const customer = { tenantId: '3d6f0c5e-0000-4000-8000-000000000001', domain: 'alpha.example', name: 'alpha' }
const mailOffer = '195416C1-3447-423A-B37B-EE59A99A19C4'

/** `italy → central`, and so on; each declares what it takes. */
function consolidations(site: Site, ...moves: readonly (readonly [from: string, to: string])[]): void {
  writeDocuments(
    site.workspace,
    'consolidation.yaml',
    ...moves.map(([from, to], at) => ({
      kind: 'Consolidation',
      name: `move-${at + 1}`,
      to,
      from: [from],
      irreversible: 'acknowledged',
    })),
  )
}

const declaredUnder = (partner: string, seats = 10) => ({
  kind: 'Customer',
  partner,
  customer,
  subscriptions: [{ key: 'mail', offer: mailOffer, seats }],
})

/** `validate` names both places, and nothing is written. */
async function expectRefused(site: Site, code: string, ...files: readonly string[]): Promise<void> {
  const { code: exit, err } = await site.run('validate')
  expect([exit, err]).toEqual([1, expect.stringContaining(`[${code}]`)])
  for (const file of files) expect(err).toMatch(new RegExp(`${file}:\\d+:\\d+: `))
  expect((await site.apply()).code).toBe(1)
  expect(await site.writes()).toBe(0)
}

it('a chain through one partner is refused, with both places', async () => {
  const site = await aSite(one)
  consolidations(site, ['italy', 'central'], ['central', 'germany'])
  await expectRefused(site, 'DOCUMENT.TARGET_IS_SOURCE', 'consolidation.yaml')
})

it('a circle of two is refused, and the customer keeps its seats', async () => {
  const site = await aSite(one)
  consolidations(site, ['italy', 'central'], ['central', 'italy'])
  await expectRefused(site, 'DOCUMENT.TARGET_IS_SOURCE', 'consolidation.yaml')
  expect(await site.standing()).toEqual(['italy exchange-p1 10 active'])
})

it('one source with two targets: a customer declared under both is refused, and no bug of the program', async () => {
  const site = await aSite(one)
  consolidations(site, ['italy', 'central'], ['italy', 'germany'])
  writeDocuments(site.workspace, 'customers/other.yaml', declaredUnder('germany'))
  await expectRefused(site, 'DOCUMENT.CUSTOMER_TWICE', 'customers/other.yaml')
  expect((await site.run('plan')).err).not.toContain('bug')
})

/** A fourth account, to which the customers of germany move. */
const withFrance = (workspace: TestWorkspace) => {
  const tenantId = '7d3a0c5e-0000-4000-8000-0000000000f1'
  const clientId = '11111111-0000-4000-8000-0000000000f1'
  const account = { name: 'france', tenantId, currency: 'EUR' }
  const app = { clientId, clientSecret: 'env:TEST_FRANCE' }
  writeDocuments(workspace, 'france.yaml', {
    kind: 'Partner',
    ...account,
    markets: ['IT'],
    prices: 'prices.csv',
    credentials: { app, user: { clientId, refreshToken: 'env:TEST_FRANCE_USER' } },
  })
  amendWorld(world => {
    world.partners.push({
      ...account,
      country: 'IT',
      apps: [{ clientId, clientSecret: 'sandbox-france' }],
      users: [{ upn: 'ops@france.example', clientId, refreshToken: 'sandbox-france-user' }],
    })
    world.customers[1]?.relationships.push({ partner: 'france', agreement: true })
  })(workspace)
}

it('control, two that have nothing in common validate, and one apply carries out both', async () => {
  const site = await aSite(
    {
      customers: [
        { name: 'alpha', sources: [{ offer: 'mail', seats: 10 }] },
        { name: 'beta', sources: [{ partner: 'germany', offer: 'e1', seats: 3 }] },
      ],
    },
    withFrance,
  )
  site.edit('customers/beta.yaml', 'partner: central', 'partner: france')
  consolidations(site, ['italy', 'central'], ['germany', 'france'])
  expect((await site.run('validate')).code).toBe(0)
  expect((await site.apply()).code).toBe(0)
  expect(await site.standing()).toEqual([
    'central exchange-p1 10 active',
    'france office-e1 3 active',
    'germany office-e1 3 suspended',
    'italy exchange-p1 10 suspended',
  ])
})

it('two sources and one target with one customer: it moves as a whole or not at all, and nothing is paid twice', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: [
          { partner: 'italy', offer: 'mail', seats: 10 },
          { partner: 'germany', offer: 'mail', seats: 5 },
        ],
      },
    ],
    policies: [{ id: 'overlap', scope: 'consolidation', deny: { overlapDaysOver: 0 } }],
  })
  consolidations(site, ['italy', 'central'], ['germany', 'central'])
  // Offline it may be meant: the customer could have left one of the two long ago.
  expect((await site.run('validate')).code).toBe(0)
  const plan = await site.planned()
  expect([plan.actions, [...new Set(blockers(plan).flat())]]).toEqual([[], ['PLAN.TWO_CONSOLIDATIONS']])
  await site.apply()
  expect(await site.writes()).toBe(0)
  await site.sandbox.advance('P3D')
  expect(await site.daysBilledTwice()).toBe(0)
})

it('a map between products of new commerce says at its place that it has no effect', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: [],
        living: [{ ...office, product: 'basic' }],
        lines: [{ key: 'office', product: premium, term: 'P1Y', billing: 'monthly', seats: 10 }],
      },
    ],
    methods: [{ when: { commerce: 'nce' }, do: 'lapse' }],
    consolidation: { map: [{ product: basic, to: premium, licenceReassignment: 'acknowledged' }] },
  })
  const { code, err } = await site.run('validate')
  expect([code, err]).toEqual([0, expect.stringMatching(/consolidation\.yaml:\d+:\d+: warning: .*map/)])
  expect((await site.planned()).customers[0]?.sources[0]?.subscription).toBe(id(1))
})
