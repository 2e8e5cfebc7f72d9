/** Whose a list is that names no tenant ids. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { codes } from '../inventory/codes.ts'
import type { TenantId } from '../model/ids.ts'
import { type Columns, headerAt } from './columns.ts'
import type { Table } from './table.ts'
import { plainWords } from './words.ts'

export function namesNone({ positions }: Columns): boolean {
  return positions.customerId === undefined
}

export type Owner =
  | { readonly kind: 'one'; readonly tenant: TenantId }
  | { readonly kind: 'by name'; readonly names: ReadonlyMap<string, TenantId | null> }

/** Whose a list is that names no tenant ids: of the one customer there is, or by the name in each row. */
export function ownerOf(
  customers: ReadonlyMap<TenantId, { readonly name: string }>,
  positions: Columns['positions'],
): Owner | 'nobody' {
  const [only, another] = customers.keys()
  if (only !== undefined && another === undefined) return { kind: 'one', tenant: only }
  if (positions.customerName === undefined || only === undefined) return 'nobody'
  const names = new Map<string, TenantId | null>()
  for (const [tenant, { name }] of customers) {
    const word = plainWords(name)
    names.set(word, names.has(word) ? null : tenant)
  }
  return { kind: 'by name', names }
}

export function noOwner(table: Table, customers: number): Diagnostic {
  return diagnose(codes.MISSING_COLUMN, {
    detail: `No column of ${table.file} says the customerId, and beside it ${customers === 0 ? 'stands no list of customers' : `stand ${customers} customers`}: give the list of customers too, or the export of one customer by itself.`,
    at: headerAt(table, 0),
  })
}
