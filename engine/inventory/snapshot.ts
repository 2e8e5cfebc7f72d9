/** Everything accounts show, kept as one value: for planning without them, and for rehearsing on a copy. */
import { violationsOfFile } from '../../schemas/files.ts'
import { by } from '../compare.ts'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { isTooDeep } from '../json-depth.ts'
import { withEscapes } from '../json-text.ts'
import type { Cloud, DeclaredPartner, Desired } from '../model/desired.ts'
import {
  type Currency,
  dayOf,
  type Instant,
  type PartnerName,
  type ProductKey,
  type TenantId,
  type UtcDate,
} from '../model/ids.ts'
import type { Actual, CatalogueActual, CustomerActual, CustomerRow, Read } from '../model/live.ts'
import type { MadeIn } from '../model/made-in.ts'
import type { Price } from '../model/money.ts'
import { priceOf } from '../money/price-list.ts'
import { canonicalJson } from '../plan/digest.ts'
import type { Clock, Progress, Reader } from '../ports.ts'
import { mapPool } from '../read/pool.ts'
import { snapshotCodes } from './codes.ts'

export interface Snapshot {
  readonly format: 1
  readonly kind: 'snapshot'
  readonly takenAt: Instant
  /** The world of the sandbox that it was taken of; left out: of the accounts. */
  readonly sandbox?: string
  readonly partners: readonly SnapshotPartner[]
  readonly customers: readonly CustomerActual[]
  readonly catalogue: readonly CatalogueActual[]
}

/** A price in force when the snapshot was taken. */
export type SnapshotPrice = Pick<Price, 'product' | 'term' | 'billing' | 'currency' | 'pricePerSeat'>

export interface SnapshotPartner {
  readonly partner: PartnerName
  readonly tenantId: TenantId
  readonly cloud: Cloud
  readonly markets: readonly string[]
  readonly currency: Currency | null
  readonly customers: Read<readonly CustomerRow[]>
  /** From the account's price list, what the catalogue below has of it: the service itself tells no prices. None: there is no list. */
  readonly prices?: readonly SnapshotPrice[]
}

export interface SnapshotInput {
  readonly desired: Desired
  readonly partners: readonly DeclaredPartner[]
  readonly reader: Reader
  readonly clock: Clock
  readonly madeIn: MadeIn
  readonly progress: Progress
  readonly width: number
}

/** Reads all of it. What gives no answer is kept as unknown, with the reason. */
export async function takeSnapshot(input: SnapshotInput): Promise<Snapshot> {
  const { desired, reader, clock, madeIn, progress, width } = input
  const takenAt = clock.now()
  const partners = await mapPool(input.partners, width, async partner => ({
    partner: partner.name,
    tenantId: partner.tenant,
    cloud: partner.cloud,
    markets: partner.markets,
    currency: partner.currency,
    customers: byTenant(await reader.customers(partner.name)),
  }))
  const rows = partners.flatMap(({ customers }) => (customers.kind === 'present' ? customers.value : []))
  progress({ kind: 'stage.began', stage: 'read', total: rows.length })
  let done = 0
  const bare = await mapPool(rows, width, async row => {
    const { partner, tenant } = row
    const customer = await reader.customer(partner, tenant)
    const subscriptions = await reader.subscriptions(partner, tenant)
    const agreement = await reader.agreement(partner, tenant)
    done += 1
    progress({ kind: 'stage.advanced', stage: 'read', done, total: rows.length, what: row.name })
    return { partner, tenant, customer, subscriptions, agreement }
  })
  const products = productsByTenant(bare, desired)
  const customers = await mapPool(bare, width, async (entry): Promise<CustomerActual> => {
    const wanted = products.get(entry.tenant) ?? []
    const licences =
      wanted.length === 0
        ? ({ kind: 'not asked' } as const)
        : await reader.licences(entry.partner, entry.tenant, wanted)
    return { ...entry, licences }
  })
  const catalogue = await mapPool(itemsOf(input, customers, products), width, async item => ({
    ...item,
    item: await reader.catalogueItem(item.partner, item.market, item.product),
  }))
  progress({ kind: 'stage.ended', stage: 'read' })
  const known = [...new Set(catalogue.map(entry => entry.product))].sort()
  const priced = partners.map(entry => {
    const partner = input.partners.find(({ name }) => name === entry.partner)
    return partner === undefined || partner.prices === null
      ? entry
      : { ...entry, prices: pricesOf(partner, known, dayOf(takenAt)) }
  })
  const sandbox = madeIn.kind === 'sandbox' ? madeIn.world : undefined
  return {
    format: 1,
    kind: 'snapshot',
    takenAt,
    ...(sandbox !== undefined && { sandbox }),
    partners: priced,
    customers,
    catalogue,
  }
}

