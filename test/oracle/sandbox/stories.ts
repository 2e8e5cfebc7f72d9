/**
 * Made-up lives of subscriptions over sixty days. What is tried on them is drawn freely; the service refuses what does not fit, and
 * only what it accepted counts.
 */
import fc from 'fast-check'
import type { Billing, Term } from '../billing-periods.ts'
import { type Day, dayInMonth, dayOf, dayOfMonth, monthNumber } from '../calendar.ts'
import { actsIn, minutes, type TimedAct, windowDays } from './acts.ts'
import { type SkuName, terms } from './catalogue.ts'

export interface LifePlan {
  readonly partner: 'central' | 'italy'
  readonly sku: SkuName
  readonly term: Term
  readonly billing: Billing
  readonly seats: number
  /** Seeded: day of the purchase. Bought while the clock runs: the same, with a minute. */
  readonly bought: Day
  readonly minute: number | null
  /** Last day of the first term, where it is cut. */
  readonly cut: Day | null
  /** Last day of the running billing cycle, where cycles are not counted from the purchase. Seeded ones only. */
  readonly cycleEnds: Day | null
  readonly renews: boolean
  readonly acts: readonly TimedAct[]
}

export interface WorldPlan {
  readonly clock: Day
  readonly currency: 'EUR' | 'USD' | 'JPY'
  /** Per cent of the list prices, so that no two worlds have the same ones. */
  readonly prices: number
  /** New commerce is rounded once a line, not by the seat: invoices do either. */
  readonly isRoundedByLine: boolean
  /** Lives of one customer: one subscription, or a source and its twin. */
  readonly customers: readonly (readonly LifePlan[])[]
}

const clocks = [
  '2026-01-29',
  '2026-05-01',
  '2026-06-30',
  '2027-01-30',
  '2027-12-31',
  '2028-01-31',
  '2028-02-01',
  '2028-02-27',
]

/** Days on which months and years are odd, and any other. */
const clock = fc.oneof(
  fc.constantFrom(...clocks.map(dayOf)),
  fc.integer({ min: dayOf('2026-01-01'), max: dayOf('2028-12-31') }),
)

const monthsOf: Readonly<Record<Term, number>> = { P1M: 1, P1Y: 12, P3Y: 36 }

/** When it was bought: lately, so that its term ends within the window, or long ago. */
function boughtBefore(start: Day, term: Term): fc.Arbitrary<Day> {
  const backBy = (day: Day) => dayInMonth(monthNumber(day) - monthsOf[term], dayOfMonth(day))
  return fc.oneof(
    fc.integer({ min: start - 40, max: start }),
    fc.integer({ min: start + 1, max: start + windowDays - 5 }).map(day => Math.min(start, backBy(day))),
    fc.integer({ min: start - (term === 'P3Y' ? 900 : 330), max: start - 1 }),
  )
}

function boughtAt(
  start: Day,
  { sku, isSeeded, term }: { readonly sku: SkuName; readonly isSeeded: boolean; readonly term: Term },
): fc.Arbitrary<Day> {
  if (!isSeeded) return fc.integer({ min: start, max: start + 40 })
  // A trial that still runs is younger than a month.
  return sku === 'trial' ? fc.integer({ min: start - 27, max: start }) : boughtBefore(start, term)
}

interface Wanted {
  readonly partner: 'central' | 'italy'
  readonly sku: SkuName
  readonly isSeeded: boolean
}

/** True that often. */
function oneIn(count: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: count }).map(drawn => drawn === count)
}

