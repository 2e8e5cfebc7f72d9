/** The windows of new commerce (facts 2.3): seven days after a purchase, a renewal, or added seats; of third-party SaaS 72 hours. */
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addDuration, type Instant, startOf } from '../time/calendar.ts'

export function windowOf(productType: string): string {
  return /^SaaS/i.test(productType) ? 'PT72H' : 'P7D'
}

export type Batch = SubscriptionRow['batches'][number]

export function openBatches(row: SubscriptionRow, now: Instant): readonly Batch[] {
  return row.batches.filter(batch => batch.until >= now)
}

export function canCancel(row: SubscriptionRow, now: Instant): boolean {
  return row.cancellableUntil !== null && now <= row.cancellableUntil
}

/**
 * Seats go back to the batch they came from, newest first, while its window is open. Null: more than is refundable.
 * Closed batches are forgotten.
 */
export function giveBack(row: SubscriptionRow, count: number, now: Instant): readonly Batch[] | null {
  let left = count
  const kept: Batch[] = []
  for (const batch of openBatches(row, now).toReversed()) {
    const taken = Math.min(left, batch.seats)
    left -= taken
    if (batch.seats > taken) kept.unshift({ seats: batch.seats - taken, until: batch.until })
  }
  return left > 0 ? null : kept
}

/** So long before a term ends, what comes after it is settled (facts 2.6). */
export function isLocked(row: SubscriptionRow, now: Instant, lock: string): boolean {
  return row.termEnd !== null && addDuration(now, lock) > startOf(row.termEnd)
}
