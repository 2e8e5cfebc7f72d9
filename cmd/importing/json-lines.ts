/** A table as the billing export writes it: one JSON object a line, the names of the columns as keys, in either case of the first letter. */
import type { Table, TableRow } from '../../engine/portal/table.ts'

/** Objects line by line, or a list of them. */
export function isJsonTable(text: string): boolean {
  return /^\uFEFF?\s*(?:\[\s*)?\{/.test(text)
}

export function jsonTable(file: string, text: string): Table {
  const records = listIn(text) ?? linesOf(text)
  const positions = new Map<string, number>()
  const headers: string[] = []
  for (const { value } of records)
    for (const key of Object.keys(value ?? {})) {
      const name = key.toLowerCase()
      if (positions.has(name)) continue
      positions.set(name, headers.length)
      headers.push(key)
    }
  const rows = records.map(({ line, value }): TableRow => {
    if (value === null) return { line, cells: [], broken: 'the line is no JSON object' }
    const cells = headers.map(() => '')
    for (const [key, entry] of Object.entries(value))
      cells[positions.get(key.toLowerCase()) ?? 0] = cellOf(entry)
    return { line, cells }
  })
  return { file, headers, headerLine: 1, rows }
}

interface JsonRecord {
  readonly line: number
  readonly value: Readonly<Record<string, unknown>> | null
}

function listIn(text: string): readonly JsonRecord[] | null {
  const value = parsed(text.replace(/^\uFEFF/, ''))
  return Array.isArray(value) ? value.map((entry: unknown) => ({ line: 1, value: objectIn(entry) })) : null
}

function linesOf(text: string): readonly JsonRecord[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, position) =>
      line.trim() === '' ? [] : [{ line: position + 1, value: objectIn(parsed(line)) }],
    )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>) // an object that is no list has text keys
    : null
}

/** Numbers lose no digit that JSON kept; what is nested is shown as it is. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
