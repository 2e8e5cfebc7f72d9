/** A purchase that passed every check becomes an order and its subscriptions. */
import { newId, newShortId, nextCount } from '../ids.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import { paidTermOf } from '../lifecycle/trials.ts'
import { windowOf } from '../lifecycle/windows.ts'
import { delayOf } from '../quirks.ts'
import type { Service } from '../service.ts'
import type { OrderRow } from '../state/order-rows.ts'
import type { Acquired, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration, addMonths, dayOf } from '../time/calendar.ts'
import { monthsOfTerm } from '../time/periods.ts'
import { itemInRow, untouched } from './new-row.ts'
import type { Item } from './resolve.ts'

export interface Purchase {
  readonly item: Item
  readonly quantity: number
  readonly billing: string
  readonly term: string
  readonly friendlyName: string | null
  /** MPN id; empty: none. */
  readonly partnerOnRecord: string
  /** Position of the base in the same purchase, or the id of an existing one. */
  readonly base: { readonly position: number } | { readonly id: string } | null
}

export interface Sale {
  readonly partner: string
  readonly customer: string
  readonly billing: string
  readonly acquired: Extract<Acquired, 'order' | 'cart'>
  readonly purchases: readonly Purchase[]
}

/** One order over all purchases. */
export function buy(service: Service, sale: Sale): OrderRow {
  const { partner, customer } = sale
  const legacy = sale.purchases.every(purchase => purchase.item.productType === '')
  const id = legacy
    ? newId(service, 'order', partner, customer).toUpperCase()
    : newShortId(service, 'order', partner, customer)
  const now = service.time.now()
  const bought = addSubscriptions(service, sale, id)
  const order: OrderRow = {
    id,
    partner,
    customer,
    billing: sale.billing,
    legacy,
    createdAt: now,
    settledAt: addDuration(now, delayOf(service, 'provisioningDelay')),
    listedFrom: addDuration(now, delayOf(service, 'orderListDelay')),
    version: 1,
    lines: bought.map(lineOf),
  }
  service.store.orders.put(order)
  return order
}

/** Add-ons for bases that an order already has. */
export function buyInto(service: Service, order: OrderRow, purchases: readonly Purchase[]): OrderRow {
  const { partner, customer, billing } = order
  const bought = addSubscriptions(
    service,
    { partner, customer, billing, acquired: 'order', purchases },
    order.id,
  )
  const saved: OrderRow = {
    ...order,
    settledAt: addDuration(service.time.now(), delayOf(service, 'provisioningDelay')),
    version: order.version + 1,
    lines: [...order.lines, ...bought.map((row, position) => lineOf(row, order.lines.length + position))],
  }
  service.store.orders.put(saved)
  return saved
}

function lineOf(row: SubscriptionRow, number: number): OrderRow['lines'][number] {
  return {
    number,
    offerId: row.offerId,
    subscription: row.id,
    quantity: row.seats,
    friendlyName: row.friendlyName,
    term: row.term,
    transactionType: 'New',
  }
}

function addSubscriptions(service: Service, sale: Sale, orderId: string): readonly SubscriptionRow[] {
  const made: SubscriptionRow[] = []
  for (const purchase of sale.purchases) {
    const { base } = purchase
    const parent = base === null ? null : 'id' in base ? base.id : (made[base.position]?.id ?? null)
    made.push(saveSubscription(service, newSubscription(service, sale, purchase, { orderId, parent })))
  }
  return made
}

function newSubscription(
  service: Service,
  sale: Sale,
  purchase: Purchase,
  at: { readonly orderId: string; readonly parent: string | null },
): SubscriptionRow {
  const { item } = purchase
  const { partner, customer } = sale
  const now = service.time.now()
  const today = dayOf(now)
  const id = newId(service, 'subscription', partner, customer)
  const isNce = item.commerce === 'nce'
  const visibleFrom = addDuration(now, delayOf(service, 'provisioningDelay'))
  const paid = paidTermOf(service, { ...item, customer, seats: purchase.quantity })
  const hasWindow = isNce && !item.trial
  const until = hasWindow ? addDuration(now, windowOf(item.productType)) : null
  const months = monthsOfFirstTerm(item, purchase.term)
  const term = item.trial && isNce && purchase.term === '' ? 'P1M' : purchase.term
  return {
    partner,
    customer,
    id: item.productType === '' ? id.toUpperCase() : id,
    sequence: nextCount(service, 'sequence'),
    ...itemInRow(item, { name: purchase.friendlyName, seats: purchase.quantity }),
    status: visibleFrom > now ? 'pending' : 'active',
    billing: purchase.billing,
    billingAnchor: today,
    term: isNce ? term : '',
    purchasedAt: now,
    termAnchor: today,
    termStart: today,
    termEnd: item.termEnd ?? (months === null ? null : addMonths(today, months)),
    endChosen: item.termEnd !== null,
    autoRenew: paid !== null || !item.trial,
    trial: item.trial,
    parent: at.parent,
    orderId: at.orderId,
    partnerId: purchase.partnerOnRecord,
    promotionId: item.promotionId,
    acquired: sale.acquired,
    visibleFrom,
    cancellableUntil: until,
    windowFrom: hasWindow ? now : null,
    batches: until === null ? [] : [{ seats: purchase.quantity, until }],
    nextTerm: paid,
    scheduledActions: [],
    statusSince: now,
    ...untouched,
  }
}

/** A legacy licence is committed for a year, a trial for a month; Azure and perpetual software for no time. */
export function monthsOfFirstTerm(
  item: { readonly commerce: string; readonly trial: boolean },
  term: string,
): number | null {
  if (item.commerce === 'azure') return null
  if (item.commerce === 'legacy') return item.trial ? 1 : 12
  return monthsOfTerm(term) ?? (item.trial ? 1 : null)
}
