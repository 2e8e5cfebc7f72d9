/** What was read, as the scope asks for it. */

import { type ActualIndex, indexActual } from '../model/actual-index.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { Actual } from '../model/live.ts'
import type { ScopeSight } from './customers-in-scope.ts'

/** After reading: settled wherever an answer came. */
export function sightOf(index: ActualIndex): ScopeSight {
  return {
    rows: partner => index.rows(partner),
    hasSubscriptions: (partner, tenant) => {
      const read = index.customer(partner, tenant)?.subscriptions
      if (read?.kind === 'present') return read.value.length > 0 ? 'yes' : 'no'
      if (read?.kind === 'absent') return 'no'
      return index.lists(partner, tenant) === 'no' ? 'no' : 'yes'
    },
  }
}

/** Before reading: a listed customer may have subscriptions, and so may anyone when the list gave no answer. */
export function sightOfLists(partners: Actual['partners'], readAt: Actual['readAt']): ScopeSight {
  const index = indexActual({ readAt, partners, customers: [], catalogue: [] })
  return {
    rows: partner => index.rows(partner),
    hasSubscriptions: (partner: PartnerName, tenant: TenantId) =>
      index.lists(partner, tenant) === 'no' ? 'no' : 'maybe',
  }
}