/** Per product what the list says of a day for every term and billing: of any market, and any number of seats, where all say the same. */
function pricesOf(
  partner: DeclaredPartner,
  products: readonly ProductKey[],
  day: UtcDate,
): readonly SnapshotPrice[] {
  const onDay = { ...partner, pricesFor: { day, market: null, segment: null } }
  return products.flatMap(product => {
    const listed = partner.prices?.pricesOf(product) ?? []
    const kinds = new Map(listed.map(({ term, billing }) => [`${term}/${billing}`, { term, billing }]))
    return [...kinds.values()].flatMap(({ term, billing }) => {
      const price = priceOf(onDay, { product, term, billing, seats: null })
      if (typeof price === 'string') return []
      const { currency, pricePerSeat } = price
      return [{ product: price.product, term, billing, currency, pricePerSeat }]
    })
  })
}

function byTenant(read: Read<readonly CustomerRow[]>): Read<readonly CustomerRow[]> {
  if (read.kind !== 'present') return read
  return { kind: 'present', value: [...read.value].sort(by(entry => entry.tenant)) }
}

/** What a customer has anywhere, shall have anywhere, or what of it may become by a mapping. */
function productsByTenant(
  customers: readonly Pick<CustomerActual, 'tenant' | 'subscriptions'>[],
  desired: Desired,
): ReadonlyMap<TenantId, readonly ProductKey[]> {
  const becomes = new Map<ProductKey, ProductKey[]>()
  for (const { from, to } of desired.consolidations.flatMap(entry => entry.map))
    becomes.set(from, [...(becomes.get(from) ?? []), to])
  const found = new Map<TenantId, Set<ProductKey>>()
  const add = (tenant: TenantId, product: ProductKey) => {
    const products = found.get(tenant) ?? new Set()
    found.set(tenant, products)
    for (const one of [product, ...(becomes.get(product) ?? [])]) products.add(one)
  }
  for (const { tenant, subscriptions } of customers)
    for (const entry of subscriptions.kind === 'present' ? subscriptions.value : [])
      if (entry.kind === 'licence') add(tenant, entry.product)
  for (const { tenant, subscriptions } of desired.customers)
    for (const entry of subscriptions) add(tenant, entry.product)
  return new Map([...found].map(([tenant, products]) => [tenant, [...products].sort()]))
}

/** Under every account, in every country of its customers; a consolidation's target sells to those of its sources too. */
function itemsOf(
  { desired, partners }: SnapshotInput,
  customers: readonly CustomerActual[],
  products: ReadonlyMap<TenantId, readonly ProductKey[]>,
): readonly Omit<CatalogueActual, 'item'>[] {
  const found = new Map<string, Omit<CatalogueActual, 'item'>>()
  for (const { name, markets } of partners) {
    const sources = desired.consolidations.filter(entry => entry.to === name).flatMap(entry => entry.from)
    const [only, another] = markets
    for (const { partner, tenant, customer } of customers) {
      if (partner !== name && !sources.includes(partner)) continue
      const country = customer.kind === 'present' ? customer.value.country : null
      const market = country ?? (another === undefined ? only : undefined)
      if (market === undefined) continue
      for (const product of products.get(tenant) ?? [])
        found.set(`${name}/${market}/${product}`, { partner: name, market, product })
    }
  }
  return [...found].sort(by(([key]) => key)).map(([, item]) => item)
}

export function encodeSnapshot(snapshot: Snapshot): string {
  return `${withEscapes(canonicalJson(snapshot, 2))}\n`
}

export function decodeSnapshot(text: string): Snapshot | Diagnostic {
  if (isTooDeep(text))
    return diagnose(snapshotCodes.NOT_A_SNAPSHOT, { detail: 'It is nested deeper than any snapshot.' })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return diagnose(snapshotCodes.NOT_A_SNAPSHOT, { detail: 'It is no JSON.' })
  }
  const [first] = violationsOfFile('Snapshot', value)
  if (first === undefined) return value as Snapshot // the schema was just checked, and the schema is tested against the type
  return diagnose(snapshotCodes.NOT_A_SNAPSHOT, {
    detail: `${first.path.length === 0 ? 'It' : first.path.join('.')} ${first.message}.`,
  })
}

/** As an `Actual`: for look-ups, and for whoever wants all of it at once. */
export function actualOf(snapshot: Snapshot): Actual {
  return {
    readAt: snapshot.takenAt,
    partners: snapshot.partners,
    customers: snapshot.customers,
    catalogue: snapshot.catalogue,
  }
}
