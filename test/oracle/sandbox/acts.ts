/** What is tried on a subscription, and when. */
import fc from 'fast-check'
import type { Billing, Term } from '../billing-periods.ts'
import type { Day } from '../calendar.ts'
import { terms } from './catalogue.ts'

export const windowDays = 60

export type Act =
  | { readonly kind: 'seats'; readonly by: number }
  | { readonly kind: 'suspend' | 'resume' | 'cancel' }
  | { readonly kind: 'transfer' }
  | { readonly kind: 'transition' }
  | { readonly kind: 'billing'; readonly to: 'monthly' | 'annual' }
  | { readonly kind: 'end of term'; readonly to: 'renew' | 'auto-renew off' | 'cancel' | 'extend' }
  | { readonly kind: 'next term'; readonly term: Term; readonly billing: Billing; readonly seats: number }

export interface TimedAct {
  readonly day: Day
  readonly minute: number
  readonly act: Act
}

export const minutes = fc.oneof(fc.constantFrom(0, 1, 1439), fc.integer({ min: 0, max: 1439 }))

function actsOf(commerce: 'legacy' | 'nce'): fc.Arbitrary<Act> {
  const seats = fc.record({
    kind: fc.constant('seats' as const),
    by: fc.integer({ min: -9, max: 9 }).filter(by => by !== 0),
  })
  const status = fc.record({ kind: fc.constantFrom('suspend' as const, 'resume' as const) })
  const billing = fc.record({
    kind: fc.constant('billing' as const),
    to: fc.constantFrom('monthly' as const, 'annual' as const),
  })
  if (commerce === 'legacy')
    return fc.oneof(
      { weight: 3, arbitrary: seats },
      { weight: 3, arbitrary: status },
      { weight: 1, arbitrary: billing },
    )
  return fc.oneof(
    { weight: 4, arbitrary: seats },
    { weight: 2, arbitrary: status },
    { weight: 1, arbitrary: billing },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'cancel' as const,
          'cancel' as const,
          'transfer' as const,
          'transition' as const,
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('end of term' as const),
        to: fc.constantFrom(
          'renew' as const,
          'auto-renew off' as const,
          'auto-renew off' as const,
          'cancel' as const,
          'extend' as const,
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...terms.suite), fc.integer({ min: 1, max: 40 }))
        .map(([{ term, billing }, count]) => ({ kind: 'next term' as const, term, billing, seats: count })),
    },
  )
}

interface Span {
  readonly bought: Day
  /** Last day of the first term. */
  readonly ends: Day
  /** First day on which something can happen. */
  readonly from: Day
}

/** Around the purchase, around the end of the term, or anywhere in the window. */
function someDay({ bought, ends, from }: Span): fc.Arbitrary<Day> {
  const near = (day: Day, before: number, after: number) =>
    fc.integer({ min: day - before, max: day + after })
  return fc
    .oneof(near(bought, 0, 8), near(ends, 6, 9), near(from, 0, windowDays - 1))
    .map(day => Math.min(Math.max(day, from), from + windowDays - 1))
}

/** Acts in no order; some suspensions come with the resumption a while later. */
export function actsIn(commerce: 'legacy' | 'nce', span: Span): fc.Arbitrary<readonly TimedAct[]> {
  const one = fc
    .record({ day: someDay(span), minute: minutes, act: actsOf(commerce) })
    .map(single => [single])
  const pause = fc
    .record({ day: someDay(span), minute: minutes, days: fc.integer({ min: 0, max: 20 }) })
    .map(({ day, minute, days }): readonly TimedAct[] => [
      { day, minute, act: { kind: 'suspend' } },
      { day: day + days, minute, act: { kind: 'resume' } },
    ])
  return fc
    .array(fc.oneof({ weight: 7, arbitrary: one }, { weight: 1, arbitrary: pause }), { maxLength: 6 })
    .map(groups => groups.flat())
}
