/** What a subscription could become in mid-term, what it became, and the change itself (facts 9, `subscriptions.transitions`). */
import {
  asFields,
  billingCycles,
  countField,
  type Fields,
  field,
  onlyFields,
  optionalText,
  textField,
  wordField,
} from '../body-reader.ts'
import { type Answer, type Call, created, needQuery, ok, type Route, record } from '../call.ts'
import { newId } from '../ids.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import { transition, type WantedTransition } from '../lifecycle/transition.ts'
import { availabilityId } from '../market/availabilities.ts'
import { checkReseller } from '../market/resellers.ts'
import { intoOf, keyOfSku, planOf, promotionOf, refusalOf, targetsOf } from '../market/transition-gates.ts'
import { refuse } from '../refusal.ts'
import { pairOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration } from '../time/calendar.ts'
import { isInTransfer } from '../transfers/pending.ts'
import { collection } from '../wire/links.ts'
import { eligibilityBody, transitionBody, transitionTypes } from '../wire/transition.ts'
import { subscriptionOf } from './subscriptions.ts'

const pathOf = (row: SubscriptionRow) => `/customers/${row.customer}/subscriptions/${row.id}`

function eligible(call: Call): Answer {
  const { service } = call
  const row = subscriptionOf(call)
  const when = needQuery(call, 'eligibilityType').toLowerCase()
  if (when !== 'immediate' && when !== 'scheduled')
    throw refuse(400, 800002, 'eligibilityType is immediate or scheduled.')
  const items = targetsOf(service, row).map(target => {
    const wrong = refusalOf(() => {
      checkState(call, row)
      return planOf(service, row, { target, seats: row.seats, term: null, billing: null, into: null })
    })
    return eligibilityBody(
      target,
      row.seats,
      wrong === null ? null : { code: wrong.code, description: wrong.description },
    )
  })
  return ok(collection(service, items, `${pathOf(row)}/transitionEligibilities`))
}

function list(call: Call): Answer {
  const { service } = call
  const row = subscriptionOf(call)
  const wanted = call.query.get('operationId')?.toLowerCase() ?? null
  const rows = service.store.transitions
    .in(pairOf(row.partner, row.customer))
    .filter(one => [one.fromSubscription, one.toSubscription].includes(row.id))
    .filter(one => wanted === null || one.id === wanted)
  const now = service.time.now()
  return ok(
    collection(
      service,
      rows.map(one => transitionBody(one, now)),
      `${pathOf(row)}/transitions`,
    ),
  )
}

/** Active, and nothing else under way. */
function checkState(call: Call, row: SubscriptionRow): void {
  if (row.commerce !== 'nce') throw refuse(400, 800042, 'Only new commerce has transitions.')
  if (row.status === 'deleted') throw refuse(400, 2011, 'A deleted subscription cannot be updated.')
  if (row.status !== 'active') throw refuse(400, 800091, 'Only an active subscription can be updated.')
  if (row.pending !== null || isInTransfer(call.service, row))
    throw refuse(409, 900278, 'Another operation on the subscription is pending.')
}

const bodyFields = [
  'toCatalogItemId',
  'quantity',
  'termDuration',
  'billingCycle',
  'toSubscriptionId',
  'promotionId',
  'transitionType',
  'attributes',
]

function wantedOf(call: Call, row: SubscriptionRow, body: Fields): WantedTransition {
  const { service, caller } = call
  const [productId = '', skuId = ''] = textField(body, 'toCatalogItemId', 'A transition').split(':')
  const key = `${productId}:${skuId}`.toUpperCase()
  if (service.catalogue.sku(productId, skuId) === undefined)
    throw refuse(404, 400018, `There is no ${productId}:${skuId}.`)
  const target = targetsOf(service, row).find(one => keyOfSku(one).toUpperCase() === key)
  if (target === undefined) throw refuse(400, 2006, `The subscription cannot become ${productId}:${skuId}.`)
  const id = optionalText(body, 'toSubscriptionId')
  const into = id === null ? null : intoOf(service, row, { id, target })
  const plan = planOf(service, row, {
    target,
    seats: field(body, 'quantity') === undefined ? row.seats : countField(body, 'quantity', 'A transition'),
    term: optionalText(body, 'termDuration'),
    billing: wordField(body, 'billingCycle', billingCycles) ?? null,
    into,
  })
  const promotionId = promotionOf(service, row, { ...plan, target, id: optionalText(body, 'promotionId') })
  const reseller = checkReseller(caller.partner, row.partnerId)
  if (reseller !== null) throw reseller
  const country = service.store.customers.get(row.customer)?.country ?? ''
  return {
    ...plan,
    target,
    into,
    promotionId,
    availabilityId: availabilityId(service, target, country, service.time.now()),
  }
}

function carryOut(call: Call): Answer {
  const { service } = call
  const row = subscriptionOf(call)
  const body = asFields(call.body, 'A transition')
  onlyFields(body, bodyFields, 'A transition')
  checkState(call, row)
  const wanted = wantedOf(call, row, body)
  const type =
    transitionTypes.find(one => one === wordField(body, 'transitionType', transitionTypes)) ??
    'transition_only'
  const now = service.time.now()
  const made = transition(service, row, wanted)
  saveSubscription(service, made.row)
  const saved = {
    id: newId(service, 'transition', row.partner, row.customer),
    partner: row.partner,
    customer: row.customer,
    fromSubscription: row.id,
    fromCatalogItem: row.offerId.split(':').slice(0, 2).join(':'),
    toSubscription: made.toSubscription,
    toCatalogItem: keyOfSku(wanted.target),
    quantity: wanted.seats,
    term: wanted.term,
    billing: wanted.billing,
    promotionId: wanted.promotionId,
    type,
    at: now,
    licencesAt: type === 'transition_only' ? null : addDuration(now, service.settings.asyncDelay),
  }
  service.store.transitions.put(saved)
  record(call, {
    customer: row.customer,
    resource: 'subscription',
    operation: row.trial ? 'convert_trial_subscription' : 'upgrade_subscription',
    resourceId: row.id,
    oldValue: { Quantity: row.seats, OfferId: row.offerId },
    newValue: { Id: saved.toSubscription, Quantity: saved.quantity, OfferId: saved.toCatalogItem },
    data: {
      SubscriptionId: row.id,
      ToSubscriptionId: saved.toSubscription,
      Quantity: String(saved.quantity),
    },
  })
  return created(transitionBody(saved, now))
}

const path = '/v1/customers/:customer/subscriptions/:subscription'

export const transitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${path}/transitionEligibilities`,
    family: 'subscription',
    query: ['eligibilityType'],
    handle: eligible,
  },
  {
    method: 'GET',
    path: `${path}/transitions`,
    family: 'subscription',
    query: ['operationId'],
    handle: list,
  },
  {
    method: 'POST',
    path: `${path}/transitions`,
    family: 'subscription',
    write: true,
    roles: ['adminAgent'],
    refusedAs: { resource: 'subscription', operation: 'upgrade_subscription' },
    handle: carryOut,
  },
]
