/**
 * A lease on a blob, renewed while it is held. Whether it is held is judged by what the service last confirmed: a process that
 * stood still longer than a lease lasts wakes up with old beliefs, and one renewal that got lost is not the end.
 */
import type { BlobLeaseClient } from '@azure/storage-blob'

/** The longest there is, in seconds; it is tried to be renewed five times before it runs out. */
const leaseSeconds = 60
const renewMs = 10_000
/** For the way there: the service counts from when it hears of us. In ms. */
const marginMs = 5_000

export interface HeldLease {
  readonly id: string
  isHeld(): boolean
  release(): Promise<void>
}

/** Two clocks: one stands still while the machine sleeps, and the other may be set. */
const instantNow = () => ({ wall: Date.now(), running: performance.now() })

/** null: somebody else has it. */
export async function takeBlobLease(lease: BlobLeaseClient): Promise<HeldLease | null> {
  let confirmed = instantNow()
  try {
    await lease.acquireLease(leaseSeconds)
  } catch (error) {
    if (isStatus(error, 409)) return null
    throw error
  }
  let isOver = false
  const renewing = setInterval(() => {
    const asked = instantNow()
    lease.renewLease().then(
      () => {
        confirmed = asked
      },
      error => {
        if (isStatus(error, 404, 409, 412)) isOver = true // it is another's, or its blob is gone
      },
    )
  }, renewMs)
  renewing.unref()
  const isHeld = () => {
    const now = instantNow()
    const lasts = leaseSeconds * 1000 - marginMs
    return !isOver && now.wall - confirmed.wall < lasts && now.running - confirmed.running < lasts
  }
  return {
    id: lease.leaseId,
    isHeld,
    async release() {
      clearInterval(renewing)
      if (isOver) return
      isOver = true
      await lease.releaseLease().catch(() => undefined) // it runs out by itself
    },
  }
}

export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    statuses.includes(error.statusCode)
  )
}
