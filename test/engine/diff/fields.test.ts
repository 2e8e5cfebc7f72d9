import { describe, expect, test } from 'vitest'
import { fieldChanges } from '../../../engine/diff/fields.ts'
import { instant, seats, utcDate } from '../../../engine/model/ids.ts'
import { aDeclaredSubscription, aLiveSubscription, premium } from '../../support/builders/index.ts'

describe('differences between a declared and a living subscription', () => {
  test('are none when it is as declared', () => {
    expect(fieldChanges(aDeclaredSubscription(), aLiveSubscription())).toEqual([])
    const nce = aDeclaredSubscription({ product: premium, endOfTerm: 'renew', nextTerm: { seats: seats(5) } })
    expect(fieldChanges(nce, aLiveSubscription({ product: premium }))).toEqual([])
  })

  test('are listed by field, from what is there to what is declared', () => {
    const declared = aDeclaredSubscription({
      product: premium,
      seats: 8,
      term: 'P3Y',
      billing: 'annual',
      friendlyName: 'Our suite',
      endOfTerm: 'cancel',
      nextTerm: { seats: seats(3) },
    })
    expect(fieldChanges(declared, aLiveSubscription({ product: premium, status: 'suspended' }))).toEqual([
      { field: 'billing', from: 'monthly', to: 'annual' },
      { field: 'endOfTerm', from: 'renew', to: 'cancel' },
      { field: 'friendlyName', from: 'Posta', to: 'Our suite' },
      { field: 'nextTerm.seats', from: 5, to: 3 },
      { field: 'seats', from: 5, to: 8 },
      { field: 'state', from: 'suspended', to: 'active' },
      { field: 'term', from: 'P1Y', to: 'P3Y' },
    ])
  })

  test('say unknown of a next term that nobody can read: it may be what is declared, and need not stay as it is', () => {
    const declared = aDeclaredSubscription({ product: premium, nextTerm: { seats: seats(3) } })
    const live = aLiveSubscription({
      product: premium,
      termEndAction: 'unknown:go on with seats that cannot be read',
    })
    expect(fieldChanges(declared, live)).toEqual([{ field: 'nextTerm.seats', from: 'unknown', to: 3 }])
  })

  test('leave alone what the document does not write, and what the service does not say', () => {
    const live = aLiveSubscription({ name: 'A name somebody gave', billing: null, autoRenew: false })
    expect(fieldChanges(aDeclaredSubscription({ billing: 'annual' }), live)).toEqual([])
  })

  test('a term and a cycle that are left out are those of what lives, before a renewal and after it', () => {
    const declared = aDeclaredSubscription({
      product: premium,
      seats: 20,
      term: null,
      billingWritten: false,
      nextTerm: { seats: seats(15) },
    })
    const live = (count: number, next: number | null) =>
      aLiveSubscription({
        product: premium,
        seats: count,
        term: 'P3Y',
        billing: 'annual',
        nextTerm:
          next === null
            ? null
            : { seats: seats(next), product: null, term: null, billing: null, endsOn: null, promotion: null },
      })
    expect(fieldChanges(declared, live(20, 15))).toEqual([])
    // The renewal has taken them: nobody buys them back.
    expect(fieldChanges(declared, live(15, null))).toEqual([])
    expect(fieldChanges(declared, live(20, null))).toEqual([{ field: 'nextTerm.seats', from: 20, to: 15 }])
  })

  test('auto-renew off without an instruction is neither renew nor cancel: it is extended, or expires where there is no extension', () => {
    const declared = aDeclaredSubscription({ product: premium, endOfTerm: 'cancel' })
    const old = { boughtAt: instant('2024-03-15T09:00:00Z'), termStartsAt: instant('2024-03-15T00:00:00Z') }
    expect(fieldChanges(declared, aLiveSubscription({ product: premium, autoRenew: false, ...old }))).toEqual(
      [{ field: 'endOfTerm', from: 'lapses', to: 'cancel' }],
    )
    const live = aLiveSubscription({ product: premium, autoRenew: false })
    expect(fieldChanges(declared, live)).toEqual([{ field: 'endOfTerm', from: 'extend', to: 'cancel' }])
  })

  test('are none once the next term has begun, whose end was for it alone', () => {
    const declared = aDeclaredSubscription({
      product: premium,
      term: 'P1Y',
      endsOn: utcDate('2026-12-31'),
      nextTerm: { endsOn: utcDate('2027-06-30') },
    })
    const live = (end: string) =>
      aLiveSubscription({
        product: premium,
        boughtAt: instant('2026-12-07T09:00:00Z'),
        termEndsAt: instant(`${end}T23:59:59Z`),
      })
    expect(fieldChanges(declared, live('2027-06-30'))).toEqual([])
    expect(fieldChanges({ ...declared, endsOn: utcDate('2027-06-30') }, live('2027-09-30'))).toEqual([])
  })
})
