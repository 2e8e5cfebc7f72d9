/** Prices per seat and billing period, as the World tells them; exact decimal text. */
import { discounted, Exact, scaled } from '../money/amounts.ts'
import type { Commerce, ExtendedItem } from '../state/subscription-rows.ts'
import { monthsOfCycle } from '../time/periods.ts'
import type { Catalogue, Sku } from './catalogue.ts'

export interface Priced {
  readonly commerce: Commerce
  readonly productKey: string
  readonly billing: string
  readonly term: string
  readonly promotionId: string | null
  readonly extendedFrom: ExtendedItem | null
}

/** Null: the World does not tell. */
export function priceOf(catalogue: Catalogue, item: Priced, currency: string): string | null {
  if (item.commerce === 'azure') return null
  if (item.commerce === 'legacy') return offerPrice(catalogue, item, currency)
  if (item.extendedFrom !== null) return monthOf(catalogue, item.extendedFrom, currency, surcharges)
  const price = termPrice(skuOf(catalogue, item.productKey), item, currency)
  const promotion = item.promotionId === null ? undefined : catalogue.promotion(item.promotionId)
  return price === null || promotion === undefined ? price : discounted(price, promotion.percent)
}

/** Without a promotion, and without what an extension costs more. */
export function listPriceOf(catalogue: Catalogue, item: Priced, currency: string): string | null {
  const { extendedFrom } = item
  if (extendedFrom === null || item.commerce !== 'nce')
    return priceOf(catalogue, { ...item, promotionId: null }, currency)
  return monthOf(catalogue, extendedFrom, currency, { onMonthly: '1', onTerm: '1' })
}

function offerPrice(catalogue: Catalogue, item: Priced, currency: string): string | null {
  const prices = catalogue.offer(item.productKey)?.prices?.[currency]
  if (item.billing === 'annual') return prices?.annual ?? null
  return item.billing === 'monthly' ? (prices?.monthly ?? null) : null
}

function skuOf(catalogue: Catalogue, productKey: string): Sku | undefined {
  const [productId = '', skuId = ''] = productKey.split(':')
  return catalogue.sku(productId, skuId)?.sku
}

function termPrice(
  sku: Sku | undefined,
  wanted: { readonly term: string; readonly billing: string },
  currency: string,
): string | null {
  const found = sku?.terms?.find(entry => entry.term === wanted.term && entry.billing === wanted.billing)
  return found?.prices?.[currency] ?? null
}

const monthly = { term: 'P1M', billing: 'monthly' } as const
/** On the rate of the monthly plan; where there is none, on what a month of the term before cost (2.8). */
const surcharges = { onMonthly: '1.03', onTerm: '1.23' } as const

/** The monthly plan's price, or a month of the term before, times a factor. */
function monthOf(
  catalogue: Catalogue,
  item: ExtendedItem,
  currency: string,
  factors: { readonly onMonthly: string; readonly onTerm: string },
): string | null {
  const sku = skuOf(catalogue, item.productKey)
  const hasMonthly = sku?.terms?.some(({ term, billing }) => term === 'P1M' && billing === 'monthly') === true
  if (hasMonthly) {
    const rate = termPrice(sku, monthly, currency)
    return rate === null ? null : scaled(new Exact(rate).times(factors.onMonthly))
  }
  const price = termPrice(sku, item, currency)
  const months = monthsOfCycle(item.billing)
  return price === null || months === null
    ? null
    : scaled(new Exact(price).times(factors.onTerm).dividedBy(months))
}
