/**
 * Each charge cycle against the one before it, subscription by subscription: one charge a cycle, for the same seats and unit price. What a journal did to the seats it is
 * held to; what a renewal may change is told and not judged; where there is nothing to compare with, that is counted.
 */
import { type Decimal, decimal } from '../../model/ids.ts'
import type { InvoiceLine } from '../../model/invoice.ts'
import { addDecimals, isOver, isZero, negated } from '../../money/decimals.ts'
import { Bug } from '../../result.ts'
import { addDays } from '../../time/utc-days.ts'
import { about, groupBy } from '../groups-of-lines.ts'
import { invoicesOf, isLegacyLine, isNear, wordOf } from '../invoice-lines.ts'
import { netFrom } from '../net.ts'
import type { OwnFacts, OwnSubscriptions } from '../own/own-facts.ts'
import { least, moneyIn } from '../sums.ts'
import { roundingOf } from '../tolerance.ts'
import type { Told, VarianceKind } from '../variance.ts'
import { missingAfter } from './after-last.ts'
import { type Cycle, cyclesOf, type Standing, seatsIn, standingOf, times, withSeats } from './cycle.ts'
import { apartFromGivenBack } from './given-back.ts'
import { monthsOfSpan } from './months.ts'
import { type Before, expectedAfter, missingBetween } from './next-cycle.ts'

export interface CycleFacts {
  readonly own: OwnSubscriptions
  /** Lines that a write of ours is held against. */
  readonly ofWrites: ReadonlySet<InvoiceLine>
}

export interface CyclesJudged {
  readonly told: readonly Told[]
  /** Rows of theirs. */
  readonly rowsTold: ReadonlySet<InvoiceLine>
  /** Rows that are what the cycle before was, or what the journal says. */
  readonly asBefore: ReadonlySet<InvoiceLine>
  /** Rows about changed seats or items. */
  readonly changes: ReadonlySet<InvoiceLine>
}

export function judgeCycles(lines: readonly InvoiceLine[], facts: CycleFacts): CyclesJudged {
  const told: Told[] = []
  const [asBefore, changes] = [new Set<InvoiceLine>(), new Set<InvoiceLine>()]
  const usable = lines.filter(
    line => line.subscription !== null && line.amount !== null && !isZero(line.amount),
  )
  for (const group of groupBy(usable, line => `${line.partner}/${line.subscription}/${line.currency}`)) {
    const [first] = group
    if (first === undefined) continue
    const judged = judgeOne(group, { own: facts.own.of(first), ofWrites: facts.ofWrites, others: usable })
    told.push(...judged.told)
    for (const line of judged.asBefore) asBefore.add(line)
    for (const line of judged.changes) changes.add(line)
  }
  return { told, rowsTold: new Set(told.flatMap(one => one.rows)), asBefore, changes }
}

interface OneFacts {
  readonly own: OwnFacts | undefined
  readonly ofWrites: ReadonlySet<InvoiceLine>
  readonly others: readonly InvoiceLine[]
}

function judgeOne(group: readonly InvoiceLine[], { own, ofWrites, others }: OneFacts) {
  const told: Told[] = []
  const asBefore: InvoiceLine[] = []
  // What is charged from a switch-off on is held against that write.
  const off = own?.off ?? null
  const { cycles: all, changes } = cyclesOf(group, ofWrites)
  const cycles = all.filter(cycle => off === null || cycle.from < off)
  let before: Before | null = null
  for (const [position, cycle] of cycles.entries()) {
    const next = cycles[position + 1]
    if (before !== null) {
      told.push(...overlapOf(before.cycle, cycle, { group, changes }), ...holeOf(before, cycle, others))
    }
    const expected = expectationsOf(cycle, before, own)
    const verdict = verdictOn(cycle, { expected, next, own })
    // What is apart in the cycle of a purchase stands with the purchase.
    const isOfPurchase = own?.prices.some(price => price.since === cycle.from) === true
    if (verdict.kind === 'as before') asBefore.push(...cycle.lines)
    else if (verdict.kind !== null && (!isOfPurchase || verdict.kind === 'charged twice'))
      told.push(entryOf(verdict.kind, cycle.lines, cycle, verdict.apart))
    const apart = verdict.instead === undefined ? apartFromGivenBack(cycle, changes) : null
    if (apart !== null) told.push(entryOf('not as before', cycle.lines, cycle, apart))
    const standing = standingOf(cycle, verdict.instead)
    // What may be one charge or two says nothing of the next.
    before =
      standing === null || verdict.kind === 'may be charged twice'
        ? null
        : { cycle, standing: ownStanding(cycle, standing, { own, instead: verdict.instead }) }
  }
  if (before !== null) told.push(...afterLast(before, own, others))
  return { told, asBefore, changes }
}

