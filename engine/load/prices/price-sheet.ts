/**
 * A price list as it lies there: its form, its spelling and where the rows of each item stand. Only that is looked for in all of its rows;
 * what a row says is read when its item is asked for, since a sheet has 200,000 and a workspace declares a few dozen.
 */
import { type ProductKey, productKey } from '../../model/ids.ts'
import { type DayOrder, type DecimalMark, dayOrderOf, idIn, ownMarkOf } from '../../portal/spelling.ts'
import { cellsOf, visitRecords } from '../../tables/csv-records.ts'
import { delimiterOf, saidDelimiter } from '../../tables/delimiter.ts'
import { type Cell, optionalColumns, type PriceForm, priceForms } from './price-forms.ts'

/** How the numbers of a whole file are spelt. `unclear`: each can be read both ways or has no mark. `both`: some only one way, some only the other. */
export type FileMark = DecimalMark | 'unclear' | 'both'

export interface SheetRow {
  readonly line: number
  readonly cell: Cell
  /** Why the row is not what its cells seem to say; null: it is. */
  readonly broken: string | null
}

export interface PriceSheet {
  readonly form: PriceForm
  readonly mark: FileMark
  readonly days: DayOrder
  readonly items: () => readonly ProductKey[]
  readonly rowsOf: (item: ProductKey) => readonly SheetRow[]
  /** Lines of rows that name no item. */
  readonly unnamed: readonly number[]
}

/** Or why it is none. */
export function openSheet(written: string): PriceSheet | string {
  const text = unixLines(written)
  const body = saidDelimiter(text) === null ? 0 : text.indexOf('\n') + 1
  const delimiter = saidDelimiter(text) ?? delimiterOf(withoutComments(text))
  let header: Header | string | null = null
  const places = new Map<ProductKey, number[]>()
  const unnamed: number[] = []
  const seen = { marks: new Set<DecimalMark>(), days: new Set<string>() }
  const firstLine = body === 0 ? 0 : 1
  visitRecords(text.slice(body), delimiter, (cells, place) => {
    if (typeof header === 'string') return
    const found = cells ?? text.slice(body + place.from, body + place.to).split(delimiter)
    if (found[0]?.startsWith('#') === true || found.every(cell => cell === '')) return
    if (header === null) {
      header = headerIn(found)
      return
    }
    const { form, positions } = header
    const cell: Cell = column => found[positions.get(column) ?? -1] ?? ''
    const item = productKey(idIn(form.item(cell)))
    if (item === '') unnamed.push(place.line + firstLine)
    else {
      const at = [place.line + firstLine, body + place.from, body + place.to]
      const before = places.get(item)
      if (before === undefined) places.set(item, at)
      else before.push(...at)
    }
    if (seen.marks.size < 2) {
      const mark = ownMarkOf(cell(form.priceColumn))
      if (mark !== null) seen.marks.add(mark)
    }
    seen.days.add(cell('start')).add(cell('end'))
  })
  // TypeScript does not follow what the visitor assigns.
  const known = header as Header | string | null
  if (known === null) return 'It is empty.'
  if (typeof known === 'string') return known
  const [mark = 'unclear', other] = seen.marks
  return {
    form: known.form,
    mark: other === undefined ? mark : 'both',
    days: dayOrderIn([...seen.days], mark),
    items: () => [...places.keys()],
    rowsOf: item => {
      const rows: SheetRow[] = []
      const numbers = places.get(item) ?? []
      for (let at = 0; at < numbers.length; at += 3) {
        const [line = 0, from, to] = numbers.slice(at, at + 3)
        rows.push(rowIn(text.slice(from, to), { line, delimiter, header: known }))
      }
      return rows
    },
    unnamed,
  }
}

/** Where no day says it the month comes first, as in the downloaded sheet; not so beside decimal commas, which somebody's spreadsheet has written. */
function dayOrderIn(cells: readonly string[], mark: DecimalMark | 'unclear'): DayOrder {
  const order = dayOrderOf(cells)
  return order === 'unclear' && mark !== ',' ? 'month first' : order
}

function unixLines(text: string): string {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  return bare.includes('\n') ? bare : bare.replaceAll('\r', '\n')
}

/** The beginning of the file is enough to see what parts its cells. */
function withoutComments(text: string): string {
  return text.slice(0, 64 * 1024).replace(/^(?:\s*#[^\n]*\n|\s*\n)+/, '')
}

interface Header {
  readonly form: PriceForm
  readonly positions: ReadonlyMap<string, number>
  readonly width: number
}

function headerIn(cells: readonly string[]): Header | string {
  const names = cells.map(name => name.toLowerCase().replaceAll(/[\s_]/g, ''))
  const twice = names.find((name, position) => name !== '' && names.indexOf(name) !== position)
  const named = new Map(names.map((name, position) => [name, position]))
  for (const form of priceForms) {
    const positions = new Map<string, number>()
    for (const column of [...form.columns, ...optionalColumns]) {
      const position = column.map(spelling => named.get(spelling)).find(found => found !== undefined)
      if (position !== undefined) positions.set(column[0], position)
    }
    if (!form.columns.every(([name]) => positions.has(name))) continue
    const isUsed = twice !== undefined && [...positions.values()].includes(named.get(twice) ?? -1)
    return isUsed ? `Two of its columns are called \`${twice}\`.` : { form, positions, width: cells.length }
  }
  const needed = priceForms.map(form => form.columns.map(([name]) => name).join(', ')).join(', or ')
  return `Its header fits no form of price list; needed are the columns ${needed}.`
}

function rowIn(
  record: string,
  { line, delimiter, header }: { readonly line: number; readonly delimiter: string; readonly header: Header },
): SheetRow {
  const read = cellsOf(record, delimiter)
  const cells = read ?? record.split(delimiter).map(cell => cell.trim())
  const cell: Cell = column => cells[header.positions.get(column) ?? -1] ?? ''
  const isWider = cells.slice(header.width).some(extra => extra !== '')
  const broken =
    read === null
      ? 'a quote of the row is not closed'
      : isWider
        ? `the row has ${cells.length} cells and the header ${header.width}`
        : null
  return { line, cell, broken }
}
