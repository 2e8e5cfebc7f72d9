/**
 * The most seats of an item that one customer may have, over all that the plan does to it under several accounts (T26, T32): documents that fit one by one may
 * not fit together, and the service would refuse the last of them when the others are bought.
 */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { PartnerName, ProductKey } from '../../model/ids.ts'
import type { Action } from '../action.ts'
import { finding } from '../finding.ts'
import { purchaseCodes } from '../permit/purchase-codes.ts'
import { prevents } from '../permit/refusals.ts'
import { livingOf } from '../permit/seat-pool.ts'
import { marketOf } from '../permit/sellable.ts'
import { blockCustomer } from './block-customer.ts'
import type { Decided } from './waves.ts'

export function judgeSharedPools(all: readonly Decided[], index: ActualIndex): readonly Decided[] {
  const byTenant = new Map<string, Decided[]>()
  for (const one of all) {
    if (one.decision.actions.length === 0) continue
    const { tenant } = one.entry.customer
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), one])
  }
  const judged = new Map<Decided, Decided>()
  for (const parts of byTenant.values()) {
    if (new Set(parts.map(({ entry }) => entry.partner.name)).size < 2) continue
    for (const part of parts)
      for (const product of new Set(
        part.decision.actions.flatMap(action => addedBy(action)?.product ?? []),
      )) {
        const because = full(product, { part, parts, index })
        if (because === null) continue
        judged.set(part, { ...part, decision: blockCustomer(part.decision, because) })
        break
      }
  }
  return all.map(one => judged.get(one) ?? one)
}

interface Added {
  readonly partner: PartnerName
  readonly product: ProductKey
  readonly seats: number
}

/** Seats of new commerce that come on top; what a transfer brings was the customer's before. */
function addedBy(action: Action): Added | null {
  switch (action.kind) {
    case 'subscription.create':
      return action.effect.commerce === 'nce' ? added(action, action.seats) : null
    case 'subscription.change-seats':
      return action.effect.commerce === 'nce' ? added(action, action.to - action.from) : null
    case 'subscription.change-renewal': {
      const next = action.to.kind === 'renews' ? action.to.next : null
      return next === null || next.product !== action.product
        ? null
        : added(action, next.seats - action.seats)
    }
    default:
      return null
  }
}

function added({ partner, product }: Omit<Added, 'seats'>, seats: number): Added | null {
  return seats > 0 ? { partner, product, seats } : null
}

/** null: there is room, nobody knows of a limit, or one account alone decides and has judged it. */
function full(
  product: ProductKey,
  {
    part: { entry },
    parts,
    index,
  }: { readonly part: Decided; readonly parts: readonly Decided[]; readonly index: ActualIndex },
) {
  const { customer, partner } = entry
  const live = index.customer(partner.name, customer.tenant)?.customer
  const declared = customer.subscriptions.find(line => line.product === product)
  if (live?.kind !== 'present' || declared === undefined) return null
  const market = marketOf(partner, live.value)
  const item = market.kind === 'known' ? index.item(partner.name, market.country, product) : undefined
  if (item?.kind !== 'present') return null
  const more = parts
    .flatMap(({ decision }) => decision.actions.flatMap(action => addedBy(action) ?? []))
    .filter(one => one.product === product)
  const accounts = [...new Set(more.map(one => one.partner))].sort()
  if (accounts.length < 2) return null
  const there = sum(livingOf(declared, customer.tenant, index))
  const wanted = sum(more)
  const { maximumSeats, name } = item.value
  if (there + wanted <= maximumSeats) return null
  const left = Math.max(0, maximumSeats - there)
  const detail = `${name} is sold to ${maximumSeats} seats a customer, over all its subscriptions and partners: ${customer.name} has ${there}, and ${wanted} more are declared under ${accounts.join(' and ')} together; ${left} can be added at most, fewer where other partners have sold some.${prevents('SEAT_POOL_FULL')}`
  return finding(purchaseCodes.SEAT_POOL_FULL, 'customer', {}, { detail, at: declared.at })
}

function sum(entries: readonly { readonly seats: number | null }[]): number {
  return entries.reduce((total, { seats }) => total + (seats ?? 0), 0)
}
