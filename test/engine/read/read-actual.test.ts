import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Desired } from '../../../engine/model/desired.ts'
import { seats } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { readActual } from '../../../engine/read/read-actual.ts'
import type { PlanScope } from '../../../engine/scope/plan-scope.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  aRule,
  aWave,
  germany,
  italy,
  premium,
  present,
  suite,
  tenant,
} from '../../support/builders/index.ts'
import { aClock, aReader } from '../../support/reader.ts'
import { madeUpWorld } from '../../support/worlds.ts'

interface Reading {
  readonly desired?: Desired
  readonly actual: Actual
  readonly scope?: Partial<PlanScope>
  readonly width?: number
}

async function read({
  desired = aDesired({ customers: [aCustomer({ seats: 5 })] }),
  actual,
  scope,
  width = 3,
}: Reading) {
  const reader = aReader(actual)
  const events: ProgressEvent[] = []
  const seen = await readActual({
    desired,
    scope: { consolidation: null, wave: null, targets: [], ...scope },
    reader,
    clock: aClock(),
    progress: event => events.push(event),
    width,
  })
  return { seen, events, asked: reader.asked, busiest: reader.busiest() }
}

const lists = ['customers central', 'customers germany', 'customers italy']

describe('a customer that gets more seats of new commerce', () => {
  const line = (count: number) => aDeclaredSubscription({ key: 'a', product: premium, seats: count })
  const living = { id: 'a', name: 'a', product: premium, seats: 150 }
  const under = (count: number) =>
    read({
      desired: aDesired({
        partners: [aPartner(), aPartner({ name: italy })],
        customers: [aCustomer({ subscriptions: [line(count)] })],
        consolidations: [],
      }),
      actual: {
        ...anActual({
          customers: [
            aCustomerActual({ subscriptions: [living] }),
            aCustomerActual({ partner: italy, subscriptions: [living] }),
          ],
        }),
      },
    })

  test('is asked for under the other accounts of the workspace too, and in none for fewer', async () => {
    const { seen, asked } = await under(200)
    expect([seen.beside?.map(entry => [entry.partner, entry.subscriptions.kind]), asked.at(-1)]).toEqual([
      [['italy', 'present']],
      'subscriptions italy/0001',
    ])
    expect((await under(150)).seen.beside).toBeUndefined()
  })
})

describe('a customer that is moved out of a second account', () => {
  const consolidations = [aConsolidation({ from: [germany] })]
  const under = (target: readonly { id: string; name: string }[], status: 'active' | 'suspended') =>
    read({
      desired: aDesired({
        customers: [aCustomer({ subscriptions: [aDeclaredSubscription()] })],
        consolidations,
      }),
      actual: anActual({
        customers: [
          aCustomerActual({ subscriptions: target }),
          aCustomerActual({ partner: germany, subscriptions: [{ id: 's-2', status }] }),
          aCustomerActual({ partner: italy, subscriptions: [{ status: 'suspended' }] }),
        ],
      }),
    })
  const living = [{ id: 't-1', name: 'mail' }]

  test('is asked for in the account that no consolidation names any more, for what was moved before (T26)', async () => {
    const { seen, asked } = await under(living, 'active')
    expect(seen.beside?.map(entry => [entry.partner, entry.subscriptions.kind])).toEqual([
      ['italy', 'present'],
    ])
    expect(asked.at(-1)).toBe('subscriptions italy/0001')
  })

  test('is not where nothing was moved yet, or nothing is left to move', async () => {
    expect((await under([], 'active')).seen.beside).toBeUndefined()
    expect((await under(living, 'suspended')).seen.beside).toBeUndefined()
  })
})

describe('a customer that is to move', () => {
  test('is read on both sides, with agreement and country, and each product once in its market', async () => {
    const actual = anActual({
      customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
    })
    expect((await read({ actual })).asked).toEqual([
      ...lists,
      'subscriptions italy/0001',
      'subscriptions central/0001',
      'customer central/0001',
      'transfers central/0001',
      'account central/0001',
      'agreement central/0001',
      'licences central/0001',
      'entitlements italy/0001',
      'item central/IT/195416C1',
    ])
  })

  test('that has not accepted is not asked for under the target', async () => {
    const actual = anActual({ customers: [aCustomerActual({ partner: italy, subscriptions: [{}] })] })
    const { asked, seen } = await read({ actual })
    expect(asked).toEqual([...lists, 'subscriptions italy/0001'])
    expect(
      aPlan({ desired: aDesired({ customers: [aCustomer({ seats: 5 })] }), actual: seen }).customers[0]
        ?.readiness,
    ).toEqual({
      kind: 'not invited',
    })
  })

  test('that has moved costs two requests', async () => {
    const actual = anActual({
      customers: [
        aCustomerActual({ subscriptions: [{ id: 't-1', name: 'mail' }] }),
        aCustomerActual({ partner: italy, subscriptions: [{ status: 'suspended' }] }),
      ],
    })
    expect((await read({ actual })).asked).toEqual([
      ...lists,
      'subscriptions italy/0001',
      'subscriptions central/0001',
    ])
  })

  test('whom no document declares is read in the sources only', async () => {
    const actual = anActual({ customers: [aCustomerActual({ partner: germany, subscriptions: [{}] })] })
    expect((await read({ actual, desired: aDesired() })).asked).toEqual([
      ...lists,
      'subscriptions germany/0001',
    ])
  })
})

test('a list without an answer is replaced by asking for each declared customer', async () => {
  const actual = anActual({
    customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
    silent: [italy],
  })
  const { asked, seen } = await read({ actual })
  expect(asked).toContain('customer italy/0001')
  expect(seen.customers.map(entry => entry.partner)).toEqual(['italy', 'central'])
})

