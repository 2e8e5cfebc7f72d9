/** `subscription.rename`: the partner's own label. */
import type { ActionOf } from '../../../engine/plan/action.ts'
import type { Edit } from '../client/resources/patch-subscription.ts'

export function editName({ from, to }: ActionOf<'subscription.rename'>): Edit {
  return found => {
    const name = found.friendlyName ?? found.offerName ?? ''
    if (name === to) return { kind: 'done' }
    return name === from ? { kind: 'change', fields: { friendlyName: to } } : { kind: 'moved' }
  }
}
