/** `subscription.reactivate`: one change per call (facts 9). */
import type { Edit } from '../client/resources/patch-subscription.ts'
import { statusOf } from '../convert.ts'

export function editReactivate(): Edit {
  return found => {
    if (statusOf(found) === 'active') return { kind: 'done' }
    return statusOf(found) === 'suspended'
      ? { kind: 'change', fields: { status: 'active' } }
      : { kind: 'moved' }
  }
}
