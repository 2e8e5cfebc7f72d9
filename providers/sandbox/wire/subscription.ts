/** A subscription as the service shows it (facts 9). */
import type { WireLinks } from '../../partner-center/wire/collection.ts'
import type { WireSubscription } from '../../partner-center/wire/subscription.ts'
import { hasUnknownWords, isOn } from '../quirks.ts'
import type { Service } from '../service.ts'
import { pairOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { type Day, dayOf, type Instant, lastDayBefore, lastInstantBefore } from '../time/calendar.ts'
import { monthsOfCycle, periodOf } from '../time/periods.ts'
import { futureFields, link, wordOr } from './links.ts'
import { ofNewCommerce } from './new-commerce.ts'

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
    ...unknownAction(service, row, now),
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

/** Q38: beside what is scheduled stands what nobody knows. */
function unknownAction(service: Service, row: SubscriptionRow, now: Instant): Partial<WireSubscription> {
  const { scheduledActions = [] } = row.commerce === 'nce' ? ofNewCommerce(row, now) : {}
  if (!isOn(service, 'oddActions') || (scheduledActions ?? []).length === 0) return {}
  return {
    scheduledActions: [...(scheduledActions ?? []), { scheduleType: 'Anniversary', actionType: 'Review' }],
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
