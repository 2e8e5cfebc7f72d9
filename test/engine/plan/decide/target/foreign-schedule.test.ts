/** What somebody scheduled and nobody here can write is not deleted on the way to something else (T5). */
import { describe, expect, test } from 'vitest'
import { instant, seats } from '../../../../../engine/model/ids.ts'
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
} from '../../../../support/builders/index.ts'
import { actionLines } from '../../../../support/plan-shape.ts'

const dated = 'unknown:renew on 2027-02-01'

function planned(declared: DeclaredSubscriptionFacts, living: LiveSubscriptionFacts) {
  const plan = aPlan({
    desired: aDesired({
      partners: [aPartner()],
      customers: [
        aCustomer({
          subscriptions: [aDeclaredSubscription({ key: 'office', product: premium, ...declared })],
        }),
      ],
      consolidations: [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: [{ name: 'office', product: premium, termEndAction: dated, ...living }],
        }),
      ],
    }),
  })
  return [actionLines(plan), plan.findings.map(({ code, detail }) => `${code} ${detail ?? ''}`)]
}

const kept = (what: string, set = 'renew on 2027-02-01') =>
  `PLAN.UNSUPPORTED \`office\`: it is set to ${set}. The service deletes that with any change in the middle of the term, and this version cannot make it again, so ${what}.`

describe('a schedule that cannot be made again', () => {
  test('keeps seats from being added', () => {
    expect(planned({ seats: 9 }, {})).toEqual([[], [kept('`seats` stays 5')]])
  })

  test('keeps seats from being given back', () => {
    const refundable = [{ seats: seats(5), until: instant('2026-12-09T00:00:00Z') }]
    expect(planned({ seats: 3 }, { refundable })).toEqual([[], [kept('`seats` stays 5')]])
  })

  test('keeps the billing cycle', () => {
    expect(planned({ billing: 'annual' }, {})).toEqual([[], [kept('`billing` stays monthly')]])
  })

  test('keeps what is suspended from being switched on', () => {
    expect(planned({}, { status: 'suspended' })).toEqual([[], [kept('`state` stays suspended')]])
  })

  test('of a change to another product too, which nothing else said', () => {
    expect(planned({ seats: 9 }, { termEndAction: 'transition' })).toEqual([
      [],
      [kept('`seats` stays 5', 'transition at the end of its term')],
    ])
  })

  test('stands in no name’s way', () => {
    expect(planned({ seats: 9, friendlyName: 'Posta' }, {})).toEqual([
      ['rename s-1 office→Posta central'],
      [kept('`seats` stays 5')],
    ])
  })

  test('is left where only the renewal is declared otherwise', () => {
    expect(planned({ endOfTerm: 'cancel' }, {})).toEqual([
      [],
      ['PLAN.UNSUPPORTED `office`: it is set to renew on 2027-02-01, which is left as it is.'],
    ])
  })
})
