/**
 * Billing periods: whole months from an anchor. The day of the month of the first period is kept where the month has it, so what was
 * bought on the 31st has a period from 28 February and the next one from 31 March.
 */
import { type Day, dayInMonth, dayOfMonth, monthNumber } from './calendar.ts'
import { type Fraction, fraction } from './fraction.ts'

export type Billing = 'monthly' | 'annual' | 'triennial'
export type Term = 'P1M' | 'P1Y' | 'P3Y'

export const monthsOfBilling: Readonly<Record<Billing, number>> = { monthly: 1, annual: 12, triennial: 36 }
export const monthsOfTerm: Readonly<Record<Term, number>> = { P1M: 1, P1Y: 12, P3Y: 36 }

/** Where periods begin: in the month `month`, and every `months` before and after it, on day `day` of the month. */
export interface Rhythm {
  readonly month: number
  readonly day: number
  readonly months: number
}

export interface Period {
  readonly start: Day
  /** Last day. */
  readonly end: Day
  /** What this period costs, as a share of the price of a whole one. 1 unless the end of a term cuts it. */
  readonly share: Fraction
}

/** A rhythm with a period that begins on `first`. `keeps` is the day of the month that is kept, where `first` is its short form. */
export function rhythmOf(first: Day, months: number, keeps: number = dayOfMonth(first)): Rhythm {
  const month = monthNumber(first)
  const isShort = dayInMonth(month, keeps) === first
  return { month, day: isShort ? keeps : dayOfMonth(first), months }
}

/** First day of the period that is `count` after the anchor. */
export function startOf(rhythm: Rhythm, count: number): Day {
  return dayInMonth(rhythm.month + count * rhythm.months, rhythm.day)
}

/** The uncut period that holds a day: its first day, and that of the next one. */
export function wholePeriod(rhythm: Rhythm, day: Day): { readonly start: Day; readonly next: Day } {
  let count = Math.floor((monthNumber(day) - rhythm.month) / rhythm.months)
  while (startOf(rhythm, count) > day) count -= 1
  while (startOf(rhythm, count + 1) <= day) count += 1
  return { start: startOf(rhythm, count), next: startOf(rhythm, count + 1) }
}

/** The period that holds a day, cut where the term begins and ends. Its share is its own days over those of the uncut one. */
export function periodAt(
  rhythm: Rhythm,
  day: Day,
  { first, last }: { readonly first: Day; readonly last: Day },
): Period {
  const whole = wholePeriod(rhythm, day)
  const start = Math.max(whole.start, first)
  const end = Math.min(whole.next - 1, last)
  return { start, end, share: fraction(end - start + 1, whole.next - whole.start) }
}

export function daysOf({ start, end }: Period): number {
  return end - start + 1
}

/** First day after a term that begins on `first`. */
export function afterTerm(first: Day, term: Term, keeps: number): Day {
  return startOf(rhythmOf(first, monthsOfTerm[term], keeps), 1)
}
