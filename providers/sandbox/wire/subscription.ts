/** A subscription as the service shows it (api.md 9). */
import type { WireLinks } from '../../partner-center/wire/collection.ts'
import type {
  WireNextTerm,
  WireScheduledAction,
  WireSubscription,
} from '../../partner-center/wire/subscription.ts'
import { canCancel, openBatches } from '../lifecycle/windows.ts'
import { hasUnknownWords, isOn } from '../quirks.ts'
import type { Service } from '../service.ts'
import type { ScheduledAction, SubscriptionRow } from '../state/rows.ts'
import { pairOf } from '../state/store.ts'
import {
  addDays,
  type Day,
  dayOf,
  type Instant,
  lastDayBefore,
  lastInstantBefore,
  startOf,
} from '../time/calendar.ts'
import { monthsOfCycle, periodOf } from '../time/periods.ts'
import { futureFields, link, wordOr } from './links.ts'

/** E9: legacy resources carry one, new commerce does not. */
export function etagOf(row: { readonly id: string; readonly version: number }): string {
  return Buffer.from(JSON.stringify({ id: row.id, version: row.version })).toString('base64')
}

export function subscriptionBody(service: Service, row: SubscriptionRow): WireSubscription {
  const now = service.time.now()
  return {
    ...futureFields(service),
    id: row.id,
    offerId: row.offerId,
    offerName: row.offerName,
    friendlyName: row.friendlyName,
    ...(row.productType !== '' && {
      productType: { id: row.productType, displayName: row.productType },
    }),
    quantity: row.seats,
    unitType:
      row.commerce === 'azure' ? 'Usage-based' : row.commerce === 'legacy' ? 'License(s)' : 'Licenses',
    ...(row.parent !== null && { parentSubscriptionId: row.parent }),
    hasPurchasableAddons: hasAddOns(service, row),
    creationDate: row.purchasedAt,
    effectiveStartDate: `${row.termStart}T00:00:00Z`,
    commitmentEndDate: row.termEnd === null ? '9999-12-10T00:00:00Z' : dayOfEnd(service, row, row.termEnd),
    ...cycleOf(service, row, now),
    status: statusOf(service, row),
    suspensionReasons: row.status === 'suspended' ? ['PartnerSuspended'] : [],
    autoRenewEnabled: row.autoRenew,
    isTrial: row.trial,
    billingType: row.commerce === 'azure' ? 'usage' : 'license',
    billingCycle: row.billing,
    ...(row.commerce === 'nce' && ofNewCommerce(row, now)),
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    partnerId: row.partnerId,
    attentionNeeded: false,
    actionTaken: false,
    contractType: wordOr(service, 'subscription', 'retainer'),
    orderId: row.orderId,
    links: linksOf(service, row),
    attributes: {
      ...(row.productType === '' && { etag: etagOf(row) }),
      objectType: 'Subscription',
    },
  }
}

function cycleOf(service: Service, row: SubscriptionRow, now: Instant): Partial<WireSubscription> {
  const months = monthsOfCycle(row.billing)
  if (months === null || row.commerce === 'azure') return {}
  const { end } = periodOf(row.billingAnchor, months, dayOf(now))
  return {
    billingCycleEndDate: dayOfEnd(service, row, end),
    ...(row.commerce === 'nce' && { billingCycleEndDateTime: lastInstantBefore(end) }),
  }
}

/** Q32: without a time, the last day or the day after. */
function dayOfEnd(service: Service, row: SubscriptionRow, end: Day): string {
  const isAfter = row.commerce === 'nce' && isOn(service, 'dayAfterEnds')
  return isAfter ? `${end}T00:00:00Z` : lastDayBefore(end)
}

/** Q8: the oldest subscription of a customer with unknown words has a status nobody knows. */
function statusOf(service: Service, row: SubscriptionRow): string {
  if (!hasUnknownWords(service, row.customer)) return row.status
  const [oldest] = service.store.subscriptions.in(pairOf(row.partner, row.customer))
  return oldest?.id === row.id ? 'quarantined' : row.status
}