export function aLife(start: Day, { partner, sku, isSeeded }: Wanted): fc.Arbitrary<LifePlan> {
  const commerce = sku === 'mail' ? 'legacy' : 'nce'
  return fc
    .record({
      plan: fc.constantFrom(...terms[sku]),
      seats: sku === 'trial' ? fc.constant(25) : fc.integer({ min: 1, max: 60 }),
      renews: oneIn(4).map(isOff => !isOff),
      minute: isSeeded ? fc.constant(null) : minutes,
      isCut: oneIn(4),
      cutTo: fc.integer({ min: 0, max: 70 }),
      // No later than the end of a cycle of the shortest month that began before the clock.
      cycleTo: fc.integer({ min: 0, max: 26 }),
    })
    .chain(({ plan, isCut, cutTo, cycleTo, ...facts }) =>
      boughtAt(start, { sku, isSeeded, term: plan.term }).chain(bought => {
        const usual = dayInMonth(monthNumber(bought) + monthsOf[plan.term], dayOfMonth(bought)) - 1
        const cut = cutOf({
          isCut: isCut && sku !== 'mail' && sku !== 'trial',
          cutTo,
          bought,
          usual,
          start,
          isSeeded,
        })
        const acts = actsIn(commerce, { bought, ends: cut ?? usual, from: Math.max(start, bought) })
        const isShifted = isSeeded && cut === null && sku !== 'trial' && usual > start + cycleTo
        return fc.record({ acts, isOther: oneIn(6) }).map(({ acts: drawn, isOther }) => {
          const cycleEnds = isOther && isShifted ? start + cycleTo : null
          return { partner, sku, ...plan, ...facts, bought, cut, cycleEnds, acts: drawn }
        })
      }),
    )
}

interface CutWish {
  readonly isCut: boolean
  readonly cutTo: number
  readonly bought: Day
  readonly usual: Day
  readonly start: Day
  readonly isSeeded: boolean
}

/** A last day before the usual one: any after the clock starts for what is seeded; the end of a month for what is bought. */
function cutOf({ isCut, cutTo, bought, usual, start, isSeeded }: CutWish): Day | null {
  if (!isCut) return null
  const wanted = Math.max(start, bought) + 1 + cutTo
  const day = isSeeded ? wanted : dayInMonth(monthNumber(wanted), 31)
  return day < usual ? day : null
}

const skus: readonly SkuName[] = ['mail', 'mail', 'suite', 'suite', 'suite', 'yearly', 'yearly', 'trial']

/** One subscription; or a source with a twin that is bought in another account, after which the source is switched off. */
export function livesOfCustomer(start: Day): fc.Arbitrary<readonly LifePlan[]> {
  const single = fc
    .record({ sku: fc.constantFrom(...skus), isSeeded: fc.boolean() })
    .chain(({ sku, isSeeded }) =>
      aLife(start, {
        partner: isSeeded ? 'italy' : 'central',
        sku: sku === 'trial' && !isSeeded ? 'suite' : sku,
        isSeeded,
      }),
    )
    .map(life => [life])
  const pair = fc
    .record({
      source: fc
        .constantFrom<SkuName>('mail', 'mail', 'suite')
        .chain(sku => aLife(start, { partner: 'italy', sku, isSeeded: true })),
      twin: fc
        .constantFrom<SkuName>('mail', 'suite')
        .chain(sku => aLife(start, { partner: 'central', sku, isSeeded: false })),
      later: fc.constantFrom(0, 0, 0, 1, 2, 5),
      minute: minutes,
    })
    .map(({ source, twin, later, minute }) => {
      const off: TimedAct = {
        day: twin.bought + later,
        minute: Math.max(minute, twin.minute ?? 0),
        act: { kind: source.sku === 'mail' ? 'suspend' : 'cancel' },
      }
      return [{ ...source, acts: [...source.acts.slice(0, 2), off] }, twin]
    })
  // The last day of the whole credit, and those around it.
  const aMonthOld = fc
    .tuple(
      aLife(start, { partner: 'central', sku: 'mail', isSeeded: false }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 29, max: 32 }),
    )
    .map(([life, day, age]) => {
      const off: TimedAct = { day: start + day + age, minute: 0, act: { kind: 'suspend' } }
      return [{ ...life, bought: start + day, acts: [off] }]
    })
  const thereAndBack = fc
    .tuple(
      fc
        .constantFrom<SkuName>('suite', 'yearly')
        .chain(sku => aLife(start, { partner: 'italy', sku, isSeeded: true })),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 30 }),
    )
    .map(([life, there, later]) => {
      const moves = [there, there + later].map(
        (day): TimedAct => ({ day: start + day, minute: 30, act: { kind: 'transfer' } }),
      )
      return [{ ...life, acts: [...life.acts.slice(0, 2), ...moves] }]
    })
  // Its term ends soon and goes on by the month, in which seats change and which is left on some day.
  const extension = fc
    .record({
      life: fc
        .constantFrom<SkuName>('suite', 'yearly')
        .chain(sku => aLife(start, { partner: 'italy', sku, isSeeded: true })),
      ends: fc.integer({ min: 2, max: 20 }),
      seats: fc.record({ after: fc.integer({ min: 1, max: 40 }), by: fc.integer({ min: -5, max: 9 }) }),
      leaves: fc.record({ after: fc.integer({ min: 1, max: 40 }), isLeft: fc.boolean() }),
    })
    .map(({ life, ends, seats, leaves }) => {
      const cut = start + ends
      const acts: readonly TimedAct[] = [
        { day: start, minute: 5, act: { kind: 'end of term', to: 'extend' } },
        { day: cut + seats.after, minute: 600, act: { kind: 'seats', by: seats.by === 0 ? 1 : seats.by } },
        ...(leaves.isLeft
          ? [{ day: cut + leaves.after, minute: 900, act: { kind: 'cancel' as const } }]
          : []),
      ]
      const bought = Math.min(life.bought, start)
      return [{ ...life, bought, cut, cycleEnds: null, acts }]
    })
  return fc.oneof(
    { weight: 18, arbitrary: single },
    { weight: 6, arbitrary: pair },
    { weight: 2, arbitrary: aMonthOld },
    { weight: 1, arbitrary: thereAndBack },
    { weight: 2, arbitrary: extension },
  )
}

