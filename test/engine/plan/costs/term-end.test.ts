/** What the end of a term comes to: priced on the day on which it begins, and with the last day on which people have what stops (T23). */
import { expect, test } from 'vitest'
import { termEndWords } from '../../../../cmd/report/plan/renewal-words.ts'
import { instant, utcDate } from '../../../../engine/model/ids.ts'
import { renewalOf } from '../../../../engine/model/renewal.ts'
import { termEndOf } from '../../../../engine/plan/costs/term-end.ts'
import {
  aLiveSubscription,
  aPartner,
  aPrice,
  type LiveSubscriptionFacts,
  premium,
} from '../../../support/builders/index.ts'

const december = { product: premium, term: 'P1Y', price: '21.90', until: '2026-12-31' }
const january = { product: premium, term: 'P1Y', price: '22.60', from: '2027-01-01' }
const year: LiveSubscriptionFacts = {
  product: premium,
  seats: 10,
  boughtAt: instant('2026-01-01T09:00:00Z'),
  termStartsAt: instant('2026-01-01T00:00:00Z'),
  termEndsAt: instant('2026-12-31T23:59:59Z'),
}
/** Three years that began before the extension was. */
const old: LiveSubscriptionFacts = {
  ...year,
  term: 'P3Y',
  boughtAt: instant('2024-01-05T00:00:00Z'),
  termStartsAt: instant('2024-01-05T00:00:00Z'),
  termEndsAt: instant('2027-01-04T23:59:59Z'),
}

function endOf(facts: LiveSubscriptionFacts, prices = [december, january]) {
  const live = aLiveSubscription(facts)
  const partner = aPartner({
    prices: prices.map(aPrice),
    pricesFor: { day: utcDate('2026-12-07'), market: 'IT', segment: null },
  })
  return termEndOf(live, renewalOf(live), { partner, hasMonthlyPlan: true })
}

test('a renewal has the price of its first day, whatever day the plan is for', () => {
  expect(termEndWords(endOf(year))).toBe('renews on 2027-01-01, EUR 226.00/month, EUR 2712.00 to 2027-12-31')
  // No row is in force then, and the one of today says nothing of it.
  expect(termEndWords(endOf(year, [december]))).toBe(
    'renews on 2027-01-01, unknown/month, unknown to 2027-12-31',
  )
})

test.each<[string, LiveSubscriptionFacts, string]>([
  ['told to cancel', { ...year, cancelsAtTermEnd: true }, 'stops at once on 2027-01-01'],
  [
    'told to cancel, without an extension',
    { ...old, cancelsAtTermEnd: true },
    'expires on 2027-01-05, users keep it to 2027-02-03',
  ],
  [
    'not renewed, without an extension',
    { ...old, autoRenew: false },
    'expires on 2027-01-05, users keep it to 2027-02-03',
  ],
  [
    'told to cancel, begun on a day that is not known',
    { ...old, cancelsAtTermEnd: true, termStartsAt: null },
    'stops on 2027-01-05, at once or after 30 days',
  ],
])('%s', (_, facts, words) => {
  expect(termEndWords(endOf(facts))).toBe(words)
})
