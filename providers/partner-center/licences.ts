/**
 * Licence totals of a customer's directory by product of ours. The directory counts by licence SKU; the catalogue ties a sku to it
 * (`dynamicAttributes.provisioningId`, [infer] in facts 12), a legacy offer by its product id. Pools nobody can name are left out.
 */
import { type ProductKey, seats, type TenantId } from '../../engine/model/ids.ts'
import type { LicencePool, Read } from '../../engine/model/live.ts'
import type { ReadClient } from './client/client.ts'
import { numberOf, textAt } from './client/read-value.ts'
import { remembering } from './client/remembered.ts'
import { getOffer, getSku } from './client/resources/catalog.ts'
import { listSubscribedSkus } from './client/resources/customers.ts'
import type { WireSubscribedSku } from './wire/entitlement.ts'

/** What the catalogue says about licences does not change within a run, and is the same for every customer of a country. */
const known = new WeakMap<ReadClient, Map<string, Promise<string | null>>>()

export interface LicenceQuery {
  readonly products: readonly ProductKey[]
  /** The customer's country decides the catalogue; null: not visible. */
  readonly countryOf: (client: ReadClient, customer: TenantId) => Promise<string | null>
}

export async function readLicences(
  client: ReadClient,
  customer: TenantId,
  { products, countryOf }: LicenceQuery,
): Promise<Read<readonly LicencePool[]>> {
  // First, because it needs a user's credential: without one nothing else is worth a request.
  const pools = await listSubscribedSkus(client, customer)
  const country = await countryOf(client, customer)
  if (country === null) return { kind: 'present', value: [] }
  const found: LicencePool[] = []
  for (const product of products) {
    const licence = await licenceOf(client, product, country)
    const pool = pools.find(entry => textAt(entry.productSku, 'id')?.toLowerCase() === licence)
    const counted = licence === null || pool === undefined ? null : poolOf(product, licence, pool)
    if (counted !== null) found.push(counted)
  }
  return { kind: 'present', value: found }
}

/** The licence SKU of the directory, lower case; null: not known. */
function licenceOf(client: ReadClient, product: ProductKey, country: string): Promise<string | null> {
  const asked = known.get(client) ?? new Map<string, Promise<string | null>>()
  known.set(client, asked)
  const key = `${country}/${product}`
  const before = asked.get(key)
  if (before !== undefined) return before
  const asking = askLicence(remembering(client, Number.POSITIVE_INFINITY), product, country)
  asked.set(key, asking)
  // A read that failed says nothing for good: the next customer asks again.
  asking.catch(() => asked.delete(key))
  return asking
}

async function askLicence(catalogue: ReadClient, key: ProductKey, country: string): Promise<string | null> {
  const [product = '', sku] = key.split(':')
  if (sku === undefined) {
    const offer = await getOffer(catalogue, key, country)
    return textAt(offer?.product, 'id')?.toLowerCase() ?? null
  }
  const found = await getSku(catalogue, product, { sku, country })
  return textAt(found?.dynamicAttributes, 'provisioningId')?.toLowerCase() ?? null
}

/** null: it does not say how many are in use, and nobody knowing is not the same as nobody using. */
function poolOf(product: ProductKey, licence: string, pool: WireSubscribedSku): LicencePool | null {
  const consumed = numberOf(pool.consumedUnits)
  if (consumed === null) return null
  const enabled = numberOf(pool.activeUnits) ?? numberOf(pool.totalUnits) ?? 0
  return { product, licence, enabled: seats(enabled), consumed: seats(consumed) }
}
