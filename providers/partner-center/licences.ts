/**
 * Licence totals of a customer's directory by product of ours. The directory counts by licence SKU; the catalogue ties a sku to it
 * (`dynamicAttributes.provisioningId`, [infer] in api.md 12), a legacy offer by its product id. Pools nobody can name are left out.
 */
import { type ProductKey, seats } from '../../engine/model/ids.ts'
import type { LicencePool, Read } from '../../engine/model/live.ts'
import { getOffer, listSkus } from './client/catalog.ts'
import type { ReadClient } from './client/client.ts'
import { getCustomer, listSubscribedSkus } from './client/customers.ts'
import { numberOf } from './client/read-value.ts'
import { listSubscriptions } from './client/subscriptions.ts'
import { productOf } from './convert.ts'
import type { WireSubscribedSku } from './wire/entitlement.ts'

export async function readLicences(
  client: ReadClient,
  customer: string,
): Promise<Read<readonly LicencePool[]>> {
  const pools = await listSubscribedSkus(client, customer)
  const products = new Set(
    (await listSubscriptions(client, customer)).map(wire => productOf(wire.offerId ?? '')),
  )
  const country = (await getCustomer(client, customer)).billingProfile?.defaultAddress?.country ?? null
  const found: LicencePool[] = []
  for (const product of products) {
    const licence = await licenceOf(client, product, { customer, country })
    const pool = pools.find(entry => entry.productSku?.id?.toLowerCase() === licence)
    if (licence !== null && pool !== undefined) found.push(poolOf(product, pool))
  }
  return { kind: 'present', value: found }
}

/** The licence SKU of the directory, lower case; null: not known. */
async function licenceOf(
  client: ReadClient,
  key: ProductKey,
  { customer, country }: { readonly customer: string; readonly country: string | null },
): Promise<string | null> {
  const [product = '', sku] = key.split(':')
  if (sku === undefined) {
    const offer = country === null ? null : await getOffer(client, key, country)
    return offer?.product?.id?.toLowerCase() ?? null
  }
  const skus = await listSkus(client, product, { customer })
  return (
    skus.find(entry => entry.id.toUpperCase() === sku)?.dynamicAttributes?.provisioningId?.toLowerCase() ??
    null
  )
}

function poolOf(product: ProductKey, pool: WireSubscribedSku): LicencePool {
  return {
    product,
    enabled: seats(numberOf(pool.activeUnits) ?? numberOf(pool.totalUnits) ?? 0),
    consumed: seats(numberOf(pool.consumedUnits) ?? 0),
  }
}