describe('steady state', () => {
  const desired = (rules: Desired['policies'] = []) =>
    aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ seats: 5 })],
      consolidations: [],
      policies: rules,
    })
  const living = (count: number) =>
    anActual({ customers: [aCustomerActual({ subscriptions: [{ seats: count }] })] })

  test('costs one request for a customer that is as declared', async () => {
    expect((await read({ desired: desired(), actual: living(5) })).asked).toEqual([
      'customers central',
      'subscriptions central/0001',
    ])
  })

  test('asks for licences where a policy wants to know them before seats go down', async () => {
    const guarded = desired([aRule({ limits: [{ kind: 'decreaseBelowConsumed' }] })])
    expect((await read({ desired: guarded, actual: living(9) })).asked).toContain('licences central/0001')
    expect((await read({ desired: guarded, actual: living(3) })).asked).not.toContain('licences central/0001')
    expect((await read({ desired: desired(), actual: living(9) })).asked).not.toContain(
      'licences central/0001',
    )
    // Was red: suspended by the document, and what the policy needs was not asked for.
    const suspended = {
      ...guarded,
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ seats: 5, state: 'suspended' })] })],
    }
    expect((await read({ desired: suspended, actual: living(5) })).asked).toContain('licences central/0001')
  })
})

describe('a scope', () => {
  const labels = { labels: ['pilot'] }
  const desired = aDesired({
    customers: [
      aCustomer({ name: 'a', domain: 'a.example', seats: 5, ...labels }),
      aCustomer({ name: 'b', domain: 'b.example', seats: 5, tenant: tenant(2) }),
      aCustomer({ name: 'c', domain: 'c.example', seats: 5, tenant: tenant(3) }),
    ],
    consolidations: [
      aConsolidation({
        waves: [aWave({ labels: ['pilot'] }), aWave({ name: 'italy', partner: italy, needs: 'pilot' })],
      }),
    ],
  })
  const actual = anActual({
    customers: [
      aCustomerActual({ partner: italy, subscriptions: [{}] }),
      aCustomerActual({ partner: italy, tenant: tenant(2), subscriptions: [{}] }),
      aCustomerActual({ partner: germany, tenant: tenant(3), subscriptions: [{}] }),
    ],
  })
  const subscriptionsAsked = async (scope: Partial<PlanScope>) =>
    (await read({ desired, actual, scope })).asked.filter(entry => entry.startsWith('subscriptions')).sort()

  test('of one wave reads that wave and the waves it needs', async () => {
    expect(await subscriptionsAsked({ wave: 'pilot' })).toEqual(['subscriptions italy/0001'])
    expect(await subscriptionsAsked({ wave: 'italy' })).toEqual([
      'subscriptions italy/0001',
      'subscriptions italy/0002',
    ])
  })

  test('of one customer reads that customer, and the waves its own needs', async () => {
    expect(await subscriptionsAsked({ targets: ['c.example'] })).toEqual(['subscriptions germany/0003'])
    expect(await subscriptionsAsked({ targets: ['b.example'] })).toEqual([
      'subscriptions italy/0001',
      'subscriptions italy/0002',
    ])
  })
})

test('no more customers than the width are under way at once, with six reads each, and progress counts every customer', async () => {
  const many = Array.from({ length: 20 }, (_, position) => tenant(position + 1))
  const desired = aDesired({
    customers: many.map((id, position) =>
      aCustomer({ tenant: id, name: `C${position}`, domain: `c${position}.example`, seats: 5 }),
    ),
  })
  const actual = anActual({
    customers: many.flatMap(id => [
      aCustomerActual({ tenant: id }),
      aCustomerActual({ tenant: id, partner: italy, subscriptions: [{ product: suite }] }),
    ]),
  })
  const { busiest, events } = await read({ desired, actual, width: 4 })
  expect(busiest).toBe(4 * 6)
  expect(events[0]).toEqual({ kind: 'stage.began', stage: 'read', total: 20 })
  expect(events.filter(event => event.kind === 'stage.advanced').map(event => event.done)).toEqual(
    Array.from({ length: 20 }, (_, position) => position + 1),
  )
  expect(events.at(-1)).toEqual({ kind: 'stage.ended', stage: 'read' })
})

test('what is left unread makes no difference to the plan', async () => {
  await fc.assert(
    fc.asyncProperty(madeUpWorld, async ({ desired, actual }) => {
      const { seen } = await read({ desired, actual })
      const fromAll = aPlan({ desired, actual })
      const fromRead = aPlan({ desired, actual: seen })
      expect(fromRead.actions).toEqual(fromAll.actions)
      // Open transfers are in no made-up world, and are read all the same.
      expect(fromRead.facts.filter(fact => fact.subject.kind !== 'transfers')).toEqual(fromAll.facts)
      expect(fromRead.customers.map(entry => [entry.name, entry.state])).toEqual(
        fromAll.customers.map(entry => [entry.name, entry.state]),
      )
    }),
    { numRuns: 100 },
  )
})

test('licences that were read are shown', async () => {
  const pool = {
    product: aCustomer({ seats: 1 }).subscriptions[0]?.product ?? suite,
    licence: 'lic-1',
    enabled: seats(9),
    consumed: seats(2),
  }
  const desired = aDesired({
    partners: [aPartner()],
    customers: [aCustomer({ seats: 5 })],
    consolidations: [],
    policies: [aRule({ limits: [{ kind: 'decreaseBelowConsumed' }] })],
  })
  const actual = anActual({
    customers: [aCustomerActual({ subscriptions: [{ seats: 9 }], licences: present([pool]) })],
  })
  const { seen } = await read({ desired, actual })
  expect(aPlan({ desired, actual: seen }).customers[0]?.licences).toEqual({ kind: 'checked', pools: [pool] })
})
