/**
 * Where the billing periods of a living subscription begin. The service says when the current one ends, and that is the anchor; the day of the
 * purchase counts only where it says nothing. The two differ after a renewal into another cycle, a first term cut short, a changed legacy cycle
 * and a transfer.
 *
 *   bought 31 Jan ─ 27 Feb │ 28 Feb ─ 30 Mar │ 31 Mar …      the day of the month of the first period is kept where the month has it
 *                                 ▲ live: the current period ends on 30 March
 */
import { dayOf, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import { isUnread } from '../model/unread-dates.ts'
import { type BillingPeriod, periodContaining } from '../time/billing-period.ts'
import { addDays } from '../time/utc-days.ts'

export interface Rhythm {
  /** A day on which a period begins; all others are counted from it. */
  readonly anchor: UtcDate
  readonly months: number
  /** Earlier days belong to periods that are not known; null: all are. */
  readonly knownFrom: UtcDate | null
}

type Dated = Pick<
  LiveSubscription,
  'boughtAt' | 'termStartsAt' | 'termEndsAt' | 'chargedUntil' | 'unreadDates'
>

export function rhythmOf(
  live: Dated,
  months: number,
): Rhythm | 'purchase day unknown' | 'billing period unknown' {
  if (isUnread(live, 'chargedUntil')) return 'billing period unknown'
  const bought = live.boughtAt === null ? null : dayOf(live.boughtAt)
  if (live.chargedUntil === null)
    return bought === null ? 'purchase day unknown' : { anchor: bought, months, knownFrom: null }
  const last = dayOf(live.chargedUntil)
  const next = addDays(last, 1)
  const began =
    live.termStartsAt === null || live.termStartsAt === undefined ? null : dayOf(live.termStartsAt)
  const firsts = [began, bought].flatMap(day => (day === null || day > last ? [] : [day]))
  const isCut = live.termEndsAt !== null && dayOf(live.termEndsAt) === last
  // A last period that the end of the term cuts short is counted from where the term began.
  const whole = firsts.find(day => isStart(day, months, next))
  if (whole === undefined && (isUnread(live, 'termEndsAt') || (isCut && isUnread(live, 'termStartsAt'))))
    return 'billing period unknown'
  const anchor = whole ?? (isCut ? firsts[0] : undefined) ?? null
  if (anchor !== null) return { anchor, months, knownFrom: anchor === bought ? null : anchor }
  if (isShortMonthEnd(next)) return 'billing period unknown'
  return { anchor: next, months, knownFrom: periodContaining(next, months, last).start }
}

/**
 * The day after the last one that is charged for the period of a day, and the days of the whole period. New commerce is charged no day after its term, whatever
 * the end of the cycle says; legacy has no committed term.
 */
export function periodOf(
  rhythm: Rhythm,
  live: Dated & Pick<LiveSubscription, 'commerce'>,
  day: UtcDate,
): BillingPeriod {
  const whole = periodContaining(rhythm.anchor, rhythm.months, day)
  const ends = [live.chargedUntil, live.commerce === 'nce' ? live.termEndsAt : null].flatMap(at =>
    at === null ? [] : [addDays(dayOf(at), 1)],
  )
  let end = whole.end
  for (const next of ends) if (day < next && next < end) end = next
  return { ...whole, end }
}

function isStart(anchor: UtcDate, months: number, day: UtcDate): boolean {
  return periodContaining(anchor, months, day).start === day
}

/** From the last day of a month that is no 31st one cannot see which day of the month the first period began on. */
function isShortMonthEnd(day: UtcDate): boolean {
  return day.slice(8) !== '31' && addDays(day, 1).slice(8) === '01'
}
