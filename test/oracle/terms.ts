/** Terms of new commerce: how one ends, and what the next one is. */
import {
  afterTerm,
  monthsOfBilling,
  type Rhythm,
  rhythmOf,
  type Term,
  wholePeriod,
} from './billing-periods.ts'
import { type Day, dayOf, dayOfMonth } from './calendar.ts'
import type { Price, Purchase, TermFacts } from './facts.ts'
import { type Fraction, fraction, times } from './fraction.ts'
import { type Rules, theRules } from './rules.ts'

export interface CurrentTerm extends TermFacts {
  readonly length: Term
  /** The day of the month that terms come back to. */
  readonly keeps: number
  readonly rhythm: Rhythm
}

export type Outcome = 'renews' | 'extends' | 'ends'

/** The term a subscription is in when it is first seen. A legacy one has terms of a year, which change nothing about its periods. */
export function firstTerm(purchase: Purchase, rules: Rules = theRules): CurrentTerm {
  const start = purchase.termStarts ?? dayOf(purchase.at)
  const length = purchase.term ?? 'P1Y'
  const keeps = keptDay(start, dayOfMonth(dayOf(purchase.at)), rules)
  const last = purchase.termEnds ?? afterTerm(start, length, keeps) - 1
  return {
    start,
    last,
    length,
    kind: purchase.isTrial === true ? 'trial' : 'paid',
    price: purchase.price,
    keeps,
    rhythm: firstRhythm(purchase, { start, last, keeps }),
    endOfTerm: purchase.endOfTerm,
  }
}

/** That of the purchase; of a term that begins on a day of its own, that day's. */
function keptDay(start: Day, before: number, { keepsDayOfMonth }: Rules): number {
  return keepsDayOfMonth ? rhythmOf(start, 1, before).day : dayOfMonth(start)
}

/** Anchored at the live end of the billing period; at the start of the term where there is none, or where it is but the term's own end. */
function firstRhythm(
  purchase: Purchase,
  { start, last, keeps }: { readonly start: Day; readonly last: Day; readonly keeps: number },
): Rhythm {
  const months = monthsOfBilling[purchase.price.billing]
  const own = rhythmOf(start, months, keeps)
  const { cycleEnds } = purchase
  if (cycleEnds === undefined || cycleEnds === last) return own
  const isOwn = wholePeriod(own, cycleEnds + 1).start === cycleEnds + 1
  return isOwn ? own : rhythmOf(cycleEnds + 1, months, keeps)
}

/** A TermEnd action wins over auto-renew. Suspended to the end, a term ends; so does a trial that does not renew. */
export function outcomeOf(
  term: CurrentTerm,
  { commerce, isSuspended }: { readonly commerce: Purchase['commerce']; readonly isSuspended: boolean },
): Outcome {
  if (commerce === 'legacy') return term.endOfTerm.renews ? 'renews' : 'ends'
  const { action, renews } = term.endOfTerm
  if (isSuspended || action === 'cancel') return 'ends'
  if (term.kind === 'extension') return 'extends'
  if (action === 'renew' || (action === undefined && renews)) return 'renews'
  return term.kind !== 'trial' && canExtend(term) ? 'extends' : 'ends'
}

interface NextTermFacts {
  readonly outcome: 'renews' | 'extends'
  readonly purchase: Purchase
  readonly rules: Rules
}

/** The term that begins on `day`. A trial becomes its paid twin, a year billed by the month unless its instructions say otherwise. */
export function nextTerm(
  before: CurrentTerm,
  day: Day,
  { outcome, purchase, rules }: NextTermFacts,
): CurrentTerm {
  const { next = {} } = before.endOfTerm
  const length = next.term ?? (before.kind === 'trial' ? 'P1Y' : before.length)
  // A term of another kind, length or cycle is a new anchor. So is, for its cycles, one that begins between two.
  const isOther =
    outcome === 'extends'
      ? before.kind !== 'extension'
      : before.kind === 'trial' ||
        length !== before.length ||
        (next.price ?? before.price).billing !== before.price.billing
  const keeps = isOther ? dayOfMonth(day) : keptDay(day, before.keeps, rules)
  const isBetween = wholePeriod(before.rhythm, day).start !== day
  const cycleKeeps = isBetween ? dayOfMonth(day) : keeps
  if (outcome === 'extends') {
    const isFirst = before.kind !== 'extension'
    const price: Price = isFirst
      ? { perSeat: extensionPrice(purchase.monthlyPlan, before.price, rules), billing: 'monthly' }
      : before.price
    return {
      start: day,
      last: afterTerm(day, 'P1M', keeps) - 1,
      length: 'P1M',
      kind: 'extension',
      price,
      keeps,
      rhythm: rhythmOf(day, 1, cycleKeeps),
      endOfTerm: { renews: true },
    }
  }
  const price = next.price ?? before.price
  return {
    start: day,
    last: next.lastDay ?? afterTerm(day, length, keeps) - 1,
    length,
    kind: 'paid',
    price,
    keeps,
    rhythm: rhythmOf(day, monthsOfBilling[price.billing], cycleKeeps),
    endOfTerm: { renews: true },
  }
}

const firstBegun = dayOf('2025-04-01')
const firstEnding = dayOf('2026-05-04')

/** Terms that extend since May 2026 unless they are renewed or cancelled: begun since April 2025, and no trial. */
export function canExtend({ start, last }: { readonly start: Day; readonly last: Day }): boolean {
  return start >= firstBegun && last >= firstEnding
}

/** A month of the extension: the monthly plan and 3 %; where there is none, a month of the current term and 23 %. */
export function extensionPrice(
  monthlyPlan: Fraction | null,
  current: Price,
  { extension }: Rules = theRules,
): Fraction {
  if (monthlyPlan !== null) return times(monthlyPlan, extension.monthlyPlan)
  const month = times(current.perSeat, fraction(1, monthsOfBilling[current.billing]))
  return times(month, extension.runningTerm)
}
