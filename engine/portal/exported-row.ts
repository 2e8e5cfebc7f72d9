/** One row of a portal export: whose it is, and its subscription or what is wrong with it. */

import type { UnmanagedNote } from '../documents/draft.ts'
import { isGuid } from '../model/guid.ts'
import { type PartnerName, subscriptionId, type TenantId, tenantId } from '../model/ids.ts'
import { meaningOf, type Vocabulary } from './columns.ts'
import { type Cells, type ExportedSubscription, subscriptionOf } from './exported-subscription.ts'
import type { Owner } from './list-owner.ts'
import { type DayOrder, idIn } from './spelling.ts'
import type { Table, TableRow } from './table.ts'
import { type Field, plainWords } from './words.ts'

interface RowFacts {
  readonly table: Table
  readonly partner: PartnerName
  readonly vocabulary: Vocabulary
  readonly positions: Readonly<Partial<Record<Field, number>>>
  /** How the column of days is spelt. */
  readonly days: DayOrder
  /** Whose the rows are where they have no tenant id. */
  readonly owner: Owner | null
}

interface RowRead {
  /** null: no one knows whose the row is. */
  readonly tenant: TenantId | null
  readonly name: string
  readonly domain: string
  readonly subscription: ExportedSubscription | null
  readonly note: UnmanagedNote | null
  /** Why it cannot be declared, or is nobody's. */
  readonly wrong: readonly string[]
}

export function readRow(row: TableRow, facts: RowFacts): RowRead | 'of another account' {
  const wrong: string[] = []
  const { positions, vocabulary } = facts
  const text = (field: Field) => {
    const position = positions[field]
    return position === undefined ? '' : (row.cells[position] ?? '').trim()
  }
  const word = (field: Field): string | null => {
    const cell = text(field)
    if (cell === '') return null
    const meaning = meaningOf(field, cell, vocabulary)
    if (meaning === null) wrong.push(`\`${cell}\` is no known ${field}`)
    return meaning
  }
  const id = (field: Field) => {
    const cell = idIn(text(field))
    if (!isGuid(cell)) wrong.push(cell === '' ? `the ${field} is empty` : `\`${cell}\` is no ${field}`)
    return cell
  }
  if (text('partner') !== '' && text('partner') !== facts.partner) return 'of another account'
  const common = { name: text('customerName'), domain: text('domain').toLowerCase() }
  const tenant = ownTenant({ text, id, wrong, owner: facts.owner })
  const isSubscription = positions.subscriptionId !== undefined || positions.seats !== undefined
  if (tenant === null || !isSubscription) return { tenant, ...common, subscription: null, note: null, wrong }
  const subscription = subscriptionOf({
    text,
    has: field => positions[field] !== undefined,
    word,
    id,
    wrong,
    partner: facts.partner,
    tenant,
    days: facts.days,
  })
  if (wrong.length === 0) return { tenant, ...common, subscription, note: null, wrong }
  const seats = text('seats') === '' ? '' : `, ${text('seats')} seats`
  const called = text('subscriptionName') || text('productName') || 'a subscription'
  const note = `not managed: ${called}${seats}, ${text('subscriptionId') || 'without an id'}: ${wrong.join(', ')}`
  return {
    tenant,
    ...common,
    subscription: null,
    note: { subscription: subscriptionId(idIn(text('subscriptionId'))), text: note },
    wrong,
  }
}

function ownTenant({
  text,
  id,
  wrong,
  owner,
}: Pick<Cells, 'text' | 'id' | 'wrong'> & { readonly owner: Owner | null }): TenantId | null {
  if (owner === null) {
    const cell = id('customerId')
    return wrong.length > 0 ? null : tenantId(cell)
  }
  if (owner.kind === 'one') return owner.tenant
  const tenant = owner.names.get(plainWords(text('customerName'))) ?? null
  if (tenant === null) wrong.push(`\`${text('customerName')}\` is no one customer of the list`)
  return tenant
}
