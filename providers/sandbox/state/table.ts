/** Rows of one kind by key, with an index by group so that one customer's rows are found without walking all. */

export interface Table<Row> {
  readonly name: string
  get(key: string): Row | undefined
  all(): IterableIterator<Row>
  /** Rows of a group, in the order they were first put. */
  in(group: string): readonly Row[]
  put(row: Row): void
  remove(key: string): void
  readonly size: number
}

export interface TableShape<Row> {
  readonly name: string
  readonly key: (row: Row) => string
  /** A row never leaves its group. */
  readonly group?: (row: Row) => string
}

export function createTable<Row>(shape: TableShape<Row>, changed: (key: string) => void): Table<Row> {
  const rows = new Map<string, Row>()
  const groups = new Map<string, Set<string>>()
  return {
    name: shape.name,
    get: key => rows.get(key),
    all: () => rows.values(),
    in(group) {
      const found: Row[] = []
      for (const key of groups.get(group) ?? []) {
        const row = rows.get(key)
        if (row !== undefined) found.push(row)
      }
      return found
    },
    put(row) {
      const key = shape.key(row)
      rows.set(key, row)
      if (shape.group !== undefined) {
        const group = shape.group(row)
        const keys = groups.get(group)
        if (keys === undefined) groups.set(group, new Set([key]))
        else keys.add(key)
      }
      changed(key)
    },
    remove(key) {
      const row = rows.get(key)
      if (row === undefined) return
      rows.delete(key)
      if (shape.group !== undefined) groups.get(shape.group(row))?.delete(key)
      changed(key)
    },
    get size() {
      return rows.size
    },
  }
}
