/** Any table as a page, for whoever has no spreadsheet at hand. */
import { plural } from '../../engine/plural.ts'
import type { Cell, Column, DataTable } from '../../engine/tables/table.ts'
import { type HtmlPage, pageText } from './html/page.ts'
import type { HtmlColumn, HtmlTable } from './html/table.ts'

/** Columns with few different words can be chosen from. */
const words = new Set([
  'action',
  'outcome',
  'partner',
  'status',
  'state',
  'irreversible',
  'record status',
  'apply',
  'verdict',
  'kind',
])
/** What machines say to each other, and support asks for. */
const ids = /(^| )id$|^record$|^Microsoft's record$|^product$/

export function tableHtml(table: DataTable): string {
  const { name, rows } = table
  const customers = distinct(table, 'customer')
  return pageText({
    kind: 'Table',
    title: name,
    facts: [],
    madeIn: table.madeIn ?? null,
    lead: `${rows.length.toLocaleString('en')} ${plural(rows.length, 'row')}${customers > 1 ? `, ${customers.toLocaleString('en')} customers` : ''}.`,
    notices: [],
    panels: [],
    pictures: [],
    tables: [htmlTableOf(table)],
  } satisfies HtmlPage)
}

export function htmlTableOf({ name, columns, rows }: DataTable): HtmlTable {
  return {
    id: name,
    caption: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    columns: columns.map(column => ({ name: column.name, kind: kindOf(column) })),
    rows: rows.map(cells => ({ cells: cells.map((cell, at) => shownCell(cell, columns[at])) })),
  }
}

/** Milliseconds of nothing are left out. */
function shownCell(cell: Cell, column: Column | undefined): Cell {
  return column?.kind === 'instant' && typeof cell === 'string' ? cell.replace('.000Z', 'Z') : cell
}

function kindOf({ name, kind }: Column): HtmlColumn['kind'] {
  if (kind === 'number' || kind === 'amount') return 'number'
  if (words.has(name)) return 'word'
  return ids.test(name) || kind === 'instant' ? 'id' : 'text'
}

/** How many different values a column has; 0 where there is no such column. */
export function distinct({ columns, rows }: DataTable, name: string): number {
  const at = columns.findIndex(column => column.name === name)
  return at === -1 ? 0 : new Set(rows.map(row => row[at])).size
}
