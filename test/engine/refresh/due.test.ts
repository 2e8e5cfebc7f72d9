import { expect, it } from 'vitest'
import { instant, seats } from '../../../engine/model/ids.ts'
import { isDue } from '../../../engine/refresh/due.ts'
import { aLiveSubscription, type LiveSubscriptionFacts } from '../../support/builders/index.ts'

const times = {
  readAtMs: Date.parse('2026-12-07T06:00:00Z'),
  nowMs: Date.parse('2026-12-07T18:00:00Z'),
  marginMs: 2 * 3_600_000,
}
const dull: LiveSubscriptionFacts = {
  termEndsAt: null,
  chargedUntil: null,
  cancellableUntil: null,
  refundable: [],
  nextTerm: null,
}
const at = (text: string) => instant(text)

it.each<readonly [string, LiveSubscriptionFacts, boolean]>([
  ['nothing has a date', {}, false],
  ['its term ends meanwhile', { termEndsAt: at('2026-12-07T12:00:00Z') }, true],
  ['its term ends soon after', { termEndsAt: at('2026-12-07T20:00:00Z') }, true],
  ['its term ends later', { termEndsAt: at('2026-12-07T20:00:01Z') }, false],
  ['its term has ended long before, and it runs', { termEndsAt: at('2026-11-07T00:00:00Z') }, true],
  [
    'its term has ended long before, and it is off',
    { termEndsAt: at('2026-11-07T00:00:00Z'), status: 'expired' },
    false,
  ],
  ['a billing period ended just before', { chargedUntil: at('2026-12-07T04:00:01Z') }, true],
  ['a billing period ended before', { chargedUntil: at('2026-12-07T04:00:00Z') }, false],
  ['it can be cancelled until then', { cancellableUntil: at('2026-12-07T07:00:00Z') }, true],
  [
    'seats can be given back until then',
    { refundable: [{ seats: seats(1), until: at('2026-12-07T07:00:00Z') }] },
    true,
  ],
  ['it is on its way', { status: 'pending' }, true],
  ['its status is a word that is not known here', { status: 'unknown:frozen' }, true],
  ['a date cannot be read', { unreadDates: ['termEndsAt'] }, true],
])('%s: %o is due: %s', (_, facts, due) => {
  expect(isDue(aLiveSubscription({ ...dull, ...facts }), times)).toBe(due)
})
