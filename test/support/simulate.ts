/**
 * A tiny, pure stand-in for the service: carries a plan out on plain values. It asks for every expectation before and every
 * proof after each action, so a plan that could not be carried out fails here by name.
 */

import { indexActual } from '../../engine/model/actual-index.ts'
import { dayOf, type Instant, instant, seats, subscriptionId } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription } from '../../engine/model/live.ts'
import type { Renewal } from '../../engine/model/renewal.ts'
import type { Action } from '../../engine/plan/action.ts'
import { type AdminAction, type AdminCheck, isAdminAction } from '../../engine/plan/admin/admin-action.ts'
import { holdsAdmin } from '../../engine/plan/admin/admin-checks.ts'
import type { Check } from '../../engine/plan/check.ts'
import { holds, isNewSubscription } from '../../engine/plan/checks.ts'
import type { DetailChanges } from '../../engine/plan/kinds/action-parts.ts'
import type { CreateSubscription } from '../../engine/plan/kinds/create.ts'
import type { TransferSubscriptions } from '../../engine/plan/kinds/transfer.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { administered } from './admin/simulate-admin.ts'
import { withPools } from './licences.ts'

/** The first `count` actions of a plan, or all of them. */
export function carriedOut(actual: Actual, plan: Plan, count: number = plan.actions.length): Actual {
  const at = dayOf(plan.madeAt) === plan.on ? plan.madeAt : instant(`${plan.on}T08:00:00Z`)
  let current = actual
  for (const action of plan.actions.slice(0, count)) {
    if (isAdminAction(action)) {
      demandAdmin(action.expects, current, action)
      current = administered(current, action)
      demandAdmin(action.proves, current, action)
      continue
    }
    demand(action.expects, current, { action, at, when: 'before' })
    current = { ...current, readAt: at, customers: withPools(changed(current, action, at)) }
    demand(action.proves, current, { action, at, when: 'after' })
  }
  return current
}

/** Seats that were given back cannot be given back again. */
function refundableAfter(
  { refundable }: LiveSubscription,
  givenBack: number,
): LiveSubscription['refundable'] {
  let left = Math.max(0, givenBack)
  return refundable.flatMap(batch => {
    const kept = Math.max(0, batch.seats - left)
    left -= batch.seats - kept
    return kept === 0 ? [] : [{ ...batch, seats: seats(kept) }]
  })
}

interface Demand {
  readonly action: Action
  readonly at: Instant
  readonly when: 'before' | 'after'
}

function demand(checks: readonly Check[], actual: Actual, { action, at, when }: Demand): void {
  const index = indexActual(actual)
  for (const check of checks)
    if (holds(check, index, at) !== 'yes')
      throw new Error(`${when} ${action.id}: ${JSON.stringify(check)} does not hold`)
}

function demandAdmin(checks: readonly AdminCheck[], actual: Actual, { id }: AdminAction): void {
  const index = indexActual(actual)
  for (const check of checks)
    if (holdsAdmin(check, index) !== 'yes') throw new Error(`${id}: ${JSON.stringify(check)} does not hold`)
}

function changed(
  actual: Actual,
  action: Exclude<Action, AdminAction>,
  at: Instant,
): readonly CustomerActual[] {
  switch (action.kind) {
    case 'gate.customer':
    case 'gate.wave':
      return actual.customers
    case 'subscription.create':
      return withSubscriptions(actual, action, list => [...list, bought(action, list, at)])
    case 'subscription.suspend':
      return withSubscriptions(actual, action, list =>
        list.map(entry =>
          entry.id === action.subscription ||
          (entry.parent === action.subscription && entry.status === 'active')
            ? { ...entry, status: 'suspended', autoRenew: entry.commerce === 'legacy' && entry.autoRenew }
            : entry,
        ),
      )
    case 'subscription.cancel':
      return one(actual, action, entry => ({ ...entry, status: 'deleted', autoRenew: false, nextTerm: null }))
    case 'subscription.reactivate':
      return one(actual, action, entry => ({ ...entry, status: 'active' }))
    case 'subscription.change-seats':
      return one(actual, action, entry => ({
        ...withDetails(entry, action.also),
        seats: action.to,
        nextTerm: null,
        refundable: refundableAfter(entry, action.from - action.to),
      }))
    case 'subscription.set-renewal': {
      const newSubscription = action.proves.flatMap(check =>
        check.kind === 'new subscription renews' ? [check.newSubscription] : [],
      )
      return withSubscriptions(actual, action, list =>
        list.map(entry =>
          newSubscription.some(check => isNewSubscription(check, entry))
            ? withRenewal(entry, action.to)
            : entry,
        ),
      )
    }
    case 'subscription.transfer':
      return transferred(actual, action)
    case 'subscription.change-renewal':
      return one(actual, action, entry => withRenewal(withDetails(entry, action.also), action.to))
    case 'subscription.change-details':
      return one(actual, action, entry => withDetails(entry, action.changes))
    case 'subscription.change-billing':
      return withSubscriptions(actual, action, list =>
        list.map(entry => (entry.order === action.order ? { ...entry, billing: action.to } : entry)),
      )
    case 'subscription.rename':
      return one(actual, action, entry => ({ ...entry, name: action.to }))
  }
}

