/** Any table as a page: evidence for whoever has no spreadsheet at hand. */
import type { DataTable } from '../../engine/tables/table.ts'
import { pageText } from './html/page.ts'

/** Columns with few different words can be chosen from. */
const words = new Set([
  'action',
  'outcome',
  'partner',
  'status',
  'irreversible',
  'record status',
  'apply',
  'verdict',
])

export function tableHtml(
  table: DataTable,
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
): string {
  return pageText({
    title,
    subtitle,
    cards: [{ name: table.rows.length === 1 ? 'row' : 'rows', value: String(table.rows.length) }],
    pictures: [],
    tables: [
      {
        id: table.name,
        caption: title,
        columns: table.columns.map(({ name, kind }) => ({
          name,
          kind: kind === 'number' ? 'number' : words.has(name) ? 'word' : 'text',
        })),
        rows: table.rows.map(cells => ({ cells })),
      },
    ],
  })
}
