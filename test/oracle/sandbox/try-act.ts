/** One act on the service: what is sent, and, where it was accepted, the facts that came of it. */
import { dayOf } from '../calendar.ts'
import type { EndOfTerm, NextTerm } from '../facts.ts'
import type { Act } from './acts.ts'
import { type PriceFacts, priceAt, product, type SkuName, skuIds, terms } from './catalogue.ts'
import type { Body } from './service.ts'
import type { Run, Told } from './told.ts'
import { type PartnerName, tenants } from './world-of.ts'

interface Trial {
  readonly at: string
  readonly act: Act
}

/** Tries one act; answers the subscription that goes on: another one after a transfer. */
export async function tried(run: Run, told: Told, { at, act }: Trial): Promise<Told> {
  const { service } = run
  const { id } = told.purchase
  const path = `customers/${told.customer}/subscriptions/${id}`
  const live = (await service.call(told.partner, 'GET', path)).body
  if (act.kind === 'transfer') return transferred(run, told, at)
  if (act.kind === 'transition') return converted(run, told, { at, live })
  if (act.kind === 'billing') {
    await billingChanged(run, told, { at, act, live })
    return told
  }
  const fields = fieldsOf(act, live)
  if (fields === null) return told
  const answer = await service.call(told.partner, 'PATCH', path, { ...live, ...fields })
  if (answer.status !== 200) return told
  const after = (await service.call(told.partner, 'GET', path)).body
  if (act.kind === 'seats') told.happenings.push({ at, kind: 'seats', to: after.quantity })
  if (act.kind === 'suspend') told.happenings.push({ at, kind: 'suspended' })
  if (act.kind === 'resume') told.happenings.push({ at, kind: 'resumed' })
  if (act.kind === 'cancel') told.happenings.push({ at, kind: 'cancelled' })
  if (told.sku !== 'mail' && (act.kind === 'seats' || act.kind === 'end of term' || act.kind === 'next term'))
    told.happenings.push({ at, kind: 'end of term set', to: endOfTermOf(after, told, run.prices) })
  return told
}

const noPlans = { scheduledNextTermInstructions: null, scheduledActions: [] }

/** Fields of the subscription that are sent; null: it makes no sense for what lives. */
function fieldsOf(
  act: Exclude<Act, { kind: 'transfer' | 'transition' | 'billing' }>,
  live: Body,
): object | null {
  switch (act.kind) {
    case 'seats':
      return live.quantity + act.by < 1 ? null : { quantity: live.quantity + act.by }
    case 'suspend':
      return live.status === 'active' ? { status: 'suspended' } : null
    case 'resume':
      return live.status === 'suspended' ? { status: 'active' } : null
    case 'cancel':
      return { status: 'deleted' }
    case 'next term': {
      if (live.isTrial) return null
      const [productId, skuId, availabilityId] = String(live.offerId).split(':')
      return {
        autoRenewEnabled: true,
        scheduledActions: [],
        scheduledNextTermInstructions: {
          product: { productId, skuId, availabilityId, billingCycle: act.billing, termDuration: act.term },
          quantity: act.seats,
        },
      }
    }
    case 'end of term':
      return {
        ...noPlans,
        autoRenewEnabled: act.to === 'renew',
        ...(act.to === 'cancel' && { scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] }),
        ...(act.to === 'extend' && {
          scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }],
        }),
      }
  }
}

/** What the live subscription says about the end of its term. */
function endOfTermOf(live: Body, { sku }: Told, prices: PriceFacts): EndOfTerm {
  const action = (live.scheduledActions ?? []).find((one: Body) => one.scheduleType === 'TermEnd')
  const words = {
    Cancel: 'cancel',
    RenewToExtendedServiceTerm: 'extend',
    RenewToNewTerm: 'renew',
  } as const
  const plan = action?.instructions ?? live.scheduledNextTermInstructions
  const known = action === undefined ? undefined : words[action.actionType as keyof typeof words]
  return {
    renews: live.autoRenewEnabled,
    ...(known !== undefined && { action: known }),
    ...(plan !== null && plan !== undefined && { next: nextTermOf(plan, sku, prices) }),
  }
}

function nextTermOf({ product: item, quantity }: Body, sku: SkuName, prices: PriceFacts): NextTerm {
  const to = { term: item.termDuration, billing: item.billingCycle }
  return {
    price: priceAt(sku === 'trial' ? 'suite' : sku, to, prices),
    term: to.term,
    ...(typeof quantity === 'number' && { seats: quantity }),
  }
}

