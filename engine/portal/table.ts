/** A table as it was read, before anybody knows what its columns mean. */
export interface Table {
  /** Name to be printed. */
  readonly file: string
  readonly headers: readonly string[]
  readonly rows: readonly TableRow[]
  /** Line of the headers, from 1. */
  readonly headerLine: number
}

export interface TableRow {
  /** Line in the file, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** Why the row cannot be read; left out: it can. */
  readonly broken?: string
}
