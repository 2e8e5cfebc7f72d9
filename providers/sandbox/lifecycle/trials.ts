/** Trials of new commerce (2.3, E35): a month of 25 seats without a charge; renewed, they become their paid twin with all seats. */
import { availabilityId } from '../market/availabilities.ts'
import type { ProductSku } from '../market/catalogue.ts'
import type { Service } from '../service.ts'
import type { NextTerm, SubscriptionRow } from '../state/subscription-rows.ts'

const paidTerm = 'P1Y'
const paidBilling = 'monthly'

/** The World's word, else the first SKU of its family that is no trial; undefined: it becomes nothing. */
export function paidTwinOf(service: Service, productKey: string): ProductSku | undefined {
  const { catalogue } = service
  const [productId = '', skuId = ''] = productKey.split(':')
  const trial = catalogue.sku(productId, skuId)
  if (trial === undefined) return undefined
  const [twinProduct = '', twinSku = ''] = trial.sku.paidTwin?.split(':') ?? []
  if (twinProduct !== '') return catalogue.sku(twinProduct, twinSku)
  const twins = catalogue.products.flatMap(product => product.skus.map(sku => ({ product, sku })))
  return twins.find(({ sku }) => sku.family === trial.sku.family && sku.isTrial !== true)
}

/** What the end of a trial brings; null: it just ends. */
export function paidTermOf(
  service: Service,
  trial: Pick<SubscriptionRow, 'commerce' | 'trial' | 'productKey' | 'customer' | 'seats'>,
): NextTerm | null {
  const twin = trial.trial && trial.commerce === 'nce' ? paidTwinOf(service, trial.productKey) : undefined
  if (twin === undefined) return null
  const country = service.store.customers.get(trial.customer)?.country ?? ''
  return {
    productId: twin.product.id,
    skuId: twin.sku.id,
    availabilityId: availabilityId(service, twin, country, service.time.now()),
    billing: paidBilling,
    term: paidTerm,
    promotionId: null,
    seats: trial.seats,
    customTermEndDate: null,
  }
}

/** The row a renewal starts from: no trial any more. */
export function asPaid(row: SubscriptionRow, next: NextTerm): SubscriptionRow {
  return { ...row, trial: false, nextTerm: next }
}

export const isTrialOfNewCommerce = (row: Pick<SubscriptionRow, 'commerce' | 'trial'>) =>
  row.commerce === 'nce' && row.trial
