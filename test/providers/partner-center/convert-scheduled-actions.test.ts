import { describe, expect, test } from 'vitest'
import {
  actionsFor,
  inTodaysForm,
  nextTermIn,
  termEndOf,
} from '../../../providers/partner-center/convert-scheduled-actions.ts'
import type { WireSubscription } from '../../../providers/partner-center/wire/subscription.ts'

const seen = (...scheduledActions: object[]) => ({ id: 's-1', scheduledActions }) as WireSubscription
const cancel = { scheduleType: 'TermEnd', actionType: 'Cancel' }
const extend = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }
const later = {
  scheduleType: 'CustomDate',
  actionType: 'Cancel',
  effectiveDate: '2027-01-31T00:00:00Z',
  note: 'kept',
}

describe('scheduled actions', () => {
  test.each<[string, WireSubscription, ReturnType<typeof termEndOf>]>([
    ['none', { id: 's-1' }, { cancelsAtTermEnd: false, termEndAction: null }],
    // Was red: extended, or renewed, by what nobody had said.
    [
      'none, of a term whose auto-renew is not said',
      { id: 's-1', termDuration: 'P1Y' },
      { cancelsAtTermEnd: false, termEndAction: 'unknown:something that it does not say' },
    ],
    [
      'none, of a term that renews',
      { id: 's-1', termDuration: 'P1Y', autoRenewEnabled: true },
      { cancelsAtTermEnd: false, termEndAction: null },
    ],
    [
      'something that is no list',
      {
        id: 's-1',
        termDuration: 'P1Y',
        autoRenewEnabled: true,
        scheduledActions: cancel,
      } as unknown as WireSubscription,
      { cancelsAtTermEnd: false, termEndAction: 'unknown:something that it does not say' },
    ],
    ['a cancel', seen(cancel), { cancelsAtTermEnd: true, termEndAction: null }],
    [
      'in any spelling',
      seen({ ScheduleType: 'term_end', ActionType: 'CANCEL' }),
      { cancelsAtTermEnd: true, termEndAction: null },
    ],
    [
      'in the form of before',
      seen({ type: 'Cancel', effective: 'endOfTerm' }),
      { cancelsAtTermEnd: true, termEndAction: null },
    ],
    ['without a schedule', seen({ actionType: 'cancel' }), { cancelsAtTermEnd: true, termEndAction: null }],
    ['an extension', seen(extend), { cancelsAtTermEnd: false, termEndAction: 'extend' }],
    [
      'a renewal',
      seen({ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' }),
      { cancelsAtTermEnd: false, termEndAction: 'renew' },
    ],
    // Was red: counted for nothing, so that it "renewed" after the day on which it ended.
    [
      'what is for another day',
      seen(later, extend),
      { cancelsAtTermEnd: false, termEndAction: 'unknown:cancel on 2027-01-31' },
    ],
    // Was red: every end of a term was unknown beside an entry that nobody knows.
    [
      'what is for nobody knows when',
      seen(extend, { scheduleType: 'Someday', actionType: 'Review' }),
      { cancelsAtTermEnd: false, termEndAction: 'extend' },
    ],
    [
      'what is for a day that it does not say',
      seen({ scheduleType: 'CustomDate', actionType: 'Sing' }),
      { cancelsAtTermEnd: false, termEndAction: 'unknown:Sing on a day that it does not say' },
    ],
    [
      'unknown words',
      seen({ scheduleType: 'TermEnd', actionType: 'Sing' }),
      { cancelsAtTermEnd: false, termEndAction: 'unknown:Sing at the end of its term' },
    ],
    [
      'two that differ',
      seen(cancel, extend),
      { cancelsAtTermEnd: false, termEndAction: 'unknown:cancel and to extend at the end of its term' },
    ],
    ['two that do not', seen(cancel, cancel), { cancelsAtTermEnd: true, termEndAction: null }],
  ])('are read: %s', (_, wire, expected) => {
    expect(termEndOf(wire)).toEqual(expected)
  })

  test('of which a renewal counts before the older schedule, also where it plans nothing', () => {
    const renewal = { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { quantity: 4 } }
    const older = { quantity: 9 }
    expect(nextTermIn({ ...seen(renewal), scheduledNextTermInstructions: older })).toEqual({ quantity: 4 })
    expect(nextTermIn({ ...seen(later), scheduledNextTermInstructions: older })).toEqual(older)
  })

  test('are sent with one instruction for the end of the term, and all others as they were', () => {
    const none = { next: null }
    expect(actionsFor('cancels', { found: seen(later, extend), ...none })).toEqual([later, cancel])
    expect(actionsFor('extends', { found: seen(cancel, later), ...none })).toEqual([later, extend])
    expect(actionsFor('renews', { found: seen(), ...none })).toBe(null)
    expect(actionsFor('renews', { found: seen(extend), next: { quantity: 4 } })).toEqual([
      { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { quantity: 4 } },
    ])
    expect(
      actionsFor('cancels', { found: seen({ type: 'cancel', effective: 'endOfTerm' }), ...none }),
    ).toEqual([cancel])
  })

  test('of the form of before go back in the form of today', () => {
    expect(inTodaysForm(seen({ type: 'cancel', effective: 'endOfTerm' }, later))).toEqual([cancel, later])
    expect(inTodaysForm(seen(later, extend))).toBe(null)
  })
})
