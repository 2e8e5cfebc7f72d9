/** Reads what the calendar of term ends needs: every subscription, and of customers with an end ahead their country, licences and catalogue. */
import type { AccountInventory, InventoryCustomer } from '../inventory/inventory.ts'
import type { DeclaredPartner, Desired } from '../model/desired.ts'
import type { Instant, UtcDate } from '../model/ids.ts'
import type { CatalogueItem, LicencePool, LiveSubscription, Read } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import type { Reader } from '../ports.ts'
import { mapPool } from '../read/pool.ts'
import { Bug } from '../result.ts'
import { type CustomerTerms, endsUntil } from './term-calendar.ts'

export interface TermEndsInput {
  readonly desired: Desired
  /** Those asked for, of accounts that could be read. */
  readonly customers: readonly InventoryCustomer[]
  /** The same and others, of all accounts: what of them stands for a licence counts. */
  readonly shown: readonly InventoryCustomer[]
  readonly reader: Reader
  readonly width: number
  readonly now: Instant
  readonly until: UtcDate
}

/** Customers without an end ahead are left out. */
export async function readTermEnds(input: TermEndsInput): Promise<readonly CustomerTerms[]> {
  const { customers, reader, width } = input
  const ending = customers.flatMap(entry => {
    const { subscriptions } = entry
    if (subscriptions.kind !== 'present') return []
    const ends = subscriptions.value.filter(live => endsUntil(live, input))
    return ends.length === 0 ? [] : [{ row: entry.row, living: subscriptions.value, ends }]
  })
  const seen = await mapPool(ending, width, async ({ row, living, ends }) => {
    const partner = partnerOf(input.desired, row.partner)
    const details = await reader.customer(row.partner, row.tenant)
    const licences = ends.some(live => live.kind === 'licence') ? licencesOf(row.tenant, input.shown) : []
    const pools: Read<readonly LicencePool[]> =
      licences.length === 0
        ? { kind: 'present', value: [] }
        : await reader.licences(row.partner, row.tenant, licences)
    const only = partner.markets.length === 1 ? (partner.markets[0] ?? null) : null
    return {
      row,
      living,
      ends,
      pools,
      market: (details.kind === 'present' ? details.value.country : null) ?? only,
    }
  })
  const items = await readItems(
    seen.flatMap(({ row, market, ends }) =>
      market === null ? [] : ends.map(({ product }) => ({ partner: row.partner, market, product })),
    ),
    input,
  )
  return seen.map(({ row, living, pools, market }) => ({
    row,
    market,
    subscriptions: living,
    pools,
    item: product => items.get(`${row.partner}/${market ?? ''}/${product}`) ?? { kind: 'absent' },
  }))
}

/** Products of all its licences: others may stand for the same licence as what ends. */
function licencesOf(
  tenant: InventoryCustomer['row']['tenant'],
  shown: readonly InventoryCustomer[],
): readonly LiveSubscription['product'][] {
  const living = shown.flatMap(({ row, subscriptions }) =>
    row.tenant === tenant && subscriptions.kind === 'present' ? subscriptions.value : [],
  )
  return [
    ...new Set(living.filter(live => live.kind === 'licence' && isLiving(live)).map(live => live.product)),
  ].sort()
}

interface Item {
  readonly partner: DeclaredPartner['name']
  readonly market: string
  readonly product: LiveSubscription['product']
}

/** Each once. */
async function readItems(
  wanted: readonly Item[],
  { reader, width }: TermEndsInput,
): Promise<ReadonlyMap<string, Read<CatalogueItem>>> {
  const byKey = new Map(wanted.map(entry => [`${entry.partner}/${entry.market}/${entry.product}`, entry]))
  const read = await mapPool(
    [...byKey],
    width,
    async ([key, { partner, market, product }]) =>
      [key, await reader.catalogueItem(partner, market, product)] as const,
  )
  return new Map(read)
}

function partnerOf({ partners }: Desired, name: AccountInventory['partner']): DeclaredPartner {
  const found = partners.find(entry => entry.name === name)
  if (found === undefined) throw new Bug(`${name} is read and not declared`)
  return found
}
