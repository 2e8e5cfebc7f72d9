/**
 * Seats in use against seats bought. The directory has one pool per licence, whoever sold it and in however many subscriptions; what is unused in the pool
 * is unused in the subscriptions that end first, and never twice.
 */
import type { SubscriptionId } from '../model/ids.ts'
import type { LicencePool, LiveSubscription, Read } from '../model/live.ts'

export type InUse =
  | { readonly kind: 'known'; readonly seats: number; readonly unused: number }
  | { readonly kind: 'not checked'; readonly why: string }

/** `living`: what counts in the pools of one customer, all accounts together, the first to end first. */
export function seatsInUse(
  living: readonly LiveSubscription[],
  pools: Read<readonly LicencePool[]>,
): ReadonlyMap<SubscriptionId, InUse> {
  const found = new Map<SubscriptionId, InUse>()
  const left = new Map<string, number>()
  for (const { id, product, seats, status } of living) {
    const pool = pools.kind === 'present' ? pools.value.find(entry => entry.product === product) : undefined
    const why = whyNot({ pools, pool, seats, status })
    if (why !== null || pool === undefined || seats === null) {
      found.set(id, { kind: 'not checked', why: why ?? 'not known' })
      continue
    }
    const free = left.get(pool.licence) ?? Math.max(0, pool.enabled - pool.consumed)
    const unused = Math.min(seats, free)
    left.set(pool.licence, free - unused)
    found.set(id, { kind: 'known', seats: seats - unused, unused })
  }
  return found
}

interface Doubts {
  readonly pools: Read<readonly LicencePool[]>
  readonly pool: LicencePool | undefined
  readonly seats: LiveSubscription['seats']
  readonly status: LiveSubscription['status']
}

function whyNot({ pools, pool, seats, status }: Doubts): string | null {
  if (pools.kind === 'unknown') return pools.because.summary
  if (seats === null) return 'the service does not say how many seats it has'
  if (status !== 'active') return `it is ${status.replace(/^unknown:/, '')}, so its seats are in no pool`
  return pool === undefined ? 'the directory shows no pool of this licence' : null
}