/** A new billing cycle comes with the next charge, and deletes what is scheduled. */
export function withDetails(entry: LiveSubscription, changes: DetailChanges | undefined): LiveSubscription {
  const { name, partnerOfRecord, billing } = changes ?? {}
  return {
    ...entry,
    ...(name !== undefined && { name: name.to }),
    ...(partnerOfRecord !== undefined && { partnerOfRecord: partnerOfRecord.to }),
    ...(billing !== undefined && { nextBilling: billing.to, nextTerm: null }),
  }
}

/** Under new ids, with terms and dates as they were; add-ons follow their bases. */
function transferred(actual: Actual, action: TransferSubscriptions): readonly CustomerActual[] {
  const moving = new Map(
    action.items.map(item => [item.subscription, subscriptionId(`new-${item.subscription}`)]),
  )
  const old = actual.customers
    .filter(entry => entry.partner === action.from && entry.tenant === action.customer)
    .flatMap(entry => (entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []))
    .filter(entry => moving.has(entry.id))
  const gone = withSubscriptions(actual, { ...action, partner: action.from }, list =>
    list.map(entry => (moving.has(entry.id) ? { ...entry, status: 'deleted' as const } : entry)),
  )
  return withSubscriptions({ ...actual, customers: gone }, action, list => [
    ...list,
    ...old.map(entry => ({
      ...entry,
      partner: action.partner,
      id: moving.get(entry.id) ?? entry.id,
      parent: entry.parent === null ? null : (moving.get(entry.parent) ?? null),
    })),
  ])
}

export function withRenewal(entry: LiveSubscription, to: Renewal): LiveSubscription {
  return {
    ...entry,
    autoRenew: to.kind === 'renews',
    cancelsAtTermEnd: to.kind === 'cancels',
    termEndAction: to.kind === 'extends' ? 'extend' : null,
    nextTerm: to.kind === 'renews' ? to.next : null,
  }
}

type Written = Extract<Action, { readonly effect: unknown }>

function one(
  actual: Actual,
  action: Extract<Written, { readonly subscription: unknown }>,
  change: (entry: LiveSubscription) => LiveSubscription,
): readonly CustomerActual[] {
  return withSubscriptions(actual, action, list =>
    list.map(entry => (entry.id === action.subscription ? change(entry) : entry)),
  )
}

function withSubscriptions(
  actual: Actual,
  { partner, customer }: Written,
  change: (list: readonly LiveSubscription[]) => readonly LiveSubscription[],
): readonly CustomerActual[] {
  return actual.customers.map(entry =>
    entry.partner === partner && entry.tenant === customer && entry.subscriptions.kind === 'present'
      ? { ...entry, subscriptions: { kind: 'present', value: change(entry.subscriptions.value) } }
      : entry,
  )
}

/** A later plan may buy for the same line again. */
function freshId({ id }: CreateSubscription, list: readonly LiveSubscription[]): LiveSubscription['id'] {
  const wanted = subscriptionId(`new-${id}`)
  return list.some(entry => entry.id === wanted)
    ? freshId({ id: `again-${id}` } as CreateSubscription, list)
    : wanted
}

function bought(
  action: CreateSubscription,
  list: readonly LiveSubscription[],
  at: Instant,
): LiveSubscription {
  const { base } = action
  const parent =
    base?.kind === 'living'
      ? base.subscription
      : base?.kind === 'created by'
        ? subscriptionId(`new-${base.action}`)
        : null
  if (parent !== null && !list.some(entry => entry.id === parent && entry.status === 'active'))
    throw new Error(`${action.id} is bought onto ${parent}, which does not live`)
  return {
    partner: action.partner,
    customer: action.customer,
    id: freshId(action, list),
    product: action.product,
    productName: action.productName,
    kind: 'licence',
    commerce: action.product.includes(':') ? 'nce' : 'legacy',
    name: action.name,
    status: 'active',
    seats: action.seats,
    term: action.term,
    billing: action.billing,
    nextBilling: null,
    promotion: null,
    partnerOfRecord: action.partnerOfRecord ?? null,
    trial: false,
    autoRenew: true,
    cancelsAtTermEnd: false,
    nextTerm: null,
    boughtAt: at,
    termEndsAt: action.term === null ? null : instant(`${action.endsOn ?? '2027-12-06'}T23:59:59Z`),
    chargedUntil: null,
    cancellableUntil: null,
    refundable: [],
    parent,
    order: `order-${action.id}`,
  }
}
