/** All of a subscription of new commerce becomes another product now (facts 9, `subscriptions.transitions`). */
import type { ProductSku } from '../market/catalogue.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration, addMonths, dayOf } from '../time/calendar.ts'
import { monthsOfTerm } from '../time/periods.ts'
import { otherProduct } from './renew.ts'
import { withoutPlans } from './scheduled-actions.ts'
import { windowOf } from './windows.ts'

export interface WantedProduct {
  readonly target: ProductSku
  readonly availabilityId: string
  readonly term: string
  readonly billing: string
  readonly promotionId: string | null
}

/** With another term or cycle, and of a trial or an extension, a new term begins today; else the term and its dates go on. */
export function changedProduct(
  service: Service,
  row: SubscriptionRow,
  wanted: WantedProduct,
): SubscriptionRow {
  const isNewTerm =
    row.trial || row.extendedFrom !== null || wanted.term !== row.term || wanted.billing !== row.billing
  const { target, availabilityId, promotionId } = wanted
  const next: SubscriptionRow = {
    ...row,
    ...otherProduct(service, {
      productId: target.product.id,
      skuId: target.sku.id,
      availabilityId,
    }),
    ...withoutNextTerm(row),
    promotionId,
  }
  return isNewTerm ? withNewTerm(service, next, wanted) : next
}

function withNewTerm(service: Service, row: SubscriptionRow, wanted: WantedProduct): SubscriptionRow {
  const now = service.time.now()
  const today = dayOf(now)
  const until = addDuration(now, windowOf(row.productType))
  const isOpenEnded = row.trial || row.extendedFrom !== null
  return {
    ...row,
    trial: false,
    extendedFrom: null,
    term: wanted.term,
    billing: wanted.billing,
    billingAnchor: today,
    termAnchor: today,
    termStart: today,
    termEnd: addMonths(today, monthsOfTerm(wanted.term) ?? 12),
    endChosen: false,
    autoRenew: isOpenEnded || row.autoRenew,
    scheduledActions: isOpenEnded
      ? row.scheduledActions.filter(action => action.scheduleType !== 'TermEnd')
      : row.scheduledActions,
    cancellableUntil: until,
    windowFrom: now,
    batches: [{ seats: row.seats, until }],
  }
}

/** A change in mid-term drops what was planned for the next one (facts 2.3). */
export function withoutNextTerm(row: SubscriptionRow): Partial<SubscriptionRow> {
  return { nextTerm: null, nextCharge: null, scheduledActions: withoutPlans(row.scheduledActions) }
}
