/** The subscriptions a World starts with, in the term they are in when its clock starts, and the orders they came from. */
import type { World } from '../../schemas/generated/world.ts'
import { nextCount, uuidOf } from './ids.ts'
import { extendAtEnd, inExtension } from './lifecycle/extension.ts'
import { saveSubscription } from './lifecycle/save.ts'
import { cancelAtEnd } from './lifecycle/scheduled-actions.ts'
import { paidTermOf } from './lifecycle/trials.ts'
import { windowOf } from './lifecycle/windows.ts'
import { availabilityId } from './market/availabilities.ts'
import { monthsOfFirstTerm } from './market/buy.ts'
import { isTermless, productTypeOf } from './market/catalogue.ts'
import { itemInRow, untouched } from './market/new-row.ts'
import type { Service } from './service.ts'
import type { OrderRow } from './state/order-rows.ts'
import { keyOf } from './state/store.ts'
import type { Commerce, NextTerm, ScheduledAction, SubscriptionRow } from './state/subscription-rows.ts'
import { addDays, addDuration, addMonths, dayOf, startOf } from './time/calendar.ts'
import { periodOf } from './time/periods.ts'

type Written = NonNullable<World['subscriptions']>[number]

/** Bases first: an add-on stands on the order of its base, wherever it is written. */
export function seedSubscriptions(service: Service): void {
  const written = [...(service.world.subscriptions ?? []).entries()]
  const bases = written.filter(([, entry]) => entry.parent === undefined)
  const addOns = written.filter(([, entry]) => entry.parent !== undefined)
  for (const [position, entry] of [...bases, ...addOns]) {
    const row = saveSubscription(service, extendedOr(service, entry, seeded(service, entry, position)))
    seedOrder(service, row)
  }
}

/** Months of an extension are counted from the purchase, or from where the current one is said to end. */
function extendedOr(service: Service, written: Written, row: SubscriptionRow): SubscriptionRow {
  if (written.extended !== true) return row
  const today = dayOf(service.time.now())
  const anchor =
    written.termEnds === undefined ? written.started : addMonths(addDays(written.termEnds, 1), -1)
  return inExtension(service, row, { anchor, start: periodOf(anchor, 1, today).start })
}

/** What the catalogue says of it; an item the catalogue does not list is seeded all the same. */
function itemOf(service: Service, written: Written) {
  if (written.offer !== undefined) {
    const offer = service.catalogue.offer(written.offer)
    const isUsage = offer?.usage === true || /^MS-AZR-/i.test(written.offer)
    return {
      commerce: (isUsage ? 'azure' : 'legacy') satisfies Commerce as Commerce,
      offerId: offer?.id ?? written.offer,
      productKey: written.offer.toUpperCase(),
      productType: '',
      family: offer?.family ?? `unlisted/${written.offer}`,
      name: offer?.name ?? written.offer,
      trial: offer?.isTrial ?? false,
    }
  }
  const [productId = '', skuId = ''] = (written.product ?? '').split(':')
  const found = service.catalogue.sku(productId, skuId)
  const country = service.store.customers.get(written.customer.toLowerCase())?.country ?? ''
  const availability =
    found === undefined
      ? uuidOf('availability', productId, skuId).replaceAll('-', '').slice(0, 12).toUpperCase()
      : availabilityId(service, found, country, startOf(written.started))
  return {
    commerce: (found !== undefined && isTermless(found.product)
      ? 'azure'
      : 'nce') satisfies Commerce as Commerce,
    offerId: `${productId}:${skuId}:${availability}`,
    productKey: `${productId}:${skuId}`.toUpperCase(),
    productType: found === undefined ? 'OnlineServicesNCE' : productTypeOf(found.product),
    family: found?.sku.family ?? `unlisted/${written.product ?? ''}`,
    name: found?.sku.title ?? found?.product.title ?? written.product ?? '',
    trial: found?.sku.isTrial ?? false,
  }
}

/** What a World writes beside an item counts where the catalogue does not list it. */
function describedItem(service: Service, written: Written) {
  const item = itemOf(service, written)
  if (!item.family.startsWith('unlisted/')) return item
  const productType = written.productType ?? item.productType
  return {
    ...item,
    name: written.offerName ?? item.name,
    family: written.family ?? item.family,
    productType,
    commerce: (/^azure/i.test(productType) ? 'azure' : item.commerce) satisfies Commerce as Commerce,
  }
}

