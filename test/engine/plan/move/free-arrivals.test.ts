/** Looking up by what is indexed finds what looking at each of them one after the other finds. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldChanges } from '../../../../engine/diff/fields.ts'
import type { DeclaredSubscription } from '../../../../engine/model/desired.ts'
import { productKey, seats, subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../../engine/model/live.ts'
import { freeArrivals } from '../../../../engine/plan/move/free-arrivals.ts'
import { aDeclaredSubscription, aLiveSubscription, premium } from '../../../support/builders/index.ts'

const count = fc.constantFrom(seats(5), seats(6))
const product = fc.constantFrom(premium, premium, premium, productKey('CFQ7TTC0LDPB:0001'))
const term = fc.constantFrom('P1M', 'P1Y')
const billing = fc.constantFrom('monthly' as const, 'annual' as const)
const reseller = fc.constantFrom(null, '7000001', '7000002')
const endsOn = fc.constantFrom(utcDate('2027-03-14'), utcDate('2027-06-30'))

const line = fc.record(
  {
    product,
    seats: count,
    term,
    billing,
    billingWritten: fc.boolean(),
    endOfTerm: fc.constantFrom(null, 'renew' as const, 'cancel' as const),
    nextTerm: fc.option(fc.record({ seats: count, product, term, billing, endsOn }, { requiredKeys: [] })),
    partnerOfRecord: reseller,
    friendlyName: fc.constantFrom(null, 'a', 'b'),
  },
  { requiredKeys: ['product', 'seats'] },
)
const arrival = fc.record(
  {
    product,
    seats: count,
    name: fc.constantFrom('a', 'b', 'c'),
    term,
    billing,
    partnerOfRecord: reseller,
    autoRenew: fc.boolean(),
    nextTerm: fc.option(
      fc.record({
        seats: count,
        product,
        term,
        billing,
        endsOn: fc.option(endsOn),
        promotion: fc.constant(null),
      }),
    ),
  },
  { requiredKeys: ['product', 'seats', 'name'] },
)

const isAsDeclared = (declared: DeclaredSubscription, living: LiveSubscription) =>
  fieldChanges(declared, living).length === 0

test('what is as declared is found as by looking at each of them', () => {
  let found = 0
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(arrival, { maxLength: 8 }), (lines, arrivals) => {
      const free = new Set(
        arrivals.map((parts, at) => aLiveSubscription({ id: subscriptionId(`s-${at}`), ...parts })),
      )
      const like = freeArrivals(free)
      for (const [at, parts] of lines.entries()) {
        const declared = aDeclaredSubscription({ key: `k-${at}`, ...parts })
        const expected = [...free].find(
          entry => entry.product === declared.product && isAsDeclared(declared, entry),
        )
        const taken = like.ofSeats(declared, isAsDeclared)
        expect(taken?.id).toBe(expected?.id)
        if (taken === undefined) continue
        free.delete(taken)
        found += 1
      }
    }),
    { numRuns: 2_000 },
  )
  expect(found).toBeGreaterThan(200)
})
