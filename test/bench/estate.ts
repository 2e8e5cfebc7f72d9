/**
 * An estate out of nothing: so many customers, so many products each, half of them bought in italy and half in germany, all of
 * them to be moved. It is made without chance, so that two runs measure the same thing.
 */
import type { Desired } from '../../engine/model/desired.ts'
import { productKey } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual } from '../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anItem,
  aPartner,
  aPrice,
  central,
  germany,
  italy,
  onSale,
  tenant,
} from '../support/builders/index.ts'

export interface EstateSize {
  readonly customers: number
  readonly productsEach: number
}

export interface Estate {
  readonly desired: Desired
  readonly actual: Actual
}

/** Legacy offers that exist in no catalogue; only their number matters here. */
export const offers = Array.from({ length: 8 }, (_, position) =>
  productKey(`00000000-0000-4000-9000-${String(position + 1).padStart(12, '0')}`),
)

export function offersOf(count: number) {
  return offers.slice(0, count)
}

export function anEstate({ customers, productsEach }: EstateSize): Estate {
  const bought = offersOf(productsEach)
  const prices = bought.map(product => aPrice({ product }))
  const numbers = Array.from({ length: customers }, (_, position) => position + 1)
  return {
    desired: aDesired({
      partners: [central, italy, germany].map(name => aPartner({ name, markets: ['IT'], prices })),
      consolidations: [aConsolidation()],
      customers: numbers.map(number =>
        aCustomer({
          tenant: tenant(number),
          name: `Customer ${number}`,
          domain: `customer-${number}.example`,
          subscriptions: bought.map((product, position) =>
            aDeclaredSubscription({ key: `product-${position + 1}`, product, seats: 5 }),
          ),
        }),
      ),
    }),
    actual: anActual({
      customers: numbers.flatMap((number): readonly CustomerActual[] => {
        const who = {
          tenant: tenant(number),
          name: `Customer ${number}`,
          domain: `customer-${number}.example`,
        }
        return [
          aCustomerActual({ ...who, partner: central }),
          aCustomerActual({
            ...who,
            partner: number % 2 === 0 ? germany : italy,
            subscriptions: bought.map((product, position) => ({
              id: `s-${number}-${position + 1}`,
              product,
              seats: 5,
            })),
          }),
        ]
      }),
      catalogue: bought.map(product => onSale('IT', anItem({ product }))),
    }),
  }
}