interface BillingTrial {
  readonly at: string
  readonly act: Extract<Act, { kind: 'billing' }>
  readonly live: Body
}

/** Legacy: of the order, at once. New commerce: of the subscription, from the next charge on. */
async function billingChanged(run: Run, told: Told, { at, act, live }: BillingTrial): Promise<void> {
  const { service, prices } = run
  const isLegacy = told.sku === 'mail'
  const subscription = `customers/${told.customer}/subscriptions/${told.purchase.id}`
  const path = isLegacy ? `customers/${told.customer}/orders/${live.orderId}` : subscription
  const { body } = await service.call(told.partner, 'GET', path)
  if (body.billingCycle === act.to) return
  const answer = await service.call(told.partner, 'PATCH', path, { ...body, billingCycle: act.to })
  if (answer.status !== 200) return
  const after = (await service.call(told.partner, 'GET', subscription)).body
  const isAtOnce = after.billingCycle === act.to
  const price = priceAt(told.sku, { term: isLegacy ? 'P1Y' : after.termDuration, billing: act.to }, prices)
  const cycleEnds = isAtOnce ? dayOf(after.billingCycleEndDate) : null
  told.happenings.push({ at, kind: 'billing changed', price, cycleEnds })
  if (!isLegacy) told.happenings.push({ at, kind: 'end of term set', to: endOfTermOf(after, told, prices) })
}

/** All seats, term and cycle as they are, where the larger one has them. */
async function converted(
  run: Run,
  told: Told,
  { at, live }: { readonly at: string; readonly live: Body },
): Promise<Told> {
  const { service, prices } = run
  const plan = { term: live.termDuration, billing: live.billingCycle }
  const isThere = terms.large.some(({ term, billing }) => term === plan.term && billing === plan.billing)
  if (told.sku !== 'suite' || !isThere) return told
  const path = `customers/${told.customer}/subscriptions/${told.purchase.id}`
  const answer = await service.call(told.partner, 'POST', `${path}/transitions`, {
    toCatalogItemId: `${product}:${skuIds.large}`,
  })
  if (answer.status !== 201) return told
  const after = (await service.call(told.partner, 'GET', path)).body
  const next: Told = { ...told, sku: 'large' }
  run.told.splice(run.told.indexOf(told), 1, next)
  next.happenings.push(
    { at, kind: 'converted', price: priceAt('large', plan, prices), monthlyPlan: null },
    { at, kind: 'end of term set', to: endOfTermOf(after, next, prices) },
  )
  return next
}

async function transferred(run: Run, told: Told, at: string): Promise<Told> {
  const { service } = run
  const to: PartnerName = told.partner === 'italy' ? 'central' : 'italy'
  const path = `customers/${told.customer}/transfers`
  const asked = await service.call(to, 'POST', path, {
    sourcePartnerTenantId: tenants[told.partner],
    sourcePartnerName: told.partner,
    customerEmailId: 'admin@c.example',
    transferType: 5,
  })
  if (asked.status !== 201) return told
  const one = `${path}/${asked.body.id}`
  const accepted = await service.call(told.partner, 'PATCH', one, {
    ...asked.body,
    status: 'Accept',
    lineItems: [{ subscriptionId: told.purchase.id }],
  })
  if (accepted.status !== 200) {
    await service.call(to, 'PATCH', one, { ...asked.body, status: 'Cancel' })
    return told
  }
  await service.control('POST', 'clock', { advance: 'PT1M' })
  const { completedTime, lineItems } = (await service.call(to, 'GET', one)).body
  if (completedTime === undefined) throw new Error(`${at}: the transfer is not complete`)
  told.happenings.push({ at: completedTime, kind: 'transferred' })
  const id: string = lineItems[0].subscriptionId
  const live = (await service.call(to, 'GET', `customers/${told.customer}/subscriptions/${id}`)).body
  const next: Told = {
    ...told,
    partner: to,
    isSeeded: false,
    source: told,
    // It goes on with the life of its source.
    happenings: [
      ...told.happenings.filter(one => one.kind !== 'transferred'),
      { at: completedTime, kind: 'end of term set', to: endOfTermOf(live, told, run.prices) },
    ],
    purchase: { ...told.purchase, id, arrives: dayOf(completedTime) },
  }
  run.told.push(next)
  return next
}
