/** What a subscription can become in mid-term, and what refuses it (facts 9). */
import { catalogueKeyOf } from '../lifecycle/extension.ts'
import { paidTermOf, paidTwinOf } from '../lifecycle/trials.ts'
import { Refusal, refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { isSoldIn, type ProductSku, skuLimits } from './catalogue.ts'
import { poolOf, poolRefusal } from './pool.ts'
import { judgePromotion } from './promotions.ts'

/** Of a trial its paid twin; of an extension what it extends; beside it, and of all others, what the World says of the SKU. */
export function targetsOf(service: Service, row: SubscriptionRow): readonly ProductSku[] {
  if (row.commerce !== 'nce') return []
  if (row.trial) {
    const twin = paidTwinOf(service, row.productKey)
    return twin === undefined ? [] : [twin]
  }
  const base = skuAt(service, catalogueKeyOf(row))
  const others = (base?.sku.transitionsTo ?? []).flatMap(key => skuAt(service, key) ?? [])
  return row.extendedFrom !== null && base !== undefined ? [base, ...others] : others
}

function skuAt(service: Service, key: string): ProductSku | undefined {
  const [productId = '', skuId = ''] = key.split(':')
  return service.catalogue.sku(productId, skuId)
}

export const keyOfSku = ({ product, sku }: ProductSku) => `${product.id}:${sku.id}`

export interface WantedPlan {
  readonly target: ProductSku
  readonly seats: number
  /** null: as the service would have it. */
  readonly term: string | null
  readonly billing: string | null
  readonly into: SubscriptionRow | null
}

export interface TransitionPlan {
  readonly seats: number
  readonly term: string
  readonly billing: string
}

/** Throws what is wrong with the item, its term or its seats. */
export function planOf(service: Service, row: SubscriptionRow, wanted: WantedPlan): TransitionPlan {
  const { target, seats, into } = wanted
  const { sku } = target
  const usual = into ?? usualPlan(service, row)
  const term = wanted.term?.toUpperCase() ?? usual.term
  const billing = wanted.billing ?? usual.billing
  if (!isSoldIn(sku, service.store.customers.get(row.customer)?.country ?? ''))
    throw refuse(400, 800070, 'The item is not available there.')
  if (!(sku.terms ?? []).some(entry => entry.term === term && entry.billing === billing))
    throw refuse(500, 800084, `It is not sold for ${term} billed ${billing}.`)
  if (into !== null && (into.term !== term || into.billing !== billing))
    throw refuse(400, 800002, 'The seats take the term and the cycle of the subscription they go to.')
  if (row.trial && (seats !== row.seats || into !== null))
    throw refuse(400, 800095, 'A trial becomes its paid twin with all of its seats.')
  checkSeats(service, row, wanted)
  return { seats, term, billing }
}

/** What a trial would become at its end; what an extension extends; else as it is. */
function usualPlan(
  service: Service,
  row: SubscriptionRow,
): { readonly term: string; readonly billing: string } {
  return (row.trial ? paidTermOf(service, row) : row.extendedFrom) ?? row
}

function checkSeats(service: Service, row: SubscriptionRow, { target, seats, into }: WantedPlan): void {
  const limits = skuLimits(target.sku)
  const all = seats + (into?.seats ?? 0)
  if (seats < 1 || seats > row.seats || all < limits.minimum)
    throw refuse(400, 2002, `The quantity must be between ${limits.minimum} and ${row.seats}.`)
  const key = keyOfSku(target).toUpperCase()
  const pool = key === catalogueKeyOf(row) ? null : poolOf(service, row.customer, key)
  if (pool !== null && seats > pool.left) throw poolRefusal(pool)
  if (all > limits.maximum) throw refuse(403, 800088, `At most ${limits.maximum} seats can be bought.`)
}

/** The refusal that something ends with; null: it does not. */
export function refusalOf(attempt: () => unknown): Refusal | null {
  try {
    attempt()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Throws where it does not fit; promotions do not apply to what a trial becomes (facts 2.3). */
export function promotionOf(
  service: Service,
  row: SubscriptionRow,
  wanted: TransitionPlan & { readonly target: ProductSku; readonly id: string | null },
): string | null {
  const { id, target, seats, term, billing } = wanted
  if (id === null) return null
  if (row.trial) throw refuse(400, 27007, 'A promotion does not apply to the conversion of a trial.')
  const partner = service.store.partners.get(row.partner)
  const customer = service.store.customers.get(row.customer)
  if (partner === undefined || customer === undefined) throw new Error('a subscription of nobody')
  const item = { productKey: keyOfSku(target).toUpperCase(), quantity: seats, term, billing }
  const wrong = judgePromotion(service, { partner, customer }, id, item)
  if (wrong !== null) throw wrong.refusal
  return id
}

/** The subscription that takes the seats: an active one of the target, of the same partner and customer. */
export function intoOf(
  service: Service,
  row: SubscriptionRow,
  { id, target }: { readonly id: string; readonly target: ProductSku },
): SubscriptionRow {
  const into = service.store.subscriptions.get(keyOf(row.partner, id))
  if (into === undefined || into.customer !== row.customer)
    throw refuse(404, 20003, 'The subscription was not found.')
  const isTarget =
    into.productKey === keyOfSku(target).toUpperCase() && into.extendedFrom === null && into.id !== row.id
  if (!isTarget || into.status !== 'active')
    throw refuse(400, 2006, 'That subscription cannot take the seats.')
  return into
}
