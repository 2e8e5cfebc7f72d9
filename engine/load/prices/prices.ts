/**
 * A partner's price list: a CSV in one of the forms of price-forms.ts, read when the first price is asked for. A row that cannot be used
 * and two rows that disagree about one day make their own item unknown, because a price that may be wrong is worse than none; they
 * never stop a command, and are told once.
 */
import { createHash } from 'node:crypto'
import { type Diagnostic, diagnose, type SourceRange } from '../../diagnostic.ts'
import type { ProductKey } from '../../model/ids.ts'
import type { Price, PriceList } from '../../model/money.ts'
import { choosePrice, isReadable, type PriceRow } from '../../money/choose-price.ts'
import { codes } from '../codes.ts'
import { contradictionsIn, type TwoPrices } from './contradictions.ts'
import { daysText } from './price-days.ts'
import { openSheet, type PriceSheet } from './price-sheet.ts'
import { pricesIn } from './read-price.ts'

export interface PriceFile extends PriceList {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string
  /** What was met so far of what cannot be used: the file itself, and rows of items that were asked for. Each once. */
  troubles(): readonly Diagnostic[]
  /** The same of every row: reads all of them. */
  check(): readonly Diagnostic[]
}

/** Told of one list. */
const mostMistakes = 200

interface Reading {
  /** Its text, or why there is none; asked at most once. */
  readonly read: () => string | Diagnostic
  /** Where the list is named. */
  readonly at: SourceRange
  /** Told once the text has the header of a price list: nothing of another file is drawn, which may be one of secrets. */
  readonly recognised?: (text: string) => void
}

export function priceFile(path: string, { read, at, recognised }: Reading): PriceFile {
  const text = once(read)
  const sheet = once((): PriceSheet | Diagnostic => {
    const found = text()
    const opened = typeof found === 'string' ? openSheet(found) : found
    if (typeof found === 'string' && typeof opened !== 'string') recognised?.(found)
    if (typeof opened !== 'string') return opened
    return diagnose(codes.PRICE_LIST, { detail: `${path}: ${opened}`, at: placeOf(path, 1) })
  })
  const rows = new Map<ProductKey, readonly PriceRow[]>()
  const rowsOf = (product: ProductKey): readonly PriceRow[] => {
    const known = rows.get(product)
    if (known !== undefined) return known
    const found = sheet()
    const fresh = 'code' in found ? [] : found.rowsOf(product).flatMap(row => pricesIn(row, product, found))
    rows.set(product, fresh)
    return fresh
  }
  const told = new Map<string, Diagnostic>()
  const tell = (product: ProductKey, doubts: readonly PriceRow[]) => {
    const lines = doubts.map(lineOf).join(' ')
    if (!told.has(lines)) told.set(lines, doubtful(path, product, doubts))
  }
  return {
    path,
    priceFor: query => {
      const opened = sheet()
      if ('code' in opened) return 'price list unreadable'
      const found = choosePrice(rowsOf(query.product), query)
      if (typeof found === 'string' || !('kind' in found)) return found
      tell(query.product, found.rows)
      return 'doubtful in the price list'
    },
    pricesOf: product => rowsOf(product).filter(isReadable),
    firstCurrency: () => {
      const opened = sheet()
      if ('code' in opened) return null
      for (const item of opened.items())
        for (const row of rowsOf(item)) if (row.currency !== undefined) return row.currency
      return null
    },
    digest: once(() => {
      const found = text()
      return createHash('sha256')
        .update(typeof found === 'string' ? found : found.code)
        .digest('hex')
    }),
    troubles: () => {
      if (!sheet.isAsked()) return []
      const opened = sheet()
      return 'code' in opened ? [{ ...opened, at: opened.at ?? at }] : atMost(path, [...told.values()])
    },
    check: () => {
      const opened = sheet()
      if ('code' in opened) return [{ ...opened, at: opened.at ?? at }]
      const found: Diagnostic[] = opened.unnamed
        .slice(0, mostMistakes + 1)
        .map(line => diagnose(codes.PRICE_ROW, { detail: 'The row names no item.', at: placeOf(path, line) }))
      for (const item of opened.items()) {
        if (found.length > mostMistakes) break
        const ofItem = opened.rowsOf(item).flatMap(row => pricesIn(row, item, opened))
        for (const row of ofItem) if (!isReadable(row)) found.push(doubtful(path, item, [row]))
        for (const two of contradictionsIn(ofItem.filter(isReadable)))
          found.push(contradiction(path, item, two))
      }
      return atMost(path, unique(found))
    },
  }
}

function once<T>(make: () => T): (() => T) & { readonly isAsked: () => boolean } {
  let made: { readonly value: T } | null = null
  const ask = () => {
    made ??= { value: make() }
    return made.value
  }
  return Object.assign(ask, { isAsked: () => made !== null })
}

/** A row of a legacy list is two prices, and cannot be used twice for one reason. */
function unique(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(found.map(entry => [`${entry.at?.line} ${entry.detail}`, entry])).values()]
}

function atMost(path: string, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const inOrder = [...found].sort((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0))
  if (inOrder.length <= mostMistakes) return inOrder
  const more = diagnose(codes.AND_MORE, { detail: `${path} has more rows like these.`, at: placeOf(path, 1) })
  return [...inOrder.slice(0, mostMistakes), more]
}

function lineOf(row: PriceRow): number {
  return isReadable(row) ? (row.written?.line ?? 0) : row.line
}

function placeOf(file: string, line: number): SourceRange {
  return { file, line, column: 1, endLine: line, endColumn: 2 }
}

function doubtful(path: string, product: ProductKey, rows: readonly PriceRow[]): Diagnostic {
  const [first, second] = rows
  if (first !== undefined && second !== undefined && isReadable(first) && isReadable(second))
    return contradiction(path, product, lineOf(first) < lineOf(second) ? [first, second] : [second, first])
  const why = rows.flatMap(row => (isReadable(row) ? [] : row.why))[0] ?? 'it cannot be read'
  const others = rows.slice(1).map(row => ({ at: placeOf(path, lineOf(row)), note: 'cannot be used either' }))
  return diagnose(codes.PRICE_ROW, {
    detail: `${product}: ${why}; until the row is corrected the price is unknown.`,
    at: placeOf(path, first === undefined ? 1 : lineOf(first)),
    ...(others.length > 0 && { related: others }),
  })
}

function contradiction(path: string, product: ProductKey, [earlier, later]: TwoPrices): Diagnostic {
  const what = [product, later.term, later.billing].filter(word => word !== '').join(' ')
  return diagnose(codes.PRICE_ROW, {
    detail: `${what} costs ${priceText(later)} here and ${priceText(earlier)} in line ${lineOf(earlier)}, so its price is unknown; keep the row that holds${whichDays(later, earlier)}.`,
    at: placeOf(path, lineOf(later)),
    related: [{ at: placeOf(path, lineOf(earlier)), note: `says ${priceText(earlier)}` }],
  })
}

function priceText({ written, pricePerSeat }: Price): string {
  return written?.price ?? pricePerSeat
}

function whichDays(here: Price, there: Price): string {
  if ([here, there].every(days => daysText(days) === 'always')) return ''
  return `, or give them days that do not meet: here ${daysText(here)}, there ${daysText(there)}`
}