/** By the journal where it is the cycle of a purchase, else by the cycle before. */
function expectationsOf(cycle: Cycle, before: Before | null, own: OwnFacts | undefined): readonly Standing[] {
  if (before !== null) return expectedAfter(before, cycle)
  const bought = own?.prices.find(price => price.by === 'purchase' && price.since === cycle.from)
  if (bought === undefined || bought.amount === null || bought.months !== monthsOfSpan(cycle)) return []
  const { amount, seats } = bought
  return [{ amount: amount.amount, tolerance: toleranceOf(cycle, seats), seats }]
}

/** What our last change of seats leads to is known, whatever was charged for it: the price of a seat is that of the running cycle. */
function ownStanding(
  cycle: Cycle,
  standing: Standing,
  { own, instead }: { own: OwnFacts | undefined; instead: Decimal | undefined },
): Standing {
  const price = own?.prices.findLast(one => one.since >= cycle.from && one.since <= cycle.lastDay)
  const isLatest = price !== undefined && !cycle.later.some(line => line.from > price.since)
  if (!isLatest || price.by === 'purchase') return standing
  const before = standingOf({ ...cycle, later: [] }, instead)
  return before === null ? standing : withSeats(before, price.seats)
}

interface VerdictOnCycle {
  /** null: there is nothing to compare it with. */
  readonly kind: VarianceKind | 'as before' | null
  readonly apart: Decimal
  /** What it should have been charged, where that is known. */
  readonly instead?: Decimal
}

interface VerdictFacts {
  readonly expected: readonly Standing[]
  readonly next: Cycle | undefined
  readonly own: OwnFacts | undefined
}

function verdictOn(cycle: Cycle, { expected, next, own }: VerdictFacts): VerdictOnCycle {
  const [first] = expected
  if (first === undefined) return withoutExpectation(cycle, next)
  const isExpected = (one: Standing) => isNear(cycle.amount, one.amount, toleranceOn(cycle, one))
  const none = decimal('0')
  if (expected.some(isExpected)) return { kind: 'as before', apart: none }
  const apart = addDecimals(cycle.amount, negated(first.amount))
  if (
    cycle.lines.length > 1 &&
    cycle.lines.some(
      ({ amount }) => amount !== null && isNear(amount, first.amount, toleranceOn(cycle, first)),
    )
  )
    return { kind: 'charged twice', apart, instead: first.amount }
  if (!isRenewal(cycle)) return { kind: 'not as before', apart, instead: first.amount }
  const seats = seatsIn(cycle.lines)
  if (seats === null || first.seats === null || seats === first.seats)
    return { kind: 'renewed at another price', apart }
  const wanted = withSeats(first, seats)
  if (own?.nextSeats.has(seats) !== true) return { kind: 'not as before', apart }
  return isNear(cycle.amount, wanted.amount, toleranceOn(cycle, wanted))
    ? { kind: 'as before', apart: none }
    : { kind: 'renewed at another price', apart: addDecimals(cycle.amount, negated(wanted.amount)) }
}

/**
 * Rows that say the same of the same days are one charge in several rows, or one that is made several times: the next cycle tells which, by what all of them or one of
 * them comes to. Without it nobody can (facts 15: nothing in a row says how many there are of a charge).
 */
