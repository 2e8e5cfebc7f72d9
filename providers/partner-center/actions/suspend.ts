/** `subscription.suspend`: suspending a base suspends its add-ons; one change per call (facts 9). */
import { numberOf } from '../client/read-value.ts'
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
