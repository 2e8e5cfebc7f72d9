/** `subscription.change-seats`: an absolute number, so a repeat converges; any number but the planned one is somebody else's change. */
import type { ActionOf } from '../../../engine/plan/action.ts'
import { numberOf } from '../client/read-value.ts'
import type { Edit } from '../client/resources/patch-subscription.ts'
import { statusOf } from '../convert.ts'

export function editSeats({ from, to }: ActionOf<'subscription.change-seats'>): Edit {
  return found => {
    const seats = numberOf(found.quantity)
    if (seats === to) return { kind: 'done' }
    return seats === from && statusOf(found) === 'active'
      ? { kind: 'change', fields: { quantity: to } }
      : { kind: 'moved' }
  }
}
