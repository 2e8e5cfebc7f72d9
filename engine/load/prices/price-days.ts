/**
 * From when until when a row of a price list is in force, in UTC days. The downloaded sheets write instants, in ISO 8601 or, once a
 * spreadsheet had them, in the order of its country; years far away (1753, 9999) stand for "always" (learn.microsoft.com,
 * partner-center/pricing/understand-nce-price-lists, read 2026-11-26).
 */
import type { UtcDate } from '../../model/ids.ts'
import type { Price } from '../../model/money.ts'
import { type DayOrder, dayIn } from '../../portal/spelling.ts'
import { addDays } from '../../time/utc-days.ts'

/** The first and the last day; none: no end on that side. */
export type Days = Pick<Price, 'from' | 'until'>

const time = /^[^T ]+(?:[T ]+(\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.]\d+)?)?(?: *[AP]M)?)(?:Z|\+00:00)?)?$/i
/** The last day that can be written: no end, so that no row begins after it. */
const lastDay = '9999-12-31'
const midnight = /^(?:00?[:.]00[0:.]*|12[:.]00(?:[:.]00)? *AM)$/i

/** Both written ends of a row, or why they cannot be used. An end at midnight is the end of the day before. */
export function daysIn(start: string, end: string, order: DayOrder): Days | string {
  const from = readDay(start, order)
  const last = readDay(end, order)
  if (from === undefined) return unreadable(start)
  if (last === undefined) return unreadable(end)
  const until = last?.isMidnight ? addDays(last.day, -1) : last?.day
  const days: Days = {
    ...(from !== null && { from: from.day }),
    ...(until !== undefined && until !== lastDay && { until }),
  }
  if (days.from !== undefined && isBefore(days.until, days.from))
    return `The row is in force from ${start} to ${end}, which is no day.`
  return days
}

/** Whether there is a day on which both are in force. */
export function doMeet(left: Days, right: Days): boolean {
  return !(isBefore(left.until, right.from) || isBefore(right.until, left.from))
}

export function daysText({ from, until }: Days): string {
  const words = [from === undefined ? '' : `from ${from}`, until === undefined ? '' : `to ${until}`]
  return words.filter(word => word !== '').join(' ') || 'always'
}

function isBefore(end: UtcDate | undefined, start: UtcDate | undefined): boolean {
  return end !== undefined && start !== undefined && end < start
}

interface WrittenDay {
  readonly day: UtcDate
  /** The instant written is the first of the day. */
  readonly isMidnight: boolean
}

/** null: nothing is written; undefined: no day, or one that can be read two ways. */
function readDay(text: string, order: DayOrder): WrittenDay | null | undefined {
  if (text === '') return null
  const found = time.exec(text)
  const day = found === null ? null : dayIn(text, order)
  if (found === null || day === null) return undefined
  return { day, isMidnight: found[1] !== undefined && midnight.test(found[1]) }
}

function unreadable(text: string): string {
  return `\`${text}\` is no day that can be read one way; write YYYY-MM-DD.`
}
