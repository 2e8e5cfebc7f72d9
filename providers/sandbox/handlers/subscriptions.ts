/** Subscriptions: lists, one, add-ons, and the PATCH (facts 9, E6, E9, E10, E13). */
import { field, isFields } from '../body-reader.ts'
import { type Answer, type Call, customerOf, ok, param, type Route, record } from '../call.ts'
import { nextCount } from '../ids.ts'
import { suspendAddOns } from '../lifecycle/cascade.ts'
import { changed } from '../lifecycle/change.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import { wantedOf } from '../lifecycle/wanted.ts'
import { asyncShare, isOn } from '../quirks.ts'
import { conflict, refuse, stale } from '../refusal.ts'
import { addOnsOf, subscriptionsOf } from '../service.ts'
import type { CustomerRow } from '../state/customer-rows.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration } from '../time/calendar.ts'
import { isInTransfer } from '../transfers/pending.ts'
import { collection } from '../wire/links.ts'
import { etagOf, subscriptionBody } from '../wire/subscription.ts'

function list(call: Call): Answer {
  const customer = customerOf(call)
  refuseSomeLists(call, customer)
  const order = call.query.get('order_id')?.toLowerCase()
  const mpn = call.query.get('mpn_id')
  const rows = subscriptionsOf(call.service, call.caller.partner.name, customer.tenantId).filter(
    row =>
      (order === undefined || row.orderId.toLowerCase() === order) && (mpn === null || row.partnerId === mpn),
  )
  return listed(call, rows, `/customers/${customer.tenantId}/subscriptions`)
}

/** Q27: now and then, as under parallel load; asking again helps, whoever else asks meanwhile. */
function refuseSomeLists(call: Call, { tenantId }: CustomerRow): void {
  const { service, caller } = call
  if (!isOn(service, 'listConflicts')) return
  const key = `list refused/${caller.partner.name}/${tenantId}`
  const wasRefused = service.store.counters.get(key)?.count === 1
  const isTurn = nextCount(service, 'list', caller.partner.name) % oneListIn === 0
  const isRefused = isTurn && !wasRefused
  service.store.counters.put({ key, count: isRefused ? 1 : 0 })
  if (isRefused) throw conflict('The resource is in use; try again later.')
}

const oneListIn = 5

function listed(call: Call, rows: readonly SubscriptionRow[], self: string): Answer {
  const items = rows.map(row => subscriptionBody(call.service, row))
  return ok(collection(call.service, items, self))
}

function addOns(call: Call): Answer {
  const base = subscriptionOf(call)
  return listed(
    call,
    addOnsOf(call.service, base).filter(row => row.visibleFrom <= call.service.time.now()),
    `/customers/${base.customer}/subscriptions/${base.id}/addons`,
  )
}

/** The subscription of the path, as far as the caller can see it. */
export function subscriptionOf(call: Call): SubscriptionRow {
  const customer = customerOf(call)
  const row = call.service.store.subscriptions.get(
    keyOf(call.caller.partner.name, param(call, 'subscription')),
  )
  if (row === undefined || row.customer !== customer.tenantId || row.visibleFrom > call.service.time.now())
    throw refuse(404, 20003, 'The subscription was not found.')
  return row
}

function patch(call: Call): Answer {
  const { service } = call
  const row = subscriptionOf(call)
  checkEtag(call, row)
  const wanted = wantedOf(call.body, row, {
    now: service.time.now(),
    shown: subscriptionBody(service, row),
  })
  if (row.pending !== null || isInTransfer(service, row))
    throw refuse(409, 900278, 'Another operation on the subscription is pending.')
  const next = changed(service, row, wanted)
  const before = { Quantity: row.seats, Status: row.status, AutoRenewEnabled: row.autoRenew }
  const after = { Id: row.id, Quantity: next.seats, Status: next.status, AutoRenewEnabled: next.autoRenew }
  record(call, {
    customer: row.customer,
    resource: 'subscription',
    operation: 'update_subscription',
    resourceId: row.id,
    oldValue: before,
    newValue: after,
    data: { SubscriptionId: row.id, Quantity: String(next.seats), OrderId: row.orderId },
  })
  return isSlow(call, row)
    ? later(call, row, next)
    : ok(subscriptionBody(service, saveChange(call, row, next)))
}

/** E9: legacy resources carry an ETag; a stale one is 400/2055. New commerce has none, and takes no empty one (Q12). */
function checkEtag(call: Call, row: SubscriptionRow): void {
  const header = call.headers.get('if-match')
  if (row.productType !== '') {
    if (header !== null && header.replaceAll('"', '') === '')
      throw refuse(400, 2000, 'If-Match must not be empty.')
    return
  }
  const attributes = isFields(call.body) ? field(call.body, 'attributes') : undefined
  const written = isFields(attributes) ? field(attributes, 'etag') : undefined
  const given = [header?.replace(/^W\//, '').replaceAll('"', ''), written].filter(etag => etag !== undefined)
  if (given.some(etag => etag !== etagOf(row))) throw stale(isOn(call.service, 'staleIs412'))
}

function saveChange(call: Call, row: SubscriptionRow, next: SubscriptionRow): SubscriptionRow {
  const saved = saveSubscription(call.service, next)
  if (row.status === 'active' && saved.status === 'suspended') suspendAddOns(call.service, saved)
  return saved
}

/** E13: a share of the changes is carried out later; which ones is decided by counting, not by chance. */
function isSlow(call: Call, row: SubscriptionRow): boolean {
  const share = asyncShare(call.service)
  if (share === 0) return false
  const count = nextCount(call.service, 'patch', row.partner, row.id)
  return Math.floor(count * share) > Math.floor((count - 1) * share)
}

function later(call: Call, row: SubscriptionRow, next: SubscriptionRow): Answer {
  const { pending: _, history: __, version: ___, ...change } = next
  const at = addDuration(call.service.time.now(), call.service.settings.asyncDelay)
  saveSubscription(call.service, { ...row, pending: { at, change } })
  return { status: 202, headers: { Location: `/customers/${row.customer}/subscriptions/${row.id}` } }
}

export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customer/subscriptions',
    family: 'subscription',
    query: ['order_id', 'mpn_id', 'size', 'offset'],
    handle: list,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/subscriptions/:subscription',
    family: 'subscription',
    handle: call => ok(subscriptionBody(call.service, subscriptionOf(call))),
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customer/subscriptions/:subscription',
    family: 'subscription',
    write: true,
    roles: ['adminAgent', 'salesAgent'],
    refusedAs: { resource: 'subscription', operation: 'update_subscription' },
    handle: patch,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/subscriptions/:subscription/addons',
    family: 'subscription',
    handle: addOns,
  },
]
