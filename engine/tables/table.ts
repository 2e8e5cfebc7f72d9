import type { MadeIn } from '../model/made-in.ts'

/** A result as rows, for spreadsheets and scripts. Ids are texts and stay so: `0003` is no number. */
export interface DataTable {
  /** Names the sheet and the JSON. */
  readonly name: string
  /** Where its rows were made or read; left out where they come from files alone. */
  readonly madeIn?: MadeIn
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Column {
  readonly name: string
  /** `day`: YYYY-MM-DD. `instant`: ISO 8601 in UTC. `number`: a count. `amount`: an exact decimal in the row's `currency`, or a word. */
  readonly kind: 'text' | 'number' | 'amount' | 'day' | 'instant'
  /** Column that says what an amount is of (a month, a year, a credit): only what is of one thing has a total. null: each row is of its own. Left out: all are alike. */
  readonly of?: string | null
}

/** null: not known, or there is none; an empty cell. */
export type Cell = string | number | null

export function column(name: string, kind: Column['kind'] = 'text', of?: Column['of']): Column {
  return { name, kind, ...(of !== undefined && { of }) }
}

/** Every row as an object by column name; numbers stay numbers. */
export function objectsOf(table: DataTable): readonly Readonly<Record<string, Cell>>[] {
  return table.rows.map(row =>
    Object.fromEntries(table.columns.map(({ name }, position) => [name, row[position] ?? null])),
  )
}
