/** Rows that cannot be read, and limits of the service over all of a customer's subscriptions: seen to be bought a second time, or refused on the day. */
import { expect, it } from 'vitest'
import { aSite, type Site, steady, steps } from '../support/cases/site.ts'
import { id, line, office } from '../support/cases/subscriptions.ts'

const box = {
  id: id(1),
  partner: 'central',
  offer: 'mail',
  name: 'Posta',
  seats: 5,
  started: '2026-03-15',
} as const
const other = { ...box, id: id(2), offer: 'e1', name: 'e1', seats: 10 } as const

/** Two customers with one subscription each: of the first the service says something odd, the second wants two seats more. */
async function oddRow(row: Readonly<Record<string, unknown>>): Promise<Site> {
  const site = await aSite(
    {
      customers: [
        { name: 'alpha', sources: [], living: [box], declared: [{ offer: 'mail', seats: 5 }] },
        { name: 'beta', sources: [], living: [other], declared: [{ offer: 'e1', seats: 12 }] },
      ],
    },
    steady,
  )
  const tenant = site.workspace.tenantOf('alpha')
  const odd = {
    attributes: { objectType: 'Subscription' },
    id: box.id,
    offerName: 'Exchange Online (Plan 1)',
    friendlyName: 'Posta',
    quantity: 5,
    status: 'active',
    unitType: 'Licenses',
    billingType: 'license',
    autoRenewEnabled: true,
    creationDate: '2026-03-15T00:00:00Z',
    ...row,
  }
  const list = { totalCount: 1, items: [odd], attributes: { objectType: 'Collection' } }
  await site.fault({
    match: { method: 'GET', path: `${tenant}/subscriptions` },
    do: 'replace-before-commit',
    status: 200,
    times: 'always',
    body: list,
  })
  site.edit('customers/alpha.yaml', 'seats: 5', 'seats: 5\n    billing: monthly')
  return site
}

/** Nothing of the first customer is written, and the second gets its seats. */
async function expectLeftAlone(site: Site): Promise<void> {
  await site.apply()
  expect(await site.standing()).toEqual(['central exchange-p1 5 active', 'central office-e1 12 active'])
}

it('a billing cycle that nobody knows is shown, and brings about no write', async () => {
  const site = await oddRow({ offerId: '195416C1-3447-423A-B37B-EE59A99A19C4', billingCycle: 'quarterly' })
  const plan = await site.planned()
  expect(steps(plan)).toEqual(['change-seats'])
  await expectLeftAlone(site)
})

it('a row without an offer may be the very thing: it is named, and not bought again', async () => {
  const site = await oddRow({ offerId: null, billingCycle: 'monthly' })
  const plan = await site.planned()
  expect([steps(plan), plan.findings.map(found => found.code)]).toEqual([
    ['change-seats'],
    ['PLAN.UNREADABLE_PRODUCT', 'PLAN.UNMANAGED'],
  ])
  await expectLeftAlone(site)
})

/** Business Premium is sold to 300 seats a customer. */
const premiumOf = (seats: number, declared: readonly (readonly [key: string, seats: number])[]) =>
  aSite(
    {
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: [{ ...office, partner: 'central', name: 'a', seats }],
          lines: declared.map(([key, count]) => ({
            ...line,
            key,
            seats: count,
            another: key === 'a' ? undefined : 'acknowledged',
          })),
        },
      ],
    },
    steady,
  )

it('a seat limit holds over all subscriptions of a product', async () => {
  const site = await premiumOf(200, [
    ['a', 200],
    ['b', 150],
  ])
  const plan = await site.planned()
  expect([steps(plan), plan.findings.map(found => found.code)]).toEqual([[], ['PLAN.SEAT_POOL_FULL']])
})

it('a seat limit holds for more seats as for a purchase', async () => {
  const site = await premiumOf(290, [['a', 310]])
  const plan = await site.planned()
  expect([steps(plan), plan.findings.map(found => found.code)]).toEqual([[], ['PLAN.SEATS_OUT_OF_RANGE']])
})

it('control, exactly the limit is carried out', async () => {
  const site = await premiumOf(220, [
    ['a', 220],
    ['b', 80],
  ])
  expect((await site.apply()).code).toBe(0)
  expect(await site.standing()).toEqual([
    'central m365-business-premium 220 active',
    'central m365-business-premium 80 active',
  ])
})
