/**
 * A cutover as days from top to bottom: when it may begin, what happens on the plan's own day and in what order, and what falls due
 * afterwards. It is text with a line beside it, so it reads the same on a phone and on paper, however many customers there are.
 */
import { by } from '../../../engine/compare.ts'
import type { UtcDate } from '../../../engine/model/ids.ts'
import { counted } from '../../../engine/plural.ts'
import { type Lane, lanesMarkup } from './bar.ts'
import { type Markup, markup } from './markup.ts'

export interface TimelineDay {
  readonly date: UtcDate
  /** What the day is, in a few words. */
  readonly name: string | null
  readonly isNow: boolean
  readonly lines: readonly string[]
  readonly lanes: readonly Lane[]
}

/** Later days than this are told by the month. */
const mostDays = 10
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const dayMs = 86_400_000

/** `days` in any order. Nothing where nothing happens. */
export function timelinePicture(title: string, days: readonly TimelineDay[]): readonly Markup[] {
  const some = days
    .filter(day => day.isNow || day.lines.length > 0 || day.lanes.length > 0 || day.name !== null)
    .sort(by(entry => entry.date))
  const now = some.find(day => day.isNow)
  if (some.length === 0) return []
  const later = some.filter(day => now !== undefined && day.date > now.date)
  const shown =
    later.length > mostDays ? [...some.filter(day => !later.includes(day)), ...byMonth(later)] : some
  return [
    markup`<figure class="timeline"><figcaption>${title}</figcaption><ol class="days">${shown.map(day => dayMarkup(day, now?.date))}</ol></figure>`,
  ]
}

interface Shown extends Omit<TimelineDay, 'date'> {
  /** A day, or a month. */
  readonly date: string
}

function dayMarkup({ date, name, isNow, lines, lanes }: Shown, now: UtcDate | undefined): Markup {
  const notes = [weekdayOf(date), isNow || now === undefined ? null : distance(date, now)]
  const all = [...(name === null ? [] : [name]), ...lines]
  return markup`<li class="${isNow ? 'now' : ''}"><div><time datetime="${date}">${date}</time><small>${notes.filter(note => note !== null).join(', ')}</small></div><div>${all.map(line => markup`<p>${line}</p>`)}${lanes.length > 0 ? lanesMarkup(lanes) : null}</div></li>`
}

function weekdayOf(date: string): string | null {
  return date.length < 10 ? null : (weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? null)
}

function distance(date: string, now: UtcDate): string | null {
  if (date.length < 10) return null
  const days = Math.round((Date.parse(date) - Date.parse(now)) / dayMs)
  const words = counted(Math.abs(days), 'day')
  return days > 0 ? `in ${words}` : `${words} before`
}

/** Lines of a month keep their days. */
function byMonth(days: readonly TimelineDay[]): readonly Shown[] {
  const months = new Map<string, string[]>()
  for (const day of days) {
    const month = day.date.slice(0, 7)
    const lines = months.get(month) ?? []
    months.set(month, lines)
    lines.push(
      ...[...(day.name === null ? [] : [day.name]), ...day.lines].map(
        line => `${Number(day.date.slice(8))}: ${line}`,
      ),
    )
  }
  return [...months].map(([date, lines]) => ({ date, name: null, isNow: false, lines, lanes: [] }))
}
