/** What can be transferred (facts 2.7, 13): active new-commerce licences, no trials, not so shortly before they renew. */

import type { CodeOf } from '../error-codes.ts'
import { isLocked } from '../lifecycle/windows.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { addOnsOf, type Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import type { TransferRow } from '../state/transfer-rows.ts'
import { isOfType } from './pending.ts'
import type { AcceptedLine } from './request.ts'

/** Subscriptions in one transfer, add-ons counted. */
export const mostItems = 25

/** The lines of an acceptance, flat, bases first; throws what is wrong with the first that cannot go. */
export function linesOf(
  service: Service,
  transfer: TransferRow,
  accepted: readonly AcceptedLine[],
): TransferRow['lines'] {
  const count = accepted.reduce((sum, line) => sum + 1 + line.addOns.length, 0)
  if (count === 0) throw refuse(400, 900102, 'The acceptance names no subscription.')
  if (count > mostItems) throw refuse(400, 900102, `A transfer takes at most ${mostItems} subscriptions.`)
  const seen = new Set<string>()
  const once = (id: string) => {
    if (seen.has(id.toLowerCase())) throw refuse(400, 800078, `The subscription ${id} is named twice.`)
    seen.add(id.toLowerCase())
  }
  return accepted.flatMap((line, position) => {
    const base = sourceOf(service, transfer, line.subscription)
    once(base.id)
    if (base.parent !== null) throw refuse(400, 900102, 'An add-on is transferred together with its base.')
    const group = String(position)
    const addOns = line.addOns.map(entry => {
      const addOn = sourceOf(service, transfer, entry.subscription)
      once(addOn.id)
      if (addOn.parent?.toLowerCase() !== base.id.toLowerCase())
        throw refuse(400, 900102, `${addOn.id} is not an add-on of ${base.id}.`)
      return lineOf(addOn, { group, parent: base.id, partnerOnRecord: entry.partnerOnRecord })
    })
    const left = addOnsOf(service, base).find(row => isLiving(row) && !seen.has(row.id.toLowerCase()))
    if (left !== undefined)
      throw refuse(400, 900102, `The add-on ${left.id} must be transferred with its base.`)
    return [lineOf(base, { group, parent: null, partnerOnRecord: line.partnerOnRecord }), ...addOns]
  })
}

function lineOf(
  row: SubscriptionRow,
  more: Pick<TransferRow['lines'][number], 'group' | 'parent' | 'partnerOnRecord'>,
): TransferRow['lines'][number] {
  return { source: row.id, target: null, error: null, ...more }
}

function isLiving(row: SubscriptionRow): boolean {
  return row.status === 'active' || row.status === 'suspended'
}

function sourceOf(service: Service, transfer: TransferRow, id: string): SubscriptionRow {
  const row = service.store.subscriptions.get(keyOf(transfer.source, id))
  if (row === undefined || row.customer !== transfer.customer || row.visibleFrom > service.time.now())
    throw refuse(400, 800078, `There is no subscription ${id}.`)
  const why = whyNot(service, transfer, row)
  if (why !== null) throw why
  return row
}

function whyNot(service: Service, transfer: TransferRow, row: SubscriptionRow): Refusal | null {
  const cannot = (code: CodeOf<400>, text: string) =>
    refuse(400, code, `${row.id} cannot be transferred: ${text}.`)
  if (/^AzureReservation/i.test(row.productType)) return cannot(900145, 'it is an Azure reservation')
  if (/^SaaS/i.test(row.productType)) return cannot(900146, 'it is a third-party product')
  if (row.commerce !== 'nce') return cannot(900102, 'it is not of new commerce')
  if (row.status !== 'active') return cannot(900102, `it is ${row.status}`)
  if (row.trial) return cannot(900102, 'it is a trial')
  if (!isOfType(transfer, row)) return cannot(900102, `${row.productType} is not part of the transfer`)
  if (row.pending !== null) return refuse(409, 900278, 'Another operation on the subscription is pending.')
  if (isLocked(row, service.time.now(), service.settings.renewalLock))
    return cannot(900102, 'its term ends too soon')
  return null
}
