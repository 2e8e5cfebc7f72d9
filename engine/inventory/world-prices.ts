/**
 * Prices of a snapshot as a World has them: by product and currency, whoever sells it. Where the lists of two accounts differ in one
 * currency, that of the account that comes first counts.
 */
import { type ProductKey, productKey } from '../model/ids.ts'
import type { Snapshot, SnapshotPrice } from './snapshot.ts'

export type Prices = ReadonlyMap<ProductKey, readonly SnapshotPrice[]>

export function pricesOf({ partners }: Snapshot): Prices {
  const found = new Map<ProductKey, SnapshotPrice[]>()
  for (const price of partners.flatMap(entry => entry.prices ?? [])) {
    const product = productKey(price.product)
    found.set(product, [...(found.get(product) ?? []), price])
  }
  return found
}

export function byCurrency(prices: readonly SnapshotPrice[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { currency, pricePerSeat } of prices) found[currency] ??= pricePerSeat
  return found
}

/** Of an offer: by currency and billing cycle. */
export function legacyPrices(prices: readonly SnapshotPrice[]): {
  prices?: Record<string, { monthly?: string; annual?: string }>
} {
  const found: Record<string, { monthly?: string; annual?: string }> = {}
  for (const { currency, billing, pricePerSeat } of prices) {
    if (billing !== 'monthly' && billing !== 'annual') continue
    const cycles = found[currency] ?? {}
    found[currency] = cycles
    cycles[billing] ??= pricePerSeat
  }
  return Object.keys(found).length === 0 ? {} : { prices: found }
}
