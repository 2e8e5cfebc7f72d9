/** What stood for a source, or beside it, and did not replace it. Each was seen wrong; controls are their neighbours. */
import { expect, it } from 'vitest'
import { amendWorld, aSite, blockers, steps } from '../support/cases/site.ts'
import { basic, id, line, mail, moved, office, untouched } from '../support/cases/subscriptions.ts'
import { central } from '../support/workspaces/a-workspace.ts'

it('control, a paid replacement binds: nothing is bought', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: mail,
        living: [
          { id: id(3), partner: 'central', offer: 'mail', name: 'by hand', seats: 10, started: '2026-12-01' },
        ],
      },
    ],
  })
  expect((await site.apply()).code).toBe(0)
  expect(await site.standing()).toEqual(moved)
  expect((await site.run('plan', '--detailed-exitcode')).code).toBe(0)
})

/** A reseller stands on the old subscription. */

const withReseller = amendWorld(world => {
  Object.assign(world.subscriptions[0] ?? {}, { partnerOnRecord: '7001234' })
})

it('reseller on record kept: its loss is said before the purchase', async () => {
  const site = await aSite({ customers: [{ name: 'alpha', sources: mail }] }, withReseller)
  const plan = await site.planned()
  expect(plan.findings.filter(found => found.detail?.includes('7001234')).map(found => found.code)).toEqual([
    'PLAN.RESELLER_LOST',
  ])
})

it('control, a reseller that is written is bought with, and the next plan is empty', async () => {
  const site = await aSite({ customers: [{ name: 'alpha', sources: mail }] }, withReseller)
  site.edit('customers/alpha.yaml', 'seats: 10', 'seats: 10\n    partnerOfRecord: "7001234"')
  expect((await site.apply()).code).toBe(0)
  expect((await site.run('plan', '--detailed-exitcode')).code).toBe(0)
  const token = await site.sandbox.token(central.tenantId, central.clientId, central.secret)
  const bought = (await site.sandbox.subscriptions()).find(row => row.partner === 'central')
  const answer = await fetch(
    `${site.sandbox.url}/v1/customers/${bought?.customer}/subscriptions/${bought?.id}`,
    {
      headers: { Authorization: `Bearer ${token}` },
    },
  )
  expect(await answer.json()).toMatchObject({ partnerId: '7001234' })
})

it('a replacement that ends tomorrow replaces nothing: three days later the customer has its seats', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: mail,
        declared: [],
        living: [
          {
            id: id(4),
            partner: 'central',
            product: 'basic',
            name: 'mail',
            seats: 10,
            started: '2025-12-09',
            autoRenew: false,
            cancelAtTermEnd: true,
          },
        ],
        lines: [{ key: 'mail', product: basic, term: 'P1Y', billing: 'monthly', seats: 10 }],
      },
    ],
    consolidation: {
      map: [
        { offer: '195416C1-3447-423A-B37B-EE59A99A19C4', to: basic, licenceReassignment: 'acknowledged' },
      ],
    },
  })
  expect(blockers(await site.planned())).toEqual([['PLAN.REPLACEMENT_ENDS']])
  await site.apply()
  await site.sandbox.advance('P3D')
  expect((await site.standing()).filter(row => row.endsWith('10 active'))).toEqual(untouched)
})

it('a reservation is listed to be handled by hand, and the move goes on', async () => {
  const site = await aSite(
    { customers: [{ name: 'alpha', sources: mail }] },
    amendWorld(world => {
      world['entitlements'] = [
        {
          partner: 'italy',
          customer: world.customers[0]?.['tenantId'],
          type: 'virtual_machine_reserved_instance',
          product: 'DZH318Z08B5R:0001',
          quantity: 2,
          expires: '2027-05-01T00:00:00Z',
        },
      ]
    }),
  )
  const plan = await site.planned()
  expect(
    plan.customers[0]?.sources.map(({ method, billedUntil, seats }) => [method, billedUntil, seats]),
  ).toEqual([
    ['reprovision', null, 10],
    ['manual', '2027-05-01', 2],
  ])
  expect(steps(plan)).toEqual(['create', 'gate.customer', 'suspend'])
})

it('a trial as a replacement: the paid one is bought beside it, and outlives it', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: mail,
        living: [
          {
            id: id(5),
            partner: 'central',
            offer: 'mail',
            name: 'mail',
            seats: 10,
            started: '2026-11-20',
            billing: 'none',
            trial: true,
          },
        ],
      },
    ],
  })
  await site.apply()
  await site.until('2026-12-27T06:00:00Z')
  expect((await site.standing()).filter(row => row.endsWith('10 active')).length).toBeGreaterThan(0)
})

it('a trial that renews is told to end, with what that saves', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: [],
        living: [
          office,
          {
            id: id(6),
            partner: 'italy',
            product: 'basic',
            name: 'pilot',
            seats: 25,
            term: 'P1M',
            billing: 'none',
            trial: true,
            autoRenew: true,
            started: '2026-11-20',
          },
        ],
        lines: [line],
      },
    ],
  })
  const plan = await site.planned()
  expect(
    plan.actions.flatMap(action =>
      action.kind === 'subscription.change-renewal' ? [[action.subscription, action.to.kind]] : [],
    ),
  ).toEqual([[id(6), 'cancels']])
})
