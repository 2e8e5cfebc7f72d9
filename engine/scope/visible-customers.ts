/** What was read, as the scope asks for it. */

import { type ActualIndex, indexActual } from '../model/actual-index.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { Actual, LiveSubscription } from '../model/live.ts'
import { isOff } from '../model/status.ts'
import type { VisibleCustomers } from './scoped-customer.ts'

/** After reading: settled wherever an answer came. */
export function visibleCustomersOf(index: ActualIndex): VisibleCustomers {
  return {
    rows: partner => index.rows(partner),
    hasSubscriptions: (partner, tenant) => {
      const read = index.customer(partner, tenant)?.subscriptions
      if (read?.kind === 'present') return read.value.length > 0 ? 'yes' : 'no'
      if (read?.kind === 'absent') return 'no'
      return index.lists(partner, tenant) === 'no' ? 'no' : 'yes'
    },
    runs: (partner, tenant) => {
      const read = index.customer(partner, tenant)?.subscriptions
      if (read?.kind === 'present') return read.value.some(isToMove) ? 'yes' : 'no'
      if (read?.kind === 'absent') return 'no'
      return index.lists(partner, tenant) === 'no' ? 'no' : 'yes'
    },
  }
}

/** Microsoft moves Azure usage, and what is off is moved already. */
function isToMove({ kind, status }: LiveSubscription): boolean {
  return kind !== 'azure' && !isOff(status)
}

/** Before reading: a listed customer may have subscriptions, and so may anyone when the list gave no answer. */
export function visibleInLists(partners: Actual['partners'], readAt: Actual['readAt']): VisibleCustomers {
  const index = indexActual({ readAt, partners, customers: [], catalogue: [] })
  const mayHave = (partner: PartnerName, tenant: TenantId) =>
    index.lists(partner, tenant) === 'no' ? 'no' : 'maybe'
  return { rows: partner => index.rows(partner), hasSubscriptions: mayHave, runs: mayHave }
}
