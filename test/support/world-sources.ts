/** What the customers of made-up worlds have in the sources: both commerce models, in and out of their windows, and words nobody knows. */
import fc from 'fast-check'
import {
  type Instant,
  instant,
  type PartnerName,
  type ProductKey,
  seats,
  subscriptionId,
} from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import { addOn, aLiveSubscription, azure, mail, premium, suite, tenant } from './builders/index.ts'

/** Mostly the dull answer. */
export function mostly<T>(dull: T, ...odd: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(dull) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
}

export interface SourceSeed {
  readonly product: ProductKey
  readonly seats: number | null
  readonly status: LiveSubscription['status']
  readonly trial: boolean
  readonly kind: LiveSubscription['kind'] | null
  readonly commerce: LiveSubscription['commerce'] | null
  readonly addOns: boolean
  readonly boughtAt: Instant | null
  /** New commerce only. */
  readonly termEndsAt: Instant | null
  readonly cancellableUntil: Instant | null
  readonly renewal: Pick<LiveSubscription, 'autoRenew' | 'cancelsAtTermEnd' | 'nextTerm'>
  readonly billing: 'monthly' | 'annual'
}

const renews = { autoRenew: true, cancelsAtTermEnd: false, nextTerm: null }

export const sourceSeed: fc.Arbitrary<SourceSeed> = fc.record({
  product: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(mail, suite) },
    { weight: 3, arbitrary: fc.constant(premium) },
    { weight: 1, arbitrary: fc.constant(azure) },
  ),
  seats: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant('active' as const) },
    { weight: 1, arbitrary: fc.constantFrom('suspended' as const, 'expired' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<LiveSubscription['status']>(
        'deleted',
        'disabled',
        'pending',
        'unknown:frozen',
      ),
    },
  ),
  trial: mostly(false, true),
  kind: mostly<LiveSubscription['kind'] | null>(null, null, 'software', 'unknown:robot'),
  commerce: mostly<LiveSubscription['commerce'] | null>(null, null, null, 'unknown:credits'),
  addOns: mostly(false, true),
  boughtAt: mostly<Instant | null>(
    instant('2024-12-01T09:00:00Z'),
    instant('2026-11-30T23:59:59Z'),
    instant('2026-10-31T08:00:00Z'),
    null,
  ),
  // Plans are made at 07:00 of 7 December: far away, just outside the last 24 hours, just inside them, unknown.
  termEndsAt: mostly<Instant | null>(
    instant('2027-03-14T23:59:59Z'),
    instant('2026-12-08T07:00:00Z'),
    instant('2026-12-08T06:59:59Z'),
    null,
  ),
  // None, open for days, open to this very instant, closed a second ago.
  cancellableUntil: fc.constantFrom<Instant | null>(
    null,
    null,
    instant('2026-12-12T09:00:00Z'),
    instant('2026-12-12T09:00:00Z'),
    instant('2026-12-07T07:00:00Z'),
    instant('2026-12-07T06:59:59Z'),
  ),
  renewal: mostly<SourceSeed['renewal']>(
    renews,
    { autoRenew: false, cancelsAtTermEnd: true, nextTerm: null },
    { autoRenew: false, cancelsAtTermEnd: false, nextTerm: null },
    { autoRenew: false, cancelsAtTermEnd: true, nextTerm: null },
    {
      ...renews,
      nextTerm: {
        seats: seats(1),
        product: null,
        term: null,
        billing: null,
        endsOn: null,
        promotion: null,
      },
    },
  ),
  billing: mostly<SourceSeed['billing']>('monthly', 'annual'),
})

interface Place {
  readonly partner: PartnerName
  readonly number: number
  readonly position: number
}

/** Expired for ten days, or for forty: users keep what expired less than 30 days ago (facts 2.3). */
function expiredSince(position: number): Instant {
  return instant(position % 2 === 0 ? '2026-11-27T23:59:59Z' : '2026-10-28T23:59:59Z')
}

export function sourceSubscriptions(
  seed: SourceSeed,
  { partner, number, position }: Place,
): readonly LiveSubscription[] {
  const id = `s-${number}-${position}`
  const { product, status, trial, boughtAt } = seed
  const at = { partner, customer: tenant(number), seats: seed.seats, status, trial, boughtAt }
  const base = aLiveSubscription({
    ...at,
    id,
    product,
    billing: seed.product === azure ? 'none' : seed.billing,
    ...(seed.kind !== null && { kind: seed.kind }),
    ...(seed.commerce !== null && { commerce: seed.commerce }),
    ...(product === premium && {
      // What is transferred keeps its name, by which it is told apart afterwards.
      name: `office-${position}`,
      ...seed.renewal,
      cancellableUntil: seed.cancellableUntil,
      termEndsAt: seed.termEndsAt,
    }),
    ...(status === 'expired' && { termEndsAt: expiredSince(position) }),
  })
  if (!seed.addOns || product !== suite || status !== 'active' || trial || seed.commerce !== null)
    return [base]
  return [base, aLiveSubscription({ ...at, id: `${id}-addon`, product: addOn, parent: subscriptionId(id) })]
}
