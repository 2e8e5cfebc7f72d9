/** A new term: new windows, and whatever was scheduled for it. Terms are counted from their anchor, never from one another. */
import { productTypeOf } from '../market/catalogue.ts'
import type { Service } from '../service.ts'
import type { NextTerm, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, addDuration, type Day, dayOf, startOf } from '../time/calendar.ts'
import { monthsOfCycle, monthsOfTerm, periodOf } from '../time/periods.ts'
import { outOfExtension } from './extension.ts'
import { plannedTerm } from './scheduled-actions.ts'
import { windowOf } from './windows.ts'

export function renewed(service: Service, row: SubscriptionRow): SubscriptionRow {
  const start = row.termEnd
  if (start === null) return row
  if (row.commerce !== 'nce') return { ...row, ...termFrom(row.termAnchor, 12, start) }
  const nextTerm = plannedTerm(row)
  const current = outOfExtension(nextTerm === null ? recharged(row, start) : row)
  const aligned = current === row ? row : { ...current, termAnchor: start, billingAnchor: start }
  const planned = nextTerm === null ? aligned : withPlanned(service, aligned, nextTerm, start)
  const custom = nextTerm?.customTermEndDate ?? null
  const until = addDuration(startOf(start), windowOf(planned.productType))
  return {
    ...planned,
    billingAnchor: alignedAnchor(planned, start),
    promotionId: nextTerm?.promotionId ?? null,
    ...termFrom(planned.termAnchor, monthsOfTerm(planned.term) ?? 12, start),
    ...(custom !== null && { termEnd: addDays(dayOf(custom), 1) }),
    nextTerm: null,
    nextCharge: null,
    endChosen: false,
    scheduledActions: planned.scheduledActions.filter(action => action.scheduleType !== 'TermEnd'),
    cancellableUntil: until,
    windowFrom: startOf(start),
    batches: [{ seats: planned.seats, until }],
  }
}

/** The first charge of a term is the next one for a cycle that was changed in the term before. */
function recharged(row: SubscriptionRow, start: Day): SubscriptionRow {
  return row.nextCharge === null ? row : { ...row, billing: row.nextCharge.billing, billingAnchor: start }
}

/** Billing periods of new commerce begin with the term; a cycle that was changed in mid-term is counted anew from there. */
function alignedAnchor({ billing, billingAnchor }: SubscriptionRow, start: Day): Day {
  const months = monthsOfCycle(billing)
  return months === null || periodOf(billingAnchor, months, start).start === start ? billingAnchor : start
}

/** A term that was cut to a date of its own leaves the old count, and starts a new one. */
function termFrom(
  anchor: Day,
  months: number,
  start: Day,
): Pick<SubscriptionRow, 'termAnchor' | 'termStart' | 'termEnd'> {
  const counted = periodOf(anchor, months, start)
  const isAligned = counted.start === start
  return {
    termAnchor: isAligned ? anchor : start,
    termStart: start,
    termEnd: isAligned ? counted.end : periodOf(start, months, start).end,
  }
}

function withPlanned(service: Service, row: SubscriptionRow, next: NextTerm, start: Day): SubscriptionRow {
  const isOtherTerm = next.term !== row.term
  const isOtherBilling = next.billing !== row.billing
  const productKey = `${next.productId}:${next.skuId}`.toUpperCase()
  return {
    ...row,
    seats: next.seats,
    term: next.term,
    billing: next.billing,
    termAnchor: isOtherTerm ? start : row.termAnchor,
    billingAnchor: isOtherBilling || isOtherTerm ? start : row.billingAnchor,
    ...(productKey !== row.productKey && otherProduct(service, next)),
  }
}

export function otherProduct(
  service: Service,
  next: Pick<NextTerm, 'productId' | 'skuId' | 'availabilityId'>,
): Partial<SubscriptionRow> {
  const found = service.catalogue.sku(next.productId, next.skuId)
  return {
    productKey: `${next.productId}:${next.skuId}`.toUpperCase(),
    offerId: `${next.productId}:${next.skuId}:${next.availabilityId}`,
    ...(found !== undefined && {
      productType: productTypeOf(found.product),
      family: found.sku.family,
      offerName: found.sku.title ?? found.product.title,
    }),
  }
}
