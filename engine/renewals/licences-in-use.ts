/**
 * Seats in use against seats bought. The directory has one pool per licence, whoever sold it and in however many subscriptions. People are counted on what
 * goes on: what is unused in the pool is unused in the seats that go with their term, then in the subscriptions that end first, and never twice.
 */
import type { SubscriptionId } from '../model/ids.ts'
import type { LicencePool, Read } from '../model/live.ts'
import { type AfterTerm, leavingWith, serves, spareAfter } from '../plan/permit/after-term.ts'

export type InUse =
  | { readonly kind: 'known'; readonly seats: number; readonly unused: number }
  | { readonly kind: 'not checked'; readonly why: string }

/** `living`: licences of one customer, all accounts together, the first to end first. `unread`: an account of it gave no answer. */
export function seatsInUse(
  living: readonly AfterTerm[],
  pools: Read<readonly LicencePool[]>,
  unread: string | null,
): ReadonlyMap<SubscriptionId, InUse> {
  const found = new Map<SubscriptionId, InUse>()
  const known = pools.kind === 'present' ? pools.value : []
  const poolOf = ({ live }: AfterTerm) => known.find(entry => entry.product === live.product)
  const byLicence = new Map<string, { readonly pool: LicencePool; readonly serving: AfterTerm[] }>()
  for (const entry of living) {
    const pool = poolOf(entry)
    const why = whyNot(entry, { pools, pool, unread })
    if (why !== null) found.set(entry.live.id, { kind: 'not checked', why })
    if (pool === undefined || !serves(entry) || entry.live.seats === null) continue
    const group = byLicence.get(pool.licence) ?? { pool, serving: [] }
    group.serving.push(entry)
    byLicence.set(pool.licence, group)
  }
  for (const { pool, serving } of byLicence.values())
    for (const [id, unused] of unusedIn(pool, serving)) {
      if (found.has(id)) continue
      const count = Number(serving.find(({ live }) => live.id === id)?.live.seats ?? 0)
      found.set(id, { kind: 'known', seats: count - unused, unused })
    }
  return found
}

function unusedIn(pool: LicencePool, serving: readonly AfterTerm[]): ReadonlyMap<SubscriptionId, number> {
  const unused = new Map<SubscriptionId, number>()
  const give = (entry: AfterTerm, most: number, free: number): number => {
    const count = Math.min(most, Math.max(0, free))
    unused.set(entry.live.id, (unused.get(entry.live.id) ?? 0) + count)
    return count
  }
  let free = pool.enabled - pool.consumed
  for (const entry of serving) free -= give(entry, leavingWith(entry), free)
  let spare = spareAfter(pool, serving)
  for (const entry of serving) spare -= give(entry, Number(entry.live.seats ?? 0) - leavingWith(entry), spare)
  return unused
}

interface Doubts {
  readonly pools: Read<readonly LicencePool[]>
  readonly pool: LicencePool | undefined
  readonly unread: string | null
}

function whyNot({ live }: AfterTerm, { pools, pool, unread }: Doubts): string | null {
  if (unread !== null) return unread
  if (pools.kind === 'unknown') return pools.because.summary
  if (live.seats === null) return 'the service does not say how many seats it has'
  if (live.status !== 'active')
    return `it is ${live.status.replace(/^unknown:/, '')}, so its seats are in no pool`
  return pool === undefined ? 'the directory shows no pool of this licence' : null
}
