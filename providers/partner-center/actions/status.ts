/** `subscription.suspend`, `subscription.cancel` and `subscription.reactivate`. Suspending a base suspends its add-ons; one change per call (facts 9). */

import { numberOf, textAt } from '../client/read-value.ts'
import type { Edit } from '../client/resources/patch-subscription.ts'
import { statusOf } from '../convert.ts'

/** Seats other than planned mean that the replacement no longer fits: then it is not switched off. */
export function editSuspend({ seats }: { readonly seats: number }): Edit {
  return found => {
    if (statusOf(found) === 'suspended') return { kind: 'done' }
    return statusOf(found) === 'active' && numberOf(found.quantity) === seats
      ? { kind: 'change', fields: { status: 'suspended' } }
      : { kind: 'moved' }
  }
}

/** Final, and only inside the window: an absent date means that it is closed (Q22; facts 2.3). */
export function editCancel({ seats }: { readonly seats: number }): Edit {
  return found => {
    const status = statusOf(found)
    if (status === 'deleted') return { kind: 'done' }
    const isAsPlanned = (status === 'active' || status === 'suspended') && numberOf(found.quantity) === seats
    return isAsPlanned && textAt(found, 'cancellationAllowedUntilDate') !== null
      ? { kind: 'change', fields: { status: 'deleted' } }
      : { kind: 'moved' }
  }
}

export function editReactivate(): Edit {
  return found => {
    if (statusOf(found) === 'active') return { kind: 'done' }
    return statusOf(found) === 'suspended'
      ? { kind: 'change', fields: { status: 'active' } }
      : { kind: 'moved' }
  }
}
