/** Subscriptions: lists, one, and the PATCH with all its rules (api.md 9, E6, E9-E12, E21). */
import { recordActivity } from '../audit.ts'
import { asFields, type Fields, field, hasField } from '../body-reader.ts'
import { type Answer, type Call, customerOf, ok, onlyQuery, type Route } from '../call.ts'
import { findOffer, findSku } from '../market/catalogue.ts'
import { refuse } from '../refusal.ts'
import type { SubscriptionRow } from '../rows.ts'
import { type Service, saveSubscription, subscriptionKey, subscriptionsOf } from '../service.ts'
import { addDuration } from '../time.ts'
import { collection, etagOf, subscriptionBody } from '../wire-out.ts'

function list(call: Call): Answer {
  onlyQuery(call, ['order_id', 'mpn_id', 'size', 'offset'])
  const customer = customerOf(call)
  const order = call.query.get('order_id')
  const rows = subscriptionsOf(call.service, call.caller.partner.name, customer.tenantId).filter(
    row => order === null || row.orderId === order,
  )
  return ok(
    collection(
      call.service,
      rows.map(row => subscriptionBody(call.service, row)),
      `/customers/${customer.tenantId}/subscriptions`,
    ),
  )
}

function one(call: Call): Answer {
  return ok(subscriptionBody(call.service, rowOf(call)))
}

function addOns(call: Call): Answer {
  const base = rowOf(call)
  const rows = subscriptionsOf(call.service, base.partner, base.customer).filter(
    row => row.parent?.toLowerCase() === base.id.toLowerCase(),
  )
  return ok(
    collection(
      call.service,
      rows.map(row => subscriptionBody(call.service, row)),
      `/customers/${base.customer}/subscriptions/${base.id}/addons`,
    ),
  )
}

function rowOf(call: Call): SubscriptionRow {
  const customer = customerOf(call)
  const row = call.service.store.get(
    'subscriptions',
    subscriptionKey({ partner: call.caller.partner.name, id: call.params['subscription'] ?? '' }),
  )
  if (row === undefined || row.customer !== customer.tenantId || row.visibleFrom > call.service.time.now())
    throw refuse(404, 20003, 'The subscription was not found.')
  return row
}

function patch(call: Call): Answer {
  const row = rowOf(call)
  const body = asFields(call.body, 'A subscription')
  if (row.status === 'deleted') throw refuse(400, 2011, 'A deleted subscription cannot be updated.')
  checkEtag(call, body, row)
  checkFields(call.service, body, row)
  const wanted = wantedOf(body, row)
  const changed = apply(call.service, row, wanted)
  const saved = saveSubscription(call.service, changed)
  if (row.status === 'active' && saved.status !== 'active') cascade(call, saved)
  recordActivity(
    call.service,
    {
      partner: row.partner,
      customer: row.customer,
      resourceType: 'subscription',
      operationType: 'update_subscription',
      status: 'succeeded',
      newValue: { Id: saved.id, Quantity: saved.seats, Status: saved.status },
      data: { SubscriptionId: saved.id, Quantity: String(saved.seats) },
    },
    call,
  )
  if (call.service.world.settings?.quirks?.asyncPatch === true)
    return { status: 202, headers: { Location: `/customers/${row.customer}/subscriptions/${row.id}` } }
  return ok(subscriptionBody(call.service, saved))
}

/** E9: legacy resources carry an ETag; a stale one is 400/2055. */
function checkEtag(call: Call, body: Fields, row: SubscriptionRow): void {
  if (row.commerce !== 'legacy') return
  const attributes = field(body, 'attributes')
  const inBody =
    typeof attributes === 'object' && attributes !== null && 'etag' in attributes
      ? String(attributes.etag)
      : null
  const given = call.headers.get('if-match')?.replace(/^"|"$/g, '') ?? inBody
  if (given !== null && given !== etagOf(row)) throw refuse(400, 2055, 'The ETag is out of date.')
}

