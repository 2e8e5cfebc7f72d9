/** What a plan tells to end with its term: licences in use not without a word (T21). */
import { describe, expect, test } from 'vitest'
import { instant, seats, subscriptionId } from '../../../../engine/model/ids.ts'
import type { LicencePool } from '../../../../engine/model/live.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  type DeclaredSubscriptionFacts,
  type LiveSubscriptionFacts,
  premium,
  present,
} from '../../../support/builders/index.ts'
import { actionLines, findingCodes } from '../../../support/plan-shape.ts'

const ends = instant('2027-01-04T23:59:59Z')
const base: LiveSubscriptionFacts = { id: 'b', name: 'base', product: premium, seats: 10, termEndsAt: ends }
const asBase: DeclaredSubscriptionFacts = {
  key: 'base',
  subscriptionId: subscriptionId('b'),
  product: premium,
  seats: 10,
}
function kept(
  declared: readonly DeclaredSubscriptionFacts[],
  living: readonly LiveSubscriptionFacts[],
  pools?: readonly LicencePool[],
) {
  return aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })],
      consolidations: [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: living,
          ...(pools !== undefined && { licences: present(pools) }),
        }),
      ],
    }),
  })
}

const ending = { endOfTerm: 'cancel' } as const
const partedWords = (plan: ReturnType<typeof kept>) =>
  plan.findings.map(entry => [entry.code, entry.blocks, entry.detail])
describe('licences in use that end with a term', () => {
  const pool = (consumed: number): LicencePool => ({
    product: premium,
    licence: 'suite',
    enabled: seats(20),
    consumed: seats(consumed),
  })
  const other: LiveSubscriptionFacts = { ...base, id: 'c', name: 'other', cancelsAtTermEnd: true }
  const asOther: DeclaredSubscriptionFacts = {
    ...asBase,
    ...ending,
    key: 'other',
    subscriptionId: subscriptionId('c'),
  }

  test('are said where what ends already leaves too few beside it', () => {
    const plan = kept([{ ...asBase, ...ending }, asOther], [base, other], [pool(10)])
    expect(partedWords(plan)).toEqual([
      [
        'PLAN.USED_SEATS_END',
        'nothing',
        'Microsoft 365 Business Premium: 10 licences are in use, and 0 are left once the terms that end have ended.',
      ],
    ])
  })

  test('are said where a next term has too few of them', () => {
    const plan = kept([{ ...asBase, nextTerm: { seats: seats(4) } }, asOther], [base, other], [pool(10)])
    expect(plan.findings.map(entry => entry.detail)).toEqual([
      'Microsoft 365 Business Premium: 10 licences are in use, and 4 are left once the terms that end have ended.',
    ])
  })

  test('are no matter where enough goes on', () => {
    const asGoing = { ...asOther, endOfTerm: null }
    const going = { ...other, cancelsAtTermEnd: false }
    const plan = kept([{ ...asBase, ...ending }, asGoing], [base, going], [pool(10)])
    expect([actionLines(plan).length, findingCodes(plan)]).toEqual([1, []])
  })
})
