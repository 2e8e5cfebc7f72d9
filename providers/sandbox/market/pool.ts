/** The seat limit of a SKU: one pool per customer, over all its subscriptions of it and all its partners (2.3, E36). */
import { catalogueKeyOf } from '../lifecycle/extension.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { pairOf } from '../state/store.ts'

export interface Pool {
  readonly maximum: number
  readonly bought: number
  readonly left: number
}

const living = ['active', 'suspended', 'pending']

/** Null: the World sets no limit. */
export function poolOf(service: Service, customer: string, productKey: string): Pool | null {
  const [productId = '', skuId = ''] = productKey.split(':')
  const maximum = service.catalogue.sku(productId, skuId)?.sku.maximumSeats
  if (maximum === undefined) return null
  let bought = 0
  for (const { name } of service.store.partners.all())
    for (const row of service.store.subscriptions.in(pairOf(name, customer)))
      if (row.commerce === 'nce' && living.includes(row.status) && catalogueKeyOf(row) === productKey)
        bought += row.seats
  return { maximum, bought, left: Math.max(0, maximum - bought) }
}

export function poolRefusal({ maximum, left }: Pool): Refusal {
  return refuse(
    403,
    800088,
    `The customer can have ${maximum} seats of the product, all partners together; ${left} are left.`,
  )
}
