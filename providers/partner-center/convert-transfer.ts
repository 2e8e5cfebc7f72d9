/** Requests for billing ownership that are open, and what is bought once, in our words (facts 13 and 16, read 2026-11-30). */
import { seats, type TenantId, tenantId } from '../../engine/model/ids.ts'
import type { Entitlement, OpenTransfer } from '../../engine/model/live.ts'
import { instantOf } from '../../engine/time/instant-of.ts'
import { listOf, numberOf, plainWord, property, textAt } from './client/read-value.ts'
import type { WireEntitlement } from './wire/entitlement.ts'
import type { WireTransfer } from './wire/transfer.ts'

const over = new Set([
  'complete',
  'completed',
  'partiallycomplete',
  'failed',
  'expired',
  'canceled',
  'cancelled',
  'rejected',
  'withdrawn',
])

/** null: it is over. A state that this version does not know may be open. */
export function openTransfer(wire: WireTransfer): OpenTransfer | null {
  const said = textAt(wire, 'status') ?? ''
  const word = plainWord(said)
  if (over.has(word)) return null
  const isPending = word === 'pending' || word === 'active'
  const products = property(wire, 'targetProductTypes')
  return {
    id: wire.id,
    state: isPending ? 'pending' : word === 'inprogress' ? 'moving' : `unknown:${said}`,
    from: tenantAt(wire, 'sourcePartnerTenantId'),
    to: tenantAt(wire, 'targetPartnerTenantId') ?? tenantAt(wire, 'partnertenantid'),
    products: products === undefined || products === null ? null : listOf(products).map(String),
  }
}

function tenantAt(wire: WireTransfer, name: string): TenantId | null {
  const text = textAt(wire, name)
  return text === null || text === '' ? null : tenantId(text)
}

export function entitlement(wire: WireEntitlement): Entitlement {
  const count = numberOf(wire.quantity)
  const order = property(wire, 'referenceOrder')
  return {
    kind: textAt(wire, 'entitlementType') ?? 'entitlement',
    product: [textAt(wire, 'productId'), textAt(wire, 'skuId')].filter(part => part).join(':') || 'unknown',
    order: order === undefined ? null : textAt(order, 'id'),
    quantity: count === null || !Number.isInteger(count) || count < 0 ? null : seats(count),
    endsAt: instantOf(wire.expiryDate),
  }
}
