/** Legacy that is switched off within 30 days of its purchase: what the activity log says of its seats decides what comes back (facts 2.5). */
import { describe, expect, test } from 'vitest'
import { instant, subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import type { RecordedChange, SeatsAndStatus } from '../../../engine/model/recorded/recorded-change.ts'
import { creditOnSwitchOff } from '../../../engine/money/pricing.ts'
import { aLiveSubscription, aPartner, aPrice, mail } from '../../support/builders/index.ts'

const partner = aPartner({ prices: [aPrice({ product: mail, price: '4.00' })] })
/** Period from 20 November to 19 December, 30 days. */
const live = (facts: Partial<LiveSubscription> = {}) =>
  aLiveSubscription({ boughtAt: instant('2026-11-20T10:00:00Z'), seats: 12, ...facts })
const other = subscriptionId('aaaaaaaa-0000-4000-8000-0000000000ff')

type Told = number | 'off' | null

/** Seats while it was on, `off`: suspended with 12. */
const told = (value: Told): SeatsAndStatus =>
  value === 'off'
    ? { seats: 12, status: 'suspended' }
    : { seats: value, status: value === null ? null : 'active' }
const change = (at: string, [before, after]: readonly [Told, Told], of = live().id): RecordedChange => ({
  subscription: of,
  at: instant(at),
  before: told(before),
  after: told(after),
})
const credit = (changes: readonly RecordedChange[] | null, day = '2026-12-09', facts = {}) =>
  creditOnSwitchOff(partner, live(facts), { day: utcDate(day), changes })
const eur = (amount: string) => ({ kind: 'known', amount, currency: 'EUR' })
const unknown = { kind: 'unknown', why: 'seats may have changed within the period' }

describe('the whole charge comes back', () => {
  test('where no change is on record, of this or of another one', () => {
    expect(credit([])).toEqual(eur('48.00'))
    expect(credit([change('2026-12-07T07:00:00Z', [10, 12], other)])).toEqual(eur('48.00'))
  })

  test('where what was recorded changed no seats, or changed them and back within one day', () => {
    expect(credit([change('2026-12-07T07:00:00Z', [12, 12])])).toEqual(eur('48.00'))
    const back = [change('2026-12-07T07:00:00Z', [12, 14]), change('2026-12-07T09:00:00Z', [14, 12])]
    expect(credit(back)).toEqual(eur('48.00'))
  })

  test('where seats changed on the day of the purchase: they were bought as they were at its end', () => {
    expect(credit([change('2026-11-20T11:00:00Z', [10, 12])])).toEqual(eur('48.00'))
  })

  test('since it was last off, where it was off for some days', () => {
    // 12 x 4.00 x 11 / 30: from 30 November on it was charged anew for 20 days, 12 x 4.00 x 20 / 30.
    const pause = [change('2026-11-25T07:00:00Z', [12, 'off']), change('2026-11-30T09:00:00Z', ['off', 12])]
    expect(credit(pause)).toEqual(eur('32.00'))
  })

  test('of the period that runs, whatever changed in the one before', () => {
    // Bought on 30 January, second period from 28 February to 29 March: 30 days.
    const facts = { boughtAt: instant('2026-01-30T10:00:00Z') }
    const before = [change('2026-02-10T07:00:00Z', [10, 12])]
    expect(credit(before, '2026-03-01', facts)).toEqual(eur('48.00'))
  })

  test('on the day of the purchase, for which no log is asked', () => {
    expect(credit(null, '2026-11-20')).toEqual(eur('48.00'))
  })
})

describe('only the days from the switch-off on come back', () => {
  test('where seats were added or taken away within the period', () => {
    // 12 x 4.00 x 11 / 30.
    expect(credit([change('2026-12-07T07:00:00Z', [10, 12])])).toEqual(eur('17.60'))
    expect(credit([change('2026-12-07T07:00:00Z', [15, 12])])).toEqual(eur('17.60'))
  })

  test('where they were added and taken away again on another day', () => {
    const there = [change('2026-12-01T07:00:00Z', [12, 14]), change('2026-12-07T07:00:00Z', [14, 12])]
    expect(credit(there)).toEqual(eur('17.60'))
  })

  test('of what is older than 30 days, for which no log is asked', () => {
    // 12 x 4.00 x 9 / 30: bought on 30 October, period from 30 November to 29 December.
    expect(credit(null, '2026-12-21', { boughtAt: instant('2026-10-30T10:00:00Z') })).toEqual(eur('14.40'))
  })
})

describe('the credit is unknown', () => {
  test.each<[string, readonly RecordedChange[] | null]>([
    ['where the log was not read', null],
    ['where a record does not tell what was before', [change('2026-12-07T07:00:00Z', [null, 12])]],
    ['where a record does not tell what came of it', [change('2026-12-07T07:00:00Z', [12, null])]],
    ['where the last record is not what lives', [change('2026-12-07T07:00:00Z', [10, 11])]],
    [
      'where a change between two records is missing',
      [change('2026-12-01T07:00:00Z', [12, 14]), change('2026-12-07T07:00:00Z', [15, 12])],
    ],
    ['where seats changed on the day of the switch-off', [change('2026-12-09T05:00:00Z', [10, 12])]],
  ])('%s', (_, changes) => {
    expect(credit(changes)).toEqual(unknown)
  })

  test('where seats changed on the first day of a later period: which of the two came first is not told', () => {
    const facts = { boughtAt: instant('2026-01-30T10:00:00Z') }
    expect(credit([change('2026-02-28T07:00:00Z', [10, 12])], '2026-03-01', facts)).toEqual(unknown)
  })

  test('and seats that live now are not: they are unknown by themselves', () => {
    expect(credit([], '2026-12-09', { seats: null })).toEqual({ kind: 'unknown', why: 'seats unknown' })
  })
})
