/**
 * What one seat costs for one billing period. Prices come only from the partner's price list (T14); what is not listed is
 * unknown, and so is a legacy subscription whose billing cycle the service does not say while the list has several.
 */
import type { DeclaredPartner, Desired } from '../model/desired.ts'
import type { ProductKey, UtcDate } from '../model/ids.ts'
import type { Price } from '../model/money.ts'

export interface Priced {
  readonly product: ProductKey
  /** ISO 8601; null for legacy. */
  readonly term: string | null
  /** null: the service did not say (legacy subscriptions carry no billing cycle; api.md 9). */
  readonly billing: string | null
}

export type Unpriced =
  | 'no price list'
  | 'not in the price list'
  | 'no price in force'
  | 'billing cycle unknown'
  | 'priced in several currencies'

/** One index per list, made when the list is first asked: a plan asks once per subscription. */
const indexes = new WeakMap<readonly Price[], ReadonlyMap<string, readonly Price[]>>()

/** A list may hold several currencies: the partner is billed in its own, and where none is declared nobody guesses which. */
export function priceOf(partner: DeclaredPartner, item: Priced): Price | Unpriced {
  if (partner.prices === null) return 'no price list'
  const all = indexOf(partner.prices).get(`${item.product}/${item.term ?? ''}`) ?? []
  const everOfCycle = item.billing === null ? all : all.filter(row => row.billing === item.billing)
  const { pricesOn } = partner
  const ofCycle = pricesOn === undefined ? everOfCycle : everOfCycle.filter(row => isInForce(row, pricesOn))
  if (ofCycle.length === 0 && everOfCycle.length > 0) return 'no price in force'
  const own = ofCycle.filter(row => row.currency === partner.currency)
  const rows = own.length > 0 ? own : ofCycle
  const [first, ...others] = rows
  if (first === undefined) return 'not in the price list'
  if (others.some(row => row.billing !== first.billing)) return 'billing cycle unknown'
  return others.length > 0 ? 'priced in several currencies' : first
}

/** The last day of the price that is in force for it; null: no end is known, or no price. */
export function priceEndsOn(partner: DeclaredPartner, item: Priced): UtcDate | null {
  const price = priceOf(partner, item)
  return typeof price === 'string' ? null : (price.until ?? null)
}

export function isInForce({ from, until }: Price, day: UtcDate): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until)
}

/** The same documents, with the prices of one day. */
export function pricedOn(desired: Desired, day: UtcDate): Desired {
  return { ...desired, partners: desired.partners.map(partner => ({ ...partner, pricesOn: day })) }
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
