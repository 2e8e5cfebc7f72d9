/** Education, nonprofit and government items need a qualification under the partner that sells (facts 8). */
import type { Service } from '../service.ts'
import { pairOf } from '../state/store.ts'
import type { Buyer } from './purchase.ts'

const needed: Readonly<Record<string, readonly string[]>> = {
  education: ['Education'],
  nonprofit: ['Nonprofit'],
  government: ['GovernmentCommunityCloud', 'StateOwnedEntity'],
}

export function isQualified(service: Service, { partner, customer }: Buyer, segment: string): boolean {
  const kinds = needed[segment.toLowerCase()]
  if (kinds === undefined) return true
  const row = service.store.relationships.get(pairOf(partner.name, customer.tenantId))
  const now = service.time.now()
  return (row?.qualifications ?? []).some(
    entry =>
      kinds.includes(entry.qualification) &&
      (entry.vettingStatus === 'Approved' || (entry.settledAt !== null && entry.settledAt <= now)),
  )
}
