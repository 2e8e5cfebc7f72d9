/** A schedule that is told and cannot be read is no schedule that leaves everything as it is: what comes after the term is unknown (T23, T31). */
import { describe, expect, test } from 'vitest'
import { partnerName } from '../../../engine/model/ids.ts'
import { renewalOf } from '../../../engine/model/renewal.ts'
import { liveSubscription } from '../../../providers/partner-center/convert.ts'
import { endOfTermIn } from '../../../providers/partner-center/convert-next-term.ts'
import type { WireSubscription } from '../../../providers/partner-center/wire/subscription.ts'

const wire = (scheduledNextTermInstructions: unknown, facts: object = {}) =>
  ({
    id: '0c5a7b1e-0000-4000-8000-00000000d001',
    offerId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0AAA9',
    productType: { id: 'OnlineServicesNCE' },
    quantity: 12,
    status: 'active',
    termDuration: 'P1Y',
    billingCycle: 'annual',
    autoRenewEnabled: true,
    scheduledNextTermInstructions,
    ...facts,
  }) as WireSubscription
const item = { productId: 'CFQ7TTC0LCHC', skuId: '0002', termDuration: 'P1Y', billingCycle: 'annual' }
const actions = (...scheduledActions: object[]) => ({ scheduledActions })

describe('what is scheduled for the next term', () => {
  test('is read whole', () => {
    expect(
      endOfTermIn(
        wire({
          product: { ...item, promotionId: '39NFJQT1Q5KB:0001' },
          quantity: '5',
          customTermEndDate: '2027-06-30',
        }),
      ),
    ).toEqual({
      cancelsAtTermEnd: false,
      termEndAction: null,
      nextTerm: {
        seats: 5,
        product: 'CFQ7TTC0LCHC:0002',
        term: 'P1Y',
        billing: 'annual',
        endsOn: '2027-06-30',
        promotion: '39NFJQT1Q5KB:0001',
      },
    })
  })

  test.each([
    ['nothing', null],
    ['nothing at all', undefined],
  ])('is none where it says %s', (_, said) => {
    expect(endOfTermIn(wire(said))).toEqual({ cancelsAtTermEnd: false, termEndAction: null, nextTerm: null })
  })

  test.each([
    ['what is left out', { quantity: 5 }],
    ['what is null', { quantity: 5, product: null, customTermEndDate: null }],
    ['an end that never comes', { quantity: 5, customTermEndDate: '9999-12-31T00:00:00Z' }],
  ])('leaves as it is %s', (_, said) => {
    expect(endOfTermIn(wire(said)).nextTerm).toEqual({
      seats: 5,
      product: null,
      term: null,
      billing: null,
      endsOn: null,
      promotion: null,
    })
  })

  test.each<[string, unknown, string]>([
    ['seats', { quantity: 'many', product: item }, 'with seats'],
    ['seats below none', { quantity: -1, product: item }, 'with seats'],
    ['half a product', { quantity: 5, product: { ...item, skuId: null } }, 'with a product'],
    ['a product that is no object', { quantity: 5, product: 'CFQ7TTC0LCHC:0002' }, 'with a product'],
    ['a product of another form', { quantity: 5, product: { ...item, productId: {} } }, 'with a product'],
    ['a term', { product: { ...item, termDuration: { years: 1 } } }, 'with a term'],
    ['a cycle', { product: { ...item, billingCycle: ['annual'] } }, 'with a billing cycle'],
    ['an end', { quantity: 5, customTermEndDate: 'next summer' }, 'with an end'],
    ['a promotion', { product: { ...item, promotionId: {} } }, 'with a promotion'],
    ['two of them', { quantity: 'many', customTermEndDate: 7 }, 'with seats and an end'],
    ['a list', [{ quantity: 5 }], 'in a way'],
    ['a text', 'five seats', 'in a way'],
    ['members nobody knows', { seatCount: 5 }, 'in a way'],
  ])('is unknown as a whole with unreadable: %s', (_, said, how) => {
    const live = liveSubscription(partnerName('central'), '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001', wire(said))
    expect({ nextTerm: live.nextTerm, renewal: renewalOf(live) }).toEqual({
      nextTerm: null,
      renewal: { kind: 'unknown', why: `it is set to go on ${how} that cannot be read` },
    })
  })

  test('counts from the renewal among the actions where there is one', () => {
    const renewal = {
      scheduleType: 'TermEnd',
      actionType: 'RenewToNewTerm',
      instructions: { quantity: 'many' },
    }
    expect(endOfTermIn(wire({ quantity: 5 }, actions(renewal)))).toEqual({
      cancelsAtTermEnd: false,
      termEndAction: 'unknown:go on with seats that cannot be read',
      nextTerm: null,
    })
  })

  test.each([
    ['a cancel', 'Cancel', { cancelsAtTermEnd: true, termEndAction: null, nextTerm: null }],
    [
      'an extension',
      'RenewToExtendedServiceTerm',
      { cancelsAtTermEnd: false, termEndAction: 'extend', nextTerm: null },
    ],
  ])('does not count beside %s, which wins over it', (_, actionType, expected) => {
    const action = actions({ scheduleType: 'TermEnd', actionType })
    expect(endOfTermIn(wire({ quantity: 'many' }, action))).toEqual(expected)
  })
})
