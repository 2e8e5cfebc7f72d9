/** What a change that goes along in one request expects before it, and proves after it. */
import type { Check } from '../check.ts'
import type { DetailChanges } from './action-parts.ts'

type SubscriptionIs = Extract<Check, { readonly kind: 'subscription is' }>
type Details = Pick<SubscriptionIs, 'name' | 'billing' | 'partnerOfRecord'>

/** How the details are before or after; what is not known before is not asked for. */
export function detailsOf(changes: DetailChanges | undefined, side: 'from' | 'to'): Details {
  const name = changes?.name?.[side]
  const billing = changes?.billing?.[side]
  const partnerOfRecord = changes?.partnerOfRecord?.[side]
  return {
    ...(name !== undefined && { name }),
    ...(billing !== undefined && billing !== null && { billing }),
    ...(partnerOfRecord !== undefined && partnerOfRecord !== null && { partnerOfRecord }),
  }
}
