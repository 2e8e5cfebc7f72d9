/** Offers, skus and availabilities, in our words, and which of them to order now. */
import { productKey, seats } from '../../engine/model/ids.ts'
import type { BillingCycle, CatalogueItem, Known } from '../../engine/model/live.ts'
import { idOf, listOf, numberOf, plainWord, property, textAt } from './client/read-value.ts'
import { productKeyIn } from './convert.ts'
import type { WireAvailability, WireOffer, WireSku } from './wire/catalog.ts'
import { billingOf, seatsOf } from './words.ts'

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter(entry => typeof entry === 'string')
}

/** Used when the catalogue does not say; the published limit of seats per subscription is higher than any real purchase. */
const noMaximum = 10_000_000

export function itemOfOffer(wire: WireOffer): CatalogueItem {
  // Every legacy licence offer can be billed monthly [2021]; the list is missing on old ones only.
  const cycles = listOf(property(wire, 'supportedBillingCycles') ?? ['monthly'])
  return {
    product: productKeyIn(idOf(wire)),
    commerce: 'legacy',
    name: textAt(wire, 'name') ?? idOf(wire),
    minimumSeats: seatsOf(wire.minimumQuantity) ?? seats(1),
    maximumSeats: seatsOf(wire.maximumQuantity) ?? seats(noMaximum),
    terms: cycles.map(cycle => ({ term: '', billing: billingOf(cycle) })),
    addOn: wire.isAddOn === true,
    prerequisites: textsOf(wire.prerequisiteOffers).map(productKeyIn),
    trial: wire.isTrial === true,
    ...limitOf(wire),
    purchasable: wire.isAvailableForPurchase !== false,
  }
}

/** `none` is the usual unit, and no limit. */
function limitOf(wire: WireOffer): Pick<CatalogueItem, 'perCustomer'> {
  const limit = numberOf(wire.limit)
  const unit = plainWord(textAt(wire, 'limitUnitOfMeasure') ?? 'none')
  return limit === null || limit <= 0 || unit === 'none' ? {} : { perCustomer: limit }
}

function termOf(offered: unknown): CatalogueItem['terms'][number] {
  return {
    term: textAt(offered, 'duration') ?? '',
    billing: billingOf(property(offered, 'billingCycle') ?? 'none'),
  }
}

/** A sku with what can be bought of it now; terms come from availabilities that are for sale. */
export function itemOfSku(
  product: string,
  sku: WireSku,
  availabilities: readonly WireAvailability[],
): CatalogueItem {
  const onSale = availabilities.filter(entry => entry.isPurchasable !== false)
  const terms = new Map<string, CatalogueItem['terms'][number]>()
  for (const entry of onSale)
    for (const offered of listOf(entry.terms)) {
      const term = termOf(offered)
      terms.set(`${term.term}/${term.billing}`, term)
    }
  return {
    product: productKey(`${product}:${idOf(sku)}`),
    commerce: 'nce',
    name: textAt(sku, 'title') ?? `${product}:${idOf(sku)}`,
    minimumSeats: seatsOf(sku.minimumQuantity) ?? seats(1),
    maximumSeats: seatsOf(sku.maximumQuantity) ?? seats(noMaximum),
    terms: [...terms.values()],
    addOn: sku.dynamicAttributes?.isAddon === true,
    prerequisites: textsOf(sku.dynamicAttributes?.prerequisiteSkus).map(productKeyIn),
    trial: sku.isTrial === true,
    purchasable: onSale.length > 0,
  }
}

/** The catalogue item to order right now for a term and billing cycle; null: none is for sale. */
export function orderableId(
  availabilities: readonly WireAvailability[],
  {
    product,
    term,
    billing,
  }: { readonly product: string; readonly term: string | null; readonly billing: BillingCycle },
): string | null {
  const fitting = fittingIn(availabilities, { term, billing })
  if (fitting === undefined) return null
  return textAt(fitting, 'catalogItemId') ?? `${product}:${idOf(fitting)}`
}

/** The availability alone, as a schedule names it; null: none is for sale. */
export function availabilityId(
  availabilities: readonly WireAvailability[],
  wanted: {
    readonly product: string
    readonly term: string | null
    readonly billing: Known<BillingCycle> | null
  },
): string | null {
  const fitting = fittingIn(availabilities, wanted)
  return fitting === undefined ? null : idOf(fitting)
}

function fittingIn(
  availabilities: readonly WireAvailability[],
  { term, billing }: { readonly term: string | null; readonly billing: Known<BillingCycle> | null },
): WireAvailability | undefined {
  return availabilities.find(
    entry =>
      entry.isPurchasable !== false &&
      listOf(entry.terms)
        .map(termOf)
        .some(offered => offered.term === (term ?? '') && offered.billing === billing),
  )
}
