/** What the row of a subscription begins with, whether an order makes it or the World. */
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { Item } from './resolve.ts'

export function itemInRow(
  item: Pick<Item, 'commerce' | 'offerId' | 'productKey' | 'productType' | 'family' | 'name'>,
  { name, seats }: { readonly name: string | null; readonly seats: number },
): Pick<
  SubscriptionRow,
  'commerce' | 'offerId' | 'productKey' | 'productType' | 'family' | 'offerName' | 'friendlyName' | 'seats'
> {
  return {
    commerce: item.commerce,
    offerId: item.offerId,
    productKey: item.productKey,
    productType: item.productType,
    family: item.family,
    offerName: item.name,
    friendlyName: name ?? item.name,
    // Azure is used, not counted.
    seats: item.commerce === 'azure' ? 1 : seats,
  }
}

/** Nothing has happened to it, and nothing is on its way. */
export const untouched = {
  version: 0,
  nextCharge: null,
  undecidedSince: null,
  extendedFrom: null,
  pending: null,
  history: [],
  chargedFrom: null,
  chargedThrough: null,
} as const satisfies Partial<SubscriptionRow>