const needed = ['id', 'quantity', 'status']

/** The full resource, or nothing (api.md 9): what the GET showed may come back, strangers may not. */
function checkFields(service: Service, body: Fields, row: SubscriptionRow): void {
  const missing = needed.find(name => !hasField(body, name))
  if (missing !== undefined) throw refuse(400, 2000, `The full resource is needed; ${missing} is missing.`)
  if (String(field(body, 'id')).toLowerCase() !== row.id.toLowerCase())
    throw refuse(400, 2012, 'The id of the body is not that of the path.')
  const known = new Set(
    [
      ...Object.keys(subscriptionBody(service, row)),
      'scheduledNextTermInstructions',
      'scheduledActions',
      'billingCycle',
      'partnerId',
      'friendlyName',
    ].map(name => name.toLowerCase()),
  )
  const stranger = Object.keys(body).find(name => !known.has(name.toLowerCase()))
  if (stranger !== undefined) throw refuse(400, 2000, `A subscription has no property ${stranger}.`)
}

interface Wanted {
  readonly seats: number
  readonly status: string
  readonly friendlyName: string
  readonly autoRenew: boolean
  readonly nextTerm: unknown
  readonly scheduledActions: readonly unknown[]
  readonly billing: string
}

function wantedOf(body: Fields, row: SubscriptionRow): Wanted {
  const seats = field(body, 'quantity')
  if (typeof seats !== 'number' || !Number.isInteger(seats))
    throw refuse(400, 2000, 'The quantity must be a whole number.')
  const actions = field(body, 'scheduledActions')
  return {
    seats,
    status: String(field(body, 'status')).toLowerCase(),
    friendlyName:
      typeof field(body, 'friendlyName') === 'string'
        ? String(field(body, 'friendlyName'))
        : row.friendlyName,
    // E10: what is left out is switched off.
    autoRenew: field(body, 'autoRenewEnabled') === true,
    nextTerm: field(body, 'scheduledNextTermInstructions') ?? null,
    scheduledActions: Array.isArray(actions) ? actions : [],
    billing: String(field(body, 'billingCycle') ?? row.billing).toLowerCase(),
  }
}

function apply(service: Service, row: SubscriptionRow, wanted: Wanted): SubscriptionRow {
  const statusChanges = wanted.status !== row.status.toLowerCase()
  const seatsChange = wanted.seats !== row.seats
  if (statusChanges && seatsChange)
    throw refuse(400, 800096, 'Status and quantity cannot be changed together.')
  if (wanted.billing !== row.billing)
    throw row.commerce === 'nce'
      ? refuse(400, 800097, 'The billing cycle cannot be changed now.')
      : refuse(400, 2054, 'The billing cycle is changed through the order.')
  if (wanted.autoRenew && !row.autoRenew && row.trial)
    throw refuse(400, 800093, 'The subscription is not eligible for auto-renew.')
  let next: SubscriptionRow = {
    ...row,
    friendlyName: wanted.friendlyName,
    autoRenew: wanted.autoRenew,
    nextTerm: row.commerce === 'nce' ? wanted.nextTerm : null,
    scheduledActions: wanted.scheduledActions,
  }
  if (seatsChange) next = changeSeats(service, next, wanted.seats)
  if (statusChanges) next = changeStatus(service, next, wanted.status)
  return next
}

