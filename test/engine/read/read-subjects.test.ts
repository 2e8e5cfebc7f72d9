import { expect, test } from 'vitest'
import { indexActual } from '../../../engine/model/actual-index.ts'
import { seats, subscriptionId } from '../../../engine/model/ids.ts'
import { factFor } from '../../../engine/plan/facts/facts.ts'
import { mapPool } from '../../../engine/read/pool.ts'
import { readSubjects, subjectsOfChecks } from '../../../engine/read/read-subjects.ts'
import { aCustomerActual, anActual, central, italy, mail, tenant } from '../../support/builders/index.ts'
import { aClock, aReader } from '../../support/reader.ts'
import { planned } from '../../support/story.ts'

const actual = anActual({
  customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
})

test('the facts of a plan read again from the same world are the same, with each list asked once', async () => {
  const plan = planned()
  const reader = aReader(actual)
  const again = await readSubjects(
    plan.facts.map(fact => fact.subject),
    { reader, clock: aClock(), width: 1 },
  )
  const index = indexActual(again)
  expect(plan.facts.map(fact => factFor(fact.subject, index))).toEqual(plan.facts)
  expect([...reader.asked].sort()).toEqual([
    'agreement central/0001',
    'customer central/0001',
    'item central/IT/195416C1',
    'subscriptions central/0001',
    'subscriptions italy/0001',
  ])
})

test('checks say what has to be read to judge them', () => {
  const at = { partner: central, customer: tenant() }
  expect(
    subjectsOfChecks([
      { kind: 'customer accepted', ...at },
      { kind: 'agreement present', ...at },
      { kind: 'subscription is', ...at, subscription: subscriptionId('s-1'), status: 'active', seats: null },
      { kind: 'seats at least', ...at, product: mail, seats: seats(1) },
      {
        kind: 'sold',
        partner: central,
        market: 'IT',
        product: mail,
        term: null,
        billing: 'monthly',
        seats: seats(1),
      },
      { kind: 'day is', day: planned().on },
    ]).map(subject => subject.kind),
  ).toEqual(['customer', 'agreement', 'subscriptions', 'subscriptions', 'offer'])
})

test('a pool keeps the order of its items, and ends when one of them fails', async () => {
  expect(await mapPool([1, 2, 3, 4, 5], 2, async value => value * 2)).toEqual([2, 4, 6, 8, 10])
  expect(await mapPool([], 2, async value => value)).toEqual([])
  await expect(mapPool([1, 2], 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
