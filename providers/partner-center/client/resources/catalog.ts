/** The catalogue (facts 12, read 2026-11-23). Answers of 200 can say "not available" (Q30); that and 404 are absence here. */
import { pageSize } from '../../limits.ts'
import type { WireAvailability, WireOffer, WireProduct, WireSku } from '../../wire/catalog.ts'
import type { ReadCall } from '../calls.ts'
import type { CallInput, ReadClient } from '../client.ts'
import { isFailure } from '../errors/failure.ts'
import { offsetPages } from '../paging.ts'
import { textAt } from '../read-value.ts'
import { listed, resource, resources } from '../resource.ts'

/** Who asks: a market, or a customer whose market and eligibility then apply. */
export type CatalogScope =
  | { readonly country: string; readonly segment?: Segment }
  | { readonly customer: string }

export async function* listOffers(client: ReadClient, country: string): AsyncGenerator<readonly WireOffer[]> {
  const pages = offsetPages(client, {
    call: 'catalog.offers',
    input: { query: { country } },
    keyOf: item => textAt(item, 'id')?.toUpperCase() ?? null,
    size: pageSize.offset,
  })
  for await (const page of pages) yield resources<WireOffer>(page)
}

/** One legacy offer; null: not sold there. */
export async function getOffer(
  client: ReadClient,
  offer: string,
  country: string,
): Promise<WireOffer | null> {
  return one(client, 'catalog.offer', { path: { offer }, query: { country } })
}

export async function listProducts(
  client: ReadClient,
  { country, targetView }: { readonly country: string; readonly targetView: string },
): Promise<readonly WireProduct[]> {
  return list(client, 'catalog.products', { query: { country, targetView } })
}

export async function listSkus(
  client: ReadClient,
  product: string,
  scope: CatalogScope,
): Promise<readonly WireSku[]> {
  return 'country' in scope
    ? list(client, 'catalog.skus', { path: { product }, query: { country: scope.country } })
    : list(client, 'catalog.customer-skus', { path: { product, customer: scope.customer } })
}

/** One sku; null: not sold there. */
export async function getSku(
  client: ReadClient,
  product: string,
  { sku, country, segment }: { readonly sku: string; readonly country: string; readonly segment?: Segment },
): Promise<WireSku | null> {
  return one(client, 'catalog.sku', {
    path: { product, sku },
    query: query({ country, ...(segment !== undefined && { segment }) }),
  })
}

/** Nothing says beforehand to whom an item is sold; most of them to everybody. */
export const segments = ['commercial', 'education', 'government', 'nonprofit'] as const

type Segment = (typeof segments)[number]

export interface FoundSku {
  readonly segment: Segment
  readonly sku: WireSku
  readonly availabilities: readonly WireAvailability[]
}

/** The sku in the first segment that has it, with what can be bought of it; null: it is sold to nobody there. */
export async function findSku(
  client: ReadClient,
  product: string,
  { sku, country }: { readonly sku: string; readonly country: string },
): Promise<FoundSku | null> {
  for (const segment of segments) {
    const found = await getSku(client, product, { sku, country, segment })
    if (found === null) continue
    const scope = { country, segment }
    return { segment, sku: found, availabilities: await listAvailabilities(client, { product, sku, scope }) }
  }
  return null
}

/** What can be bought now in the first segment that sells it. */
export async function findAvailabilities(
  client: ReadClient,
  { product, sku, country }: { readonly product: string; readonly sku: string; readonly country: string },
): Promise<readonly WireAvailability[]> {
  for (const segment of segments) {
    const found = await listAvailabilities(client, { product, sku, scope: { country, segment } })
    if (found.length > 0) return found
  }
  return []
}

/** The service's own default is left unsaid. */
function query({
  country,
  segment = 'commercial',
}: {
  readonly country: string
  readonly segment?: Segment
}) {
  return { country, ...(segment !== 'commercial' && { targetSegment: segment }) }
}

/** What can be bought now; ids change, so ask right before ordering. Empty: nothing. */
export async function listAvailabilities(
  client: ReadClient,
  { product, sku, scope }: { readonly product: string; readonly sku: string; readonly scope: CatalogScope },
): Promise<readonly WireAvailability[]> {
  return 'country' in scope
    ? list(client, 'catalog.availabilities', { path: { product, sku }, query: query(scope) })
    : list(client, 'catalog.customer-availabilities', { path: { product, sku, customer: scope.customer } })
}

async function one<Wire>(client: ReadClient, call: ReadCall, input: CallInput): Promise<Wire | null> {
  const answer = await orAbsent(() => client.read(call, input))
  return answer === null ? null : resource<Wire>(client, call, answer)
}

async function list<Wire>(client: ReadClient, call: ReadCall, input: CallInput): Promise<readonly Wire[]> {
  const answer = await orAbsent(() => client.read(call, input))
  return answer === null ? [] : resources<Wire>(listed(client, call, answer))
}

/**
 * Not sold in the country (800070), withdrawn (2091), bad offer id (800004), a segment the partner may not see (400030), and what is not
 * found: it cannot be bought. A 404 of somebody else says nothing.
 */
const absentCodes = ['800070', '2091', '800004', '400030', '400013', '400018', '1000'] as const

async function orAbsent<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (isFailure(error, ...absentCodes)) return null
    if (isFailure(error) && error.error.row?.means === 'none') return null
    throw error
  }
}
