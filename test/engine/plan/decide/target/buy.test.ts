/** A first term whose end is chosen when it is bought. */
import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../../../engine/model/ids.ts'
import type { CreateSubscription } from '../../../../../engine/plan/kinds/create.ts'
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
import { actionLines, findingCodes } from '../../../../support/plan-shape.ts'
import { carriedOut } from '../../../../support/simulate.ts'

const shared: DeclaredSubscriptionFacts = {
  key: 'office',
  product: premium,
  term: 'P1Y',
  endsOn: utcDate('2027-06-30'),
}

function world(
  declared: DeclaredSubscriptionFacts,
  living: readonly LiveSubscriptionFacts[] = [],
  partner: Parameters<typeof aPartner>[0] = {},
) {
  return {
    desired: aDesired({
      partners: [aPartner(partner)],
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription(declared)] })],
      consolidations: [],
    }),
    actual: anActual({
      customers: [aCustomerActual({ subscriptions: living.map(entry => ({ name: 'office', ...entry })) })],
    }),
  }
}

function bought(declared: DeclaredSubscriptionFacts, partner: Parameters<typeof aPartner>[0] = {}) {
  const [create] = aPlan(world(declared, [], partner)).actions
  return create as CreateSubscription
}

describe('a chosen end of the first term', () => {
  test('is asked for with the purchase, and committed to that day: months, and the days of the last one', () => {
    // 6 months of 5 × 18.60, then 7 to 30 June: 24 of 30 days.
    const { endsOn, proves, effect } = bought(shared)
    expect({ endsOn, proves, commitment: effect.commitment }).toEqual({
      endsOn: '2027-06-30',
      proves: [expect.objectContaining({ kind: 'new subscription lives', endsOn: '2027-06-30' })],
      commitment: {
        until: '2027-06-30',
        total: { kind: 'known', amount: '632.40', currency: 'EUR' },
      },
    })
  })

  test('that is the last day of a full term costs what a full term costs', () => {
    const full = bought({ ...shared, endsOn: utcDate('2027-12-06') })
    const { endsOn: _, ...whole } = shared
    expect(full.effect.commitment).toEqual(bought(whole).effect.commitment)
  })

  test('without a price list commits to an unknown sum, never to 0', () => {
    expect(bought(shared, { prices: null }).effect.commitment).toEqual({
      until: '2027-06-30',
      total: { kind: 'unknown', why: 'no price list' },
    })
  })

  test('leaves nothing to do once it is bought, and nothing when that term has been renewed', () => {
    const before = world(shared)
    const plan = aPlan(before)
    expect(aPlan({ ...before, actual: carriedOut(before.actual, plan) })).toMatchObject({
      actions: [],
      findings: [],
    })
    const renewed = { product: premium, boughtAt: instant('2026-12-07T08:00:00Z') }
    const next = world(shared, [{ ...renewed, termEndsAt: instant('2028-06-30T23:59:59Z') }])
    expect(aPlan(next)).toMatchObject({ actions: [], findings: [] })
  })

  test.each([
    ['that is over', '2026-12-06'],
    ['after the last day of a full term', '2027-12-07'],
  ])('%s is refused before anything is sent', (_, day) => {
    const plan = aPlan(world({ ...shared, endsOn: utcDate(day) }))
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['END_NOT_POSSIBLE line']])
  })

  test('is not forced on a term that runs, and its line says how the next one may', () => {
    const running = { boughtAt: instant('2026-12-01T08:00:00Z'), termEndsAt: instant('2027-11-30T23:59:59Z') }
    const plan = aPlan(world(shared, [{ product: premium, ...running }]))
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['CHANGE_NOT_SUPPORTED line']])
    expect(plan.findings[0]?.detail).toBe(
      'The running term of `office` ends on 2027-11-30, and 2027-06-30 is declared; the end of a term that runs is not changed: write `nextTerm: { endsOn: … }`.',
    )
  })
})
