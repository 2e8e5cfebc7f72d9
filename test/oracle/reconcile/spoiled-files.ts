/**
 * Invoice files of a made-up world with one fault in what an apply bought, of which everything is known: a row that is there twice, of ten times the amount, or with
 * seats beside it that nobody asked for; and a row in two, which is no fault.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

export const faults = ['twice', 'ten times', 'seats nobody asked for', 'in two rows'] as const
type Fault = (typeof faults)[number]

type Cells = Readonly<Record<string, unknown>>

/** Writes the files again with the fault in the first charge of the subscription; null: they have none. */
export function spoiledFiles(
  folder: string,
  names: readonly string[],
  { subscription, fault }: { readonly subscription: string; readonly fault: Fault },
): readonly string[] | null {
  let isSpoiled = false
  const spoiled = names.map(name => {
    const [rows, write] = name.endsWith('.csv') ? readCsv(folder, name) : readLines(folder, name)
    const at = isSpoiled ? -1 : rows.findIndex(row => isFirstCharge(row, subscription))
    const row = rows[at]
    if (row === undefined) return name
    isSpoiled = true
    return write([...rows.slice(0, at), ...withFault(row, fault), ...rows.slice(at + 1)])
  })
  return isSpoiled ? spoiled : null
}

function withFault(row: Cells, fault: Fault): readonly Cells[] {
  const seats = Number(row[named(row, 'Quantity')])
  switch (fault) {
    case 'twice':
      return [row, row]
    case 'ten times':
      return [times(row, 10)]
    case 'seats nobody asked for':
      return [row, times(row, -1, seats), times(row, 3, 3 * seats)]
    case 'in two rows':
      return [times(row, 0.5, seats), times(row, 0.5, seats)]
  }
}

/** Its amounts so many times, for so many seats. */
function times(row: Cells, factor: number, seats?: number): Cells {
  const amounts = ['Amount', 'Subtotal', 'Total', 'TotalForCustomer'].map(name => named(row, name))
  const spoiled = Object.entries(row).map(([name, cell]) => {
    if (amounts.includes(name) && cell !== '')
      return [name, String(Number((Number(cell) * factor).toFixed(6)))]
    return /quantity$/i.test(name) && seats !== undefined ? [name, String(seats)] : [name, cell]
  })
  return Object.fromEntries(spoiled) as Cells // entries of the row
}

function isFirstCharge(row: Cells, subscription: string): boolean {
  const ids = ['SyndicationPartnerSubscriptionNumber', 'SubscriptionId'].map(name => row[named(row, name)])
  return (
    ids.some(id => String(id).toLowerCase() === subscription.toLowerCase()) &&
    /^(?:new|purchase fee)$/i.test(String(row[named(row, 'ChargeType')]))
  )
}

/** Its own spelling of a column. */
function named(row: Cells, column: string): string {
  return Object.keys(row).find(name => name.toLowerCase() === column.toLowerCase()) ?? column
}

type Table = readonly [readonly Cells[], (rows: readonly Cells[]) => string]

function readCsv(folder: string, name: string): Table {
  const [head = '', ...lines] = readFileSync(join(folder, name), 'utf8').trim().split('\n')
  const columns = head.split(',')
  const rows = lines.map(line => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, position) => [column, cells[position] ?? '']))
  })
  return [
    rows,
    spoiled => {
      const text = [columns, ...spoiled.map(row => columns.map(column => String(row[column])))]
      return saved(folder, `spoiled-${name}`, `${text.map(cells => cells.join(',')).join('\n')}\n`)
    },
  ]
}

function readLines(folder: string, name: string): Table {
  const lines = gunzipSync(readFileSync(join(folder, name)))
    .toString('utf8')
    .trim()
    .split('\n')
  const rows = lines.filter(line => line !== '').map(line => JSON.parse(line) as Cells)
  return [
    rows,
    spoiled => saved(folder, `spoiled-${name}`, gzipSync(spoiled.map(row => JSON.stringify(row)).join('\n'))),
  ]
}

function saved(folder: string, name: string, data: string | Buffer): string {
  writeFileSync(join(folder, name), data)
  return name
}
