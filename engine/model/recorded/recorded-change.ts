/** A change of seats or status that the activity log holds. */
import type { Instant, SubscriptionId } from '../ids.ts'

export interface SeatsAndStatus {
  /** null: not told. */
  readonly seats: number | null
  /** As the service says it, in lower case; null: not told. */
  readonly status: string | null
}

export interface RecordedChange {
  readonly subscription: SubscriptionId
  readonly at: Instant
  readonly before: SeatsAndStatus
  readonly after: SeatsAndStatus
}
