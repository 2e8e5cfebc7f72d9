/** Everything that accounts show of their customers, before it becomes documents, tables or a snapshot. */
import { by } from '../compare.ts'
import type { PartnerName } from '../model/ids.ts'
import type { CustomerRow, LiveCustomer, LiveSubscription, Read } from '../model/live.ts'
import type { Progress, Reader } from '../ports.ts'
import { mapPool } from '../read/pool.ts'

export interface AccountInventory {
  readonly partner: PartnerName
  /** Unknown: the list could not be read, and nothing is known of this account. */
  readonly customers: Read<readonly InventoryCustomer[]>
}

export interface InventoryCustomer {
  readonly row: CustomerRow
  /** Only where it was asked for. */
  readonly details: Read<LiveCustomer> | { readonly kind: 'not asked' }
  readonly subscriptions: Read<readonly LiveSubscription[]>
}

export interface InventoryInput {
  readonly partners: readonly PartnerName[]
  readonly reader: Reader
  readonly progress: Progress
  /** Customers read at once; the provider paces the requests themselves. */
  readonly width: number
  /** Asks for each customer's country too: one request more per customer. */
  readonly details: boolean
}

/** Customers by tenant id, subscriptions by id: the same accounts give the same inventory, in whatever order they answer. */
export async function readInventory(input: InventoryInput): Promise<readonly AccountInventory[]> {
  const { partners, reader, progress, width, details } = input
  const lists = await mapPool(partners, width, async partner => ({
    partner,
    rows: await reader.customers(partner),
  }))
  const rows = lists.flatMap(({ rows: read }) => (read.kind === 'present' ? read.value : []))
  progress({ kind: 'stage.began', stage: 'read', total: rows.length })
  let done = 0
  const read = await mapPool(rows, width, async (row): Promise<InventoryCustomer> => {
    const subscriptions = await reader.subscriptions(row.partner, row.tenant)
    const seen = details ? await reader.customer(row.partner, row.tenant) : ({ kind: 'not asked' } as const)
    done += 1
    progress({ kind: 'stage.advanced', stage: 'read', done, total: rows.length, what: row.name })
    return { row, details: seen, subscriptions: inOrder(subscriptions) }
  })
  progress({ kind: 'stage.ended', stage: 'read' })
  return lists.map(({ partner, rows: list }) => ({
    partner,
    customers:
      list.kind === 'unknown'
        ? list
        : {
            kind: 'present',
            value: read.filter(entry => entry.row.partner === partner).sort(by(entry => entry.row.tenant)),
          },
  }))
}

function inOrder(read: Read<readonly LiveSubscription[]>): Read<readonly LiveSubscription[]> {
  if (read.kind !== 'present') return read
  return { kind: 'present', value: [...read.value].sort(by(entry => entry.id)) }
}