function ofNewCommerce(row: SubscriptionRow, now: Instant): Partial<WireSubscription> {
  const open = row.status === 'active' ? openBatches(row, now) : []
  const cancellable = canCancel(row, now) && (row.status === 'active' || row.status === 'suspended')
  const from = row.windowFrom
  return {
    ...(row.termEnd !== null && { commitmentEndDateTime: lastInstantBefore(row.termEnd) }),
    cancellationAllowedUntilDate: cancellable ? row.cancellableUntil : null,
    termDuration: row.term,
    renewalTermDuration: '',
    ...(cancellable &&
      from !== null && {
        refundOptions: [
          ...(dayOf(now) === dayOf(from)
            ? [{ type: 'Full', expiresAt: startOf(addDays(dayOf(from), 1)) }]
            : []),
          { type: 'Partial', expiresAt: row.cancellableUntil },
        ],
      }),
    refundableQuantity:
      row.status === 'active'
        ? {
            totalQuantity: open.reduce((sum, batch) => sum + batch.seats, 0),
            details: open.map(batch => ({ quantity: batch.seats, allowedUntilDateTime: batch.until })),
          }
        : null,
    scheduledNextTermInstructions: nextTermBody(row.nextTerm),
    ...(row.nextCharge !== null && {
      nextChargeInstructions: {
        product: { billingCycle: row.nextCharge.billing, termDuration: row.term },
        quantity: row.seats,
      },
    }),
    ...(row.scheduledActions.length > 0 && { scheduledActions: row.scheduledActions.map(actionBody) }),
    ...(row.promotionId !== null && { promotionId: row.promotionId }),
    migratedFromSubscriptionId: null,
  }
}

function actionBody(action: ScheduledAction): WireScheduledAction {
  const { scheduleType, actionType, effectiveDate, instructions } = action
  return {
    scheduleType,
    actionType,
    ...(effectiveDate !== null && { effectiveDate }),
    ...(instructions !== null && { instructions: nextTermBody(instructions) }),
  }
}

function nextTermBody(next: SubscriptionRow['nextTerm']): WireNextTerm | null {
  if (next === null) return null
  return {
    product: {
      productId: next.productId,
      skuId: next.skuId,
      availabilityId: next.availabilityId,
      billingCycle: next.billing,
      termDuration: next.term,
      ...(next.promotionId !== null && { promotionId: next.promotionId }),
    },
    quantity: next.seats,
    ...(next.customTermEndDate !== null && { customTermEndDate: next.customTermEndDate }),
  }
}

function hasAddOns(service: Service, row: SubscriptionRow): boolean {
  if (row.parent !== null) return false
  const fits = (item: { readonly isAddOn?: boolean; readonly prerequisites?: readonly string[] }) =>
    item.isAddOn === true && (item.prerequisites ?? []).some(id => id.toUpperCase() === row.productKey)
  return row.commerce === 'legacy'
    ? service.catalogue.offers.some(fits)
    : service.catalogue.products.some(product => product.skus.some(fits))
}

function linksOf(service: Service, row: SubscriptionRow): WireLinks {
  const country = service.store.customers.get(row.customer)?.country ?? ''
  const self = `/customers/${row.customer}/subscriptions/${row.id}`
  const [productId = '', skuId = '', availabilityId = ''] = row.offerId.split(':')
  const product = `/products/${productId}`
  return {
    ...(row.productType === ''
      ? { offer: link(service, `/offers/${row.offerId}?country=${country}`) }
      : {
          product: link(service, `${product}?country=${country}`),
          sku: link(service, `${product}/skus/${skuId}?country=${country}`),
          availability: link(
            service,
            `${product}/skus/${skuId}/availabilities/${availabilityId}?country=${country}`,
          ),
        }),
    ...(row.parent !== null && {
      parentSubscription: link(service, `/customers/${row.customer}/subscriptions/${row.parent}`),
    }),
    self: link(service, self),
  }
}
