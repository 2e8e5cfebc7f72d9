/**
 * UTC days as whole numbers, and whole months between them. Own arithmetic on purpose: neither the planner nor the sandbox shares a
 * line with it.
 */

/** Days since 1970-01-01. */
export type Day = number

interface Civil {
  readonly year: number
  /** 0 to 11. */
  readonly month: number
  readonly day: number
}

/** The UTC day of a date or of an instant that ends in `Z`. */
export function dayOf(text: string): Day {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T.*Z)?$/.exec(text)
  if (parts === null) throw new RangeError(`neither a date nor an instant in UTC: ${text}`)
  const [year, month, day] = [Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])]
  if (month > 11 || day < 1 || day > daysInMonth(year, month)) throw new RangeError(`no such day: ${text}`)
  return dayOfCivil({ year, month, day })
}

export function textOf(day: Day): string {
  const civil = civilOf(day)
  const pad = (value: number, size: number) => String(value).padStart(size, '0')
  return `${pad(civil.year, 4)}-${pad(civil.month + 1, 2)}-${pad(civil.day, 2)}`
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

export function daysInMonth(year: number, month: number): number {
  return month === 1 && isLeap(year) ? 29 : lengths[month]!
}

export function dayOfMonth(day: Day): number {
  return civilOf(day).day
}

/** Months since the year 0; two days of one month have the same. */
export function monthNumber(day: Day): number {
  const { year, month } = civilOf(day)
  return year * 12 + month
}

/** That day of the month, or its last one where it has fewer. */
export function dayInMonth(month: number, wanted: number): Day {
  const [year, index] = [Math.floor(month / 12), month % 12]
  return dayOfCivil({ year, month: index, day: Math.min(wanted, daysInMonth(year, index)) })
}

function daysBeforeYear(year: number): number {
  const past = year - 1
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
}

const epoch = daysBeforeYear(1970)

function dayOfCivil({ year, month, day }: Civil): Day {
  let days = daysBeforeYear(year) - epoch + day - 1
  for (let before = 0; before < month; before += 1) days += daysInMonth(year, before)
  return days
}

function civilOf(day: Day): Civil {
  let year = Math.floor((day + epoch) / 365.2425) + 1
  while (daysBeforeYear(year) - epoch > day) year -= 1
  while (daysBeforeYear(year + 1) - epoch <= day) year += 1
  let rest = day - (daysBeforeYear(year) - epoch)
  let month = 0
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month)
    month += 1
  }
  return { year, month, day: rest + 1 }
}
