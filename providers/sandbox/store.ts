/**
 * The rows, and their durability: every answer is on disc before it is sent. A line of the log holds the rows one request
 * changed; opening folds the log into memory and writes it anew, so that it does not grow for ever. A torn last line belongs
 * to an answer nobody got, and is dropped.
 */
import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { RequestRow, Tables } from './rows.ts'

type TableName = keyof Tables

export interface Store {
  get<T extends TableName>(table: T, key: string): Tables[T] | undefined
  all<T extends TableName>(table: T): readonly Tables[T][]
  put<T extends TableName>(table: T, key: string, row: Tables[T]): void
  readonly requests: readonly RequestRow[]
  logRequest(row: RequestRow): void
  /** Makes everything since the last commit durable. */
  commit(): void
  readonly isEmpty: boolean
  close(): void
}

const tableNames: readonly TableName[] = [
  'partners',
  'customers',
  'relationships',
  'subscriptions',
  'orders',
  'carts',
  'audit',
  'replays',
  'meta',
]

interface Line {
  readonly puts?: readonly (readonly [TableName, string, Tables[TableName]])[]
  readonly request?: readonly [number, RequestRow]
}

export function openStore(folder: string | undefined): Store {
  const tables = new Map<TableName, Map<string, Tables[TableName]>>(tableNames.map(name => [name, new Map()]))
  const requests: RequestRow[] = []
  const path = folder === undefined ? null : join(folder, 'state.jsonl')
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const kept = path !== null && existsSync(path) ? readLines(readFileSync(path, 'utf8')) : []
  for (const line of kept) {
    for (const [table, key, row] of line.puts ?? []) tables.get(table)?.set(key, row)
    if (line.request !== undefined) requests[line.request[0]] = line.request[1]
  }
  if (path !== null) writeFileAtomic.sync(path, compact(tables, requests))
  const file = path === null ? null : openSync(path, 'a')
  let changed = new Map<string, readonly [TableName, string]>()
  let logged = new Set<number>()

  return {
    get: <T extends TableName>(table: T, key: string) => tables.get(table)?.get(key) as Tables[T] | undefined, // rows of one table have its type
    all: <T extends TableName>(table: T) => [...(tables.get(table)?.values() ?? [])] as Tables[T][], // same
    put(table, key, row) {
      tables.get(table)?.set(key, row)
      changed.set(`${table}/${key}`, [table, key])
    },
    requests,
    logRequest(row) {
      const known = requests.indexOf(row, Math.max(0, requests.length - 64))
      if (known < 0) requests.push(row)
      logged.add(known < 0 ? requests.length - 1 : known)
    },
    commit() {
      if (file === null) {
        changed = new Map()
        logged = new Set()
        return
      }
      const puts = [...changed.values()].flatMap(([table, key]) => {
        const row = tables.get(table)?.get(key)
        return row === undefined ? [] : [[table, key, row] as const]
      })
      const lines: Line[] = puts.length > 0 ? [{ puts }] : []
      for (const position of logged) {
        const row = requests[position]
        if (row !== undefined) lines.push({ request: [position, row] })
      }
      changed = new Map()
      logged = new Set()
      if (lines.length === 0) return
      writeSync(file, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
      fdatasyncSync(file)
    },
    get isEmpty() {
      return (tables.get('partners')?.size ?? 0) === 0
    },
    close() {
      if (file !== null) closeSync(file)
    },
  }
}

function readLines(text: string): readonly Line[] {
  return text.split('\n').flatMap((line): readonly Line[] => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as Line] // written by commit alone
    } catch {
      return []
    }
  })
}

function compact(
  tables: ReadonlyMap<TableName, ReadonlyMap<string, Tables[TableName]>>,
  requests: readonly RequestRow[],
): string {
  const lines: Line[] = []
  for (const [table, rows] of tables) for (const [key, row] of rows) lines.push({ puts: [[table, key, row]] })
  for (const [position, request] of requests.entries()) lines.push({ request: [position, request] })
  return lines.map(line => `${JSON.stringify(line)}\n`).join('')
}
