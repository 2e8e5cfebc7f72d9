/** What the World sells: legacy offers, and new-commerce SKUs whose availability ids change every month (facts 12, Q23). */
import type { World } from '../../../schemas/generated/world.ts'
import type { Promotion } from './promotion.ts'

export type Offer = NonNullable<NonNullable<World['catalogue']>['offers']>[number]
export type Product = NonNullable<NonNullable<World['catalogue']>['products']>[number]
export type Sku = Product['skus'][number]

export interface ProductSku {
  readonly product: Product
  readonly sku: Sku
}

export interface Catalogue {
  readonly offers: readonly Offer[]
  readonly products: readonly Product[]
  /** Ids are compared without regard to case. */
  offer(id: string): Offer | undefined
  product(id: string): Product | undefined
  sku(productId: string, skuId: string): ProductSku | undefined
  readonly promotions: readonly Promotion[]
  promotion(id: string): Promotion | undefined
}

export function createCatalogue(world: World): Catalogue {
  const offers = world.catalogue?.offers ?? []
  const products = world.catalogue?.products ?? []
  const promotions = world.catalogue?.promotions ?? []
  const offersById = new Map(offers.map(offer => [offer.id.toUpperCase(), offer]))
  const productsById = new Map(products.map(product => [product.id.toUpperCase(), product]))
  return {
    offers,
    products,
    promotions,
    promotion: id => promotions.find(entry => entry.id.toLowerCase() === id.toLowerCase()),
    offer: id => offersById.get(id.toUpperCase()),
    product: id => productsById.get(id.toUpperCase()),
    sku(productId, skuId) {
      const product = productsById.get(productId.toUpperCase())
      const sku = product?.skus.find(entry => entry.id.toUpperCase() === skuId.toUpperCase())
      return product === undefined || sku === undefined ? undefined : { product, sku }
    },
  }
}

export const productTypeOf = (product: Product) => product.productType ?? 'OnlineServicesNCE'
export const segmentOf = (sku: Sku) => sku.segment ?? 'commercial'
export const cyclesOf = (offer: Offer): readonly string[] => offer.billingCycles ?? ['monthly', 'annual']

/** Seats nobody reaches, where the World sets no limit. */
export const manySeats = 10_000_000

/** Of a trial of new commerce (2.3). */
const trialSeats = 25

export interface Limits {
  readonly minimum: number
  readonly maximum: number
}

export function skuLimits(sku: Sku | undefined): Limits {
  const isTrial = sku?.isTrial === true
  return {
    minimum: sku?.minimumSeats ?? (isTrial ? trialSeats : 1),
    maximum: sku?.maximumSeats ?? (isTrial ? trialSeats : manySeats),
  }
}

export function offerLimits(offer: Offer | undefined): Limits {
  return { minimum: offer?.minimumSeats ?? 1, maximum: offer?.maximumSeats ?? manySeats }
}

/** Absent markets mean everywhere. */
export function isSoldIn(item: { readonly markets?: readonly string[] }, country: string): boolean {
  return item.markets === undefined || item.markets.includes(country)
}

/** A SKU without terms, or an Azure plan, has no term to choose. */
export function isTermless(product: Product): boolean {
  return /^azure/i.test(productTypeOf(product))
}
