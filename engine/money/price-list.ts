/**
 * What one seat costs for one billing period. Prices come only from the partner's price list (T14); what is not listed is
 * unknown, and so is a legacy subscription whose billing cycle the service does not say while the list has several.
 */
import { createHash } from 'node:crypto'
import type { DeclaredPartner, Desired } from '../model/desired.ts'
import { type ProductKey, productKey, type UtcDate } from '../model/ids.ts'
import type { Price, PriceList, Segment, Unpriced } from '../model/money.ts'
import { choosePrice } from './choose-price.ts'

export interface Priced {
  readonly product: ProductKey
  /** ISO 8601; null for legacy. */
  readonly term: string | null
  /** null: the service did not say (legacy subscriptions carry no billing cycle; facts 9). */
  readonly billing: string | null
  /** They choose the tier of the list; null: not known. */
  readonly seats: number | null
}

/** The partner is billed in its own currency: a price in another is none. Where no currency is declared nobody guesses which. */
export function priceOf(partner: DeclaredPartner, item: Priced): Price | Unpriced {
  if (partner.prices === null) return 'no price list'
  return partner.prices.priceFor({
    product: item.product,
    term: item.term ?? '',
    billing: item.billing,
    currency: partner.currency,
    day: partner.pricesFor?.day ?? null,
    market: partner.pricesFor?.market ?? (partner.markets.length === 1 ? (partner.markets[0] ?? null) : null),
    markets: partner.markets,
    segment: partner.pricesFor?.segment ?? null,
    seats: item.seats,
  })
}

/** The last day of the price that is in force for it; null: no end is known, or no price. */
export function priceEndsOn(partner: DeclaredPartner, item: Priced): UtcDate | null {
  const price = priceOf(partner, item)
  return typeof price === 'string' ? null : (price.until ?? null)
}

/** The same documents, with the prices of one day. */
export function pricedOn(desired: Desired, day: UtcDate): Desired {
  return { ...desired, partners: desired.partners.map(partner => withPricesOf(partner, day)) }
}

/** The same partner, with the prices of one day. */
export function withPricesOf(partner: DeclaredPartner, day: UtcDate): DeclaredPartner {
  return { ...partner, pricesFor: { market: null, segment: null, ...partner.pricesFor, day } }
}

/** The same partner, with the prices for one customer: of its country (null: not known) and its segment (null: not written). */
export function pricedFor(
  partner: DeclaredPartner,
  customer: { readonly market: string | null; readonly segment: Segment | null },
): DeclaredPartner {
  return { ...partner, pricesFor: { day: null, ...partner.pricesFor, ...customer } }
}

/** A list that is at hand. */
export function priceListOf(prices: readonly Price[]): PriceList {
  const byProduct = new Map<ProductKey, Price[]>()
  for (const price of prices) {
    const key = productKey(price.product)
    const rows = byProduct.get(key)
    if (rows === undefined) byProduct.set(key, [price])
    else rows.push(price)
  }
  return {
    priceFor: query => {
      const found = choosePrice(byProduct.get(query.product) ?? [], query)
      return typeof found === 'object' && 'kind' in found ? 'doubtful in the price list' : found
    },
    pricesOf: product => byProduct.get(product) ?? [],
    firstCurrency: () => prices[0]?.currency ?? null,
    digest: () =>
      createHash('sha256')
        .update(
          prices
            .map(price => JSON.stringify(price, Object.keys(price).sort()))
            .sort()
            .join('\n'),
        )
        .digest('hex'),
  }
}