function seeded(service: Service, written: Written, position: number): SubscriptionRow {
  const now = service.time.now()
  const item = describedItem(service, written)
  const trial = written.trial ?? item.trial
  const isNce = item.commerce === 'nce'
  const term = isNce ? (written.term ?? (trial ? 'P1M' : 'P1Y')) : ''
  const months = monthsOfFirstTerm({ commerce: item.commerce, trial }, term)
  const current = months === null ? null : periodOf(written.started, months, dayOf(now))
  const termStart = current?.start ?? written.started
  const windowEnds = addDuration(startOf(termStart), windowOf(item.productType))
  const isOpen = isNce && !trial && windowEnds >= now
  const id = written.id ?? seedId(service, item.productType, position)
  const status = written.status ?? 'active'
  const paid = isNce
    ? paidTermOf(service, {
        commerce: 'nce',
        trial,
        productKey: item.productKey,
        customer: written.customer.toLowerCase(),
        seats: written.seats,
      })
    : null
  const autoRenew = written.autoRenew ?? (paid !== null || renewsOf(written, { isNce, trial }))
  const billing = written.billing ?? (item.commerce === 'azure' || trial ? 'none' : 'monthly')
  return {
    partner: written.partner,
    customer: written.customer.toLowerCase(),
    id,
    sequence: nextCount(service, 'sequence'),
    ...itemInRow(item, { name: written.name ?? null, seats: written.seats }),
    status,
    billing,
    billingAnchor: written.cycleEnds === undefined ? written.started : anchorOf(written.cycleEnds),
    term,
    purchasedAt: startOf(written.started),
    termAnchor: written.started,
    termStart,
    termEnd: written.termEnds === undefined ? (current?.end ?? null) : addDays(written.termEnds, 1),
    endChosen: false,
    autoRenew,
    trial,
    parent: written.parent ?? null,
    orderId: orderIdOf(service, written, position, item.productType),
    partnerId: written.partnerOnRecord ?? '',
    promotionId: written.promotion ?? null,
    acquired: 'seed',
    visibleFrom: now,
    cancellableUntil: isOpen ? windowEnds : null,
    windowFrom: isOpen ? startOf(termStart) : null,
    batches: isOpen ? [{ seats: written.seats, until: windowEnds }] : [],
    nextTerm: autoRenew && paid !== null ? paid : nextTermOf(written, item.offerId, { term, billing }),
    scheduledActions: actionsOf(written),
    // A World does not say since when something is off; its phases count from where the clock starts.
    statusSince: sinceOf(written, status, now),
    ...untouched,
  }
}

function actionsOf(written: Written): readonly ScheduledAction[] {
  if (written.cancelAtTermEnd === true) return [cancelAtEnd]
  return written.extendAtTermEnd === true ? [extendAtEnd] : []
}

function renewsOf(written: Written, row: { readonly isNce: boolean; readonly trial: boolean }): boolean {
  if (written.extendAtTermEnd === true) return true
  return !row.trial && (!row.isNce || (written.status ?? 'active') === 'active')
}

/** So many months before the end of a cycle that every cycle divides them, and the day of the month is there again, 29 February too. */
const monthsBack = 144

/** A day from which cycles are counted so that one ends as it is written. */
function anchorOf(lastDay: string): string {
  return addMonths(addDays(lastDay, 1), -monthsBack)
}

function sinceOf(written: Written, status: string, now: string): string {
  if (written.statusSince !== undefined) return startOf(written.statusSince)
  return status === 'active' ? startOf(written.started) : now
}

function nextTermOf(
  written: Written,
  offerId: string,
  now: { readonly term: string; readonly billing: string },
): NextTerm | null {
  const { nextTerm } = written
  if (nextTerm === undefined) return null
  const [ownProduct = '', ownSku = '', availabilityId = ''] = offerId.split(':')
  const [productId = ownProduct, skuId = ownSku] = nextTerm.product?.split(':') ?? []
  return {
    productId,
    skuId,
    availabilityId,
    term: nextTerm.term ?? now.term,
    billing: nextTerm.billing ?? now.billing,
    promotionId: null,
    seats: nextTerm.seats ?? written.seats,
    customTermEndDate: nextTerm.ends === undefined ? null : startOf(nextTerm.ends),
  }
}

function seedId(service: Service, productType: string, position: number): string {
  const id = uuidOf(service.world.name, 'seed', String(position))
  return productType === '' ? id.toUpperCase() : id
}

function orderIdOf(service: Service, written: Written, position: number, productType: string): string {
  const base =
    written.parent === undefined
      ? undefined
      : service.store.subscriptions.get(keyOf(written.partner, written.parent))
  if (base !== undefined) return base.orderId
  if (written.order !== undefined) return written.order
  const id = uuidOf(service.world.name, 'seed-order', String(position))
  return productType === '' ? id.toUpperCase() : id.replaceAll('-', '').slice(0, 12)
}

function seedOrder(service: Service, row: SubscriptionRow): void {
  const known = service.store.orders.get(keyOf(row.partner, row.orderId))
  const line = {
    number: known?.lines.length ?? 0,
    offerId: row.offerId,
    subscription: row.id,
    quantity: row.seats,
    friendlyName: row.friendlyName,
    term: row.term,
    transactionType: 'New',
  }
  const order: OrderRow = known ?? {
    id: row.orderId,
    partner: row.partner,
    customer: row.customer,
    billing: row.billing,
    legacy: row.productType === '',
    createdAt: row.purchasedAt,
    settledAt: row.purchasedAt,
    listedFrom: row.purchasedAt,
    version: 1,
    lines: [],
  }
  service.store.orders.put({ ...order, lines: [...order.lines, line] })
}
