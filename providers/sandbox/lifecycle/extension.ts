/**
 * The extended service term (2.8, E25): where nobody renewed or cancelled, a term goes on a month at a time, on a SKU of its own and
 * at a higher price. Left on any day.
 */
import { availabilityId } from '../market/availabilities.ts'
import type { Service } from '../service.ts'
import type { ExtendedItem, ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, addDuration, type Day, type Instant, lastInstantBefore, startOf } from '../time/calendar.ts'
import { periodOf } from '../time/periods.ts'
import { actionAtEnd } from './scheduled-actions.ts'

/** Bought or renewed on or after the first, and ending on or after the second. */
const boughtFrom: Day = '2025-04-01'
const endsFrom: Day = '2026-05-04'

export const extendAtEnd: ScheduledAction = {
  scheduleType: 'TermEnd',
  actionType: 'RenewToExtendedServiceTerm',
  effectiveDate: null,
  instructions: null,
}

/** Licences of new commerce alone: no software, no third-party products, no trials. */
export function endsByNewRules(service: Service, row: SubscriptionRow): boolean {
  return (
    service.settings.extendedTerm &&
    row.commerce === 'nce' &&
    /^OnlineServices/i.test(row.productType) &&
    !row.trial &&
    row.termEnd !== null &&
    row.termStart >= boughtFrom &&
    addDays(row.termEnd, -1) >= endsFrom
  )
}

/** Renewal is off and nothing says what happens instead: for so long it has been so, the service turns it into an extension. */
export function isUndecided(service: Service, row: SubscriptionRow): boolean {
  return (
    row.status === 'active' && !row.autoRenew && actionAtEnd(row) === null && endsByNewRules(service, row)
  )
}

/** When the service does so; null: it does not. */
export function conversionAt(service: Service, row: SubscriptionRow): Instant | null {
  const { extensionDelay } = service.settings
  if (row.undecidedSince === null || extensionDelay === 'never' || row.termEnd === null) return null
  const at = addDuration(row.undecidedSince, extensionDelay)
  return at < startOf(row.termEnd) ? at : null
}

/** What Microsoft's back-fill does too: renewal shows on again (Q37). */
export function withExtension(row: SubscriptionRow): SubscriptionRow {
  return {
    ...row,
    autoRenew: true,
    scheduledActions: [
      ...row.scheduledActions.filter(action => action.scheduleType !== 'TermEnd'),
      extendAtEnd,
    ],
  }
}

/** The first month of it, or the next one; the same subscription on another SKU. */
export function extended(service: Service, row: SubscriptionRow): SubscriptionRow {
  return row.termEnd === null
    ? row
    : inExtension(service, row, {
        anchor: row.extendedFrom === null ? row.termEnd : row.termAnchor,
        start: row.termEnd,
      })
}

/** `anchor`: the day months are counted from. */
export function inExtension(
  service: Service,
  row: SubscriptionRow,
  { anchor, start }: { readonly anchor: Day; readonly start: Day },
): SubscriptionRow {
  const base: ExtendedItem = row.extendedFrom ?? {
    offerId: row.offerId,
    offerName: row.offerName,
    productKey: row.productKey,
    term: row.term,
    billing: row.billing,
  }
  const { end } = periodOf(anchor, 1, start)
  const until = lastInstantBefore(end)
  return {
    ...row,
    ...itemOf(service, row, base, start),
    extendedFrom: base,
    term: 'P1M',
    billing: 'monthly',
    billingAnchor: anchor,
    termAnchor: anchor,
    termStart: start,
    termEnd: end,
    endChosen: false,
    autoRenew: true,
    nextTerm: null,
    nextCharge: null,
    scheduledActions: withExtension(row).scheduledActions,
    promotionId: null,
    cancellableUntil: until,
    windowFrom: null,
    batches: [{ seats: row.seats, until }],
  }
}

function itemOf(
  service: Service,
  row: SubscriptionRow,
  base: ExtendedItem,
  day: Day,
): Pick<SubscriptionRow, 'offerId' | 'offerName' | 'productKey'> {
  const [productId = '', skuId = ''] = base.productKey.split(':')
  const found = service.catalogue.sku(productId, skuId)
  const extendedSku = found?.sku.extendedSku
  const offerName = `${base.offerName} (Extended Service Term)`
  if (found === undefined || extendedSku === undefined)
    return { offerId: base.offerId, productKey: base.productKey, offerName }
  const country = service.store.customers.get(row.customer)?.country ?? ''
  const item = { product: found.product, sku: { ...found.sku, id: extendedSku } }
  const availability = availabilityId(service, item, country, startOf(day))
  return {
    offerId: `${found.product.id}:${extendedSku}:${availability}`,
    productKey: `${productId}:${extendedSku}`.toUpperCase(),
    offerName,
  }
}

/** Back on what it was before, to be renewed from there. */
export function outOfExtension(row: SubscriptionRow): SubscriptionRow {
  const { extendedFrom } = row
  return extendedFrom === null ? row : { ...row, ...extendedFrom, extendedFrom: null }
}

/** The SKU whose limits and terms count for it. */
export function catalogueKeyOf({ extendedFrom, productKey }: SubscriptionRow): string {
  return extendedFrom?.productKey ?? productKey
}
