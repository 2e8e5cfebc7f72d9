/** `subscription.cancel`: ends it for good; one change per call (facts 9). */
import { numberOf, textAt } from '../client/read-value.ts'
import type { Edit } from '../client/resources/patch-subscription.ts'
import { statusOf } from '../convert.ts'

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
