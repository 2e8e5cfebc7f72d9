/** Day two: customers that stay where they are. Each was seen wrong; controls are their neighbours. */
import { expect, it } from 'vitest'
import { aSite, blockers, steady, steps } from '../support/cases/site.ts'
import { basic, id, line, office } from '../support/cases/subscriptions.ts'

const here = { ...office, partner: 'central' } as const

it('another tenant under a known name: the customer is blocked, with both names', async () => {
  const site = await aSite(
    {
      customers: [
        { name: 'huber', sources: [], living: [here], lines: [line] },
        { name: 'edelweiss', sources: [], living: [{ ...here, id: id(2) }], lines: [] },
      ],
    },
    steady,
  )
  site.edit('customers/huber.yaml', /tenantId: \S+/, `tenantId: ${site.workspace.tenantOf('edelweiss')}`)
  site.edit('customers/huber.yaml', 'seats: 10', 'seats: 40')
  site.edit('customers/edelweiss.yaml', /tenantId: \S+/, `tenantId: ${site.workspace.tenantOf('huber')}`)
  const plan = await site.planned()
  expect([steps(plan), [...new Set(blockers(plan).flat())]]).toEqual([[], ['PLAN.IDENTITY_SPLIT']])
  const text = (await site.run('plan')).out
  expect([text.includes('huber.example'), text.includes('edelweiss.example')]).toEqual([true, true])
})

const drifting = () =>
  aSite(
    {
      customers: [
        { name: 'alpha', sources: [], living: [{ ...here, seats: 15 }], lines: [{ ...line, seats: 12 }] },
        { name: 'beta', sources: [], living: [{ ...here, id: id(2), seats: 3 }], lines: [line] },
      ],
    },
    steady,
  )

it('control, drift of a known customer, and of nobody else', async () => {
  const site = await drifting()
  const { code, out } = await site.run('drift', '--target', 'alpha.example')
  expect([code, out.includes('alpha'), out.includes('beta')]).toEqual([2, true, false])
})

it.each([
  ['--target', 'alfa.example'],
  ['--consolidation', 'emea'],
])('drift of a word that matches nothing (%s) is declined, and the word named', async (option, word) => {
  const site = await drifting()
  const { code, err } = await site.run('drift', option, word)
  expect([code, err.includes(word)]).toEqual([3, true])
})

const twins = [
  { ...here, name: 'Microsoft 365 Business Premium' },
  { ...here, id: id(2), name: 'Microsoft 365 Business Premium', seats: 5 },
] as const

it('twins are not a success: blocked, declined under --strict, and an apply that failed', async () => {
  const site = await aSite(
    { customers: [{ name: 'alpha', sources: [], living: twins, lines: [{ ...line, seats: 40 }] }] },
    steady,
  )
  expect(blockers(await site.planned())).toEqual([['PLAN.AMBIGUOUS_BINDING']])
  expect([(await site.run('plan', '--strict')).code, (await site.apply()).code]).toEqual([3, 3])
  expect(await site.writes()).toBe(0)
})

it('control, twins told apart bind to their own', async () => {
  const site = await aSite(
    {
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: twins,
          lines: [
            { ...line, key: 'a', seats: 12, subscriptionId: id(1) },
            { ...line, key: 'b', seats: 5, subscriptionId: id(2) },
          ],
        },
      ],
    },
    steady,
  )
  expect([(await site.run('plan', '--detailed-exitcode')).code, (await site.apply()).code]).toEqual([2, 0])
  expect(await site.standing()).toEqual([
    'central m365-business-premium 12 active',
    'central m365-business-premium 5 active',
  ])
  expect((await site.run('plan', '--detailed-exitcode')).code).toBe(0)
})

it('the renewal of a purchase takes effect with the next term', async () => {
  const year = { product: basic, term: 'P1Y', billing: 'monthly', seats: 10 }
  const site = await aSite(
    {
      customers: [
        {
          name: 'alpha',
          sources: [],
          lines: [
            { key: 'ends', ...year, endOfTerm: 'cancel' },
            { key: 'next', ...year, nextTerm: { seats: 3, billing: 'annual' } },
          ],
        },
      ],
    },
    steady,
  )
  const plan = await site.planned()
  expect(
    plan.actions.flatMap(action =>
      action.kind === 'subscription.set-renewal' ? [[action.key, action.effect.date]] : [],
    ),
  ).toEqual([
    ['ends', '2027-12-07'],
    ['next', '2027-12-07'],
  ])
})

it('seats down inside the renewal lock are not called scheduled', async () => {
  const site = await aSite(
    {
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: [{ ...here, seats: 20, started: '2025-12-08' }],
          lines: [{ ...line, seats: 15, endOfTerm: 'renew' }],
        },
      ],
    },
    steady,
  )
  await site.until('2026-12-07T08:00:00Z')
  const plan = await site.planned()
  const said = plan.findings.map(found => found.detail ?? '')
  expect(steps(plan)).toEqual([])
  expect(said.filter(text => /\bscheduled\b/.test(text) && !/\bnot\b/.test(text))).toEqual([])
  expect(said.join(' ')).toContain('so they renew too')
})
