/**
 * From which day on a legacy subscription that is switched off within 30 days of its purchase gets back what it was charged (facts 2.5): the whole period,
 * what was charged since it was last off, or, where seats changed within the period, the days from the switch-off on. A day is judged at its end.
 */
import { dayOf, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import type { RecordedChange, SeatsAndStatus } from '../model/recorded/recorded-change.ts'

export interface WholeCharge {
  /** First day of the period, or of the purchase where that is later. */
  readonly start: UtcDate
  readonly bought: UtcDate
  /** Of the switch-off. */
  readonly off: UtcDate
}

/** `changes`: of any subscription, oldest first. null: the log does not tell. */
export function givenBackFrom(
  { id, seats, status }: Pick<LiveSubscription, 'id' | 'seats' | 'status'>,
  { start, bought, off }: WholeCharge,
  changes: readonly RecordedChange[],
): UtcDate | null {
  let since = start
  let isMixed = false
  let last: SeatsAndStatus | null = null
  for (const [day, { before, after }] of daysIn(changes.filter(({ subscription }) => subscription === id))) {
    const isGap = last !== null && !isSame(last, before)
    last = after
    // What changed on the day of the purchase was bought as it was at the end of that day.
    if (day < start || day === bought) continue
    if (isGap || !isTold(before) || !isTold(after)) return null
    const [wasOn, isOn] = [before.status === 'active', after.status === 'active']
    if (!wasOn && isOn) since = day
    if (!wasOn || !isOn || before.seats === after.seats) continue
    // Whether the period began with the change, or had begun before it, is not told.
    if (day === start || day >= off) return null
    isMixed = true
  }
  if (last !== null && (last.seats !== seats || last.status !== status)) return null
  return isMixed ? off : since
}

/** First and last of each day. */
function daysIn(
  changes: readonly RecordedChange[],
): ReadonlyMap<UtcDate, Pick<RecordedChange, 'before' | 'after'>> {
  const days = new Map<UtcDate, Pick<RecordedChange, 'before' | 'after'>>()
  for (const { at, before, after } of changes) {
    const day = dayOf(at)
    days.set(day, { before: days.get(day)?.before ?? before, after })
  }
  return days
}

function isTold({ seats, status }: SeatsAndStatus): boolean {
  return seats !== null && status !== null
}

function isSame(left: SeatsAndStatus, right: SeatsAndStatus): boolean {
  return left.seats === right.seats && left.status === right.status
}
