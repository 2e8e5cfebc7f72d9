/**
 * How a file spells days, numbers and ids. `07/12/2026` is July in one country and December in the next, and `1,250` a thousand or a
 * bit more than one: a single cell does not tell, the whole column mostly does. What it does not tell is asked for, or left
 * as the service itself writes it; it is never guessed cell by cell.
 */
import { guidIn } from '../model/guid.ts'
import { type Decimal, type UtcDate, utcDate } from '../model/ids.ts'
import { readDecimal } from '../money/decimals.ts'

/** `unclear`: every day fits both ways. `both`: some fit only one way, some only the other. */
export type DayOrder = 'day first' | 'month first' | 'unclear' | 'both'

const parted = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:$|[ T])/
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[ T])/

export function dayOrderOf(cells: readonly string[]): DayOrder {
  const found = new Set<DayOrder>()
  for (const cell of cells) {
    const [, first, mark, second] = parted.exec(cell.trim()) ?? []
    // One that is no day either way says nothing of the others.
    if (Number(first) > 12 && Number(second) > 12) continue
    // Dots stand only where the day comes first.
    if (mark === '.' || Number(first) > 12) found.add('day first')
    else if (Number(second) > 12) found.add('month first')
  }
  const [one, other] = found
  return other !== undefined ? 'both' : (one ?? 'unclear')
}

/** null: no day, or one that can be read two ways. */
export function dayIn(cell: string, order: DayOrder): UtcDate | null {
  const text = cell.trim()
  const [, year, month, day] = iso.exec(text) ?? []
  if (year !== undefined) return realDay(`${year}-${month}-${day}`)
  const [, first = '', , second = '', at] = parted.exec(text) ?? []
  if (at === undefined) return null
  const isSame = Number(first) === Number(second)
  if (!isSame && order !== 'day first' && order !== 'month first') return null
  const [d, m] = order === 'month first' ? [second, first] : [first, second]
  return realDay(`${at}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`)
}

function realDay(text: string): UtcDate | null {
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : utcDate(text)
}

export type DecimalMark = '.' | ','

/** By the first cell that can be read one way only; else as the service writes numbers. */
export function decimalMarkOf(cells: readonly string[]): DecimalMark {
  for (const cell of cells) {
    const mark = ownMarkOf(cell)
    if (mark !== null) return mark
  }
  return '.'
}

/** What one cell says of itself; null: nothing, it can be read two ways or has no mark. */
export function ownMarkOf(cell: string): DecimalMark | null {
  return markIn(bare(cell))
}

/** null: `1,250` and its like, or no mark at all. */
function markIn(digits: string): DecimalMark | null {
  const last = /[.,](?=[^.,]*$)/.exec(digits)?.[0]
  if (last === undefined) return null
  const other = last === '.' ? ',' : '.'
  if (digits.includes(other)) return last === '.' ? '.' : ','
  if (digits.split(last).length > 2) return other
  return /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? null : last === '.' ? '.' : ','
}

/** Signs of currency and blanks between thousands say nothing; a minus may stand behind, be the sign of typesetters, or a pair of brackets. */
function bare(cell: string): string {
  const digits = cell.replace(/[\s\u00a0\u202f'’€$£]|[A-Z]{3}/g, '').replaceAll('\u2212', '-')
  const negative = /^\((.*)\)$/.exec(digits)?.[1] ?? /^([^-].*)-$/.exec(digits)?.[1]
  return negative === undefined ? digits : `-${negative}`
}

/** An exact amount; null: none, or one that is spelt otherwise than `mark` says. */
export function amountIn(cell: string, mark: DecimalMark): Decimal | null {
  const digits = bare(cell)
  const own = markIn(digits)
  if (own !== null && own !== mark) return null
  const [whole = '', fraction] = digits.split(mark)
  const thousands = mark === '.' ? ',' : '.'
  if (whole.includes(thousands) && !/^-?\d{1,3}([.,]\d{3})+$/.test(whole)) return null
  return readDecimal(`${whole.replaceAll(thousands, '')}${fraction === undefined ? '' : `.${fraction}`}`)
}

/** A count, also as `1.250`, `1 250` or `20,00`; null: something else, or a part of one. */
export function countIn(cell: string): number | null {
  const digits = bare(cell).replace(/[.,]0{1,2}$/, '')
  const whole = /^\d{1,3}([.,]\d{3})+$/.test(digits) ? digits.replace(/\D/g, '') : digits
  return /^\d{1,9}$/.test(whole) ? Number(whole) : null
}

/** A GUID as the service writes it, in whatever spelling. Any other text as it stands, without blanks around it. */
export function idIn(cell: string): string {
  return guidIn(cell) ?? cell.trim()
}