/** Those of the source that a plan can move, with little that happened to them before: most of it is shown by no live fact. */
export function livesToMove(start: Day): fc.Arbitrary<readonly LifePlan[]> {
  const source = (sku: SkuName, isSeeded: boolean) => aLife(start, { partner: 'italy', sku, isSeeded })
  const quiet = (life: LifePlan): LifePlan => ({ ...life, acts: life.acts.slice(0, 1) })
  const single = fc
    .tuple(fc.constantFrom<SkuName>('mail', 'mail', 'suite', 'yearly'), fc.boolean())
    .chain(([sku, isSeeded]) => source(sku, isSeeded))
    .map(life => [quiet(life)])
  const pair = fc
    .constantFrom<SkuName>('mail', 'suite')
    .chain(sku =>
      fc
        .tuple(source(sku, true), aLife(start, { partner: 'central', sku, isSeeded: false }))
        .map(([one, twin]) => [quiet(one), { ...twin, acts: [] }]),
    )
  return fc.oneof({ weight: 2, arbitrary: single }, { weight: 1, arbitrary: pair }, livesOfCustomer(start))
}

/** New commerce that was bought in the source while the clock ran, and left alone since. */
export function aSourceOfLate(start: Day): fc.Arbitrary<LifePlan> {
  return fc
    .constantFrom<SkuName>('suite', 'yearly')
    .chain(sku => aLife(start, { partner: 'italy', sku, isSeeded: false }))
    .map(life => ({ ...life, acts: [] }))
}

/** Worlds that begin on such a day, with such customers. */
export function worldsOf(
  customers: (start: Day) => fc.Arbitrary<readonly LifePlan[]>,
  fewest = 1,
): fc.Arbitrary<WorldPlan> {
  return clock.chain(start =>
    fc.record({
      clock: fc.constant(start),
      currency: fc.constantFrom('EUR' as const, 'EUR' as const, 'USD' as const, 'JPY' as const),
      prices: fc.integer({ min: 1, max: 300 }),
      isRoundedByLine: oneIn(5),
      customers: fc.array(customers(start), { minLength: fewest, maxLength: 5 }),
    }),
  )
}

export const worldPlan = worldsOf(livesOfCustomer, 3)
