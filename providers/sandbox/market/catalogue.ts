/** What the World sells: legacy offers, and new-commerce SKUs whose availability ids change every month (api.md 12, Q23). */
import { createHash } from 'node:crypto'
import type { World } from '../../../schemas/generated/world.ts'

export type Offer = NonNullable<NonNullable<World['catalogue']>['offers']>[number]
export type Product = NonNullable<NonNullable<World['catalogue']>['products']>[number]
export type Sku = Product['skus'][number]

export function findOffer(world: World, id: string): Offer | undefined {
  return world.catalogue?.offers?.find(offer => offer.id.toLowerCase() === id.toLowerCase())
}

export function findSku(
  world: World,
  productId: string,
  skuId: string,
): { readonly product: Product; readonly sku: Sku } | undefined {
  const product = world.catalogue?.products?.find(entry => entry.id.toUpperCase() === productId.toUpperCase())
  const sku = product?.skus.find(entry => entry.id.toUpperCase() === skuId.toUpperCase())
  return product === undefined || sku === undefined ? undefined : { product, sku }
}

export function isSoldIn(
  item: { readonly markets?: readonly string[] | undefined },
  country: string,
): boolean {
  return item.markets === undefined || item.markets.includes(country)
}

/** Twelve characters that differ from month to month. */
export function availabilityId(productId: string, skuId: string, at: string): string {
  const hash = createHash('sha256')
    .update(`${productId}:${skuId}:${at.slice(0, 7)}`)
    .digest('hex')
    .toUpperCase()
  return `CFQ7TTC0${hash.slice(0, 4)}`
}

/** Price per seat and billing period as the World's catalogue says; null: it does not say. */
export function priceOf(
  world: World,
  item: {
    readonly commerce: string
    readonly productKey: string
    readonly billing: string
    readonly term: string
  },
  currency: string,
): string | null {
  if (item.commerce !== 'nce') {
    const prices = findOffer(world, item.productKey)?.prices?.[currency]
    return (item.billing === 'annual' ? prices?.annual : prices?.monthly) ?? null
  }
  const [productId = '', skuId = ''] = item.productKey.split(':')
  const term = findSku(world, productId, skuId)?.sku.terms?.find(
    entry => entry.term === item.term && entry.billing === item.billing,
  )
  return term?.prices?.[currency] ?? null
}