function withoutExpectation(cycle: Cycle, next: Cycle | undefined): VerdictOnCycle {
  const none = decimal('0')
  const [first] = cycle.lines
  const amount = first?.amount ?? null
  const isRepeated =
    cycle.lines.length > 1 && amount !== null && cycle.lines.every(line => line.amount === amount)
  if (!isRepeated) return { kind: null, apart: none }
  if (goesOnAs(cycle, next)) return { kind: null, apart: none }
  const apart = times(amount, cycle.lines.length - 1)
  return goesOnAs(cycle, next, amount)
    ? { kind: 'charged twice', apart, instead: amount }
    : { kind: 'may be charged twice', apart }
}

/** `instead`: were this its charge. */
function goesOnAs(cycle: Cycle, next: Cycle | undefined, instead?: Decimal): boolean {
  const standing = standingOf(cycle, instead)
  if (standing === null || next === undefined) return false
  return expectedAfter({ cycle, standing }, next).some(one =>
    isNear(next.amount, one.amount, toleranceOn(next, one)),
  )
}

function isRenewal({ lines }: Cycle): boolean {
  return lines.every(line => wordOf(line) === 'renew')
}

function toleranceOn(cycle: Cycle, { tolerance, seats }: Standing): Decimal {
  return addDecimals(tolerance, toleranceOf(cycle, seats ?? 1))
}

function toleranceOf({ lines }: Cycle, seats: number): Decimal {
  const [first] = lines
  if (first === undefined) return decimal('0')
  return roundingOf(lines, first.currency, { seats, isLegacy: isLegacyLine(first) })
}

function entryOf(
  kind: VarianceKind,
  rows: readonly InvoiceLine[],
  { from, lastDay }: Pick<Cycle, 'from' | 'lastDay'>,
  apart: Decimal,
): Told {
  const [first] = rows
  if (first === undefined) throw new Bug('a finding without rows')
  return {
    rows,
    variance: {
      ...about(first, rows),
      kind,
      from,
      lastDay,
      money: moneyIn(apart, first.currency),
      invoices: invoicesOf(rows),
    },
  }
}

/** Days of one cycle that the next one charges again, where they were not given back. */
function overlapOf(
  before: Cycle,
  cycle: Cycle,
  { group, changes }: { readonly group: readonly InvoiceLine[]; readonly changes: ReadonlySet<InvoiceLine> },
): readonly Told[] {
  if (cycle.from > before.lastDay) return []
  const lastDay = earlierOf(before.lastDay, cycle.lastDay)
  const until = addDays(lastDay, 1)
  const isOfCycle = (line: InvoiceLine) =>
    cycle.lines.includes(line) || (changes.has(line) && cycle.later.includes(line))
  const others = group.filter(line => !isOfCycle(line))
  const [left, right] = [netFrom(others, cycle.from, until), netFrom(cycle.lines, cycle.from, until)]
  const twice = least(left.charged, right.charged)
  if (left.chargedDays.length === 0 || !isOver(twice, toleranceOf(cycle, 1))) return []
  return [entryOf('charged twice', [...cycle.lines, ...before.lines], { from: cycle.from, lastDay }, twice)]
}

function earlierOf<T extends string>(left: T, right: T): T {
  return left < right ? left : right
}

/** Whole cycles of which no row is at hand, while other rows of that account and month are. */
function holeOf({ cycle, standing }: Before, next: Cycle, all: readonly InvoiceLine[]): readonly Told[] {
  const hole = missingBetween(cycle, next)
  const [first] = cycle.lines
  if (hole === null || first === undefined) return []
  const isAtHand = all.some(
    line =>
      line.partner === first.partner &&
      line.subscription !== first.subscription &&
      isLegacyLine(line) === isLegacyLine(first) &&
      line.from.slice(0, 7) === hole.from.slice(0, 7),
  )
  if (!isAtHand) return []
  return [entryOf('not charged', cycle.lines, hole, negated(times(standing.amount, hole.cycles)))]
}

function afterLast(
  { cycle, standing }: Before,
  own: OwnFacts | undefined,
  all: readonly InvoiceLine[],
): readonly Told[] {
  const due = missingAfter(cycle, own, all)
  return due === null
    ? []
    : [entryOf('not charged', cycle.lines, due, negated(times(standing.amount, due.cycles)))]
}