function changeSeats(service: Service, row: SubscriptionRow, seats: number): SubscriptionRow {
  if (row.commerce === 'azure') throw refuse(400, 800095, 'The quantity of usage cannot be changed.')
  if (row.status === 'suspended')
    throw row.commerce === 'nce'
      ? refuse(400, 800091, 'A suspended subscription cannot be updated.')
      : refuse(400, 2001, 'The quantity cannot be changed while suspended.')
  if (row.status !== 'active')
    throw refuse(400, 800040, `The quantity cannot be changed while ${row.status}.`)
  const { minimum, maximum } = limitsOf(service, row)
  if (seats < minimum || seats > maximum)
    throw row.commerce === 'nce' && seats > maximum
      ? refuse(403, 800088, 'The seat limit is exceeded.')
      : refuse(400, 2002, `The quantity must be between ${minimum} and ${maximum}.`)
  if (row.commerce !== 'nce') return { ...row, seats }
  if (seats > row.seats)
    return {
      ...row,
      seats,
      nextTerm: null,
      batches: [...row.batches, { seats: seats - row.seats, until: addDuration(service.time.now(), 'P7D') }],
    }
  return { ...row, seats, nextTerm: null, batches: takeBack(service, row, row.seats - seats) }
}

/** Seats go back to the batch they came from, newest first, while its window is open (E11). */
function takeBack(service: Service, row: SubscriptionRow, count: number): SubscriptionRow['batches'] {
  let left = count
  const kept: { seats: number; until: string }[] = []
  for (const batch of [...row.batches].reverse()) {
    const taken = batch.until > service.time.now() ? Math.min(left, batch.seats) : 0
    left -= taken
    if (batch.seats > taken) kept.unshift({ seats: batch.seats - taken, until: batch.until })
  }
  if (left > 0) throw refuse(400, 800090, 'The quantity cannot be decreased.')
  return kept
}

function changeStatus(service: Service, row: SubscriptionRow, status: string): SubscriptionRow {
  const refused = () => refuse(400, 800040, `The status cannot be changed from ${row.status} to ${status}.`)
  if (status === 'suspended') {
    if (row.status !== 'active') throw refused()
    return { ...row, status, ...(row.commerce === 'nce' && { autoRenew: false, nextTerm: null }) }
  }
  if (status === 'active') {
    if (row.status !== 'suspended') throw refused()
    const base =
      row.parent === null
        ? undefined
        : service.store.get('subscriptions', subscriptionKey({ partner: row.partner, id: row.parent }))
    if (row.parent !== null && base?.status !== 'active')
      throw refuse(409, 27009, 'The parent subscription is not active.')
    return { ...row, status }
  }
  if (
    status === 'deleted' &&
    row.commerce === 'nce' &&
    (row.status === 'active' || row.status === 'suspended')
  ) {
    if (row.cancellableUntil === null || row.cancellableUntil < service.time.now())
      throw refuse(400, 900117, 'The cancellation window has passed.')
    return { ...row, status, autoRenew: false, nextTerm: null }
  }
  throw refused()
}

/** E12: what becomes of a base becomes of its add-ons. */
function cascade(call: Call, base: SubscriptionRow): void {
  for (const row of call.service.store.all('subscriptions')) {
    if (
      row.partner === base.partner &&
      row.parent?.toLowerCase() === base.id.toLowerCase() &&
      row.status === 'active'
    )
      saveSubscription(call.service, { ...row, status: base.status })
  }
}

function limitsOf(
  service: Service,
  row: SubscriptionRow,
): { readonly minimum: number; readonly maximum: number } {
  const [productId = '', skuId = ''] = row.productKey.split(':')
  const item =
    row.commerce === 'nce'
      ? findSku(service.world, productId, skuId)?.sku
      : findOffer(service.world, row.productKey)
  return { minimum: item?.minimumSeats ?? 1, maximum: item?.maximumSeats ?? 10_000_000 }
}

export const subscriptionRoutes: readonly Route[] = [
  { method: 'GET', path: '/customers/:customer/subscriptions', family: 'subscription', handle: list },
  {
    method: 'GET',
    path: '/customers/:customer/subscriptions/:subscription',
    family: 'subscription',
    handle: one,
  },
  {
    method: 'PATCH',
    path: '/customers/:customer/subscriptions/:subscription',
    family: 'subscription',
    write: true,
    handle: patch,
  },
  {
    method: 'GET',
    path: '/customers/:customer/subscriptions/:subscription/addons',
    family: 'subscription',
    handle: addOns,
  },
]
