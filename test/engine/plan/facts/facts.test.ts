import { describe, expect, test } from 'vitest'
import { indexActual } from '../../../../engine/model/actual-index.ts'
import { instant, seats, subscriptionId } from '../../../../engine/model/ids.ts'
import { factFor, isUnknownFact } from '../../../../engine/plan/facts/facts.ts'
import type { FactSubject } from '../../../../engine/plan/plan.ts'
import {
  aCustomerActual,
  anActual,
  anItem,
  type CustomerActualFacts,
  central,
  mail,
  onSale,
  premium,
  suite,
  tenant,
  unknown,
} from '../../../support/builders/index.ts'
import { planned } from '../../../support/story.ts'

const at = { partner: central, customer: tenant() }

function fact(subject: FactSubject, facts: CustomerActualFacts = {}, item = anItem()) {
  return factFor(
    subject,
    indexActual(anActual({ customers: [aCustomerActual(facts)], catalogue: [onSale('IT', item)] })),
  )
}

const subscription: FactSubject = { kind: 'subscription', ...at, subscription: subscriptionId('s-1') }
const list: FactSubject = { kind: 'subscriptions', ...at, products: [mail] }
const offer: FactSubject = { kind: 'offer', partner: central, market: 'IT', product: mail }

describe('a fact', () => {
  test('of a subscription moves with what the plan relied on', () => {
    const before = fact(subscription, { subscriptions: [{}] })
    for (const change of [
      { seats: 6 },
      { status: 'suspended' as const },
      { name: 'x' },
      { trial: true },
      { product: suite },
      { order: 'o-2' },
    ])
      expect(fact(subscription, { subscriptions: [{ ...change }] }).digest).not.toBe(before.digest)
  })

  test('of a subscription does not move with anything else', () => {
    const before = fact(subscription, { subscriptions: [{}] })
    for (const change of [
      { chargedUntil: instant('2027-01-01T00:00:00Z') },
      { refundable: [{ seats: seats(1), until: instant('2027-01-01T00:00:00Z') }] },
    ])
      expect(fact(subscription, { subscriptions: [change, { id: 's-2' }] })).toEqual(before)
  })

  test('of a list is its ids, sorted, without what was deleted or is of another product', () => {
    const subscriptions = [
      { id: 'b' },
      { id: 'a' },
      { id: 'c', status: 'deleted' as const },
      { id: 'd', product: premium },
    ]
    expect(fact(list, { subscriptions }).value).toEqual(['a', 'b'])
    expect(fact({ kind: 'subscriptions', ...at }, { subscriptions }).value).toEqual(['a', 'b', 'd'])
  })

  test('of an agreement is that it is there, however it was made', () => {
    const subject: FactSubject = { kind: 'agreement', ...at }
    const signed = {
      agreement: { kind: 'present' as const, value: { how: 'signed by the customer' as const } },
    }
    expect(fact(subject, signed)).toEqual(fact(subject))
  })

  test('of an offer moves when it is withdrawn or its limits change', () => {
    const before = fact(offer)
    for (const change of [{ purchasable: false }, { maximumSeats: seats(10) }, { terms: [] }])
      expect(fact(offer, {}, anItem(change)).digest).not.toBe(before.digest)
    expect(fact(offer, {}, anItem({ name: 'In another language' }))).toEqual(before)
  })

  test('without an answer equals no other', () => {
    const silent = fact(subscription, { subscriptions: unknown })
    expect([isUnknownFact(silent), isUnknownFact(fact(subscription, { subscriptions: [{}] }))]).toEqual([
      true,
      false,
    ])
    expect(isUnknownFact(fact({ ...subscription, customer: tenant(9) }))).toBe(true)
  })
})

describe('a plan relies on', () => {
  test('its customer, agreement, offers, and everything the customer has on both sides', () => {
    expect(
      planned({ italy: [{}, { id: 's-9', product: suite, status: 'deleted' }] }).facts.map(entry => entry.id),
    ).toEqual([
      `agreement:central/${tenant()}`,
      `customer:central/${tenant()}`,
      `offer:central/IT/${mail}`,
      `subscription:italy/${tenant()}/s-1`,
      `subscriptions:central/${tenant()}`,
      `subscriptions:italy/${tenant()}`,
    ])
  })

  test('nothing of a customer for whom it writes nothing', () => {
    expect(planned({ italy: [{ product: premium }] }).facts).toEqual([])
  })
})
