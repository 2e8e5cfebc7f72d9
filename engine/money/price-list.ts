/**
 * What one seat costs for one billing period. Prices come only from the partner's price list (T14); what is not listed is
 * unknown, and so is a legacy subscription whose billing cycle the service does not say while the list has several.
 */
import type { DeclaredPartner } from '../model/desired.ts'
import type { ProductKey } from '../model/ids.ts'
import type { Price } from '../model/money.ts'

export interface Priced {
  readonly product: ProductKey
  /** ISO 8601; null for legacy. */
  readonly term: string | null
  /** null: the service did not say (legacy subscriptions carry no billing cycle; api.md 9). */
  readonly billing: string | null
}

export type Unpriced = 'no price list' | 'not in the price list' | 'billing cycle unknown'

/** One index per list, made when the list is first asked: a plan asks once per subscription. */
const indexes = new WeakMap<readonly Price[], ReadonlyMap<string, readonly Price[]>>()

export function priceOf(partner: DeclaredPartner, item: Priced): Price | Unpriced {
  if (partner.prices === null) return 'no price list'
  const rows = indexOf(partner.prices).get(`${item.product}/${item.term ?? ''}`) ?? []
  if (item.billing !== null) return rows.find(row => row.billing === item.billing) ?? 'not in the price list'
  if (rows.length > 1) return 'billing cycle unknown'
  return rows[0] ?? 'not in the price list'
}

function indexOf(prices: readonly Price[]): ReadonlyMap<string, readonly Price[]> {
  const found = indexes.get(prices)
  if (found !== undefined) return found
  const index = new Map<string, Price[]>()
  for (const price of prices) {
    const key = `${price.product}/${price.term}`
    const rows = index.get(key)
    if (rows === undefined) index.set(key, [price])
    else rows.push(price)
  }
  indexes.set(prices, index)
  return index
}
