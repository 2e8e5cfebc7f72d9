/**
 * Which live subscriptions a document can declare: licences in a state we write, with all that has to be declared. The others
 * are named in a comment with the reason, never dropped in silence; those that are over are not named.
 */
import { dayOf } from '../model/ids.ts'
import type { BillingCycle, Commerce, LiveSubscription } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { counted } from '../plural.ts'

export type Manageable =
  | {
      readonly kind: 'declared'
      readonly commerce: Commerce
      readonly state: 'active' | 'suspended'
      readonly billing: BillingCycle | null
    }
  | { readonly kind: 'noted'; readonly because: string }
  | { readonly kind: 'over' }

const cycles: ReadonlySet<string> = new Set(['monthly', 'annual', 'triennial', 'biennial', 'one_time'])

export function manageable(live: LiveSubscription): Manageable {
  if (!isLiving(live)) return { kind: 'over' }
  if (live.kind === 'azure') return noted('Azure usage is only verified, Microsoft moves it')
  if (live.kind.startsWith('unknown:') || live.commerce.startsWith('unknown:'))
    return noted('this version does not know what it is')
  if (live.kind !== 'licence') return noted(`${live.kind} is handled by hand`)
  if (live.trial)
    return noted(live.termEndsAt === null ? 'a trial' : `a trial, ends ${dayOf(live.termEndsAt)}`)
  if (live.status !== 'active' && live.status !== 'suspended') return noted(`it is ${live.status}`)
  if (live.seats === null || live.seats < 1) return noted('the service does not say how many seats it has')
  const billing = live.billing !== null && cycles.has(live.billing) ? (live.billing as BillingCycle) : null // checked just now
  if (live.billing !== null && billing === null) return noted(`it is billed ${live.billing}`)
  if (live.commerce === 'nce' && (live.term === null || billing === null))
    return noted('the service does not say its term and billing')
  return {
    kind: 'declared',
    commerce: live.commerce === 'nce' ? 'nce' : 'legacy',
    state: live.status,
    billing,
  }
}

function noted(because: string): Manageable {
  return { kind: 'noted', because }
}

/** One line for what is live and not declared. `what`: what that means for it; unmanaged is never touched. */
export function unmanagedLine(live: LiveSubscription, because: string, what = 'not managed'): string {
  const seats = live.seats === null ? '' : `, ${counted(live.seats, 'seat')}`
  return `${what}: ${live.productName} (${live.product})${seats}, ${live.id}: ${because}`
}
