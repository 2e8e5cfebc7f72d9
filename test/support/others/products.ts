/** What is sold in the worlds of others: both commerce models, each with an add-on. */
import {
  type PartnerName,
  type ProductKey,
  partnerName,
  productKey,
  seats,
  tenantId,
} from '../../../engine/model/ids.ts'
import type { CatalogueActual, CatalogueItem } from '../../../engine/model/live.ts'
import {
  addOn,
  anItem,
  central,
  germany,
  italy,
  mail,
  mailNce,
  onSale,
  premium,
  suite,
} from '../builders/index.ts'
import type { Withheld } from './seeds.ts'

/** A second account that customers are moved into. */
export const france = partnerName('france')
/** Telephone, a new-commerce add-on of the premium product. */
export const phone = productKey('CFQ7TTC0PHPN:0001')

export const accounts = [central, france, italy, germany] as const

export const tenantOf: Readonly<Record<string, ReturnType<typeof tenantId>>> = {
  central: tenantId('7d3a0c5e-0000-4000-8000-00000000aa01'),
  italy: tenantId('1b0f0000-0000-4000-8000-00000000aa02'),
  germany: tenantId('1b0f0000-0000-4000-8000-00000000aa03'),
  france: tenantId('1b0f0000-0000-4000-8000-00000000aa04'),
}

const sold: readonly ProductKey[] = [mail, suite, addOn, premium, mailNce]

export const catalogue: readonly CatalogueActual[] = [central, france, italy, germany].flatMap(
  (partner: PartnerName) =>
    ['IT', 'DE'].flatMap(market => [
      ...sold.map(product => onSale(market, anItem({ product }), partner)),
      onSale(
        market,
        anItem({
          product: phone,
          name: 'Teams Phone',
          addOn: true,
          prerequisites: [premium],
          maximumSeats: seats(300),
        }),
        partner,
      ),
    ]),
)

/** The catalogue, where the first target sells less. */
export function catalogueWithout(withheld: Withheld): readonly CatalogueActual[] {
  return catalogue.map(entry =>
    entry.partner !== central || entry.product !== premium || entry.item.kind !== 'present'
      ? entry
      : { ...entry, item: { ...entry.item, value: soldWithout(entry.item.value, withheld) } },
  )
}

function soldWithout(item: CatalogueItem, withheld: Withheld): CatalogueItem {
  switch (withheld) {
    case 'nothing':
      return item
    case 'all of it':
      return { ...item, purchasable: false }
    case 'its monthly plan':
      return { ...item, terms: item.terms.filter(({ billing }) => billing !== 'monthly') }
    case 'more than five seats':
      return { ...item, maximumSeats: seats(5) }
  }
}
